package sandbox

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"recallbox/sandbox/eml"
	"recallbox/sandbox/mail"
	"recallbox/sandbox/store"
)

// Message is a message with its copies.
type Message struct {
	ID          string       `json:"id"`
	Class       mail.Class   `json:"class"`
	Notice      mail.Notice  `json:"notice,omitzero"`
	Subject     string       `json:"subject"`
	From        string       `json:"from"`
	FromName    string       `json:"from_name,omitempty"`
	SentBy      string       `json:"sent_by,omitempty"` // the delegate who sent it for the one in from
	To          []string     `json:"to"`
	Cc          []string     `json:"cc"`
	Bcc         []string     `json:"bcc,omitempty"`         // in the sender's copy only
	Date        time.Time    `json:"date,omitzero"`         // when it was sent; absent while it was not
	MessageID   string       `json:"message_id,omitempty"`  // of its header
	InReplyTo   string       `json:"in_reply_to,omitempty"` // the Message-ID that it answers
	References  []string     `json:"references,omitempty"`  // the Message-IDs of the thread
	Sensitivity string       `json:"sensitivity,omitempty"` // personal, private or confidential
	Protected   bool         `json:"protected,omitempty"`   // it cannot be forwarded
	Appointment bool         `json:"appointment,omitempty"` // it asks to a meeting
	Text        string       `json:"text"`                  // the body
	Attachments []Attachment `json:"attachments"`           // in their order
	Recalls     []RecallMark `json:"recalls,omitempty"`     // what the sender's copy says of them, in the sender's view
	Copies      Rows[Copy]   `json:"copies"`
	Recoverable *Kept        `json:"recoverable,omitempty"` // copies that are gone, and kept in Recoverable Items
	Defects     []string     `json:"defects,omitempty"`     // what is broken in the message, and how it was read anyway

	CopyCounts []CopyCount `json:"-"` // the number of copies by folder
	First      Rows[Copy]  `json:"-"` // the copies, or the first CopiesShown if there are more than CopiesWhole
}

// Attachment is a file in a message.
type Attachment struct {
	Name   string `json:"name"`   // of the file
	Type   string `json:"type"`   // the media type
	Bytes  int    `json:"bytes"`  // its size
	SHA256 string `json:"sha256"` // of its bytes, in hex
}

// InspectMessage shows a message as its sender has it. If a mailbox is named, it shows the message as it is there.
func (tx *Tx) InspectMessage(id, mailbox string) (Message, error) {
	m, raw, sent, err := tx.messageFor(id, mailbox)
	if err != nil {
		return Message{}, err
	}
	out, err := tx.viewMessage(m, raw, store.Copies{Message: m.ID}, sent)
	if err == nil {
		out.Recoverable, err = tx.showKept(m)
	}
	return out, err
}

// RawMessage gives a message's bytes as its sender has them. If a mailbox is named, it gives those of the copy
// there.
func (tx *Tx) RawMessage(id, mailbox string) ([]byte, error) {
	_, raw, _, err := tx.messageFor(id, mailbox)
	return raw, err
}

// MessageAttachment gives the bytes of the attachment that a word stands for.
func (tx *Tx) MessageAttachment(id, mailbox, word string) ([]byte, error) {
	_, raw, _, err := tx.messageFor(id, mailbox)
	if err != nil {
		return nil, err
	}
	all := eml.Parse(raw).Attachments
	var names, called []string
	for _, a := range all {
		names = append(names, a.Name)
	}
	words := attachmentWords(names)
	if i := slices.Index(words, word); i >= 0 {
		return all[i].Data, nil
	}
	for i, name := range names {
		words[i] = quoted(words[i])
		if name == word {
			called = append(called, words[i])
		}
	}
	switch {
	case len(called) > 0:
		hint := say("name one of " + strings.Join(called, ", "))
		return nil, invalid(hint, "%s has %d attachments %q", id, len(called), word)
	case len(words) > 0:
		return nil, notFound(say("it has "+strings.Join(words, ", ")), "%s has no attachment %q", id, word)
	}
	return nil, notFound(say("it has none"), "%s has no attachment %q", id, word)
}

// AttachmentWords are what stands for each attachment in MessageAttachment: its name, or NAME#1, NAME#2 and so on where
// several have one name.
func (m Message) AttachmentWords() []string {
	var names []string
	for _, a := range m.Attachments {
		names = append(names, a.Name)
	}
	return attachmentWords(names)
}

// attachmentWords gives each name a word. A word that is another's name stands for that one alone, so its number is
// left out.
func attachmentWords(names []string) []string {
	count := map[string]int{}
	for _, name := range names {
		count[name]++
	}
	words, last := slices.Clone(names), map[string]int{}
	for i, name := range names {
		for n := last[name] + 1; count[name] > 1; n++ {
			if word := fmt.Sprintf("%s#%d", name, n); count[word] == 0 {
				words[i], last[name] = word, n
				break
			}
		}
	}
	return words
}

// quoted puts a word in quotes, if it would be unclear without.
func quoted(word string) string {
	if strings.ContainsFunc(word, func(r rune) bool {
		return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@%+=:,./-_", r)
	}) || word == "" {
		return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
	}
	return word
}

// messageFor finds a message, and the bytes that a mailbox has of it: recipients have no Bcc line. If sent is true, it
// is the sender's own copy.
func (tx *Tx) messageFor(id, mailbox string) (m store.Message, raw []byte, sent bool, err error) {
	if m, err = tx.findMessage(id); err != nil {
		return m, nil, false, err
	}
	if raw, err = tx.raw(m); err != nil || mailbox == "" {
		return m, raw, true, err
	}
	b, err := tx.findMailbox(mailbox)
	if err != nil {
		return m, nil, false, err
	}
	for _, sent := range []bool{true, false} {
		_, has, err := optional(tx.store.CopyOf(m.ID, b.ID, sent))
		if err != nil {
			return m, nil, false, err
		}
		if has && sent {
			return m, raw, true, nil
		}
		if has {
			return m, tx.receivedBytes(m, raw), false, nil
		}
	}
	return m, nil, false, notFound(try(FindCopies, "message", id), "%s has no %s", b.Address, id)
}

// viewFound shows a message to the person who acts on it: without the Bcc line, and without the copies of others.
func (tx *Tx) viewFound(f found) (Message, error) {
	raw, err := tx.raw(f.message)
	if err != nil {
		return Message{}, err
	}
	if !f.filter.Sent {
		raw = tx.receivedBytes(f.message, raw)
	}
	copies := store.Copies{Message: f.message.ID, Filter: &f.filter, Opened: f.opened}
	return tx.viewMessage(f.message, raw, copies, f.filter.Sent)
}

func (tx *Tx) viewMessage(m store.Message, raw []byte, copies store.Copies, sent bool) (out Message, err error) {
	p := eml.Parse(raw)
	out = Message{
		ID:          makeID(messagePrefix, m.ID),
		Class:       m.Class,
		Notice:      m.Notice,
		Subject:     p.Subject,
		To:          addressesOf(p.To),
		Cc:          addressesOf(p.Cc),
		Date:        p.Date.UTC(),
		InReplyTo:   inAngles(p.InReplyTo),
		MessageID:   inAngles(p.MessageID),
		Sensitivity: p.Sensitivity.String(),
		Protected:   m.Protected,
		Appointment: m.Appointment,
		Text:        p.Text,
		Attachments: []Attachment{},
		Defects:     p.Defects,
	}
	if len(p.From) > 0 {
		out.From, out.FromName = p.From[0].Addr, p.From[0].Name
	}
	if m.For != 0 {
		by, err := tx.mailboxOf(m.Sender)
		if err != nil {
			return out, err
		}
		out.SentBy = by.Address
	}
	if len(p.Bcc) > 0 {
		out.Bcc = addressesOf(p.Bcc)
	}
	for _, ref := range p.References {
		out.References = append(out.References, inAngles(ref))
	}
	for _, a := range p.Attachments {
		sum := sha256.Sum256(a.Data)
		out.Attachments = append(out.Attachments, Attachment{a.Name, a.Type, len(a.Data), hex.EncodeToString(sum[:])})
	}
	if sent && m.Sender != 0 {
		if out.Recalls, err = tx.recallMarks(m); err != nil {
			return out, err
		}
	}
	return out, tx.showCopies(&out, copies)
}

func addressesOf(list []mail.Address) []string {
	out := []string{}
	for _, a := range list {
		out = append(out, a.Addr)
	}
	return out
}

func inAngles(id string) string {
	if id == "" {
		return ""
	}
	return "<" + id + ">"
}

// Kept is how many copies of a message are in Recoverable Items.
type Kept struct {
	Deletions int64 `json:"deletions"` // from where their owners can recover them
	Purges    int64 `json:"purges"`    // which only administrators see
}

func (tx *Tx) showKept(m store.Message) (*Kept, error) {
	k, err := tx.store.KeptOf(m.ID, 0, tx.recalled())
	if err != nil || k == (store.Kept{}) {
		return nil, err
	}
	return &Kept{k.Deletions, k.Purges}, nil
}

// Copy is a copy of a message in a mailbox.
type Copy struct {
	Mailbox string `json:"mailbox"`
	Folder  string `json:"folder"`
	Read    bool   `json:"read"`
}

// CopyCount is the number of copies in folders of one name, read or not.
type CopyCount struct {
	Folder string
	Read   bool
	Number int
}

// If there are more copies than CopiesWhole, only the first CopiesShown are shown.
const (
	CopiesWhole = 50
	CopiesShown = 20
)

// showCopies adds the copies to a message, by mailbox. If they are few, they are read at once.
func (tx *Tx) showCopies(m *Message, c store.Copies) error {
	some, err := tx.store.SomeCopies(c, CopiesWhole+1)
	if err != nil {
		return err
	}
	if len(some) > CopiesWhole {
		first := func(c store.Copies, visit func(store.Copy) error) error {
			return tx.store.FirstCopies(c, CopiesShown, visit)
		}
		m.Copies, m.First = tx.copiesBy(c, tx.store.EachCopy), tx.copiesBy(c, first).cached()
		m.CopyCounts, err = tx.countCopies(c)
		return err
	}
	slices.SortFunc(some, func(a, b store.Copy) int {
		return cmp.Or(strings.Compare(a.Address, b.Address), compareBool(a.Sent, b.Sent))
	})
	list := make([]Copy, len(some))
	for i, one := range some {
		list[i] = showCopy(one)
		m.CopyCounts = append(m.CopyCounts, CopyCount{list[i].Folder, list[i].Read, 1})
	}
	m.Copies = RowsOf(list...)
	m.First = m.Copies
	return nil
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

func (tx *Tx) copiesBy(c store.Copies, each func(store.Copies, func(store.Copy) error) error) Rows[Copy] {
	return rowsFrom(func(visit func(Copy) error) error {
		return each(c, func(one store.Copy) error { return visit(showCopy(one)) })
	})
}

func showCopy(c store.Copy) Copy { return Copy{c.Address, folderName(c.Kind, c.Path), c.Seen.Read()} }

func (tx *Tx) countCopies(c store.Copies) ([]CopyCount, error) {
	all, err := tx.store.Places(c)
	var out []CopyCount
	for _, p := range all {
		out = append(out, CopyCount{folderName(p.Kind, p.Path), p.Read, p.Number})
	}
	return out, err
}

// folderName is the name of a folder for people. A public folder is one folder without a path.
func folderName(kind mail.FolderKind, path string) string {
	if kind == mail.PublicFolder {
		return "public folder"
	}
	return path
}
