package sandbox

import (
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"

	"recallbox/sandbox/mailfile"
	"recallbox/sandbox/store"
)

// BatchName is what the batch of an exported fixture is called; no input has that name.
const BatchName = "fixture.batch"

// KeepInput keeps a file that a command read, and gives the name that the command's line has for it. The name is the path as it was typed
// where that is a safe one (relative, and not out of its folder) and is free, or holds the same bytes; else the file's own name, in a folder that has
// the number of the line. So a name that was given is given again when the history is run anew, and a file's own name never changes.
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

// InputFolder keeps files that one command read, under one path: the messages of a mailbox that it imported. The command's line has
// Name for the path. Put gives the files of the folder names of their own, which are relative to it:
//
//	folder, err := tx.NewInputFolder("backup/inbox.mbox")
//	err = folder.Put("cur/1:2,S", message)
//	…
//	err = tx.Record("import --as bob --folder Inbox " + folder.Name)
type InputFolder struct {
	Name string
	tx   *Tx
}

// NewInputFolder gives a folder that is free, named after a path as KeepInput does. It is a Maildir, and no other input comes to lie in it.
func (tx *Tx) NewInputFolder(typed string) (InputFolder, error) {
	name, _, err := tx.inputName(typed, none)
	if err != nil {
		return InputFolder{}, err
	}
	f := InputFolder{name, tx}
	return f, f.Put(mailfile.MaildirMark, nil)
}

// Put keeps a file of the folder, under a name that it does not have yet.
func (f InputFolder) Put(name string, data []byte) error {
	content, err := f.tx.store.PutContent(data)
	if err != nil {
		return err
	}
	return f.tx.store.PutInput(store.Input{Name: f.Name + "/" + safePath(name), Content: content})
}

// none is the number of no content.
const none = -1

// inputName finds a name for an input with that content; same says that it has it already.
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
		if taken, err := tx.isTaken(name); !taken || err != nil {
			return name, false, err
		}
	}
}

// isTaken says whether a path is one of an input, or would put another file into a folder that is read as a whole.
func (tx *Tx) isTaken(name string) (bool, error) {
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if mark, err := tx.store.InputAt(dir + "/" + mailfile.MaildirMark); mark != 0 || err != nil {
			return true, err
		}
	}
	return tx.store.IsInputPath(name)
}

// isReserved is true for names that mean something else beside a batch: its own, that of stdin, the sandbox's, and what a script's folder has.
func isReserved(name string) bool {
	first, _, _ := strings.Cut(name, "/")
	return first == BatchName || name == "-" || strings.HasPrefix(first, "recallbox.db") || strings.HasPrefix(first, ".")
}

// safePath makes a path one that stays in its folder, whatever was typed: the same path, or the file's name.
func safePath(typed string) string {
	if typed == "-" {
		return "stdin"
	}
	name := path.Clean(filepath.ToSlash(strings.ToValidUTF8(typed, "_")))
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return '_'
		}
		return r
	}, name)
	if !filepath.IsLocal(name) {
		name = path.Base(name)
	}
	if name == "." || !filepath.IsLocal(name) {
		return "file"
	}
	return name
}
