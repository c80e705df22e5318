package complete

import (
	"fmt"
	"strings"
	"time"

	"recallbox/sandbox"
)

// What the sandbox knows. Where it cannot be read there are no candidates.

// fromSandbox are the things that a use case finds, as candidates.
func fromSandbox[T any](c *completer, find func(*sandbox.Tx) ([]T, error), show func(T) Candidate) (f Candidates) {
	c.view(func(tx *sandbox.Tx) error {
		list, err := find(tx)
		f = candidatesFrom(list, show)
		return err
	})
	return f
}

// wanted are words of the sandbox that may be candidates: one more than are shown, beside those that the line has.
func (c *completer) wanted() sandbox.Wanted {
	there := len(c.Args) + strings.Count(c.Head, ",")
	return sandbox.Wanted{Prefix: c.Part, Letters: c.letters, Most: maxCandidates + 1 + there}
}

func asWord(w sandbox.Word) Candidate { return Candidate{w.Text, w.Says} }

func (c *completer) users() Candidates {
	return fromSandbox(c, func(tx *sandbox.Tx) ([]sandbox.Word, error) { return tx.UserWords(c.wanted()) }, asWord)
}

func (c *completer) publicFolders() Candidates {
	return fromSandbox(c, func(tx *sandbox.Tx) ([]sandbox.Word, error) { return tx.PublicFolderWords(c.wanted()) }, asWord)
}

func (c *completer) groups() Candidates {
	return fromSandbox(c, func(tx *sandbox.Tx) ([]sandbox.Word, error) { return tx.GroupWords(c.wanted()) }, asWord)
}

// actors are users, and groups that act together.
func (c *completer) actors() Candidates { return c.union((*completer).users, (*completer).groups) }

// mailboxes are where mail lies.
func (c *completer) mailboxes() Candidates {
	return c.union((*completer).users, (*completer).publicFolders)
}

// correspondents are whom mail can be sent to.
func (c *completer) correspondents() Candidates {
	return c.union((*completer).users, (*completer).groups, (*completer).publicFolders)
}

// newAddresses are the part up to the @, with each organisation's domain.
func (c *completer) newAddresses() Candidates {
	local, _, at := strings.Cut(c.Part, "@")
	if !at {
		return Candidates{}
	}
	inDomain := func(o sandbox.Word) Candidate { return Candidate{local + "@" + o.Says, o.Text} }
	return fromSandbox(c, (*sandbox.Tx).OrganisationWords, inDomain)
}

func (c *completer) organisations() Candidates {
	return fromSandbox(c, (*sandbox.Tx).OrganisationWords, asWord)
}

// names are those of the organisations.
func (c *completer) names() (names []string) {
	for _, o := range c.organisations().List {
		names = append(names, o.Word)
	}
	return names
}

func (c *completer) recalls() Candidates {
	return fromSandbox(c, func(tx *sandbox.Tx) ([]sandbox.Word, error) { return tx.RecallWords(c.wanted()) }, asWord)
}

func (c *completer) rules() Candidates {
	return fromSandbox(c, func(tx *sandbox.Tx) ([]sandbox.Word, error) { return tx.RuleWords(c.wanted()) }, asWord)
}

func (c *completer) holds() Candidates {
	return fromSandbox(c, (*sandbox.Tx).Holds, func(h sandbox.Hold) Candidate { return Candidate{h.ID, c.Hold(h)} })
}

func (c *completer) laters() Candidates {
	all := func(tx *sandbox.Tx) ([]sandbox.Later, error) { return tx.Laters().List() }
	return fromSandbox(c, all, func(l sandbox.Later) Candidate { return Candidate{l.ID, strings.Join(l.Command, " ")} })
}

func (c *completer) snapshots() Candidates {
	byName := func(s sandbox.Snapshot) Candidate { return Candidate{s.Name, c.Snapshot(s)} }
	return fromSandbox(c, (*sandbox.Tx).Snapshots, byName)
}

// recipients are those of the recall on the line.
func (c *completer) recipients() Candidates {
	ofRecall := func(tx *sandbox.Tx) ([]sandbox.Word, error) { return tx.RecipientWords(c.arg(), c.wanted()) }
	return fromSandbox(c, ofRecall, asWord)
}

// now is the sandbox's own time, to go on from.
func (c *completer) now() (f Candidates) {
	c.view(func(tx *sandbox.Tx) error {
		clock, err := tx.Clock()
		f = Candidates{List: []Candidate{{clock.Now.UTC().Format(time.RFC3339), "the sandbox's clock"}}}
		return err
	})
	return f
}

// folders are those of the mailbox that the line is about.
func (c *completer) folders() Candidates {
	ofOwner := func(tx *sandbox.Tx) ([]sandbox.Folder, error) { return tx.FolderWords(c.owner(), countable+1) }
	byPath := func(f sandbox.Folder) Candidate {
		if f.Total > countable {
			return Candidate{f.Path, fmt.Sprintf("over %d messages", countable)}
		}
		return Candidate{f.Path, c.Messages(f.Total, f.Unread)}
	}
	return fromSandbox(c, ofOwner, byPath)
}

// countable is how many messages are counted while somebody waits for candidates.
const countable = 1000

// places are where a copy may be: in a folder, in a public folder, or with a user who shares it.
func (c *completer) places() Candidates {
	return c.union((*completer).folders, (*completer).publicFolders, (*completer).users)
}
