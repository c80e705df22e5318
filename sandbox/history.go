package sandbox

import (
	"bytes"
	"io"
	"io/fs"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"recallbox/sandbox/mailfile"
	"recallbox/sandbox/portable"
	"recallbox/sandbox/store"
)

// History is how the sandbox was made.
type History struct {
	Commands []Command `json:"history"` // in their order
	Warnings []string  `json:"warnings,omitempty"`
	Partial  bool      `json:"-"` // the first part is missing: an earlier recallbox, without history, made it
	Inputs   []string  `json:"-"` // the names of the files that they read, see Tx.Inputs
}

// Command is a line of the history, in the form of a batch.
type Command struct {
	Seq  int64  `json:"seq"`  // the number, from 1
	Line string `json:"line"` // as it stands in a batch
}

// Record appends a command line to the history, at the end of its transaction. If the command read files, they are
// stored first, and the line uses the names that KeepInput and InputFolder gave them. So the lines, run as a batch
// beside those files, make an equal sandbox.
func (tx *Tx) Record(line string) error { return tx.store.PutCommand(line) }

// History lists the commands that made the sandbox, in their order.
func (tx *Tx) History() (h History, err error) {
	lines, err := tx.store.ListCommands()
	if err != nil {
		return h, err
	}
	for _, l := range lines {
		if l.Seq == 0 {
			h.Partial = true
			h.Warnings = append(h.Warnings, "an earlier recallbox, which kept no history, made a part of this sandbox: "+
				"these commands are what was done since")
			continue
		}
		h.Commands = append(h.Commands, Command(l))
	}
	inputs, err := tx.store.ListInputs()
	for _, in := range inputs {
		h.Inputs = append(h.Inputs, in.Name)
	}
	return h, err
}

// WholeHistory is the history of a sandbox that can be made again from nothing.
func (tx *Tx) WholeHistory() (History, error) {
	h, err := tx.History()
	if err == nil && h.Partial {
		err = invalid(try(PrintHistory),
			"the history is not whole: an earlier recallbox, which kept none, made a part of this sandbox")
	}
	return h, err
}

// Input is a file that a command of the history reads.
type Input struct {
	Name string
	Data []byte
}

// Inputs are the files that the commands of the history read, by name.
func (tx *Tx) Inputs() Rows[Input] {
	return rowsFrom(func(visit func(Input) error) error {
		return tx.store.EachInput(func(name string, data []byte) error {
			if !IsInputName(name) {
				return damaged("the history's file %q has a name that no command gives", name)
			}
			return visit(Input{name, data})
		})
	})
}

// BatchName is the name of the batch in an exported fixture. No input has that name.
const BatchName = "fixture.batch"

// KeepInput stores a file that a command read, and gives it the name for the command's line. That is the path as it
// was typed, if the path stays in its folder and is free or has the same bytes. If not, it is the file's own name,
// in a folder with the number of the line. So a history that is run again gives the same names, and a file's own
// name never changes.
func (tx *Tx) KeepInput(typed string, data []byte) (name string, err error) {
	content, err := tx.store.PutContent(data)
	if err != nil {
		return "", err
	}
	name, same, err := tx.inputName(typed, content)
	if err != nil || same {
		return name, err
	}
	return name, tx.store.PutInput(store.Input{Name: name, Content: content})
}

// InputFolder stores files that one command read under one path: the messages of a mailbox that it imported.
// The command's line uses Name for the path. Put stores the files, whose names are relative to the folder:
//
//	folder, err := tx.NewInputFolder("backup/inbox.mbox")
//	err = folder.Put("cur/1;2,S", message)
//	…
//	err = tx.Record("import --as bob --folder Inbox " + folder.Name)
type InputFolder struct {
	Name string
	tx   *Tx
}

// NewInputFolder gives a free folder, with a name as KeepInput gives it. It is a Maildir, and no other input gets
// into it.
func (tx *Tx) NewInputFolder(typed string) (InputFolder, error) {
	name, _, err := tx.inputName(typed, none)
	if err != nil {
		return InputFolder{}, err
	}
	f := InputFolder{name, tx}
	return f, f.Put(mailfile.MaildirMark, nil)
}

// Put stores a file of the folder, under a new name.
func (f InputFolder) Put(name string, data []byte) error {
	content, err := f.tx.store.PutContent(data)
	if err != nil {
		return err
	}
	return f.tx.store.PutInput(store.Input{Name: f.Name + "/" + safePath(name), Content: content})
}

// none is no content's number.
const none = -1

// inputName finds a name for an input. If same is true, an input with that name has that content already.
func (tx *Tx) inputName(typed string, content int64) (name string, same bool, err error) {
	line, err := tx.store.LastCommand()
	if err != nil {
		return "", false, err
	}
	name = safePath(typed)
	for own := path.Base(name); ; name = strconv.FormatInt(line, 10) + "/" + own {
		line++
		switch has, err := tx.store.InputAt(name); {
		case err != nil || has == content:
			return name, has == content, err
		case has != 0 || isReserved(name):
			continue
		}
		if used, err := tx.isUsed(name); !used || err != nil {
			return name, false, err
		}
	}
}

// isUsed says whether an input has that path, or whether a file there would get into a folder that is read as a
// whole.
func (tx *Tx) isUsed(name string) (bool, error) {
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if mark, err := tx.store.InputAt(dir + "/" + mailfile.MaildirMark); mark != 0 || err != nil {
			return true, err
		}
	}
	return tx.store.IsInputPath(name)
}

// isReserved says whether a name means something else beside a batch: the batch, stdin, the sandbox, or files of a
// script.
func isReserved(name string) bool {
	first, _, _ := strings.Cut(name, "/")
	return first == BatchName || name == "-" || strings.HasPrefix(first, "recallbox.db") || strings.HasPrefix(first, ".")
}

// IsInputName says whether a name is one that KeepInput and InputFolder give: a plain path that stays in its folder.
func IsInputName(name string) bool { return name == safePath(name) && !isReserved(name) }

// safePath makes a typed path stay in its folder: it is the same path, or only the file's name. Every system takes it,
// so that a history can move to any other.
func safePath(typed string) string {
	if typed == "-" {
		return "stdin"
	}
	typed = strings.ToValidUTF8(strings.TrimPrefix(typed, filepath.VolumeName(typed)), "_")
	name := path.Clean(filepath.ToSlash(typed))
	if !fs.ValidPath(name) { // it begins at the top, or leads up
		name = path.Base(name)
	}
	if !fs.ValidPath(name) || name == "." {
		return "file"
	}
	parts := strings.Split(name, "/")
	for i, part := range parts {
		parts[i] = portable.Name(part)
	}
	return strings.Join(parts, "/")
}

// inputTree is an input folder as a place to write files to.
type inputTree struct{ folder InputFolder }

func (t inputTree) Mkdir(string) error { return nil }

func (t inputTree) Create(path string, _ time.Time) (io.WriteCloser, error) {
	return &inputWriter{folder: t.folder, path: path}, nil
}

// inputWriter is a file that is stored when it is closed.
type inputWriter struct {
	bytes.Buffer
	folder InputFolder
	path   string
}

func (w *inputWriter) Close() error { return w.folder.Put(w.path, w.Bytes()) }
