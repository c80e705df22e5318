package mailfile

import (
	"fmt"
	"path"
	"strconv"
	"time"
)

// An emlWriter makes a directory of each folder, and a file of each message.
type emlWriter struct{ target }

func (w *emlWriter) Folder(folder string) error {
	w.at = "."
	if folder = w.below(folder); folder != "" {
		dir, name := w.names.escapePath(folder)
		if w.at = path.Join(dir, name); !takes(w.at) {
			w.at = w.shorten(folder, escapeName, "")
		}
	}
	return w.to.Mkdir(w.at)
}

func (w *emlWriter) Message(m Message) error {
	return w.put(path.Join(w.at, emlName(w.next(), m)), m.Received, m.Raw)
}

func (w *emlWriter) Close() error { return w.putList() }

const (
	emlStamp = "20060102T150405Z"
	emlEnd   = ".eml"
)

var emlNames = pattern(`^([0-9]{6,18})-([0-9]{8}T[0-9]{6}Z)-(read|unread)\.eml$`)

// emlName is the name of an .eml file: the number in its folder, when the message was received, and whether it is read.
// Archives, version control and mail keep a name, and lose a time stamp.
func emlName(n int, m Message) string {
	state := "unread"
	if m.Read {
		state = "read"
	}
	return fmt.Sprintf("%06d-%s-%s%s", n, m.Received.UTC().Format(emlStamp), state, emlEnd)
}

func readEMLName(name string) fileName {
	out := fileName{name: name}
	words := emlNames().FindStringSubmatch(name)
	if words == nil {
		return out
	}
	received, err := time.Parse(emlStamp, words[2])
	n, _ := strconv.ParseInt(words[1], 10, 64)
	if err == nil && n > 0 {
		out.n, out.received, out.read = n, received, words[3] == "read"
	}
	return out
}
