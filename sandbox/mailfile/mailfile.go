package mailfile

import (
	"fmt"
	"io"
	"runtime"
	"time"
)

// Message is a message in a mailbox file.
type Message struct {
	Folder   string    // path of its folder, slashes between names; "" at the top
	Received time.Time // zero if nothing says when
	Read     bool
	Raw      []byte // valid until the next message is read
	Own      bool   // recallbox wrote the file: the message is exactly what it was
	Place    string // where it stands, for people
}

// Visitor gets what is read, folder by folder. An error from it ends the reading.
type Visitor interface {
	Folder(path string) error // there is such a folder, and its messages follow
	Message(m Message) error
	Skip(place, why string) error // something there is no message
}

// Writer writes messages, folder by folder.
type Writer interface {
	Folder(path string) error
	Message(m Message) error
	Close() error
}

// Format is a way to keep a mailbox in files.
type Format string

const (
	AnyFormat Format = "" // any of them
	Mbox      Format = "mbox"
	EML       Format = "eml"
	Maildir   Format = "maildir"
)

// ParseFormat reads the name of a format.
func ParseFormat(word string) (Format, error) {
	switch f := Format(word); f {
	case Mbox, EML, Maildir:
		return f, nil
	}
	return AnyFormat, fmt.Errorf("%q is not one of mbox, eml, maildir", word)
}

// Tree is where files are written. Paths have slashes and lie below its top.
type Tree interface {
	Mkdir(path string) error // and those above it, unless they are there
	Create(path string, modified time.Time) (io.WriteCloser, error)
}

// NewWriter returns a writer of a format. The folder called top goes to the top of the tree, which for mbox is a file
// called MboxName. If top is "", every folder lies below it.
func NewWriter(f Format, to Tree, top string) Writer {
	place := newTarget(to, top)
	switch f {
	case Mbox:
		return &mboxWriter{target: place}
	case Maildir:
		return &maildirWriter{target: place, portable: runtime.GOOS == "windows"}
	default:
		return &emlWriter{target: place}
	}
}

// NewPortableMaildir returns a writer of a Maildir whose names every system takes. Windows takes no others; elsewhere
// mail servers do not read the flags in them.
func NewPortableMaildir(to Tree) Writer {
	return &maildirWriter{target: newTarget(to, ""), portable: true}
}

// noTime is for files whose time says nothing.
var noTime time.Time

// A target is where a writer puts the folder that comes.
type target struct {
	to  Tree
	top string
	at  string         // where the folder lies in the tree
	n   map[string]int // how many messages each folder has so far

	names namer
	short []string // lines of the list of folders whose names are shortened
}

func newTarget(to Tree, top string) target {
	return target{to: to, top: top, n: map[string]int{}, names: namer{}}
}

// next is the number of the next message in the folder.
func (p *target) next() int {
	p.n[p.at]++
	return p.n[p.at]
}

// below is the path of a folder below the top.
func (p *target) below(folder string) string {
	if folder == p.top {
		return ""
	}
	return folder
}

// put writes a whole file.
func (p *target) put(name string, modified time.Time, parts ...[]byte) error {
	w, err := p.to.Create(name, modified)
	if err != nil {
		return err
	}
	for _, part := range parts {
		if _, err := w.Write(part); err != nil {
			w.Close()
			return err
		}
	}
	return w.Close()
}
