package store

import (
	"fmt"
	"math"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
)

// A file may be a stranger's, or damaged. SQLite sees to it that a column holds numbers or texts; what else its values
// may be stands here, once: a value is compared when it is read (see fields.go), and all are by Check.

// bound is what a value may be, as the driver gives it.
type bound interface {
	String() string          // as "… is 77, not a time"
	fits(v any) bool         // says whether it may be that
	suspect(c string) string // an SQL condition that holds at least where a column's value may not
	reading(c string) string // how SQL reads the column to compare it
}

// bounds are what the columns of each table may hold.
var bounds = map[string]map[string]bound{
	"clock":         {"only": whole{"1", 1, 1}, "now": aTime},
	"organisations": {"id": aRow, "name": aName, "domain": aName, "system": aName},
	"settings":      {"organisation": aRow, "key": aName, "value": aList},
	"mailboxes": {
		"id": aRow, "address": anAddress, "kind": oneOfAll[MailboxKind](), "organisation": orNone{aRow},
		"name": orNone{aName}, "account": oneOfAll[mail.Account](), "client": oneOfAll[mail.Client](),
		"role": oneOfAll[mail.Role](), "receipts": oneOfAll[mail.Receipts](), "stopped": aFlag, "manual": aFlag,
		"rules": aCount, "hosted": aFlag, "held": orNone{aTime},
		"processes_after": aWhile, "pane_reads": aFlag,
		"sent_copies": aFlag, "shared_reading": aFlag, "forward_to": orNone{aRow}, "forward_keeps": aFlag,
	},
	"folders":       {"id": aRow, "mailbox": aRow, "kind": oneOfAll[mail.FolderKind](), "path": aPath, "shared": aFlag},
	"groups":        {"id": aRow, "address": anAddress, "everyone": orNone{aRow}},
	"members":       {"group": aRow, "position": aCount, "mailbox": aRow},
	"member_groups": {"group": aRow, "position": aCount, "member": aRow},
	"delegates":     {"owner": aRow, "delegate": aRow},
	"grants":        {"folder": aRow, "mailbox": aRow, "rights": oneOfAll[mail.Rights]()},
	"rules": {
		"id": aRow, "mailbox": aRow, "sender": orNone{anAddress}, "subject": orNone{aText}, "folded": orNone{aText},
		"class": orNone{oneOfAll[mail.Class]()}, "folder": orNone{aRow}, "deletes": aFlag,
	},
	"holds":        {"id": aRow, "organisation": aRow, "seconds": aSpan, "admins": aFlag, "everybody": aFlag},
	"hold_senders": {"hold": aRow, "mailbox": aRow},
	"contents":     {"id": aRow, "sha256": aHash, "size": aSize, "packed": aFlag, "data": aContent},
	"messages": {
		"id": aRow, "class": oneOfAll[mail.Class](), "sender": orNone{aRow}, "sent_at": aTime, "content": orNone{aRow},
		"subject": orNone{aHeading}, "from_addr": orNone{aHeading}, "from_name": orNone{aHeading}, "protected": orNone{aFlag},
		"reply_to": orNone{aRow}, "forwards": orNone{aRow}, "about": orNone{aRow}, "party": orNone{aRow},
		"recall": orNone{aRow}, "notice": orNone{oneOfAll[mail.Notice]()}, "succeeded": orNone{aFlag}, "form": orNone{aRow},
		"draft": orNone{aFlag}, "due": orNone{aTime}, "hold": orNone{aRow}, "admins": orNone{aFlag},
		"receipt": orNone{aFlag}, "delivery": orNone{aFlag}, "manual": orNone{aFlag}, "on_behalf_of": orNone{aRow},
		"appointment": orNone{aFlag},
	},
	"recipients": {
		"message": aRow, "mailbox": aRow, "position": aCount, "line": oneOfAll[mail.Line](), "bounced": aFlag,
		"via": orNone{aRow},
	},
	"forwardings": {"message": aRow, "mailbox": aRow, "target": aRow, "kept": aFlag},
	"copies": {
		"message": aRow, "mailbox": aRow, "sent": aFlag, "folder": aRow, "received_at": aTime,
		"seen": oneOfAll[mail.Seen](), "placed_by": oneOfAll[recall.Mover](), "shared": aFlag,
		"fetched": oneOfAll[recall.Fetching](), "tagged": aFlag,
	},
	"recoverable": {
		"message": aRow, "mailbox": aRow, "sent": aFlag, "folder": aRow, "received_at": aTime,
		"seen": oneOfAll[mail.Seen](), "placed_by": oneOfAll[recall.Mover](), "fetched": oneOfAll[recall.Fetching](),
		"shared": aFlag, "tagged": aFlag, "purges": aFlag, "until": aTime,
	},
	"shares":        {"message": aRow, "owner": aRow, "sharer": aRow},
	"folder_shares": {"folder": aRow, "sharer": aRow},
	"receipts":      {"message": aRow, "mailbox": aRow, "sent_at": aTime, "unread": aFlag},
	"asks":          {"message": aRow, "mailbox": aRow, "request": aRow, "met_at": orNone{aTime}},
	"readings":      {"message": aRow, "folder": aRow, "reader": aRow, "seen": oneOfAll[mail.Seen]()},
	"recalls": {
		"id": aRow, "message": aRow, "sender": aRow, "asked_at": aTime, "system": aName, "request": orNone{aRow},
		"replacement": orNone{aRow}, "no_report": aFlag, "facts": factsOfRecall, "open": aCount,
		"comment": orNone{aText}, "from_own": aFlag,
	},
	"outcomes": {
		"recall": aRow, "mailbox": aRow, "position": aCount, "via": orNone{aRow}, "reach": oneOfAll[recall.Reach](),
		"answer": orNone{oneOfAll[recall.Answer]()}, "behaviour": orNone{aRow}, "decided_at": orNone{aTime},
		"facts": orNone{factsOfCopy}, "reader": orNone{aRow}, "due": orNone{aTime},
	},
	"attempts": {
		"recall": aRow, "folder": aRow, "reader": aRow, "at": aTime, "answer": oneOfAll[recall.Answer](),
		"behaviour": orNone{aRow}, "facts": factsOfCopy,
	},
	"citations": {"id": aRow, "behaviours": aList},
	"events": {
		"seq": aRow, "at": aTime, "who": orNone{aRow}, "what": oneOfAll[mail.What](), "message": orNone{aRow},
		"recall": orNone{aRow}, "mailbox": orNone{aRow}, "folder": orNone{aRow}, "cites": orNone{aRow},
		"detail": orNone{aList},
	},
	"acts": {
		"id": aRow, "command": aText, "spread": orNone{aText}, "share": orNone{aName}, "seed": orNone{aSeed}, "left": aCount,
	},
	"turns":          {"due": aTime, "act": aRow, "position": aCount, "mailbox": orNone{aRow}},
	"act_events":     {"first": aRow, "last": aRow, "act": aRow, "failed": orNone{oneOfAll[mail.Failure]()}},
	"history":        {"seq": whole{"a number of a line", 0, mostRows}, "line": aText},
	"inputs":         {"name": aFile, "content": aRow},
	"snapshots":      {"id": aRow, "name": aName, "saved_at": aTime, "messages": aCount},
	"snapshot_parts": {"snapshot": aRow, "part": aCount, "data": aPart},

	"sqlite_sequence": {"name": aName, "seq": orNone{whole{"a number that a row had", 0, mostRows}}},
}

// mostRows is how many rows a table may have. A place among recipients has room for such a number below placeBits.
const mostRows = 1<<placeBits - 1

// The times that RFC 3339 writes, in Unix seconds: from the year 0 to the end of the year 9999.
const (
	earliest = -62167219200
	latest   = 253402300799
)

var (
	aRow   = whole{"the number of a row", 1, mostRows}
	aTime  = whole{"a time of the years 0 to 9999", earliest, latest}
	aFlag  = whole{"0 or 1", 0, 1}
	aCount = whole{"a count", 0, 1 << 60}
	aSeed  = whole{"a number of at most 15 digits", -999_999_999_999_999, 999_999_999_999_999}
	aSize  = whole{"a size of at most 150 MiB", 0, mail.MaxBytes}
	aSpan  = whole{"a span of seconds", 0, math.MaxInt64 / 1_000_000_000}
	aWhile = whole{"a span of at most 500 seconds", 0, 500}

	factsOfRecall = packed{"facts of a recall", recall.IsOfRecall, recall.SlotsOfRecall()}
	factsOfCopy   = packed{"facts of a copy", recall.IsOfCopy, recall.SlotsOfCopy()}

	aHash    = bytesUpTo{"a SHA-256", 32, 32}
	aContent = bytesUpTo{"a message of at most 150 MiB", 0, mail.MaxBytes}
	aPart    = bytesUpTo{"a part of a snapshot", 0, partSize}

	aName     = texts{"a name of 1 to 255 bytes without control characters", 255, isName, `%[1]s <> ''`}
	anAddress = texts{"an address", mail.MaxAddress, isAddress,
		`%[1]s GLOB '[^.@]*@[^.@]*' AND %[1]s NOT GLOB '*[^a-z0-9_.@-]*' AND %[1]s NOT GLOB '*@*@*'
			AND %[1]s NOT GLOB '*..*' AND %[1]s NOT GLOB '*.@*' AND %[1]s NOT GLOB '*.'`}
	aPath = texts{"a folder's path", math.MaxInt16, isPath,
		`length(%[1]s) <= 255 AND instr(%[1]s, '/') = 0 AND %[1]s NOT IN ('.', '..')`}
	aFile    = texts{"a path of a file inside a folder", math.MaxInt16, isFile, `FALSE`}
	aList    = texts{"a line of at most 4096 bytes", 4096, isLine, `TRUE`}
	aHeading = texts{"a line of at most 16 MiB", 16 << 20, isLine, `TRUE`} // of a message's header, however long
	aText    = texts{"a text of at most 16 MiB", 16 << 20, func(string) bool { return true }, ``}
)

// whole are those from one to another.
type whole struct {
	is          string
	least, most int64
}

func (b whole) String() string          { return b.is }
func (b whole) has(n int64) bool        { return n >= b.least && n <= b.most }
func (b whole) reading(c string) string { return c }

func (b whole) fits(v any) bool {
	n, ok := v.(int64)
	return ok && b.has(n)
}

func (b whole) suspect(c string) string {
	return fmt.Sprintf(`typeof(%s) <> 'integer' OR %[1]s NOT BETWEEN %d AND %d`, c, b.least, b.most)
}

// closed is a closed set, whose values are stored as numbers from 0 on.
type closed interface {
	~uint8
	Values() int
}

func oneOfAll[T closed]() whole {
	most := T(0).Values() - 1
	return whole{fmt.Sprintf("a number from 0 to %d", most), 0, int64(most)}
}

// Values is how many kinds of mailboxes there are.
func (MailboxKind) Values() int { return int(NobodysMailbox) + 1 }

// packed are numbers that facts are packed into.
type packed struct {
	is    string
	has   func(int64) bool
	slots []recall.Slot
}

func (b packed) String() string          { return b.is }
func (b packed) reading(c string) string { return c }

// suspect holds where a slot has none of its values, or something stands in no slot.
func (b packed) suspect(c string) string {
	wrong, all := `typeof(`+c+`) <> 'integer'`, int64(0)
	for _, p := range b.slots {
		ones := int64(1)<<p.Width - 1
		all |= ones << p.Lowest
		if int64(p.Values) <= ones {
			wrong += fmt.Sprintf(` OR %s >> %d & %d >= %d`, c, p.Lowest, ones, p.Values)
		}
	}
	return fmt.Sprintf(`%s OR %s & %d <> 0`, wrong, c, ^all)
}

func (b packed) fits(v any) bool {
	n, ok := v.(int64)
	return ok && b.has(n)
}

// texts have so many bytes at most.
type texts struct {
	is    string
	most  int
	ok    func(string) bool
	plain string // an SQL condition on a column with which a line of ASCII is ok; "" where any text is
}

func (b texts) String() string          { return b.is }
func (b texts) has(s string) bool       { return len(s) <= b.most && b.ok(s) }
func (b texts) reading(c string) string { return c }

// suspect holds for every text that is no plain line of ASCII: length ends at a NUL, and counts letters.
func (b texts) suspect(c string) string {
	wrong := fmt.Sprintf(`typeof(%s) <> 'text' OR octet_length(%[1]s) > %d`, c, b.most)
	if b.plain == "" {
		return wrong
	}
	return wrong + fmt.Sprintf(` OR octet_length(%[1]s) <> length(%[1]s) OR %[1]s GLOB '*[^ -~]*' OR NOT (`+b.plain+`)`, c)
}

func (b texts) fits(v any) bool {
	s, ok := v.(string)
	return ok && b.has(s)
}

// isName is for what people have called something.
func isName(s string) bool { return s != "" && isLine(s) }

// isLine is for what is printed within a line. Most is ASCII, which takes no more than a look.
func isLine(s string) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case c >= utf8.RuneSelf:
			return utf8.ValidString(s) && !strings.ContainsFunc(s, unicode.IsControl)
		case c < ' ' || c == 0x7f:
			return false
		}
	}
	return true
}

func isAddress(s string) bool { return mail.AddressProblem(s) == "" }

// isPath is for a folder in a mailbox. A public folder has none.
func isPath(s string) bool {
	if s == "" {
		return true
	}
	for part := range strings.SplitSeq(s, "/") {
		if part == "" || part == "." || part == ".." || len(part) > 255 {
			return false
		}
	}
	return isLine(s)
}

// isFile is for a file that lies inside the folder of whoever writes it.
func isFile(s string) bool {
	return isName(s) && path.Clean(s) == s && !path.IsAbs(s) && s != "." && s != ".." && !strings.HasPrefix(s, "../")
}

// bytesUpTo are from so many to so many bytes. SQL tells how many there are, without reading them.
type bytesUpTo struct {
	is          string
	least, most int
}

func (b bytesUpTo) String() string { return b.is }
func (b bytesUpTo) has(n int) bool { return n >= b.least && n <= b.most }
func (b bytesUpTo) reading(c string) string {
	return `iif(typeof(` + c + `) = 'blob', length(` + c + `), -1)`
}

func (b bytesUpTo) suspect(c string) string {
	return fmt.Sprintf(`%s NOT BETWEEN %d AND %d`, b.reading(c), b.least, b.most)
}

func (b bytesUpTo) fits(v any) bool {
	n, ok := v.(int64)
	return ok && b.has(int(n))
}

// orNone is a column in which there may be nothing.
type orNone struct{ bound }

func (b orNone) fits(v any) bool         { return v == nil || b.bound.fits(v) }
func (b orNone) suspect(c string) string { return c + ` IS NOT NULL AND (` + b.bound.suspect(c) + `)` }
