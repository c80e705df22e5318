package store

import (
	"fmt"
	"strings"

	"recallbox/sandbox/mail"
)

// ranges are the closed sets: what stands for a value is one of theirs.
func ranges() []invariant {
	var all []invariant
	for _, c := range []struct{ table, column, set string }{
		{"mailboxes", "account", "account"}, {"mailboxes", "client", "client"}, {"mailboxes", "role", "role"}, {"mailboxes", "receipts", "receipts"},
		{"folders", "kind", "folder"}, {"grants", "rights", "rights"}, {"rules", "class", "class"},
		{"messages", "class", "class"}, {"messages", "notice", "notice"}, {"recipients", "line", "line"},
		{"copies", "seen", "seen"}, {"readings", "seen", "seen"}, {"events", "what", "event"},
	} {
		all = append(all, within(c.table, c.column, mail.Sizes[c.set]))
	}
	return append(all, within("mailboxes", "kind", int(NobodysMailbox)+1), within("copies", "placed_by", 3), within("copies", "fetched", 3), within("outcomes", "reach", 4),
		within("copies", "sent", 2), within("copies", "tagged", 2), within("recipients", "bounced", 2))
}

// within is that a column's numbers are below a size.
func within(table, column string, size int) invariant {
	return invariant{fmt.Sprintf("a value that does not exist stands in %s.%s", table, column),
		fmt.Sprintf(`SELECT %[2]s || ', ' || count(*) || ' times' FROM %[1]s WHERE %[2]s NOT BETWEEN 0 AND %[3]d GROUP BY %[2]s`, table, column, size-1)}
}

// mailboxNamed is the address of the mailbox with the number that the expression gives.
func mailboxNamed(number string) string {
	return `(SELECT address FROM mailboxes WHERE id = ` + number + `)`
}

// builtInPaths is, for the condition on a folder f, whether its path is right for its kind.
func builtInPaths() string {
	var cases strings.Builder
	for kind, path := range mail.BuiltIn {
		fmt.Fprintf(&cases, " WHEN %d THEN f.path = '%s'", kind, path)
	}
	return fmt.Sprintf("CASE f.kind%s WHEN %d THEN f.path <> '' WHEN %d THEN f.path = '' ELSE 1 END", cases.String(), mail.OwnFolder, mail.PublicFolder)
}

// ofMailboxes are about who there is, and what belongs to each.
var ofMailboxes = []invariant{
	{"a mailbox lacks its first folder",
		`SELECT b.address FROM mailboxes b LEFT JOIN folders f ON f.id = b.id AND f.mailbox = b.id AND f.kind = CASE b.kind WHEN 1 THEN ` + digit(uint8(mail.PublicFolder)) + ` ELSE 0 END WHERE f.id IS NULL`},
	{"a folder has the path of another kind", `SELECT ` + mailboxNamed("f.mailbox") + ` || ' ' || f.path FROM folders f WHERE NOT ` + builtInPaths()},
	{"a mailbox is not in the organisation of its domain",
		`SELECT b.address FROM mailboxes b LEFT JOIN organisations o ON o.id = b.organisation
		WHERE CASE WHEN o.id IS NULL
			THEN EXISTS (SELECT 1 FROM organisations x WHERE substr(b.address, -length(x.domain) - 1) = '@' || x.domain)
			ELSE substr(b.address, -length(o.domain) - 1) <> '@' || o.domain END`},
	{"the number of inbox rules is wrong",
		`SELECT b.address || ' has ' || coalesce(r.n, 0) || ' and counts ' || b.rules FROM mailboxes b LEFT JOIN (SELECT mailbox, count(*) AS n FROM rules GROUP BY mailbox) r ON r.mailbox = b.id WHERE b.rules <> coalesce(r.n, 0)`},
	{"an inbox rule moves into another mailbox", `SELECT 'rule' || r.id FROM rules r JOIN folders f ON f.id = r.folder WHERE f.mailbox <> r.mailbox`},
	{"a mailbox and a group have one address", `SELECT address FROM mailboxes WHERE address IN (SELECT address FROM groups)`},
	{"a group has members of its own beside everybody", `SELECT address FROM groups g WHERE everyone IS NOT NULL AND EXISTS (SELECT 1 FROM members m WHERE m."group" = g.id)`},
	{"a group names a member twice", `SELECT g.address || ' ' || ` + mailboxNamed("m.mailbox") + ` FROM members m JOIN groups g ON g.id = m."group" GROUP BY g.id, m.mailbox HAVING count(*) > 1`},
	{"a role is given in what is no public folder", `SELECT b.address FROM grants g JOIN mailboxes b ON b.id = g.folder WHERE b.kind <> 1`},
	{"a rule that holds mail holds it for no time", `SELECT 'h' || id FROM holds WHERE seconds < 1`},
	{"a rule that holds mail is unclear about whose", `SELECT 'h' || h.id FROM holds h WHERE h.everybody = EXISTS (SELECT 1 FROM hold_senders s WHERE s.hold = h.id)`},
	{"a folder is shared with nobody", `SELECT ` + mailboxNamed("f.mailbox") + ` || ' ' || f.path FROM folders f WHERE f.shared <> EXISTS (SELECT 1 FROM folder_shares s WHERE s.folder = f.id)`},
}
