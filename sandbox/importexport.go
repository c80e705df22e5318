package sandbox

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"recallbox/sandbox/eml"
	"recallbox/sandbox/mail"
	"recallbox/sandbox/mailfile"
	"recallbox/sandbox/portable"
	"recallbox/sandbox/store"
)

// ImportRequest asks to bring mail from files into a mailbox.
type ImportRequest struct {
	As     string
	Folder string // the folder that gets the mail, with its folders below; "" puts each folder where it was
	Path   string // the path of the files, as it was typed
}

// ImportResult is the result of an import.
type ImportResult struct {
	Imported int              `json:"imported"`        // how many messages
	Skipped  int              `json:"skipped"`         // how many were there already
	First    string           `json:"first,omitempty"` // IDs
	Last     string           `json:"last,omitempty"`  // the ID of the last
	Folders  []ImportedFolder `json:"folders"`         // those that they went into
	Warnings []string         `json:"warnings,omitempty"`

	Input string `json:"-"` // the Maildir in which the history keeps the messages
}

// ImportedFolder is a folder that got messages, or that was in the files.
type ImportedFolder struct {
	Path     string `json:"path"`
	Imported int    `json:"imported"` // how many messages
}

// importWarnings is how many warnings an import shows.
const importWarnings = 1000

// Import puts messages into a mailbox, as read gives them. They were never sent here: nobody is told, no rule runs,
// and they cannot be recalled. What is no message is skipped, with a warning.
func (tx *Tx) Import(r ImportRequest, read func(mailfile.Visitor) error) (ImportResult, error) {
	m, err := tx.findUser(r.As)
	if err != nil {
		return ImportResult{}, err
	}
	if kind, ok := builtIn(r.Folder); ok && kind == mail.Outbox {
		return ImportResult{}, invalid(try(SendMessage), "nothing is imported into the Outbox: it holds mail on its way out")
	}
	if r.Folder != "" {
		if err := checkPath(r.Folder); err != nil {
			return ImportResult{}, err
		}
	}
	input, err := tx.NewInputFolder(r.Path)
	if err != nil {
		return ImportResult{}, err
	}
	in := &importer{
		tx:      tx,
		owner:   m,
		base:    r.Folder,
		targets: map[string]*targetFolder{},
		archive: mailfile.NewPortableMaildir(inputTree{input}),
	}
	if err := read(in); err != nil {
		return ImportResult{}, orTwice(err)
	}
	if err := in.archive.Close(); err != nil {
		return ImportResult{}, err
	}
	out := in.result()
	out.Input = input.Name
	if out.Imported == 0 && out.Skipped > 0 {
		return out, invalid(say("it must be a message, an mbox file, or a folder of these"),
			"there is no message in %s that can be taken in: %s", portable.Quote(r.Path), out.Warnings[0])
	}
	return out, nil
}

// orTwice is err, or a conflict where two files or directories have one folder.
func orTwice(err error) error {
	var twice *mailfile.TwiceError
	if errors.As(err, &twice) {
		return conflict(say("give one of them another name, or import them one after the other"), "%v", twice)
	}
	return err
}

// importer takes in messages, and counts them.
type importer struct {
	tx       *Tx
	owner    store.Mailbox
	base     string
	archive  mailfile.Writer          // for the history
	targets  map[string]*targetFolder // by the folder's path in the files
	order    []*targetFolder
	first    int64
	last     int64
	imported int
	skipped  int
	unnamed  int // warnings that are not shown
	warnings []string
}

// targetFolder is a folder that gets messages.
type targetFolder struct {
	id   int64 // 0 if there can be no such folder
	path string
	n    int
}

// Folder makes sure that there is a folder for those messages.
func (in *importer) Folder(path string) error {
	if _, err := in.targetFor(path); err != nil {
		return err
	}
	return in.archive.Folder(path)
}

func (in *importer) targetFor(path string) (*targetFolder, error) {
	if to, ok := in.targets[path]; ok {
		return to, nil
	}
	to, err := in.makeTarget(path)
	if err != nil {
		return nil, err
	}
	if i := slices.IndexFunc(in.order, func(o *targetFolder) bool { return o.path == to.path }); i >= 0 {
		to = in.order[i] // two names for one folder, as INBOX and Inbox are
	} else {
		in.order = append(in.order, to)
	}
	in.targets[path] = to
	return to, nil
}

func (in *importer) makeTarget(path string) (*targetFolder, error) {
	to := &targetFolder{path: in.targetPath(path)}
	kind, isBuiltIn := builtIn(to.path)
	if isBuiltIn && kind == mail.Outbox {
		in.warn("what waited in the Outbox is in Drafts: it is not on its way any more")
		kind = mail.Drafts
	}
	var err error
	switch refused := checkPath(to.path); {
	case isBuiltIn:
		to.id, to.path, err = in.tx.ensureFolder(in.owner.ID, kind, mail.BuiltIn[kind])
	case refused != nil:
		in.warn("%v: its messages are left out", refused)
	default:
		to.id, _, err = in.tx.makeFolder(in.owner, to.path)
	}
	return to, err
}

// targetPath is the path in the mailbox for a folder of the files.
func (in *importer) targetPath(path string) string {
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

// Message takes one message in.
func (in *importer) Message(l mailfile.Message) error {
	if !l.Own && !eml.HasHeader(l.Raw) {
		return in.Skip(l.Place, whyNoMessage(l.Raw))
	}
	to, err := in.targetFor(l.Folder)
	if err != nil {
		return err
	}
	if to.id == 0 {
		in.skipped++
		return nil
	}
	m := store.Message{Class: mail.Note, SentAt: in.receivedAt(l)}
	if err := in.tx.storeContent(&m, l.Raw); err != nil {
		return err
	}
	if m.ID, err = in.tx.store.PutMessage(m); err != nil {
		return err
	}
	c := store.Copy{Message: m.ID, Mailbox: in.owner.ID, Folder: to.id, ReceivedAt: m.SentAt, Seen: seenIf(l.Read)}
	if err := in.tx.store.PutCopy(c); err != nil {
		return err
	}
	in.count(to, m.ID)
	l.Received = at(m.SentAt)
	if err := in.archive.Message(l); err != nil {
		return err
	}
	return in.tx.store.PutEvent(store.NewEvent{
		At:      in.tx.now,
		Who:     in.owner.ID,
		What:    mail.WasImported,
		Message: m.ID,
		Mailbox: in.owner.ID,
		Folder:  to.id,
	})
}

func whyNoMessage(raw []byte) string {
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

// receivedAt is when a message was received: by the file, or else by the message itself, or else now.
func (in *importer) receivedAt(l mailfile.Message) int64 {
	for _, t := range []time.Time{l.Received, eml.ReceivedDate(l.Raw)} {
		if year := t.UTC().Year(); !t.IsZero() && year >= 1 && year <= latest.Year() {
			return t.Unix()
		}
	}
	return in.tx.now
}

func (in *importer) count(to *targetFolder, message int64) {
	if in.imported == 0 {
		in.first = message
	}
	in.last = message
	in.imported++
	to.n++
}

// Skip leaves something out, with the reason.
func (in *importer) Skip(place, why string) error {
	in.skipped++
	in.warn("%s: %s", place, why)
	return nil
}

func (in *importer) warn(format string, args ...any) {
	if len(in.warnings) == importWarnings {
		in.unnamed++
		return
	}
	in.warnings = append(in.warnings, fmt.Sprintf(format, args...))
}

func (in *importer) result() ImportResult {
	out := ImportResult{
		Imported: in.imported,
		Skipped:  in.skipped,
		First:    makeID(messagePrefix, in.first),
		Last:     makeID(messagePrefix, in.last),
		Warnings: in.warnings,
	}
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

// isImported says whether a message came from a file: somebody wrote it, and nobody sent it here.
func isImported(m store.Message) bool { return m.Content != 0 && m.Sender == 0 }

func neverSentError(id string) error {
	return invalid(try(InspectMessage, "message", id),
		"%s was imported: it was never sent in this sandbox, so that nothing can be recalled", id)
}

// receivedBytes are the bytes of a received copy: without the Bcc line, unless the message was imported. What a mail
// system made has none.
func (tx *Tx) receivedBytes(m store.Message, raw []byte) []byte {
	if isImported(m) || m.Content == 0 {
		return raw
	}
	return eml.RemoveBcc(raw)
}

// ExportRequest asks to write a mailbox, or one folder of it, to files.
type ExportRequest struct {
	As     string
	Folder string // "" for all
	Format mailfile.Format
}

// ExportResult is the result of an export.
type ExportResult struct {
	Exported int              `json:"exported"` // how many messages
	Folders  []ExportedFolder `json:"folders"`  // those that were written
}

// ExportedFolder is a folder that was written.
type ExportedFolder struct {
	Path     string `json:"path"`
	Exported int    `json:"exported"` // how many messages
}

// Export writes a mailbox, or one folder of it, with the bytes that its owner has. Messages of a mail system are
// rendered. Empty built-in folders are left out.
func (tx *Tx) Export(r ExportRequest, files mailfile.Tree) (ExportResult, error) {
	out := ExportResult{Folders: []ExportedFolder{}}
	m, err := tx.findUser(r.As)
	if err != nil {
		return out, err
	}
	list, top, err := tx.foldersToExport(m, r)
	if err != nil {
		return out, err
	}
	x := exporter{tx: tx, to: mailfile.NewWriter(r.Format, files, top), left: list, result: &out}
	only := int64(0)
	if r.Folder != "" && len(list) == 1 {
		only = list[0].ID
	}
	if len(list) > 0 && (r.Folder == "" || only != 0) {
		if err := tx.store.EachWhole(m.ID, only, x.copy); err != nil {
			return out, err
		}
	}
	if err := x.beginFolder(0); err != nil {
		return out, err
	}
	return out, x.to.Close()
}

// foldersToExport are the folders to write, and the one that lies at the top: the only one, or a Maildir's Inbox.
func (tx *Tx) foldersToExport(m store.Mailbox, r ExportRequest) (list []store.Folder, top string, err error) {
	if r.Folder != "" {
		_, top, err = tx.findFolder(m, r.Folder)
	} else if r.Format == mailfile.Maildir {
		top = mail.BuiltIn[mail.Inbox]
	}
	if err != nil {
		return nil, "", err
	}
	all, err := tx.folders(m.ID)
	return slices.DeleteFunc(all, func(f store.Folder) bool {
		if r.Folder != "" {
			return f.Path != top
		}
		return f.Total == 0 && f.Kind != mail.OwnFolder && f.Path != top
	}), top, err
}

// exporter writes copies as they come, folder by folder.
type exporter struct {
	tx     *Tx
	to     mailfile.Writer
	left   []store.Folder // that are not begun
	in     store.Folder   // that is being written
	result *ExportResult
}

// beginFolder begins all folders up to one, or all that are left if it is 0.
func (x *exporter) beginFolder(id int64) error {
	for len(x.left) > 0 && (id == 0 || x.in.ID != id) {
		x.in, x.left = x.left[0], x.left[1:]
		if err := x.to.Folder(x.in.Path); err != nil {
			return ioError(say("see that the disk has room, and takes such a name: a shorter one may do"),
				"folder %q cannot be written: %s", x.in.Path, portable.Why(err))
		}
		x.result.Folders = append(x.result.Folders, ExportedFolder{Path: x.in.Path})
	}
	return nil
}

func (x *exporter) copy(c store.Copy, w store.Whole) error {
	if err := x.beginFolder(c.Folder); err != nil {
		return err
	}
	raw, err := x.tx.bytesOf(w)
	if err != nil {
		return err
	}
	if !c.Sent {
		raw = x.tx.receivedBytes(w.Message, raw)
	}
	l := mailfile.Message{Folder: x.in.Path, Received: at(c.ReceivedAt), Read: c.Seen.Read(), Raw: raw}
	x.result.Exported++
	x.result.Folders[len(x.result.Folders)-1].Exported++
	return x.to.Message(l)
}
