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
	if kind != UserMailbox {
		if few, err := t.few(`SELECT 1 FROM mailboxes WHERE kind <> 0 AND kind = ?`, kind); few || err != nil {
			return t.fewAddressesFrom(kind, prefix, want)
		}
	}
	return t.addressesFrom(`mailboxes m WHERE m.kind = ?1`, int64(kind), prefix, want)
}

// RecipientsFrom is AddressesFrom for a recall's recipients.
func (t *Tx) RecipientsFrom(recall int64, prefix string, want Beginnings) ([]mail.Address, error) {
	const recipient = `mailboxes m WHERE EXISTS (SELECT 1 FROM outcomes o WHERE o.recall = ?1 AND o.mailbox = m.id)`
	return t.addressesFrom(recipient, recall, prefix, want)
}

// GroupsFrom is AddressesFrom for groups, which have no names.
func (t *Tx) GroupsFrom(prefix string, want Beginnings) ([]mail.Address, error) {
	return t.addressesFrom(`groups m WHERE ?1 = 0`, 0, prefix, want)
}

func (t *Tx) addressesFrom(who string, arg int64, prefix string, want Beginnings) ([]mail.Address, error) {
	return t.named(`
		WITH RECURSIVE found (address) AS (
		  SELECT (SELECT m.address
		    FROM `+who+` AND m.address >= ?2 AND m.address < ?3
		    ORDER BY m.address LIMIT 1)
		  UNION ALL
		  SELECT (SELECT m.address
		    FROM `+who+`
		      AND m.address > iif(length(found.address) > ?4, substr(found.address, 1, ?4) || char(0x10FFFF), found.address)
		      AND m.address < ?3
		    ORDER BY m.address LIMIT 1)
		  FROM found
		  WHERE found.address IS NOT NULL LIMIT ?5)`, arg, prefix, prefix+"\U0010FFFF", want.Letters, want.Most)
}

// fewAddressesFrom is AddressesFrom for a kind of which there are few: they are all looked at, rather than all others
// that stand between them.
func (t *Tx) fewAddressesFrom(kind MailboxKind, prefix string, want Beginnings) ([]mail.Address, error) {
	return t.named(`
		WITH found (address) AS (
		  SELECT min(address)
		  FROM mailboxes
		  WHERE kind <> 0 AND kind = ? AND +address >= ? AND +address < ?
		  GROUP BY substr(address, 1, ?)
		  ORDER BY 1 LIMIT ?)`, int64(kind), prefix, prefix+"\U0010FFFF", want.Letters, want.Most)
}

// few says whether a query has so few rows that one can look at them all.
func (t *Tx) few(query string, args ...any) (bool, error) {
	const few = 2000
	n, err := t.number(`SELECT count(*) FROM (`+query+` LIMIT ?)`, append(args, few)...)
	return n < few, err
}

// named are the addresses found, with names.
func (t *Tx) named(found string, args ...any) ([]mail.Address, error) {
	return list(t, found+`
		SELECT found.address, coalesce(m.name, ''), m.id IS NULL
		FROM found
		LEFT JOIN mailboxes m ON m.address = found.address
		WHERE found.address IS NOT NULL
		ORDER BY found.address`, args,
		func(a *mail.Address, scan func(...field) error) error {
			var group bool
			err := scan(addressText{&a.Addr}, nameText{&a.Name}, yesNo{&group})
			if a.Name == "" && !group {
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
	}
	return leastOf("messages")(from, to)
}

// leastOf is an expression for the first number in a table from one number to another.
func leastOf(table string) func(from, to string) (query string, args []any) {
	return func(from, to string) (string, []any) {
		return `(SELECT min(id) FROM ` + table + ` WHERE id BETWEEN ` + from + ` AND ` + to + `)`, nil
	}
}

// numbersFrom is the table found of the numbers that begin with these digits; of those that have the same digits in
// front it has only the first.
func numbersFrom(
	least func(from, to string) (query string, args []any), digits string, want Beginnings,
) (with string, args []any) {
	first, args := least(`lo`, `hi`)
	unit := fmt.Sprintf(`CAST('1' || substr('0000000000000000000', 1, length(found.id) - %d) AS INTEGER)`,
		max(want.Letters, 0))
	next, more := least(`(found.id / `+unit+` + 1) * `+unit, `found.hi`)
	return `
		WITH RECURSIVE found (id, hi) AS (
		  SELECT ` + first + `, hi
		  FROM (` + rangesOf(digits) + `)
		  UNION ALL
		  SELECT ` + next + `, hi
		  FROM found
		  WHERE found.id IS NOT NULL LIMIT ?)`,
		append(append(args, more...), want.Most+longestID) // each range ends with a row without a number
}

// heldFrom is numbersFrom for messages that are held back. No index leads from one to the next.
func heldFrom(digits string, want Beginnings) (with string, args []any) {
	return `
		WITH found (id) AS (
		  SELECT min(id)
		  FROM messages
		  WHERE due IS NOT NULL AND substr(id, 1, ?) = ?
		  GROUP BY substr(id, 1, ?)
		  ORDER BY 1 LIMIT ?)`, []any{len(digits), digits, max(want.Letters, 0), want.Most}
}

// HeadlinesFrom visits the messages picked whose numbers begin with these digits, by number; of those that have the
// same digits in front only the first. It reads the number only of one of which a beginning is wanted, and of all where
// there are as many as are wanted at most.
func (t *Tx) HeadlinesFrom(in MessagesIn, digits string, want Beginnings, visit func(Headline) error) error {
	with, args := numbersFrom(in.least, digits, want)
	if in.Held {
		with, args = heldFrom(digits, want)
	}
	numbers, err := list(t, with+`SELECT id FROM found WHERE id IS NOT NULL ORDER BY id`, args, readNumber)
	if err != nil {
		return err
	}
	whole := 0
	if len(numbers) < want.Most {
		whole = len(numbers)
		for whole > 0 && len(strconv.FormatInt(numbers[whole-1], 10)) > want.Letters {
			whole--
		}
	}
	if whole > 0 {
		if err := t.headlines(with, append(args, numbers[whole-1]), visit); err != nil {
			return err
		}
	}
	for _, id := range numbers[whole:] {
		if err := visit(Headline{Message: id}); err != nil {
			return err
		}
	}
	return nil
}

// headlines visits the messages found, as far as the last one.
func (t *Tx) headlines(found string, args []any, visit func(Headline) error) error {
	return t.each(found+`
		SELECT `+headlineColumns+`
		FROM found
		CROSS JOIN messages m ON m.id = found.id`+headlineTables+`
		WHERE m.id <= ?
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

// RuleOwner says whose rule it is.
type RuleOwner struct {
	Rule  int64
	Owner string
}

// RulesFrom lists the rules whose numbers begin with these digits, in the order in which they were made; of those that
// have the same digits in front only the first.
func (t *Tx) RulesFrom(digits string, want Beginnings) ([]RuleOwner, error) {
	with, args := numbersFrom(leastOf("rules"), digits, want)
	return list(t, with+`
		SELECT r.id, b.address
		FROM found
		CROSS JOIN rules r ON r.id = found.id
		JOIN mailboxes b ON b.id = r.mailbox
		ORDER BY r.id`, args,
		func(r *RuleOwner, scan func(...field) error) error {
			return scan(rowID{&r.Rule}, addressText{&r.Owner})
		})
}

// RecallSummary is a recall with the subject of what was recalled.
type RecallSummary struct {
	ID, Message int64
	Subject     string
}

// RecallsFrom is RulesFrom for recalls.
func (t *Tx) RecallsFrom(digits string, want Beginnings) ([]RecallSummary, error) {
	with, args := numbersFrom(leastOf("recalls"), digits, want)
	return list(t, with+`
		SELECT r.id, m.id, coalesce(m.subject, '')
		FROM found
		CROSS JOIN recalls r ON r.id = found.id
		JOIN messages m ON m.id = r.message
		ORDER BY r.id`, args,
		func(r *RecallSummary, scan func(...field) error) error {
			return scan(rowID{&r.ID}, rowID{&r.Message}, headingText{&r.Subject})
		})
}

// MostSenders is how many senders HoldsFrom names.
const MostSenders = 50

// HoldsFrom is RulesFrom for holds, with one sender more than MostSenders where there are more.
func (t *Tx) HoldsFrom(digits string, want Beginnings) ([]Hold, error) {
	with, args := numbersFrom(leastOf("holds"), digits, want)
	return list(t, with+`
		SELECT h.id, h.organisation, h.seconds, h.admins, h.everybody, coalesce((SELECT group_concat(address, char(10))
		  FROM (SELECT address
		    FROM (SELECT b.address
		      FROM hold_senders s
		      CROSS JOIN mailboxes b ON b.id = s.mailbox
		      WHERE s.hold = h.id LIMIT ?)
		    ORDER BY address)), '')
		FROM found
		CROSS JOIN holds h ON h.id = found.id
		ORDER BY h.id`, append(args, MostSenders+1),
		func(h *Hold, scan func(...field) error) error {
			return scan(append(h.dest(), (*addressList)(&h.Senders))...)
		})
}

// OrganisationsFrom lists the organisations whose name, or whose domain, begins with prefix, in either case, by that;
// of those that have the same letters in front only the first.
func (t *Tx) OrganisationsFrom(byDomain bool, prefix string, want Beginnings) ([]Organisation, error) {
	columns, where := `id, min(name), domain, system`, `name`
	if byDomain {
		columns, where = `id, name, min(domain), system`, `domain`
	}
	query, args := namesFrom(columns, `organisations`, where, prefix, want)
	return list(t, query, args, readOrganisation)
}

// SnapshotsFrom is OrganisationsFrom for snapshots, by name.
func (t *Tx) SnapshotsFrom(prefix string, want Beginnings) ([]Snapshot, error) {
	query, args := namesFrom(`id, min(name), saved_at, messages`, `snapshots`, `name`, prefix, want)
	return list(t, query, args, func(s *Snapshot, scan func(...field) error) error { return scan(s.dest()...) })
}

// namesFrom is a query for the names that begin with the part of a prefix that SQLite can fold.
func namesFrom(columns, table, name, prefix string, want Beginnings) (query string, args []any) {
	if i := strings.IndexFunc(prefix, func(r rune) bool { return r > '~' }); i >= 0 {
		prefix = prefix[:i]
	}
	return `
		SELECT ` + columns + `
		FROM ` + table + `
		WHERE lower(substr(` + name + `, 1, ?1)) = lower(?2)
		GROUP BY substr(` + name + `, 1, ?3)
		ORDER BY min(` + name + `) LIMIT ?4`, []any{len(prefix), prefix, max(want.Letters, 0), want.Most}
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
