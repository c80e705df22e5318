package mailfile

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// fileName is what the name of a message's file says.
type fileName struct {
	name     string
	n        int64 // the message's place in its folder, where recallbox wrote it
	received time.Time
	read     bool
}

func (f fileName) own() bool { return f.n != 0 }

// inOrder sorts files: what recallbox wrote as it was, then the others by time and name.
func inOrder(files []fileName) {
	slices.SortFunc(files, func(a, b fileName) int {
		return cmp.Or(cmp.Compare(a.n, b.n), a.received.Compare(b.received), strings.Compare(a.name, b.name))
	})
}

const (
	emlStamp = "20060102T150405Z"
	emlEnd   = ".eml"
)

var emlNames = pattern(`^([0-9]{6,18})-([0-9]{8}T[0-9]{6}Z)-(read|unread)\.eml$`)

// emlName is the name of an .eml file: its place in the folder, when it was received, and whether it is read. A name survives what a time
// stamp does not: archives, version control, a mail attachment.
func emlName(n int, l Letter) string {
	state := "unread"
	if l.Read {
		state = "read"
	}
	return fmt.Sprintf("%06d-%s-%s%s", n, l.Received.UTC().Format(emlStamp), state, emlEnd)
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

var (
	ownMaildirNames = pattern(`^(-?[0-9]{1,12})\.([0-9]{1,18})\.recallbox$`)
	maildirInfo     = pattern(`^(.*?)[:;!]2,([A-Za-z]*)$`) // the : is another character where file names must not have it
	maildirTime     = pattern(`^[0-9]{9,12}\b`)
)

// maildirName is the name of a message in a Maildir: when it was received in seconds, its place in the folder, and its flags.
func maildirName(n int, l Letter) string {
	flags := ""
	if l.Read {
		flags = "S"
	}
	return fmt.Sprintf("%d.%d.recallbox:2,%s", l.Received.Unix(), n, flags)
}

// readMaildirName reads a name whoever made it. Copying a file makes its time stamp younger, and adding a message to a Maildir its name;
// neither makes it older, so the older of the two is when it was received. Of a name of our own the name alone counts.
func readMaildirName(name string, modified time.Time) fileName {
	out := fileName{name: name, received: modified}
	unique := name
	if words := maildirInfo().FindStringSubmatch(name); words != nil {
		unique, out.read = words[1], strings.Contains(words[2], "S")
	}
	if words := ownMaildirNames().FindStringSubmatch(unique); words != nil {
		n, _ := strconv.ParseInt(words[2], 10, 64)
		seconds, _ := strconv.ParseInt(words[1], 10, 64)
		out.n, out.received = n, time.Unix(seconds, 0)
		return out
	}
	if seconds, err := strconv.ParseInt(maildirTime().FindString(unique), 10, 64); err == nil {
		if named := time.Unix(seconds, 0); modified.IsZero() || named.Before(modified) {
			out.received = named
		}
	}
	return out
}
