package store

import (
	"cmp"
	"fmt"
	"slices"

	"recallbox/sandbox/mail"
)

// Copy is one mailbox's hold on a message.
type Copy struct {
	Message      int64
	Mailbox      int64
	Sent         bool
	Folder       int64
	ReceivedAt   int64
	Seen         mail.Seen
	PlacedBy     uint8
	Shared       bool
	Tagged       bool            // bears the tag "recalled"
	Kind         mail.FolderKind // of the folder
	Path         string
	FolderShared bool
	Address      string // the mailbox's
}

const copyColumnsOf = `
	SELECT c.message, c.mailbox, c.sent, c.folder, c.received_at, c.seen, c.placed_by, c.shared, c.tagged, f.kind,
	  f.path, f.shared, b.address `

const copyColumns = copyColumnsOf + `
	FROM copies c
	JOIN folders f ON f.id = c.folder
	JOIN mailboxes b ON b.id = c.mailbox `

func (c *Copy) dest() []field {
	return []field{
		rowID{&c.Message}, rowID{&c.Mailbox}, yesNo{&c.Sent}, rowID{&c.Folder}, instant{&c.ReceivedAt},
		oneOf(&c.Seen), moverIn(&c.PlacedBy), yesNo{&c.Shared}, yesNo{&c.Tagged}, oneOf(&c.Kind),
		pathText{&c.Path}, yesNo{&c.FolderShared}, addressText{&c.Address},
	}
}

func readCopy(c *Copy, scan func(...field) error) error { return scan(c.dest()...) }

// Arrival is a message that is being delivered.
type Arrival struct {
	Message int64
	Recall  int64 // for a recall message
	Sender  int64
	From    string // the envelope's sender, for inbox rules
	Subject string // lower case, for inbox rules
	Class   mail.Class
	At      int64
	Cites   string // behind what mailboxes forward
}

// Deliver puts a copy into the Inbox of everybody the message was sent to, or where their rules want it, and logs each.
// Where mailboxes forward, copies go to those they forward to.
func (t *Tx) Deliver(a Arrival) error {
	to, err := t.passOn(a.Message, a.Class == mail.Note)
	if err != nil {
		return err
	}
	keeps := ``
	if to != "" {
		keeps = ` AND NOT ` + passesOn(`r.mailbox`)
	}
	if err := t.putArrived(a, `recipients r`, `r.message = ?1 AND NOT r.bounced`+keeps); err != nil {
		return err
	}
	if err := t.logArrived(a); err != nil || to == "" {
		return err
	}
	if err := t.putArrived(a, to+` r`, `1`); err != nil {
		return err
	}
	return t.logForwarded(a)
}

// putArrived puts a copy into the Inbox of each mailbox r, or where its rules want it.
func (t *Tx) putArrived(a Arrival, from, where string) error {
	return t.exec(`
		INSERT INTO copies (message, mailbox, sent, folder, received_at, seen, placed_by)
		SELECT ?1, b.id, 0, coalesce(x.folder, b.id), ?2, CASE WHEN b.rules > 0
		  AND EXISTS (SELECT 1
		    FROM rules y
		    WHERE y.mailbox = b.id
		      AND y.folder IS NULL
		      AND y.id < coalesce(x.id, 9e18)
		      AND `+rulesMatch+`) THEN ?6 ELSE 0 END,
		    coalesce(x.folder <> b.id, 0)
		FROM `+from+`
		JOIN mailboxes b ON b.id = r.mailbox
		LEFT JOIN rules x ON x.id = `+ruleThatMoves+`
		WHERE `+where+`
		ORDER BY r.mailbox`, a.Message, a.At, a.From, a.Subject, a.Class, mail.MarkedRead)
}

// logArrived logs the copies of those the message was sent to.
func (t *Tx) logArrived(a Arrival) error {
	return t.exec(`
		INSERT INTO events (at, who, what, message, recall, mailbox, folder, detail)
		SELECT ?, ?, ?, c.message, ?, c.mailbox, c.folder, CASE c.placed_by WHEN 1 THEN 'by a rule' END
		FROM recipients r
		JOIN copies c ON c.message = r.message AND c.mailbox = r.mailbox AND c.sent = 0
		WHERE r.message = ?
		ORDER BY r.position`,
		a.At, orNull(a.Sender), mail.WasDelivered, orNull(a.Recall), a.Message)
}

// logForwarded logs the copies of those to whom others forward.
func (t *Tx) logForwarded(a Arrival) error {
	cites, err := t.cite(a.Cites)
	if err != nil {
		return err
	}
	return t.exec(`
		INSERT INTO events (at, who, what, message, recall, mailbox, folder, cites, detail)
		SELECT ?2, ?3, ?4, ?1, ?5, c.mailbox, c.folder, ?6,
		  'forwarded by ' || b.address || CASE c.placed_by WHEN 1 THEN ', by a rule' ELSE '' END
		FROM (SELECT target, min(mailbox) AS source FROM forwardings WHERE message = ?1 GROUP BY target) f
		CROSS JOIN copies c ON c.message = ?1 AND c.mailbox = f.target AND c.sent = 0
		CROSS JOIN mailboxes b ON b.id = f.source
		WHERE NOT EXISTS (SELECT 1 FROM recipients x WHERE x.message = ?1 AND x.mailbox = f.target AND NOT x.bounced)
		ORDER BY f.target`, a.Message, a.At, orNull(a.Sender), mail.WasDelivered, orNull(a.Recall), cites)
}

// PutCopy puts a copy where it belongs.
func (t *Tx) PutCopy(c Copy) error {
	return t.exec(`
		INSERT INTO copies (message, mailbox, sent, folder, received_at, seen, placed_by)
		VALUES (?, ?, ?, ?, ?, ?, ?)`,
		c.Message, c.Mailbox, c.Sent, c.Folder, c.ReceivedAt, c.Seen, c.PlacedBy)
}

// CopyOf finds a mailbox's received or sent copy of a message.
func (t *Tx) CopyOf(message, mailbox int64, sent bool) (c Copy, err error) {
	err = t.row(copyColumns+`
		WHERE c.message = ? AND c.mailbox = ? AND c.sent = ?`, []any{message, mailbox, sent}, c.dest()...)
	return c, err
}

// Copies lists all copies by mailbox address, folder (the built-in ones first) and message.
func (t *Tx) Copies() ([]Copy, error) {
	return list(t, copyColumns+`ORDER BY b.address, f.kind, f.path, c.message, c.sent`, nil, readCopy)
}

// Standing is how a received copy stands.
type Standing struct {
	Seen    mail.Seen
	In      mail.FolderKind
	Fetched uint8
}

// HowCopiesStand is how the received copies of a message stand, by mailbox.
func (t *Tx) HowCopiesStand(message int64) (map[int64]Standing, error) {
	out := map[int64]Standing{}
	err := t.each(`
		SELECT c.mailbox, c.seen, f.kind, c.fetched
		FROM copies c
		JOIN folders f ON f.id = c.folder
		WHERE c.message = ? AND c.sent = 0`, []any{message}, func(scan func(...field) error) error {
		var mailbox int64
		var s Standing
		err := scan(rowID{&mailbox}, oneOf(&s.Seen), oneOf(&s.In), fetchIn(&s.Fetched))
		out[mailbox] = s
		return err
	})
	return out, err
}

// CopyFilter says which copies an act is about: those of one message in the mailboxes picked, received or sent,
// and in one folder only if one is given.
type CopyFilter struct {
	Message   int64
	Mailboxes Mailboxes
	Sent      bool
	In        *FolderRef
	Unread    bool // only those that their owners have not read
}

// FolderRef is a folder of any mailbox, by kind and path.
type FolderRef struct {
	Kind mail.FolderKind
	Path string
}

func (p CopyFilter) where() (string, []any) {
	whose, args := p.whose()
	return ` WHERE message = ? AND sent = ? AND ` + whose, append([]any{p.Message, p.Sent}, args...)
}

// whose is the part of the condition that tells copies of the message from each other.
func (p CopyFilter) whose() (string, []any) {
	where, args := p.Mailboxes.in("mailbox")
	if p.In != nil {
		where += ` AND EXISTS (SELECT 1 FROM folders f WHERE f.id = folder AND f.kind = ? AND f.path = ?)`
		args = append(args, p.In.Kind, p.In.Path)
	}
	if p.Unread {
		where += ` AND seen < ` + digit(uint8(mail.Opened))
	}
	return where, args
}

// HasCopies says whether there is a copy that is picked.
func (t *Tx) HasCopies(p CopyFilter) (bool, error) {
	where, args := p.where()
	n, err := t.number(`SELECT EXISTS (SELECT 1 FROM copies`+where+`)`, args...)
	return n > 0, err
}

// SetSeen changes the read state of the copies picked as the act does, and logs each.
func (t *Tx) SetSeen(p CopyFilter, act mail.Act, s Stamp) error {
	if err := t.setSeen(p, seenAfter(act)); err != nil {
		return err
	}
	return t.logCopies(p, s, FolderRef{})
}

// Looker is somebody who is shown a message: in what kind of program, with what kind of reading pane.
type Looker struct {
	OtherProgram bool // not Outlook
	PaneReads    bool // the reading pane marks as read
}

// lookerOf is an SQL expression for the number of the looker that the mailbox b is.
const lookerOf = `2 * (b.client NOT IN (0, 1)) + b.pane_reads`

// everyLooker are all kinds of lookers, by their numbers.
var everyLooker = [...]Looker{{}, {PaneReads: true}, {OtherProgram: true}, {OtherProgram: true, PaneReads: true}}

// Lookers are the kinds of lookers among many.
type Lookers struct {
	Kinds   []Looker
	Stopped bool // the mail program of some of them does not run
}

// Lookers tells the kinds of lookers among those picked.
func (t *Tx) Lookers(w Mailboxes) (all Lookers, err error) {
	where, args := w.in("b.id")
	err = t.each(`
		SELECT *
		FROM (SELECT DISTINCT b.client NOT IN (0, 1), b.pane_reads, b.stopped
		  FROM mailboxes b
		  WHERE `+where+`) -- a few, sorted afterwards
		ORDER BY 1, 2`, args, func(scan func(...field) error) error {
		var l Looker
		var stopped bool
		err := scan(yesNo{&l.OtherProgram}, yesNo{&l.PaneReads}, yesNo{&stopped})
		all.Stopped = all.Stopped || stopped
		if n := len(all.Kinds); n == 0 || all.Kinds[n-1] != l {
			all.Kinds = append(all.Kinds, l)
		}
		return err
	})
	return all, err
}

// Showing is what showing a message to somebody does, and the behaviour behind it.
type Showing struct {
	Act   mail.Act
	Cites string
}

// SetShown changes the read state of the copies picked, by who looks at them, and logs each.
func (t *Tx) SetShown(p CopyFilter, by map[Looker]Showing, s Stamp) error {
	cites := ``
	for n, l := range everyLooker {
		cite, err := t.cite(by[l].Cites)
		if err != nil {
			return err
		}
		if cite.Valid {
			cites += fmt.Sprintf(` WHEN %d THEN %d`, n, cite.Int64)
		}
	}
	if err := t.setSeen(p, seenBy(by)); err != nil {
		return err
	}
	if cites != `` {
		s.citesExpr = whoLooks + cites + ` END`
	}
	return t.logCopies(p, s, FolderRef{})
}

// whoLooks begins an SQL expression that is another for each looker.
const whoLooks = `CASE (SELECT ` + lookerOf + ` FROM mailboxes b WHERE b.id = copies.mailbox)`

// seenBy is an SQL expression for what a copy's read state is after it was shown, by who looks.
func seenBy(by map[Looker]Showing) string {
	alike := map[mail.Act]bool{}
	after := ``
	for n, l := range everyLooker {
		if showing, ok := by[l]; ok {
			alike[showing.Act] = true
			after += fmt.Sprintf(` WHEN %d THEN %s`, n, seenAfter(showing.Act))
		}
	}
	if len(alike) == 1 {
		for act := range alike {
			return seenAfter(act)
		}
	}
	return whoLooks + after + ` END`
}

// seenAfter is an SQL expression for what a copy's read state is after the act.
func seenAfter(act mail.Act) string {
	always, after := true, `CASE seen`
	for seen := mail.Untouched; seen <= mail.MarkedRead; seen++ {
		after += ` WHEN ` + digit(uint8(seen)) + ` THEN ` + digit(uint8(seen.After(act)))
		always = always && seen.After(act) == mail.Untouched.After(act)
	}
	if always {
		return digit(uint8(mail.Untouched.After(act)))
	}
	return after + ` END`
}

// setSeen goes once through the copies of a message that many have, and tells those picked by the value: were
// it by the condition, SQLite would make a list of them first. A copy that is not picked would have no value,
// which may not be, and is left as it is.
func (t *Tx) setSeen(p CopyFilter, after string) error {
	if !p.Mailboxes.Chosen {
		where, args := p.where()
		return t.exec(`UPDATE copies SET seen = `+after+where, args...)
	}
	whose, args := p.whose()
	return t.exec(`
		UPDATE OR IGNORE copies
		SET seen = CASE WHEN `+whose+` THEN `+after+` END
		WHERE message = ? AND sent = ?`, append(args, p.Message, p.Sent)...)
}

// MoveCopies moves the copies picked by hand to another folder, which all of the mailboxes must have, and logs each.
func (t *Tx) MoveCopies(p CopyFilter, to FolderRef, s Stamp) error {
	if err := t.logCopies(p, s, to); err != nil { // before they are among those that lay there
		return err
	}
	where, args := p.where()
	return t.exec(`
		UPDATE copies
		SET placed_by = CASE WHEN placed_by IN (1, 3) AND ?1 <> ?2 THEN 3 ELSE 2 END, folder = `+folderAt+where,
		append([]any{to.Kind, mail.Inbox, to.Kind, to.Path}, args...)...)
}

// folderAt is the folder of a copy's mailbox with a kind and path.
const folderAt = `(SELECT f.id FROM folders f WHERE f.mailbox = copies.mailbox AND f.kind = ? AND f.path = ?)`

// Binned picks only those of the copies that lie in Deleted Items already; it says whether they may.
func (p CopyFilter) Binned() (CopyFilter, bool) {
	bin := FolderRef{mail.DeletedItems, mail.BuiltIn[mail.DeletedItems]}
	if p.In != nil && *p.In != bin {
		return p, false
	}
	p.In = &bin
	return p, true
}

// RemoveCopies removes the copies picked for good, and logs each.
func (t *Tx) RemoveCopies(p CopyFilter, s Stamp) error {
	s.What = mail.WasRemoved
	if err := t.logCopies(p, s, FolderRef{}); err != nil {
		return err
	}
	where, args := p.where()
	return t.exec(`DELETE FROM copies`+where, args...)
}

// Stamp is how the log tells what was done to copies: by whom, or by each mailbox's owner, and when.
type Stamp struct {
	What  mail.What
	Who   int64 // 0 for the mailbox's owner
	At    int64
	Cites string // behaviours behind it, space separated

	citesExpr string // an SQL expression for them, where they are not the same for all
}

// logCopies logs what is done to the copies picked, where they lie, or where they come to lie.
func (t *Tx) logCopies(p CopyFilter, s Stamp, to FolderRef) error {
	cites, err := t.cite(s.Cites)
	if err != nil {
		return err
	}
	folder, args := `folder`, []any{s.At, orNull(s.Who), s.What}
	if to != (FolderRef{}) {
		folder, args = folderAt, append(args, to.Kind, to.Path)
	}
	where, more := p.where()
	return t.exec(`
		INSERT INTO events (at, who, what, message, mailbox, folder, cites)
		SELECT ?, coalesce(?, mailbox), ?, message, mailbox, `+folder+`, coalesce(?, `+cmp.Or(s.citesExpr, `NULL`)+`)
		FROM copies`+where+`
		ORDER BY mailbox`,
		append(append(args, cites), more...)...)
}

// RemoveDraft takes the sender's copy away, out of Drafts or the Outbox, before another takes its place.
func (t *Tx) RemoveDraft(message, sender int64) error {
	return t.exec(`DELETE FROM copies WHERE message = ? AND mailbox = ? AND sent = 1`, message, sender)
}

func digit(n uint8) string { return string('0' + rune(n)) }

// PublicFoldersWith lists at most two public folders in which the message lies.
func (t *Tx) PublicFoldersWith(message int64) ([]string, error) {
	return list(t, `
		SELECT b.address
		FROM mailboxes b
		CROSS JOIN copies c ON c.message = ? AND c.mailbox = b.id AND c.sent = 0
		WHERE b.kind <> 0 AND b.kind = ?
		ORDER BY b.address LIMIT 2`,
		[]any{message, PublicMailbox}, readAddress)
}

// TagCopy marks the sender's copy as recalled.
func (t *Tx) TagCopy(message, sender int64) error {
	return t.exec(`UPDATE copies SET tagged = 1 WHERE message = ? AND mailbox = ? AND sent = 1`, message, sender)
}

// FetchInbox notes that the mail programs of those picked downloaded what lies in the Inbox: 1 through POP, 2
// through IMAP. It gives the number of messages.
func (t *Tx) FetchInbox(w Mailboxes, how uint8) (int64, error) {
	where, args := w.in("folder") // an Inbox has its mailbox's number
	return t.changed(`
		UPDATE copies
		SET fetched = ?
		WHERE sent = 0 AND fetched = 0 AND `+where, append([]any{how}, args...)...)
}

// FetchShown notes that the copies picked were downloaded by the program that shows them: each owner's own if program
// is nil. That is so where the account works through POP or IMAP, and the program is not Zoho's.
func (t *Tx) FetchShown(p CopyFilter, program *mail.Client) error {
	where, args := p.where()
	fetches := `account IN (?, ?)`
	args = append([]any{mail.POP}, append(args, mail.POP, mail.IMAP)...)
	if program == nil {
		fetches += ` AND client NOT IN (?, ?)`
		args = append(args, mail.ZohoWeb, mail.ZohoMobile)
	}
	return t.exec(`
		UPDATE copies
		SET fetched = (SELECT iif(b.account = ?, 1, 2) FROM mailboxes b WHERE b.id = copies.mailbox)`+where+`
		  AND fetched = 0
		  AND mailbox IN (SELECT id FROM mailboxes WHERE `+fetches+`)`, args...)
}

// Copies are the copies of one message: all of them, or those picked.
type Copies struct {
	Message int64
	Filter  *CopyFilter
	Opened  int64 // behind this event stand those that say that all of them were opened; 0 where it is not so
}

// where is an SQL condition on copies c, whose mailboxes are those numbered by column.
func (c Copies) where(column string) (string, []any) {
	if c.Filter == nil {
		return `c.message = ?`, []any{c.Message}
	}
	who, args := c.Filter.Mailboxes.in(column)
	return `c.message = ? AND c.sent = ? AND ` + who, append([]any{c.Message, c.Filter.Sent}, args...)
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

// FirstCopies visits at most that many of many copies by mailbox address: it asks one mailbox after the other
// for its copy, and sorts none.
func (t *Tx) FirstCopies(c Copies, most int, visit func(Copy) error) error {
	where, args := c.where("+c.mailbox") // the mailboxes come in the order of their addresses, not in that of a choice
	return t.eachCopy(copyColumnsOf+`
		FROM mailboxes b
		CROSS JOIN copies c ON c.mailbox = b.id
		CROSS JOIN folders f ON f.id = c.folder
		WHERE `+where+`
		ORDER BY b.address, c.sent LIMIT ?`,
		append(args, most), visit)
}

func (t *Tx) eachCopy(query string, args []any, visit func(Copy) error) error {
	return t.each(query, args, func(scan func(...field) error) error {
		var c Copy
		if err := readCopy(&c, scan); err != nil {
			return err
		}
		return visit(c)
	})
}

// Place is how many copies lie in folders of one kind and path, read or not.
type Place struct {
	FolderRef
	Read   bool
	Number int
}

// Places counts the copies by where they lie. Where all of them lie in Inboxes, which have their mailboxes'
// numbers, no folder is looked up.
func (t *Tx) Places(c Copies) (places []Place, err error) {
	where, args := c.where("c.mailbox")
	inbox := ` AND c.mailbox NOT IN (SELECT id FROM mailboxes WHERE kind <> 0 AND kind = 1)`
	if c.Filter != nil && c.Filter.Mailboxes.Chosen {
		inbox = `` // they are users
	}
	var all, there, read int
	if c.Opened > 0 {
		if all, err = t.openedInInbox(c); all > 0 || err != nil {
			return []Place{{FolderRef{mail.Inbox, mail.BuiltIn[mail.Inbox]}, true, all}}, err
		}
	}
	err = t.row(`
		SELECT count(*), count(*) FILTER (WHERE there), count(*) FILTER (WHERE there AND seen >= ?)
		FROM (SELECT c.seen, c.folder = c.mailbox`+inbox+` AS there
		  FROM copies c
		  WHERE `+where+`)`,
		append([]any{mail.Opened}, args...), tallyInt{&all}, tallyInt{&there}, tallyInt{&read})
	if err != nil || all == there {
		inbox := FolderRef{mail.Inbox, mail.BuiltIn[mail.Inbox]}
		return slices.DeleteFunc(
			[]Place{{inbox, false, there - read}, {inbox, true, read}},
			func(p Place) bool { return p.Number == 0 },
		), err
	}
	return list(
		t,
		`
		SELECT f.kind, f.path, c.seen >= ?, count(*)
		FROM copies c
		JOIN folders f ON f.id = c.folder
		WHERE `+where+`
		GROUP BY 1, 2, 3`,
		append(
			[]any{mail.Opened},
			args...),
		func(p *Place, scan func(...field) error) error {
			return scan(oneOf(&p.Kind), pathText{&p.Path}, yesNo{&p.Read}, tallyInt{&p.Number})
		},
	)
}

// openedInInbox is how many copies their events say were opened, if all of them lie in Inboxes, or 0.
func (t *Tx) openedInInbox(c Copies) (n int, err error) {
	err = t.row(`
		SELECT iif(count(*) = count(*) FILTER (WHERE folder = mailbox), count(*), 0)
		FROM events
		WHERE seq > ? AND +message = ? AND what = ?`, []any{c.Opened, c.Message, mail.WasOpened}, tallyInt{&n})
	return n, err
}
