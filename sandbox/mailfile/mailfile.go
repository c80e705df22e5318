package mailfile

import (
	"fmt"
	"io"
	"time"
)

// Message is a message as a mailbox file has it.
type Message struct {
	Folder   string    // path of its folder below the whole, slashes between names; "" for what lies at the top
	Received time.Time // zero where nothing says
	Read     bool
	Raw      []byte // valid until the next message is read
	Own      bool   // recallbox wrote the file: the message is as it was, whatever it looks like
	Place    string // where it was found, for people
}

// Visitor takes what is read, folder by folder. An error from it ends the reading.
type Visitor interface {
	Folder(path string) error     // there is such a folder; its messages follow
	Message(m Message) error      //
	Skip(place, why string) error // something that cannot be taken
}

// Writer takes what is to be written, folder by folder.
type Writer interface {
	Folder(path string) error
	Message(m Message) error
	Close() error
}

// Format is how a mailbox is kept in files.
type Format string

const (
	AnyFormat Format = "" // whatever is there
	Mbox      Format = "mbox"
	EML       Format = "eml"
	Maildir   Format = "maildir"
)

// ParseFormat reads a format's name.
func ParseFormat(word string) (Format, error) {
	switch f := Format(word); f {
	case Mbox, EML, Maildir:
		return f, nil
	}
	return AnyFormat, fmt.Errorf("%q is not one of mbox, eml, maildir", word)
}

// Tree is where files are written. Paths have slashes and lie below its top.
type Tree interface {
	Mkdir(path string) error // with those above it; one that is there already will do
	Create(path string, modified time.Time) (io.WriteCloser, error)
}

// NewWriter is a writer of a format. What lies in the folder called top goes to the top of the tree, which for mbox is
// a file called Whole; "" puts every folder below it.
func NewWriter(f Format, to Tree, top string) Writer {
	place := target{to: to, top: top, n: map[string]int{}}
	switch f {
	case Mbox:
		return &mboxWriter{target: place}
	case Maildir:
		return &maildirWriter{target: place}
	default:
		return &emlWriter{target: place}
	}
}

// target is where a writer puts the folder that it is at.
type target struct {
	to  Tree
	top string
	at  string         // the folder's place in the tree
	n   map[string]int // messages in each place so far
}

// next is the number of the next message in the folder.
func (p *target) next() int {
	p.n[p.at]++
	return p.n[p.at]
}

// below is a folder's path below the top.
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
