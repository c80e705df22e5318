package sandbox

import (
	"slices"
	"strings"
	"time"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/store"
)

// Picture is how everything stands at one moment: what lies in every mailbox and public folder, and every recall.
type Picture struct {
	Now       time.Time
	LastEvent int64            // the number of the newest, 0 where nothing has happened
	Copies    []PicturedCopy   // by mailbox; built-in folders first, then by path; by message
	Recalls   []PicturedRecall // by ID
}

// PicturedCopy is a copy of a message, where it lies.
type PicturedCopy struct {
	Mailbox string `json:"-"`
	Sent    bool   `json:"-"` // the sender's own copy
	Folder  string `json:"folder"`
	Entry
	ReadBy []string `json:"read_by,omitempty"` // in a public folder, whose entries have no read state
}

// PicturedRecall is a recall with its recipients at that moment.
type PicturedRecall struct {
	ID         string
	Message    string // that was recalled
	Recipients []Recipient
}

// Picture takes a picture of the sandbox.
func (tx *Tx) Picture() (Picture, error) {
	p := Picture{Now: at(tx.now)}
	all, err := tx.store.Copies()
	if err != nil {
		return p, err
	}
	entries := map[int64]Entry{}
	for _, c := range all {
		e, ok := entries[c.Message]
		if !ok {
			of, err := tx.store.HeadlineOf(c.Message)
			if err != nil {
				return p, err
			}
			e = tx.entry(of)
			entries[c.Message] = e
		}
		p.Copies = append(p.Copies, pictureCopy(c, e))
	}
	if err := tx.pictureReaders(&p, all); err != nil {
		return p, err
	}
	if p.LastEvent, err = tx.store.LastEvent(); err != nil {
		return p, err
	}
	p.Recalls, err = tx.pictureRecalls()
	return p, err
}

func pictureCopy(c store.Copy, e Entry) PicturedCopy {
	e.ReceivedAt = at(c.ReceivedAt)
	if c.Tagged {
		e.Tags = []string{"recalled"}
	}
	if c.Kind != mail.PublicFolder {
		read := c.Seen.Read()
		e.Read = &read
	}
	return PicturedCopy{Mailbox: c.Address, Sent: c.Sent, Folder: c.Path, Entry: e}
}

// pictureReaders adds the readers to copies in public folders.
func (tx *Tx) pictureReaders(p *Picture, all []store.Copy) error {
	readers := map[int64]map[int64][]string{} // by folder and message
	for i, c := range all {
		if c.Kind != mail.PublicFolder {
			continue
		}
		if readers[c.Mailbox] == nil {
			readings, err := tx.store.Readings(c.Mailbox)
			if err != nil {
				return err
			}
			readers[c.Mailbox] = map[int64][]string{}
			for _, r := range readings {
				readers[c.Mailbox][r.Message] = append(readers[c.Mailbox][r.Message], r.Reader)
			}
		}
		p.Copies[i].ReadBy = readers[c.Mailbox][c.Message]
	}
	return nil
}

// pictureRecalls reads all recalls. Their numbers have no gap.
func (tx *Tx) pictureRecalls() ([]PicturedRecall, error) {
	var list []PicturedRecall
	for n := int64(1); ; n++ {
		r, err := tx.InspectRecall(makeID(recallPrefix, n))
		if isNotFound(err) {
			return list, nil
		}
		if err != nil {
			return nil, err
		}
		recipients, err := r.Recipients.List()
		if err != nil {
			return nil, err
		}
		list = append(list, PicturedRecall{r.ID, r.Message, recipients})
	}
}

// Change is one change of a copy between two pictures.
type Change string

const (
	Came     Change = "came"
	Went     Change = "went"
	Moved    Change = "moved"
	Read     Change = "read"
	Unread   Change = "unread"
	Retagged Change = "retagged"
)

// ChangedMailbox is a mailbox or public folder with a change: everything that lies in it, and what went.
type ChangedMailbox struct {
	Address string        `json:"address"`
	Copies  []ChangedCopy `json:"messages"` // what is new or has changed in it
}

// ChangedCopy is a copy with its changes. A copy that is as before has none.
type ChangedCopy struct {
	PicturedCopy
	Was     string   `json:"was,omitempty"`     // the folder that it was moved from
	Changes []Change `json:"changes,omitempty"` // in what it changed
}

// Changes are the differences between two pictures, by mailbox. A copy that went stands where it was.
func (p Picture) Changes(after Picture) []ChangedMailbox {
	var list []ChangedMailbox
	old, now := byMailbox(p.Copies), byMailbox(after.Copies)
	for len(old) > 0 || len(now) > 0 {
		var m ChangedMailbox
		var was, is []PicturedCopy
		switch {
		case len(now) == 0 || len(old) > 0 && old[0][0].Mailbox < now[0][0].Mailbox:
			was, old = old[0], old[1:]
		case len(old) == 0 || now[0][0].Mailbox < old[0][0].Mailbox:
			is, now = now[0], now[1:]
		default:
			was, old, is, now = old[0], old[1:], now[0], now[1:]
		}
		if m.Copies = compareCopies(was, is); slices.ContainsFunc(m.Copies, ChangedCopy.hasChanged) {
			m.Address = m.Copies[0].Mailbox
			list = append(list, m)
		}
	}
	return list
}

func (c ChangedCopy) hasChanged() bool { return len(c.Changes) > 0 }

// ChangedIn says whether anything changed in a folder, or left it.
func (m ChangedMailbox) ChangedIn(folder string) bool {
	return slices.ContainsFunc(
		m.Copies,
		func(c ChangedCopy) bool { return c.hasChanged() && (c.Folder == folder || c.Was == folder) },
	)
}

// byMailbox splits a list of copies by mailbox.
func byMailbox(all []PicturedCopy) [][]PicturedCopy {
	var list [][]PicturedCopy
	for begin, i := 0, 1; i <= len(all); i++ {
		if i == len(all) || all[i].Mailbox != all[begin].Mailbox {
			list, begin = append(list, all[begin:i]), i
		}
	}
	return list
}

// copyKey is what identifies a copy in a mailbox, wherever it lies.
type copyKey struct {
	id   string
	sent bool
}

// compareCopies compares the copies in one mailbox.
func compareCopies(was, is []PicturedCopy) []ChangedCopy {
	before := map[copyKey]PicturedCopy{}
	for _, c := range was {
		before[copyKey{c.ID, c.Sent}] = c
	}
	var list []ChangedCopy
	for _, c := range is {
		key := copyKey{c.ID, c.Sent}
		old, ok := before[key]
		delete(before, key)
		if !ok {
			list = append(list, ChangedCopy{PicturedCopy: c, Changes: []Change{Came}})
			continue
		}
		list = append(list, changedCopy(old, c))
	}
	for _, c := range was {
		if _, gone := before[copyKey{c.ID, c.Sent}]; gone {
			list = slices.Insert(list, indexFor(c, list), ChangedCopy{PicturedCopy: c, Changes: []Change{Went}})
		}
	}
	return list
}

// indexFor is the place of a copy that went: after the copies in its folder with a smaller number.
func indexFor(c PicturedCopy, list []ChangedCopy) int {
	place := len(list)
	for i, other := range list {
		if other.Folder != c.Folder {
			continue
		}
		if messageNumber(other.ID) > messageNumber(c.ID) {
			return i
		}
		place = i + 1
	}
	return place
}

func messageNumber(id string) int64 {
	n, _ := parseID(messagePrefix, id)
	return n
}

// changedCopy says what changed about a copy that is still there.
func changedCopy(old, now PicturedCopy) ChangedCopy {
	c := ChangedCopy{PicturedCopy: now}
	if old.Folder != now.Folder {
		c.Was = old.Folder
		c.Changes = append(c.Changes, Moved)
	}
	switch was, is := old.isRead(), now.isRead(); {
	case is > was:
		c.Changes = append(c.Changes, Read)
	case is < was:
		c.Changes = append(c.Changes, Unread)
	}
	if strings.Join(old.Tags, " ") != strings.Join(now.Tags, " ") {
		c.Changes = append(c.Changes, Retagged)
	}
	return c
}

// isRead is how often a copy counts as read: by its owner, or by the readers of a public folder.
func (c PicturedCopy) isRead() int {
	if c.Read != nil && *c.Read {
		return 1
	}
	return len(c.ReadBy)
}
