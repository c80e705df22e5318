package store

// Hold is a rule that keeps mail in the Outbox.
type Hold struct {
	ID           int64
	Organisation int64
	Seconds      int64
	Admins       bool // only administrators take back what it holds
	Everybody    bool
	Senders      []string // by address, unless it is everybody
}

// PutHold adds a rule for everybody, or for the senders numbered.
func (t *Tx) PutHold(h Hold, senders []int64) (int64, error) {
	id, err := t.insert(`INSERT INTO holds (organisation, seconds, admins, everybody) VALUES (?, ?, ?, ?)`, h.Organisation, h.Seconds, h.Admins, len(senders) == 0)
	if err != nil {
		return 0, err
	}
	for _, s := range senders {
		if err := t.exec(`INSERT OR IGNORE INTO hold_senders VALUES (?, ?)`, id, s); err != nil {
			return 0, err
		}
	}
	return id, nil
}

// DeleteHold removes a rule. What it holds stays held.
func (t *Tx) DeleteHold(id int64) error { return t.exec(`DELETE FROM holds WHERE id = ?`, id) }

const holdColumns = `SELECT id, organisation, seconds, admins, everybody FROM holds `

func (h *Hold) dest() []any {
	return []any{&h.ID, &h.Organisation, &h.Seconds, &h.Admins, &h.Everybody}
}

// Holds lists all rules in the order in which they were made.
func (t *Tx) Holds() ([]Hold, error) {
	all, err := list(t, holdColumns+`ORDER BY id`, nil, func(h *Hold, scan func(...any) error) error { return scan(h.dest()...) })
	for i := range all {
		if err == nil && !all[i].Everybody {
			all[i].Senders, err = list(t, `SELECT b.address FROM hold_senders s JOIN mailboxes b ON b.id = s.mailbox WHERE s.hold = ? ORDER BY b.address`, []any{all[i].ID}, readText)
		}
	}
	return all, err
}

// HoldByID finds a rule.
func (t *Tx) HoldByID(id int64) (h Hold, ok bool, err error) {
	ok, err = t.one(holdColumns+`WHERE id = ?`, []any{id}, h.dest()...)
	return h, ok, err
}

// HoldOn finds the first rule of the organisation that holds the sender's mail, and says whether there is any rule at all.
func (t *Tx) HoldOn(organisation, sender int64) (h Hold, holds, rules bool, err error) {
	holds, err = t.one(holdColumns+`WHERE organisation = ? AND (everybody OR EXISTS (SELECT 1 FROM hold_senders s WHERE s.hold = id AND s.mailbox = ?)) ORDER BY id LIMIT 1`,
		[]any{organisation, sender}, h.dest()...)
	if holds || err != nil {
		return h, holds, holds, err
	}
	n, err := t.number(`SELECT EXISTS (SELECT 1 FROM holds WHERE organisation = ?)`, organisation)
	return h, false, n > 0, err
}
