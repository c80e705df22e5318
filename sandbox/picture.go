package sandbox

import (
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

// PicturedRecall is how a recall's recipients stood.
type PicturedRecall struct {
	ID         string
	Recipients []Recipient
}

// Picture takes a picture of the sandbox.
func (tx *Tx) Picture() (Picture, error) {
	p := Picture{Now: at(tx.now)}
	all, err := tx.store.Copies()
	if err != nil {
		return p, err
	}
	known := map[int64]Entry{}
	for _, c := range all {
		e, found := known[c.Message]
		if !found {
			if e, err = tx.entry(c); err != nil {
				return p, err
			}
			known[c.Message] = e
		}
		p.Copies = append(p.Copies, pictured(c, e))
	}
	if err := tx.pictureReaders(&p, all); err != nil {
		return p, err
	}
	if p.LastEvent, err = tx.store.LastEvent(); err != nil {
		return p, err
	}
	p.Recalls, err = tx.recalls()
	return p, err
}

func pictured(c store.Copy, e Entry) PicturedCopy {
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

// pictureReaders fills in who has read what lies in public folders.
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

// recalls are all recalls, which are numbered without a gap.
func (tx *Tx) recalls() ([]PicturedRecall, error) {
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
		list = append(list, PicturedRecall{r.ID, recipients})
	}
}
