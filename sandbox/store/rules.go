package store

import (
	"database/sql"
	"strings"

	"recallbox/sandbox/mail"
)

// Rule is an inbox rule.
type Rule struct {
	ID      int64
	Mailbox int64
	Sender  string      // "" for anybody
	Subject string      // what the subject contains, in any case; "" for any
	Class   *mail.Class // nil for notes and recall messages
	Path    string      // of the folder where it moves; "" for a rule that marks as read
	Deletes bool        // moves to Deleted Items, and was made so
}

// PutRules adds a rule behind the others of all those picked, in the order of their addresses, and gives the
// numbers of the first and of all. It moves to a folder that each of them has, or to none.
func (t *Tx) PutRules(w Mailboxes, r Rule, to *FolderRef) (first, number int64, err error) {
	var class sql.NullInt64
	if r.Class != nil {
		class = sql.NullInt64{Int64: int64(*r.Class), Valid: true}
	}
	var kind, path any // no folder has none
	if to != nil {
		kind, path = to.Kind, to.Path
	}
	where, args := w.in("b.id")
	res, err := t.run(
		`
		INSERT INTO rules (mailbox, sender, subject, folded, class, folder, deletes)
		SELECT b.id, ?, ?, ?, ?, f.id, ?
		FROM mailboxes b
		LEFT JOIN folders f ON f.mailbox = b.id AND f.kind = ? AND f.path = ?
		WHERE `+where+`
		ORDER BY b.address`,
		append(
			[]any{
				orNullText(r.Sender),
				orNullText(r.Subject),
				orNullText(strings.ToLower(r.Subject)),
				class,
				r.Deletes,
				kind,
				path,
			},
			args...),
	)
	if err != nil {
		return 0, 0, err
	}
	if number, err = res.RowsAffected(); err != nil {
		return 0, 0, err
	}
	last, err := newNumber(res)
	if err != nil {
		return 0, 0, err
	}
	where, args = w.in("mailboxes.id")
	return last - number + 1, number, t.exec(`UPDATE mailboxes SET rules = rules + 1 WHERE `+where, args...)
}

// rulesMatch is the condition under which a rule y takes a message that arrives: from ?3, with the lower-case subject
// ?4, of the class ?5. Deliver asks it.
const rulesMatch = `(y.sender IS NULL OR y.sender = ?3)
		  AND (y.folded IS NULL OR instr(?4, y.folded) > 0)
		  AND (y.class IS NULL OR y.class = ?5)`

// ruleThatMoves is the rule by which the message that arrives in the mailbox b moves, or NULL.
const ruleThatMoves = `CASE WHEN b.rules > 0 THEN (SELECT min(y.id)
		  FROM rules y
		  WHERE y.mailbox = b.id AND y.folder IS NOT NULL AND ` + rulesMatch + `) END`

// DeleteRule removes the rule, and says whether there was one.
func (t *Tx) DeleteRule(id int64) (bool, error) {
	if err := t.exec(`
		UPDATE mailboxes
		SET rules = rules - 1
		WHERE id = (SELECT mailbox FROM rules WHERE id = ?)`, id); err != nil {
		return false, err
	}
	n, err := t.changed(`DELETE FROM rules WHERE id = ?`, id)
	return n > 0, err
}

// Rules lists a mailbox's rules in the order in which they run.
func (t *Tx) Rules(mailbox int64) ([]Rule, error) {
	return list(t, `
		SELECT r.id, r.mailbox, coalesce(r.sender, ''), coalesce(r.subject, ''), r.class, coalesce(f.path, ''), r.deletes
		FROM rules r
		LEFT JOIN folders f ON f.id = r.folder
		WHERE r.mailbox = ?
		ORDER BY r.id`, []any{mailbox}, readRule)
}

func readRule(r *Rule, scan func(...field) error) error {
	return scan(rowID{&r.ID}, rowID{&r.Mailbox}, addressText{&r.Sender}, anyText{&r.Subject}, oneOfOrNone(&r.Class),
		pathText{&r.Path}, yesNo{&r.Deletes})
}

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
	id, err := t.insert(`
		INSERT INTO holds (organisation, seconds, admins, everybody)
		VALUES (?, ?, ?, ?)`, h.Organisation, h.Seconds, h.Admins, len(senders) == 0)
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

func (h *Hold) dest() []field {
	return []field{rowID{&h.ID}, rowID{&h.Organisation}, span{&h.Seconds}, yesNo{&h.Admins}, yesNo{&h.Everybody}}
}

// Holds lists all rules in the order in which they were made.
func (t *Tx) Holds() ([]Hold, error) {
	all, err := list(
		t,
		holdColumns+`ORDER BY id`,
		nil,
		func(h *Hold, scan func(...field) error) error { return scan(h.dest()...) },
	)
	if err != nil {
		return nil, err
	}
	senders, err := lists(t, `
		SELECT s.hold, b.address
		FROM hold_senders s
		JOIN mailboxes b ON b.id = s.mailbox
		ORDER BY s.hold, b.address`, nil, addressDest)
	for i := range all {
		all[i].Senders = senders[all[i].ID]
	}
	return all, err
}

// HoldByID finds a rule.
func (t *Tx) HoldByID(id int64) (h Hold, err error) {
	err = t.row(holdColumns+`WHERE id = ?`, []any{id}, h.dest()...)
	return h, err
}

// HoldOn finds the first rule of the organisation that holds the sender's mail, and says whether there is any
// rule at all.
func (t *Tx) HoldOn(organisation, sender int64) (h Hold, holds, rules bool, err error) {
	holds, err = t.one(holdColumns+`
		WHERE organisation = ? AND (everybody OR EXISTS (SELECT 1 FROM hold_senders s WHERE s.hold = id AND s.mailbox = ?))
		ORDER BY id LIMIT 1`,
		[]any{organisation, sender}, h.dest()...)
	if holds || err != nil {
		return h, holds, holds, err
	}
	n, err := t.number(`SELECT EXISTS (SELECT 1 FROM holds WHERE organisation = ?)`, organisation)
	return h, false, n > 0, err
}
