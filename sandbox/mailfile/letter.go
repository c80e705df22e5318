package mailfile

import (
	"fmt"
	"time"
)

// Letter is a message as a mailbox file has it.
type Letter struct {
	Folder   string    // path of its folder below the whole, slashes between names; "" for what lies at the top
	Received time.Time // zero where nothing says
	Read     bool
	Raw      []byte // valid until the next message is read
	Own      bool   // recallbox wrote the file: the message is as it was, whatever it looks like
	Place    string // where it was found, for people
}

// Visitor takes what is read, folder by folder. An error from it ends the reading.
type Visitor interface {
	Folder(path string) error      // there is such a folder; its messages follow
	Letter(l Letter) error         //
	Leave(place, why string) error // something that cannot be taken
}

// Writer takes what is to be written, folder by folder.
type Writer interface {
	Folder(path string) error
	Letter(l Letter) error
	Close() error
}

// Format is how a mailbox is kept in files.
type Format string

const (
	Any     Format = "" // whatever is there
	Mbox    Format = "mbox"
	EML     Format = "eml"
	Maildir Format = "maildir"
)

// ParseFormat reads a format's name.
func ParseFormat(word string) (Format, error) {
	switch f := Format(word); f {
	case Mbox, EML, Maildir:
		return f, nil
	}
	return Any, fmt.Errorf("%q is not one of mbox, eml, maildir", word)
}
