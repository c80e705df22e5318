package store

// Recall is a row of recalls.
type Recall struct {
	ID          int64
	Message     int64
	Sender      int64
	AskedAt     int64
	System      string
	Request     int64 // 0 where no recall message was delivered
	Replacement int64
	NoReport    bool
	Facts       int64
}

const recallColumns = `SELECT id, message, sender, asked_at, system, coalesce(request, 0), coalesce(replacement, 0), no_report, facts FROM recalls `

func (r *Recall) dest() []any {
	return []any{&r.ID, &r.Message, &r.Sender, &r.AskedAt, &r.System, &r.Request, &r.Replacement, &r.NoReport, &r.Facts}
}

func readRecall(r *Recall, scan func(...any) error) error { return scan(r.dest()...) }

// PutRecall adds a recall.
func (t *Tx) PutRecall(r Recall) (int64, error) {
	return t.insert(`INSERT INTO recalls (message, sender, asked_at, system, no_report, facts) VALUES (?, ?, ?, ?, ?, ?)`, r.Message, r.Sender, r.AskedAt, r.System, r.NoReport, r.Facts)
}

// SetRequest notes the recall message of a recall.
func (t *Tx) SetRequest(recall, request int64) error {
	return t.exec(`UPDATE recalls SET request = ? WHERE id = ?`, request, recall)
}

// addOpen counts the outcomes of a recall that are open: n more, or fewer.
func (t *Tx) addOpen(recall, n int64) error {
	return t.exec(`UPDATE recalls SET open = open + ? WHERE id = ?`, n, recall)
}

// SetReplacement notes the new message that was sent with a recall.
func (t *Tx) SetReplacement(recall, replacement int64) error {
	return t.exec(`UPDATE recalls SET replacement = ? WHERE id = ?`, replacement, recall)
}

// RecallByID finds a recall by its number.
func (t *Tx) RecallByID(id int64) (r Recall, ok bool, err error) {
	ok, err = t.one(recallColumns+`WHERE id = ?`, []any{id}, r.dest()...)
	return r, ok, err
}

// RecallOfRequest finds the recall that a recall message belongs to.
func (t *Tx) RecallOfRequest(request int64) (r Recall, ok bool, err error) {
	ok, err = t.one(recallColumns+`WHERE request = ?`, []any{request}, r.dest()...)
	return r, ok, err
}

// RecallsOf lists the recalls of a message.
func (t *Tx) RecallsOf(message int64) ([]Recall, error) {
	return list(t, recallColumns+`WHERE message = ? ORDER BY id`, []any{message}, readRecall)
}

// RecallOf is a recall with the subject of what was recalled.
type RecallOf struct {
	ID, Message int64
	Subject     string
}

// Recalls lists all recalls in the order in which they were made.
func (t *Tx) Recalls() ([]RecallOf, error) {
	return list(t, `SELECT r.id, m.id, coalesce(m.subject, '') FROM recalls r JOIN messages m ON m.id = r.message ORDER BY r.id`, nil,
		func(r *RecallOf, scan func(...any) error) error { return scan(&r.ID, &r.Message, &r.Subject) })
}

// OpenRecalls lists the numbers of the recalls with a recipient whose outcome is open.
func (t *Tx) OpenRecalls() ([]int64, error) {
	return list(t, `SELECT id FROM recalls WHERE open > 0 ORDER BY id`, nil, readNumber)
}

// WaitingRecalls lists the numbers of the recalls whose recall message lies unprocessed in the Inbox of somebody picked.
func (t *Tx) WaitingRecalls(w Who) ([]int64, error) {
	where, args := w.in("q.folder") // an Inbox has its mailbox's number
	return list(t, `SELECT DISTINCT r.id FROM copies q JOIN recalls r ON r.request = q.message JOIN outcomes o ON o.recall = r.id AND o.mailbox = q.mailbox
		WHERE q.sent = 0 AND o.answer IS NULL AND `+where+` ORDER BY r.id`, args, readNumber)
}

func readNumber(n *int64, scan func(...any) error) error { return scan(n) }
