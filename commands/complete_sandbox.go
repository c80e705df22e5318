package commands

import (
	"strings"

	"recallbox/sandbox"
)

// What can be completed from the sandbox. Where one cannot be read there is nothing.

// stored are the things that a use case finds, as candidates.
func stored[T any](l *look, find func(*sandbox.Tx) ([]T, error), show func(T) candidate) (f candidates) {
	l.see(func(tx *sandbox.Tx) error {
		list, err := find(tx)
		f = offer(list, show)
		return err
	})
	return f
}

func asWord(w sandbox.Word) candidate { return candidate{w.Text, w.Says} }

func (l *look) users() candidates {
	return stored(l, func(tx *sandbox.Tx) ([]sandbox.Word, error) { return tx.UserWords(l.part) }, asWord)
}

func (l *look) publicFolders() candidates {
	return stored(l, func(tx *sandbox.Tx) ([]sandbox.Word, error) { return tx.PublicFolderWords(l.part) }, asWord)
}

func (l *look) groups() candidates {
	return stored(l, (*sandbox.Tx).Groups, func(g sandbox.Group) candidate { return candidate{g.Address, "a group"} })
}

// actors are who may do the same together.
func (l *look) actors() candidates { return l.either((*look).users, (*look).groups) }

// mailboxes are where mail lies.
func (l *look) mailboxes() candidates { return l.either((*look).users, (*look).publicFolders) }

// correspondents are whom mail can be sent to.
func (l *look) correspondents() candidates {
	return l.either((*look).users, (*look).groups, (*look).publicFolders)
}

// newAddresses are what was typed up to the @, with the domains that there are.
func (l *look) newAddresses() candidates {
	local, _, at := strings.Cut(l.part, "@")
	if !at {
		return candidates{}
	}
	return stored(l, (*sandbox.Tx).Organisations, func(o sandbox.Organisation) candidate { return candidate{local + "@" + o.Domain, o.Name} })
}

func (l *look) organisations() candidates {
	return stored(l, (*sandbox.Tx).Organisations, func(o sandbox.Organisation) candidate { return candidate{o.Name, o.Domain} })
}

func (l *look) recalls() candidates { return stored(l, (*sandbox.Tx).RecallWords, asWord) }
func (l *look) rules() candidates   { return stored(l, (*sandbox.Tx).RuleWords, asWord) }

func (l *look) holds() candidates {
	return stored(l, (*sandbox.Tx).Holds, func(h sandbox.Hold) candidate { return candidate{h.ID, holdWords(h)} })
}

func (l *look) snapshots() candidates {
	return stored(l, (*sandbox.Tx).Snapshots, func(s sandbox.Snapshot) candidate { return candidate{s.Name, snapshotWords(s)} })
}

// recipients are those of the recall that was named.
func (l *look) recipients() candidates {
	ofRecall := func(tx *sandbox.Tx) ([]sandbox.Recipient, error) {
		r, err := tx.InspectRecall(l.arg())
		if err != nil {
			return nil, err
		}
		return r.Recipients.List()
	}
	return stored(l, ofRecall, func(r sandbox.Recipient) candidate { return candidate{r.Address, r.Reason} })
}

// now is the sandbox's own time, to go on from.
func (l *look) now() (f candidates) {
	l.see(func(tx *sandbox.Tx) error {
		f = candidates{list: []candidate{{moment(tx.Clock().Now), "the sandbox's clock"}}}
		return nil
	})
	return f
}

// folders are those of the mailbox that the line is about.
func (l *look) folders() candidates {
	ofOwner := func(tx *sandbox.Tx) ([]sandbox.Folder, error) { return tx.Folders(l.owner()) }
	return stored(l, ofOwner, func(f sandbox.Folder) candidate { return candidate{f.Path, howMany(f.Total, f.Unread)} })
}

// places are where a copy may be: a folder, a public folder, or with somebody who shares it.
func (l *look) places() candidates {
	return l.either((*look).folders, (*look).publicFolders, (*look).users)
}

// owner is whose mailbox the line is about, or "".
func (l *look) owner() string {
	for _, name := range []string{"mailbox", "as"} {
		if given := l.line.values(name); len(given) > 0 {
			return given[0]
		}
	}
	if strings.HasPrefix(l.line.command.ArgsUsage, "USER") && len(l.line.args) > 0 {
		return l.arg()
	}
	return l.call.process.Getenv("RECALLBOX_AS")
}
