package store

import (
	"slices"
	"strconv"
	"strings"

	"recallbox/sandbox/mail"
)

// Headline is what a list shows of a message, or what that is made of: a mail system's message is about another one,
// whose subject and sender these are.
type Headline struct {
	Message   int64
	Written   bool // somebody wrote it
	Class     mail.Class
	Notice    mail.Notice
	Succeeded bool
	Form      string
	Subject   string
	From      mail.Address // of what a mail system made: who wrote the message that it is about
	Party     mail.Address // whom it is about
	Reach     uint8        // how far the recall message came to the party
	Reached   bool         // which is known
}

const headlineColumns = `
	m.id, m.content IS NOT NULL, m.class, coalesce(m.notice, 0), coalesce(m.succeeded, 0), coalesce(hc.behaviours, ''),
	  coalesce(ho.subject, m.subject, ''), coalesce(hw.address, m.from_addr, ''), coalesce(hw.name, m.from_name, ''),
	  coalesce(hp.address, ''), coalesce(hp.name, ''), coalesce(hx.reach, 0), hx.reach IS NOT NULL,
	  coalesce(m.about, 0), ho.id IS NOT NULL, ho.content IS NOT NULL, m.party IS NOT NULL`

// headlineTables are to be joined with messages m.
const headlineTables = `
	LEFT JOIN messages ho ON m.content IS NULL AND ho.id = m.about
	LEFT JOIN mailboxes hw ON hw.id = ho.sender
	LEFT JOIN mailboxes hp ON m.content IS NULL AND hp.id = m.party
	LEFT JOIN citations hc ON hc.id = m.form
	LEFT JOIN outcomes hx ON hx.recall = m.recall AND hx.mailbox = m.party `

// headlineScan reads the columns of a headline.
type headlineScan struct {
	Headline
	about                     int64
	isThere, isWritten, party bool
}

func (h *headlineScan) dest() []field {
	return []field{rowID{&h.Message}, yesNo{&h.Written}, oneOf(&h.Class), oneOf(&h.Notice), yesNo{&h.Succeeded},
		lineText{&h.Form}, headingText{&h.Subject}, headingText{&h.From.Addr}, headingText{&h.From.Name},
		addressText{&h.Party.Addr}, nameText{&h.Party.Name}, reachIn(&h.Reach), yesNo{&h.Reached}, rowID{&h.about},
		yesNo{&h.isThere}, yesNo{&h.isWritten}, yesNo{&h.party}}
}

// mostQuoted is how much of a subject stands in a message that is about it: however it is encoded, a header has room.
const mostQuoted = 1 << 16

// headline is what was read. What a mail system made is about an earlier message, which somebody wrote.
func (h *headlineScan) headline() (Headline, error) {
	if h.Written {
		return h.Headline, nil
	}
	m := Message{ID: h.Message}
	switch {
	case h.about >= h.Message:
		return h.Headline, m.misnames("about", h.about, "the number of an earlier message")
	case !h.isThere, h.party && h.Party.Addr == "":
		return h.Headline, ErrNoRow
	case !h.isWritten:
		return h.Headline, m.misnames("about", h.about, "the number of a message that somebody wrote")
	}
	if len(h.Subject) > mostQuoted {
		h.Subject = strings.ToValidUTF8(h.Subject[:mostQuoted], "")
	}
	for _, a := range []*mail.Address{&h.From, &h.Party} {
		if a.Name == "" {
			a.Name = mail.NameFor(a.Addr)
		}
	}
	return h.Headline, nil
}

// HeadlineOf is that of one message.
func (t *Tx) HeadlineOf(message int64) (Headline, error) {
	var h headlineScan
	err := t.row(`SELECT `+headlineColumns+` FROM messages m`+headlineTables+`WHERE m.id = ?`, []any{message}, h.dest()...)
	if err != nil {
		return Headline{}, err
	}
	return h.headline()
}

// Whole is a message with all that it is made of.
type Whole struct {
	Message
	Headline    Headline    // of what a mail system made: From wrote the message that it is about, Party is the recipient
	AboutSentAt int64       // of what a mail system made: when the message that it is about was sent
	Program     mail.Client // of the recipient whom it is about
	PassedOn    bool        // that recipient's mailbox has passed on what it is about
	Comment     string      // of a notice: what the sender of the recall says besides
	Summary     Summary     // of a report to the sender about the whole recall
	Journaled   Journaled   // of a journal report: the message that it has in it
	Bytes       []byte      // of what somebody wrote, or of the message that it has in it
}

var wholeColumns = messageColumns + `, ` + contentOrNone + `, coalesce(ho.sent_at, 0), coalesce(hp.client, 0),
	  EXISTS (SELECT 1 FROM forwardings hf WHERE hf.message = m.about AND hf.mailbox = m.party),
	  coalesce(hr.comment, ''),` + summaryColumns + `, ` + journaledColumns + `, ` + headlineColumns

// wholeTables are to be joined with messages m. Notices, reports and responses do not have the message in them.
var wholeTables = headlineTables + `
	LEFT JOIN recalls hr ON hr.id = m.recall
	LEFT JOIN messages hj ON ` + isJournal + ` AND hj.id = CASE WHEN m.recall IS NULL THEN m.about ELSE hr.request END
	LEFT JOIN mailboxes hs ON hs.id = hj.sender
	LEFT JOIN contents x ON x.id = coalesce(m.content, CASE WHEN m.class NOT IN (2, 3, 4) THEN ho.content END) `

func (w Whole) hasBytes() bool {
	return w.Content != 0 || w.Class != mail.NoticeMessage && w.Class != mail.Report && w.Class != mail.Response
}

// wholeScan reads the columns of a whole message.
type wholeScan struct {
	Whole
	kept     keptContent
	headline headlineScan
}

func (w *wholeScan) dest() []field {
	own := []field{instant{&w.AboutSentAt}, oneOf(&w.Program), yesNo{&w.PassedOn}, anyText{&w.Comment}}
	return slices.Concat(w.Message.dest(), w.kept.dest(), own, w.Summary.dest(), w.Journaled.dest(), w.headline.dest())
}

func (w *wholeScan) whole() (_ Whole, err error) {
	if err = w.Message.follows(); err == nil {
		w.Headline, err = w.headline.headline()
	}
	if err == nil && (w.hasBytes() && w.kept.id == 0 || w.Class == mail.Journal && w.Journaled.Sender == "") {
		err = ErrNoRow
	}
	if err == nil {
		w.Bytes, err = w.kept.bytes()
	}
	return w.Whole, err
}

// WholeMessage finds a message with all that it is made of.
func (t *Tx) WholeMessage(id int64) (Whole, error) {
	var w wholeScan
	err := t.row(`SELECT `+wholeColumns+` FROM messages m`+wholeTables+` WHERE m.id = ?`, []any{id}, w.dest()...)
	if err != nil {
		return Whole{}, err
	}
	return w.whole()
}

// EachWhole visits the copies in a mailbox, or in one folder of it unless that is 0, by folder, as Folders lists them,
// and message.
func (t *Tx) EachWhole(mailbox, folder int64, visit func(Copy, Whole) error) error {
	var c Copy
	var row wholeScan
	dest := append([]field{rowID{&c.Folder}, yesNo{&c.Sent}, instant{&c.ReceivedAt}, oneOf(&c.Seen)}, row.dest()...)
	return t.each(`
		SELECT c.folder, c.sent, c.received_at, c.seen, `+wholeColumns+`
		FROM folders f
		CROSS JOIN copies c ON c.folder = f.id
		CROSS JOIN messages m ON m.id = c.message`+wholeTables+`
		WHERE f.mailbox = ?1 AND ?2 IN (0, f.id)
		ORDER BY f.kind, f.path, c.message, c.mailbox, c.sent`, []any{mailbox, folder},
		func(scan func(...field) error) error {
			if err := scan(dest...); err != nil {
				return err
			}
			w, err := row.whole()
			if err != nil {
				return err
			}
			return visit(c, w)
		})
}

// NumberIn is how many copies lie in a folder.
func (t *Tx) NumberIn(folder int64) (int, error) {
	n, err := t.number(`SELECT count(*) FROM copies WHERE folder = ?`, folder)
	return int(n), err
}

// Listed is a copy in the list of its folder.
type Listed struct {
	Headline
	ReceivedAt int64
	Seen       mail.Seen
	Tagged     bool // bears the tag "recalled"
}

const listedColumns = `c.received_at, c.seen, c.tagged, ` + headlineColumns

const listedTables = `
	FROM copies c
	CROSS JOIN messages m ON m.id = c.message` + headlineTables

// listedScan reads the columns of a copy in a list.
type listedScan struct {
	Listed
	headline headlineScan
}

func (l *listedScan) dest() []field {
	return append([]field{instant{&l.ReceivedAt}, oneOf(&l.Seen), yesNo{&l.Tagged}}, l.headline.dest()...)
}

func (l *listedScan) listed() (_ Listed, err error) {
	l.Headline, err = l.headline.headline()
	return l.Listed, err
}

// listedIn reads the folder too.
type listedIn struct {
	listedScan
	folder int64
}

func (l *listedIn) dest() []field { return append(l.listedScan.dest(), rowID{&l.folder}) }

// EachListed visits the copies in some folders, by folder and message.
func (t *Tx) EachListed(folders []int64, visit func(folder int64, l Listed) error) error {
	return eachOf(t, `SELECT `+listedColumns+`, c.folder`+listedTables+`
		WHERE c.folder `+oneOfNumbers(folders)+`
		ORDER BY c.folder, c.message, c.mailbox, c.sent`, nil, (*listedIn).dest, func(row listedIn) error {
		l, err := row.listed()
		if err != nil {
			return err
		}
		return visit(row.folder, l)
	})
}

// oneOfNumbers is a condition. With one number an index gives the rows in their order.
func oneOfNumbers(list []int64) string {
	if len(list) == 1 {
		return `= ` + strconv.FormatInt(list[0], 10)
	}
	var all []string
	for _, n := range list {
		all = append(all, strconv.FormatInt(n, 10))
	}
	return `IN (` + strings.Join(all, `, `) + `)`
}

// EachOutgoing visits the copies in a folder of mail that its owner writes, with at most that many recipients of each,
// a group as often as it has members. Those of one that came from a file stand in its bytes, which are given then.
func (t *Tx) EachOutgoing(folder int64, most int, visit func(l Listed, to []string, raw []byte) error) error {
	return t.each(`
		SELECT `+listedColumns+`, `+contentOrNone+`, coalesce((SELECT group_concat(address, char(10))
		  FROM (SELECT coalesce(g.address, b.address) AS address
		    FROM recipients r
		    CROSS JOIN mailboxes b ON b.id = r.mailbox
		    LEFT JOIN groups g ON g.id = r.via
		    WHERE r.message = c.message
		    ORDER BY r.position LIMIT ?)), '')`+listedTables+`
		LEFT JOIN contents x ON m.sender IS NULL AND x.id = m.content
		WHERE c.folder = ?
		ORDER BY c.message, c.sent`, []any{most, folder}, func(scan func(...field) error) error {
		var row listedScan
		var kept keptContent
		var to addressList
		if err := scan(slices.Concat(row.dest(), kept.dest(), []field{&to})...); err != nil {
			return err
		}
		l, err := row.listed()
		if err != nil {
			return err
		}
		raw, err := kept.bytes()
		if err != nil {
			return err
		}
		return visit(l, to, raw)
	})
}
