package store

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"recallbox/sandbox/mail"
)

// Words to complete: those that begin with what is typed. Where they are many, only the beginnings of words are wanted,
// each once; from one the index leads to the next, however many words lie between.

// Beginnings says how much of the words is wanted.
type Beginnings struct {
	Letters int // so many of each word in front, or WholeWords
	Most    int // as many words at most
}

// WholeWords is as many letters as no word has.
const WholeWords = math.MaxInt32

// AddressesFrom lists the mailboxes of a kind whose addresses begin with prefix, by address; of those that have the
// same letters in front only the first.
func (t *Tx) AddressesFrom(kind MailboxKind, prefix string, want Beginnings) ([]mail.Address, error) {
	return t.addressesFrom(`m.kind = ?1`, int64(kind), prefix, want)
}

// RecipientsFrom is AddressesFrom for a recall's recipients.
func (t *Tx) RecipientsFrom(recall int64, prefix string, want Beginnings) ([]mail.Address, error) {
	const recipient = `EXISTS (SELECT 1 FROM outcomes o WHERE o.recall = ?1 AND o.mailbox = m.id)`
	return t.addressesFrom(recipient, recall, prefix, want)
}

func (t *Tx) addressesFrom(who string, arg int64, prefix string, want Beginnings) ([]mail.Address, error) {
	return list(t, `
		WITH RECURSIVE found (address) AS (
		  SELECT (SELECT m.address
		    FROM mailboxes m
		    WHERE `+who+` AND m.address >= ?2 AND m.address < ?3
		    ORDER BY m.address LIMIT 1)
		  UNION ALL
		  SELECT (SELECT m.address
		    FROM mailboxes m
		    WHERE `+who+`
		      AND m.address > iif(length(found.address) > ?4, substr(found.address, 1, ?4) || char(0x10FFFF), found.address)
		      AND m.address < ?3
		    ORDER BY m.address LIMIT 1)
		  FROM found
		  WHERE found.address IS NOT NULL LIMIT ?5)
		SELECT found.address, coalesce(m.name, '')
		FROM found
		CROSS JOIN mailboxes m ON m.address = found.address`,
		[]any{arg, prefix, prefix + "\U0010FFFF", want.Letters, want.Most},
		func(a *mail.Address, scan func(...field) error) error {
			err := scan(addressText{&a.Addr}, nameText{&a.Name})
			if a.Name == "" {
				a.Name = mail.NameFor(a.Addr)
			}
			return err
		})
}

// MessagesIn picks messages: all, those that are held back, those in a mailbox, or those in a folder.
type MessagesIn struct {
	Held            bool
	Mailbox, Folder int64
}

// least is an expression for the first of the messages from one number to another.
func (in MessagesIn) least(from, to string) (query string, args []any) {
	between := ` BETWEEN ` + from + ` AND ` + to
	switch {
	case in.Folder != 0:
		return `(SELECT min(message) FROM copies WHERE folder = ? AND message` + between + `)`, []any{in.Folder}
	case in.Mailbox != 0:
		return `(SELECT min(message)
			FROM (SELECT (SELECT min(message) FROM copies WHERE folder = f.id AND message` + between + `) AS message
			  FROM folders f
			  WHERE f.mailbox = ?))`, []any{in.Mailbox}
	case in.Held:
		return `(SELECT min(id) FROM messages WHERE due IS NOT NULL AND id` + between + `)`, nil
	}
	return `(SELECT min(id) FROM messages WHERE id` + between + `)`, nil
}

// HeadlinesFrom visits the messages picked whose numbers begin with these digits, by number; of those that have the
// same digits in front only the first.
func (t *Tx) HeadlinesFrom(in MessagesIn, digits string, want Beginnings, visit func(Headline) error) error {
	first, args := in.least(`lo`, `hi`)
	unit := fmt.Sprintf(`CAST('1' || substr('0000000000000000000', 1, length(found.id) - %d) AS INTEGER)`, want.Letters)
	next, more := in.least(`(found.id / `+unit+` + 1) * `+unit, `found.hi`)
	args = append(append(args, more...), want.Most+longestID) // each range ends with a row without a number
	return t.each(`
		WITH RECURSIVE found (id, hi) AS (
		  SELECT `+first+`, hi
		  FROM (`+rangesOf(digits)+`)
		  UNION ALL
		  SELECT `+next+`, hi
		  FROM found
		  WHERE found.id IS NOT NULL LIMIT ?)
		SELECT `+headlineColumns+`
		FROM found
		CROSS JOIN messages m ON m.id = found.id`+headlineTables+`
		ORDER BY m.id`, args, func(scan func(...field) error) error {
		var h headlineScan
		if err := scan(h.dest()...); err != nil {
			return err
		}
		found, err := h.headline()
		if err != nil {
			return err
		}
		return visit(found)
	})
}

// longestID is how many digits the largest number has.
const longestID = 19

// rangesOf are the ranges of the numbers that begin with some digits, as rows of lo and hi.
func rangesOf(digits string) string {
	if digits == "" {
		return `SELECT 1 AS lo, ` + strconv.FormatInt(math.MaxInt64, 10) + ` AS hi`
	}
	var rows []string
	for lo, hi := digits, digits; len(lo) < longestID; lo, hi = lo+"0", hi+"9" { // longer ones are no numbers
		rows = append(rows, `SELECT `+lo+` AS lo, `+hi+` AS hi`)
	}
	return strings.Join(rows, ` UNION ALL `)
}
