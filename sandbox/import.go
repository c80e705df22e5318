package sandbox

import (
	"fmt"
	"slices"
	"time"

	"recallbox/sandbox/eml"
	"recallbox/sandbox/mail"
	"recallbox/sandbox/mailfile"
	"recallbox/sandbox/store"
)

// ImportRequest is mail that comes into a mailbox from files.
type ImportRequest struct {
	As     string
	Folder string // where it goes, with its folders below; "" puts each folder where it was
	Path   string // of the files, as it was typed
}

// Imported is what came in.
type Imported struct {
	Imported int              `json:"imported"`
	Skipped  int              `json:"skipped"`
	First    string           `json:"first,omitempty"` // IDs
	Last     string           `json:"last,omitempty"`
	Folders  []ImportedFolder `json:"folders"`
	Warnings []string         `json:"warnings,omitempty"`

	Input string `json:"-"` // the Maildir in which the history keeps what came in
}

// ImportedFolder is a folder that messages went into, or that there was.
type ImportedFolder struct {
	Path     string `json:"path"`
	Imported int    `json:"imported"`
}

// importWarnings is how many warnings an import has at most.
const importWarnings = 1000

// Import takes messages into a mailbox, as read gives them to a visitor. They have never been sent here: nobody is told, no rule runs, and
// they cannot be recalled. What is no message is named in a warning and skipped.
func (tx *Tx) Import(r ImportRequest, read func(mailfile.Visitor) error) (Imported, error) {
	m, err := tx.user(r.As)
	if err != nil {
		return Imported{}, err
	}
	if kind, ok := builtIn(r.Folder); ok && kind == mail.Outbox {
		return Imported{}, invalid(try(SendMessage), "nothing is imported into the Outbox: it holds mail on its way out")
	}
	if r.Folder != "" {
		if err := checkPath(r.Folder); err != nil {
			return Imported{}, err
		}
	}
	kept, err := tx.NewInputFolder(r.Path)
	if err != nil {
		return Imported{}, err
	}
	in := &importing{tx: tx, owner: m, base: r.Folder, into: map[string]*landing{}, kept: mailfile.NewWriter(mailfile.Maildir, inputTree{kept}, "")}
	if err := read(in); err != nil {
		return Imported{}, err
	}
	out := in.result()
	out.Input = kept.Name
	if out.Imported == 0 && out.Skipped > 0 {
		return out, invalid(say("it must be a message, an mbox file, or a folder of these"), "there is no message in %q that can be taken in: %s", r.Path, out.Warnings[0])
	}
	return out, nil
}

// importing is an import that goes on.
type importing struct {
	tx       *Tx
	owner    store.Mailbox
	base     string
	kept     mailfile.Writer     // for the history
	into     map[string]*landing // by the folder's path in the files
	order    []*landing
	first    int64
	last     int64
	imported int
	skipped  int
	unnamed  int // warnings too many
	warnings []string
}

// landing is a folder that messages come into.
type landing struct {
	id   int64 // 0 where there can be none
	path string
	n    int
}

// Folder makes a folder, where it is not there already.
func (in *importing) Folder(path string) error {
	if _, err := in.landingFor(path); err != nil {
		return err
	}
	return in.kept.Folder(path)
}

func (in *importing) landingFor(path string) (*landing, error) {
	if to, known := in.into[path]; known {
		return to, nil
	}
	to, err := in.makeLanding(path)
	if err != nil {
		return nil, err
	}
	if i := slices.IndexFunc(in.order, func(o *landing) bool { return o.path == to.path }); i >= 0 {
		to = in.order[i] // two names for one folder, as INBOX and Inbox are
	} else {
		in.order = append(in.order, to)
	}
	in.into[path] = to
	return to, nil
}

func (in *importing) makeLanding(path string) (*landing, error) {
	to := &landing{path: in.place(path)}
	kind, isBuiltIn := builtIn(to.path)
	if isBuiltIn && kind == mail.Outbox {
		in.warn("what waited in the Outbox is in Drafts: it is not on its way any more")
		kind = mail.Drafts
	}
	var err error
	switch refused := checkPath(to.path); {
	case isBuiltIn:
		to.id, to.path, err = in.tx.neededFolder(in.owner.ID, kind, mail.BuiltIn[kind])
	case refused != nil:
		in.warn("%v: its messages are left out", refused)
	default:
		to.id, _, err = in.tx.makeFolder(in.owner, to.path)
	}
	return to, err
}

// place is where a folder of the files goes in the mailbox.
func (in *importing) place(path string) string {
	switch {
	case in.base == "" && path == "":
		return mail.BuiltIn[mail.Inbox]
	case in.base == "":
		return path
	case path == "":
		return in.base
	default:
		return in.base + "/" + path
	}
}

// Message takes a message in.
func (in *importing) Message(l mailfile.Message) error {
	if !l.Own && !eml.HasHeader(l.Raw) {
		return in.Skip(l.Place, noMessage(l.Raw))
	}
	to, err := in.landingFor(l.Folder)
	if err != nil {
		return err
	}
	if to.id == 0 {
		in.skipped++
		return nil
	}
	m := store.Message{Class: mail.Note, SentAt: in.arrived(l)}
	if err := in.tx.fillIn(&m, l.Raw); err != nil {
		return err
	}
	if m.ID, err = in.tx.store.PutMessage(m); err != nil {
		return err
	}
	if err := in.tx.store.PutCopy(store.Copy{Message: m.ID, Mailbox: in.owner.ID, Folder: to.id, ReceivedAt: m.SentAt, Seen: seenIf(l.Read)}); err != nil {
		return err
	}
	in.count(to, m.ID)
	l.Received = at(m.SentAt)
	if err := in.kept.Message(l); err != nil {
		return err
	}
	return in.tx.store.PutEvent(store.NewEvent{At: in.tx.now, Who: in.owner.ID, What: mail.WasImported, Message: m.ID, Mailbox: in.owner.ID, Folder: to.id})
}

func noMessage(raw []byte) string {
	if len(raw) == 0 {
		return "it is empty"
	}
	return "it has no header"
}

func seenIf(read bool) mail.Seen {
	if read {
		return mail.Opened
	}
	return mail.Untouched
}

// arrived is when a message was received: as the file says, else as the message itself does, else now.
func (in *importing) arrived(l mailfile.Message) int64 {
	for _, t := range []time.Time{l.Received, eml.ReceivedDate(l.Raw)} {
		if !t.IsZero() && t.Year() >= 1 && t.Year() <= 9999 {
			return t.Unix()
		}
	}
	return in.tx.now
}

func (in *importing) count(to *landing, message int64) {
	if in.imported == 0 {
		in.first = message
	}
	in.last = message
	in.imported++
	to.n++
}

// Skip skips what is no message that can be taken, and says why.
func (in *importing) Skip(place, why string) error {
	in.skipped++
	in.warn("%s: %s", place, why)
	return nil
}

func (in *importing) warn(format string, args ...any) {
	if len(in.warnings) == importWarnings {
		in.unnamed++
		return
	}
	in.warnings = append(in.warnings, fmt.Sprintf(format, args...))
}

func (in *importing) result() Imported {
	out := Imported{Imported: in.imported, Skipped: in.skipped, First: makeID(messagePrefix, in.first), Last: makeID(messagePrefix, in.last), Warnings: in.warnings}
	if in.unnamed > 0 {
		out.Warnings = append(out.Warnings, fmt.Sprintf("%d more like these", in.unnamed))
	}
	for _, to := range in.order {
		if to.id != 0 {
			out.Folders = append(out.Folders, ImportedFolder{to.path, to.n})
		}
	}
	return out
}

// isImported says whether a message came out of a file: somebody wrote it, and nobody sent it here.
func isImported(m store.Message) bool { return m.Content != 0 && m.Sender == 0 }

func neverSent(id string) error {
	return invalid(try(InspectMessage, "message", id), "%s was imported: it was never sent in this sandbox, so that nothing can be recalled", id)
}

// received are a message's bytes as a received copy has them: without the Bcc line, but for one that was imported, which is as it was.
func (tx *Tx) received(m store.Message, raw []byte) []byte {
	if isImported(m) {
		return raw
	}
	return eml.RemoveBcc(raw)
}
