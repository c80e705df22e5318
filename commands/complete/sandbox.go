package complete

import (
	"strings"
	"time"

	"recallbox/sandbox"
)

// What can be completed from the sandbox. Where one cannot be read there is nothing.

// stored are the things that a use case finds, as candidates.
func stored[T any](c *completer, find func(*sandbox.Tx) ([]T, error), show func(T) Candidate) (f Candidates) {
	c.see(func(tx *sandbox.Tx) error {
		list, err := find(tx)
		f = offer(list, show)
		return err
	})
	return f
}

func asWord(w sandbox.Word) Candidate { return Candidate{w.Text, w.Says} }

func (c *completer) users() Candidates {
	return stored(c, func(tx *sandbox.Tx) ([]sandbox.Word, error) { return tx.UserWords(c.Part) }, asWord)
}

func (c *completer) publicFolders() Candidates {
	return stored(c, func(tx *sandbox.Tx) ([]sandbox.Word, error) { return tx.PublicFolderWords(c.Part) }, asWord)
}

func (c *completer) groups() Candidates {
	return stored(c, (*sandbox.Tx).Groups, func(g sandbox.Group) Candidate { return Candidate{g.Address, "a group"} })
}

// actors are who may do the same together.
func (c *completer) actors() Candidates { return c.either((*completer).users, (*completer).groups) }

// mailboxes are where mail lies.
func (c *completer) mailboxes() Candidates {
	return c.either((*completer).users, (*completer).publicFolders)
}

// correspondents are whom mail can be sent to.
func (c *completer) correspondents() Candidates {
	return c.either((*completer).users, (*completer).groups, (*completer).publicFolders)
}

// newAddresses are what was typed up to the @, with the domains that there are.
func (c *completer) newAddresses() Candidates {
	local, _, at := strings.Cut(c.Part, "@")
	if !at {
		return Candidates{}
	}
	inDomain := func(o sandbox.Organisation) Candidate { return Candidate{local + "@" + o.Domain, o.Name} }
	return stored(c, (*sandbox.Tx).Organisations, inDomain)
}

func (c *completer) organisations() Candidates {
	byName := func(o sandbox.Organisation) Candidate { return Candidate{o.Name, o.Domain} }
	return stored(c, (*sandbox.Tx).Organisations, byName)
}

func (c *completer) recalls() Candidates { return stored(c, (*sandbox.Tx).RecallWords, asWord) }
func (c *completer) rules() Candidates   { return stored(c, (*sandbox.Tx).RuleWords, asWord) }

func (c *completer) holds() Candidates {
	return stored(c, (*sandbox.Tx).Holds, func(h sandbox.Hold) Candidate { return Candidate{h.ID, c.Hold(h)} })
}

func (c *completer) snapshots() Candidates {
	byName := func(s sandbox.Snapshot) Candidate { return Candidate{s.Name, c.Snapshot(s)} }
	return stored(c, (*sandbox.Tx).Snapshots, byName)
}

// recipients are those of the recall that was named.
func (c *completer) recipients() Candidates {
	ofRecall := func(tx *sandbox.Tx) ([]sandbox.Recipient, error) {
		r, err := tx.InspectRecall(c.arg())
		if err != nil {
			return nil, err
		}
		return r.Recipients.List()
	}
	return stored(c, ofRecall, func(r sandbox.Recipient) Candidate { return Candidate{r.Address, r.Reason} })
}

// now is the sandbox's own time, to go on from.
func (c *completer) now() (f Candidates) {
	c.see(func(tx *sandbox.Tx) error {
		f = Candidates{List: []Candidate{{tx.Clock().Now.UTC().Format(time.RFC3339), "the sandbox's clock"}}}
		return nil
	})
	return f
}

// folders are those of the mailbox that the line is about.
func (c *completer) folders() Candidates {
	ofOwner := func(tx *sandbox.Tx) ([]sandbox.Folder, error) { return tx.Folders(c.owner()) }
	byPath := func(f sandbox.Folder) Candidate { return Candidate{f.Path, c.Messages(f.Total, f.Unread)} }
	return stored(c, ofOwner, byPath)
}

// places are where a copy may be: a folder, a public folder, or with somebody who shares it.
func (c *completer) places() Candidates {
	return c.either((*completer).folders, (*completer).publicFolders, (*completer).users)
}
