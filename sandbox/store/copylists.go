package store

import (
	"slices"

	"recallbox/sandbox/mail"
)

// Copies are the copies of one message: all of them, or those picked.
type Copies struct {
	Message int64
	Picked  *Pick
}

// where is an SQL condition on copies c, whose mailboxes are those numbered by column.
func (c Copies) where(column string) (string, []any) {
	if c.Picked == nil {
		return `c.message = ?`, []any{c.Message}
	}
	who, args := c.Picked.Who.in(column)
	return `c.message = ? AND c.sent = ? AND ` + who, append([]any{c.Message, c.Picked.Sent}, args...)
}

// SomeCopies lists at most that many copies, in no order.
func (t *Tx) SomeCopies(c Copies, most int) ([]Copy, error) {
	where, args := c.where("c.mailbox")
	return list(t, copyColumns+`WHERE `+where+` LIMIT ?`, append(args, most), readCopy)
}

// EachCopy visits the copies by mailbox address.
func (t *Tx) EachCopy(c Copies, visit func(Copy) error) error {
	where, args := c.where("c.mailbox")
	return t.eachCopy(copyColumns+`WHERE `+where+` ORDER BY b.address, c.sent`, args, visit)
}

// FirstCopies visits at most that many of many copies by mailbox address: it asks one mailbox after the other for its copy, and sorts none.
func (t *Tx) FirstCopies(c Copies, most int, visit func(Copy) error) error {
	where, args := c.where("+c.mailbox") // the mailboxes come in the order of their addresses, not in that of a choice
	return t.eachCopy(copyColumnsOf+`FROM mailboxes b CROSS JOIN copies c ON c.mailbox = b.id CROSS JOIN folders f ON f.id = c.folder WHERE `+where+` ORDER BY b.address, c.sent LIMIT ?`,
		append(args, most), visit)
}

func (t *Tx) eachCopy(query string, args []any, visit func(Copy) error) error {
	return t.each(query, args, func(scan func(...any) error) error {
		var c Copy
		if err := readCopy(&c, scan); err != nil {
			return err
		}
		return visit(c)
	})
}

// Place is how many copies lie in folders of one kind and path, read or not.
type Place struct {
	Spot
	Read   bool
	Number int
}

// Places counts the copies by where they lie. Where all of them lie in Inboxes, which have their mailboxes' numbers, no folder is looked up.
func (t *Tx) Places(c Copies) ([]Place, error) {
	where, args := c.where("c.mailbox")
	var all, there, read int
	_, err := t.one(`SELECT count(*), count(*) FILTER (WHERE there), count(*) FILTER (WHERE there AND seen >= ?) FROM (SELECT c.seen, c.folder = c.mailbox AND c.mailbox NOT IN (SELECT id FROM mailboxes WHERE kind <> 0 AND kind = 1) AS there
		FROM copies c WHERE `+where+`)`, append([]any{mail.Opened}, args...), &all, &there, &read)
	if err != nil || all == there {
		inbox := Spot{mail.Inbox, mail.BuiltIn[mail.Inbox]}
		return slices.DeleteFunc([]Place{{inbox, false, there - read}, {inbox, true, read}}, func(p Place) bool { return p.Number == 0 }), err
	}
	return list(t, `SELECT f.kind, f.path, c.seen >= ?, count(*) FROM copies c JOIN folders f ON f.id = c.folder WHERE `+where+` GROUP BY 1, 2, 3`,
		append([]any{mail.Opened}, args...), func(p *Place, scan func(...any) error) error { return scan(&p.Kind, &p.Path, &p.Read, &p.Number) })
}
