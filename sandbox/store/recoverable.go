package store

import (
	"fmt"
	"strings"

	"recallbox/sandbox/mail"
)

// Recoverable Items have rows for what its owner or a purge removed. What a recall took back has none: that it is kept
// follows from its outcome, so that a recall costs the same whatever is kept of it.

// Owner is whose copies are removed for good, as far as it matters for what is kept of them.
type Owner struct {
	Organisation int64 // 0 outside
	Account      mail.Account
	OnServer     bool // of the organisation's own
	Held         bool // the mailbox is on hold
}

const ownerColumns = `coalesce(b.organisation, 0), b.account, b.hosted, b.held IS NOT NULL`

// Owners lists the kinds of mailboxes in which the copies picked are.
func (t *Tx) Owners(p CopyFilter) ([]Owner, error) {
	where, args := p.where()
	return list(t, `
		SELECT DISTINCT `+ownerColumns+`
		FROM (SELECT mailbox FROM copies`+where+`) c
		JOIN mailboxes b ON b.id = c.mailbox
		ORDER BY 1, 2, 3, 4`, args, func(o *Owner, scan func(...field) error) error {
		return scan(rowID{&o.Organisation}, oneOf(&o.Account), yesNo{&o.OnServer}, yesNo{&o.Held})
	})
}

// Keeping says until when something is kept in Recoverable Items, and whether only administrators see it.
type Keeping struct {
	Until  int64
	Hidden bool
}

const recoverableColumns = `
	INSERT INTO recoverable
	  (message, mailbox, sent, folder, received_at, seen, placed_by, shared, fetched, tagged, purges, until)
	SELECT c.message, c.mailbox, c.sent, c.folder, c.received_at, c.seen, c.placed_by, c.shared, c.fetched, c.tagged, `

// KeepCopies puts those of the copies picked that are in mailboxes of the kind into Recoverable Items. They are to be
// removed next.
func (t *Tx) KeepCopies(p CopyFilter, o Owner, k Keeping) error {
	where, args := p.where()
	return t.exec(recoverableColumns+`
		?, ?
		FROM (SELECT * FROM copies`+where+`) c
		JOIN mailboxes b ON b.id = c.mailbox
		WHERE (`+ownerColumns+`) = (?, ?, ?, ?)
		ORDER BY c.mailbox`,
		append(append([]any{k.Hidden, k.Until}, args...), o.Organisation, o.Account, o.OnServer, o.Held)...)
}

// Recover brings a copy back from Recoverable Items to where it lay, the received one rather than the sent one, and
// logs it: with hidden what only administrators see too. The first result says whether there was one.
func (t *Tx) Recover(message, mailbox int64, hidden bool, s Stamp) (bool, error) {
	const which = ` WHERE message = ? AND mailbox = ? AND sent = ? AND purges <= ?`
	for _, sent := range []bool{false, true} {
		args := []any{message, mailbox, sent, hidden}
		n, err := t.changed(`
			INSERT INTO copies
			  (message, mailbox, sent, folder, received_at, seen, placed_by, shared, fetched, tagged)
			SELECT message, mailbox, sent, folder, received_at, seen, placed_by, shared, fetched, tagged
			FROM recoverable`+which, args...)
		if err != nil {
			return false, err
		}
		if n == 0 {
			continue
		}
		if err := t.exec(`DELETE FROM recoverable`+which, args...); err != nil {
			return false, err
		}
		return true, t.logCopies(
			CopyFilter{Message: message, Mailboxes: Mailboxes{Mailbox: mailbox}, Sent: sent},
			s, FolderRef{},
		)
	}
	return false, nil
}

// HasLapsing says whether the time of something in Recoverable Items is over.
func (t *Tx) HasLapsing(now int64) (bool, error) {
	n, err := t.number(`SELECT EXISTS (SELECT 1 FROM recoverable WHERE until <= ?)`, now)
	return n > 0, err
}

// Lapse removes from Recoverable Items what its time is over of; but not from mailboxes on hold in the organisations.
func (t *Tx) Lapse(now int64, keep []int64) error {
	args := []any{now}
	for _, id := range keep {
		args = append(args, id)
	}
	return t.exec(`
		DELETE FROM recoverable
		WHERE until <= ? AND mailbox NOT IN (
		  SELECT id FROM mailboxes
		  WHERE held IS NOT NULL AND organisation IN (`+marks(len(keep))+`))`, args...)
}

func marks(n int) string { return strings.TrimSuffix(strings.Repeat("?, ", n), ", ") }

// SetHeld puts the mailboxes picked on hold, from now on where they are not yet, or ends that.
func (t *Tx) SetHeld(w Mailboxes, held bool, now int64) error {
	where, args := w.in("mailboxes.id")
	return t.exec(`UPDATE mailboxes SET held = iif(?, coalesce(held, ?), NULL) WHERE `+where,
		append([]any{held, now}, args...)...)
}

// Retention is what is kept of the copies that recalls took back: by the system whose behaviours decided, for so many
// seconds, or as long as a mailbox is on hold since before that.
type Retention struct {
	System  string
	Seconds int64
	Held    bool // a hold keeps them longer
}

// Recalled are the copies that recalls took back, and which still are in Recoverable Items.
type Recalled struct {
	Now       int64
	Succeeded uint8
	Kept      []Retention
	SeenAt    int // the lowest bit of the read state in the facts of an outcome
}

// from is what a query reads: the tables with recalls r, outcomes o, mailboxes b, and the condition on them.
func (k Recalled) from(recalls string) (string, []any) {
	var systems, args = strings.Builder{}, []any{k.Succeeded}
	for _, r := range k.Kept {
		held := `FALSE`
		if r.Held {
			held = `coalesce(b.held < o.decided_at + ?, FALSE)`
		}
		fmt.Fprintf(&systems, ` OR r.system = ? AND (o.decided_at + ? > ? OR %s)`, held)
		args = append(args, r.System, r.Seconds, k.Now)
		if r.Held {
			args = append(args, r.Seconds)
		}
	}
	return recalls + `
		CROSS JOIN outcomes o ON o.recall = r.id
		CROSS JOIN mailboxes b ON b.id = o.mailbox
		WHERE o.answer = ? AND b.kind = 0 AND (FALSE` + systems.String() + `)`, args
}

// seconds is an SQL expression for how long a copy is kept that a recall r took back.
func (k Recalled) seconds() (string, []any) {
	var args []any
	for _, r := range k.Kept {
		args = append(args, r.System, r.Seconds)
	}
	return `CASE r.system` + strings.Repeat(` WHEN ? THEN ?`, len(k.Kept)) + ` END`, args
}

// Kept is how much of a message is in Recoverable Items.
type Kept struct {
	Deletions, Purges int64
	Recalled          int64 // taken back by recalls, and among Purges
}

// KeptOf counts what is kept of a message: in a mailbox, or in all where it is 0.
func (t *Tx) KeptOf(message, mailbox int64, k Recalled) (out Kept, err error) {
	err = t.row(`
		SELECT count(*) FILTER (WHERE NOT purges), count(*) FILTER (WHERE purges)
		FROM recoverable
		WHERE message = ?1 AND ?2 IN (0, mailbox)`, []any{message, mailbox}, tally{&out.Deletions}, tally{&out.Purges})
	if err != nil || len(k.Kept) == 0 {
		return out, err
	}
	from, args := k.from(`recalls r`)
	out.Recalled, err = t.number(`SELECT count(*) FROM `+from+` AND r.message = ? AND ? IN (0, o.mailbox)`,
		append(args, message, mailbox)...)
	out.Purges += out.Recalled
	return out, err
}

// KeptItem is something in Recoverable Items.
type KeptItem struct {
	Listed
	Until int64
	Held  bool // it is kept longer, as the mailbox is on hold
}

// EachKept visits what is in a mailbox's Recoverable Items, by message: what its owner may recover, or what only
// administrators see.
func (t *Tx) EachKept(mailbox int64, hidden bool, k Recalled, visit func(KeptItem) error) error {
	query := `SELECT message, sent, received_at, seen, until FROM recoverable WHERE mailbox = ? AND purges = ?`
	args := []any{mailbox, hidden}
	if hidden && len(k.Kept) > 0 {
		seconds, more := k.seconds()
		from, rest := k.from(`recalls r CROSS JOIN messages w ON w.id = r.message`)
		query += fmt.Sprintf(`
			UNION ALL
			SELECT r.message, 0, w.sent_at, o.facts >> %d & 7, o.decided_at + %s
			FROM `, k.SeenAt, seconds) + from + ` AND o.mailbox = ?`
		args = append(append(append(args, more...), rest...), mailbox)
	}
	return t.each(`
		SELECT c.until, b.held IS NOT NULL, c.received_at, c.seen, 0, `+headlineColumns+`
		FROM (`+query+`) c
		CROSS JOIN mailboxes b ON b.id = ?
		CROSS JOIN messages m ON m.id = c.message`+headlineTables+`
		ORDER BY c.message, c.sent`, append(args, mailbox), func(scan func(...field) error) error {
		var row listedScan
		var item KeptItem
		if err := scan(append([]field{instant{&item.Until}, yesNo{&item.Held}}, row.dest()...)...); err != nil {
			return err
		}
		l, err := row.listed()
		if err != nil {
			return err
		}
		item.Listed = l
		return visit(item)
	})
}
