package commands

import (
	"cmp"
	"slices"
	"strings"

	"recallbox/sandbox"
)

// What can be completed from the sandbox. Where one cannot be read there is nothing.

// seen are the words that a use case finds.
func (l *look) seen(find func(*sandbox.Tx) ([]sandbox.Word, error)) (f candidates) {
	l.see(func(tx *sandbox.Tx) error {
		list, err := find(tx)
		f = found(list)
		return err
	})
	return f
}

func (l *look) users() candidates {
	return l.seen(func(tx *sandbox.Tx) ([]sandbox.Word, error) { return tx.UserWords(l.part) })
}

func (l *look) publicFolders() candidates {
	return l.seen(func(tx *sandbox.Tx) ([]sandbox.Word, error) { return tx.PublicFolderWords(l.part) })
}

func (l *look) groups() candidates {
	return l.seen(func(tx *sandbox.Tx) (words []sandbox.Word, err error) {
		all, err := tx.Groups()
		for _, g := range all {
			words = append(words, sandbox.Word{Text: g.Address, Says: "a group"})
		}
		return words, err
	})
}

// actors are who may do the same together; mailboxes are where mail lies; correspondents are whom mail can be sent to.
func (l *look) actors() candidates    { return l.either((*look).users, (*look).groups) }
func (l *look) mailboxes() candidates { return l.either((*look).users, (*look).publicFolders) }
func (l *look) correspondents() candidates {
	return l.either((*look).users, (*look).groups, (*look).publicFolders)
}

// newAddresses are what was typed up to the @, with the domains that there are.
func (l *look) newAddresses() candidates {
	local, _, at := strings.Cut(l.part, "@")
	if !at {
		return candidates{}
	}
	return l.seen(func(tx *sandbox.Tx) (words []sandbox.Word, err error) {
		all, err := tx.Organisations()
		for _, o := range all {
			words = append(words, sandbox.Word{Text: local + "@" + o.Domain, Says: o.Name})
		}
		return words, err
	})
}

func (l *look) organisations() candidates {
	return l.seen(func(tx *sandbox.Tx) (words []sandbox.Word, err error) {
		all, err := tx.Organisations()
		for _, o := range all {
			words = append(words, sandbox.Word{Text: o.Name, Says: o.Domain})
		}
		return words, err
	})
}

func (l *look) recalls() candidates { return l.seen((*sandbox.Tx).RecallWords) }
func (l *look) rules() candidates   { return l.seen((*sandbox.Tx).RuleWords) }

func (l *look) holds() candidates {
	return l.seen(func(tx *sandbox.Tx) (words []sandbox.Word, err error) {
		all, err := tx.Holds()
		for _, h := range all {
			words = append(words, sandbox.Word{Text: h.ID, Says: holdWords(h)})
		}
		return words, err
	})
}

func (l *look) snapshots() candidates {
	return l.seen(func(tx *sandbox.Tx) (words []sandbox.Word, err error) {
		all, err := tx.Snapshots()
		for _, s := range all {
			words = append(words, sandbox.Word{Text: s.Name, Says: snapshotWords(s)})
		}
		return words, err
	})
}

// recipients are those of the recall that was named.
func (l *look) recipients() candidates {
	return l.seen(func(tx *sandbox.Tx) (words []sandbox.Word, err error) {
		r, err := tx.InspectRecall(l.arg())
		for _, to := range r.Recipients {
			words = append(words, sandbox.Word{Text: to.Address, Says: to.Reason})
		}
		return words, err
	})
}

// now is the sandbox's own time, to go on from.
func (l *look) now() candidates {
	return l.seen(func(tx *sandbox.Tx) ([]sandbox.Word, error) {
		return []sandbox.Word{{Text: moment(tx.Clock().Now), Says: "the sandbox's clock"}}, nil
	})
}

// owner is whose mailbox the line is about, or "".
func (l *look) owner() string {
	for _, name := range []string{"mailbox", "as"} {
		if given := l.given(name); len(given) > 0 {
			return given[0]
		}
	}
	if strings.HasPrefix(l.line.command.args, "USER") && len(l.line.args) > 0 {
		return l.arg()
	}
	return l.as()
}

// folders are those of the mailbox.
func (l *look) folders() candidates {
	return l.seen(func(tx *sandbox.Tx) (words []sandbox.Word, err error) {
		all, err := tx.Folders(l.owner())
		for _, f := range all {
			words = append(words, sandbox.Word{Text: f.Path, Says: howMany(f.Total, f.Unread)})
		}
		return words, err
	})
}

// places are where a copy may be: a folder, a public folder, or with somebody who shares it.
func (l *look) places() candidates {
	return l.either((*look).folders, (*look).publicFolders, (*look).users)
}

// inspectable is what inspect knows by its form.
func (l *look) inspectable() candidates {
	return l.either((*look).messages, (*look).recalls, (*look).mailboxes, (*look).behaviourIDs)
}

// messages are those that whoever acts has before them; all where nobody does.
func (l *look) messages() candidates {
	where := ""
	if given := l.given("in"); len(given) > 0 {
		where = given[0]
	}
	return lyingIn(where)(l)
}

// lyingIn are the messages of whoever acts that lie in a folder, a public folder, or with an owner; "" is everywhere.
func lyingIn(where string) source {
	return func(l *look) candidates {
		return l.seen(func(tx *sandbox.Tx) ([]sandbox.Word, error) {
			owner := l.owner()
			if owner == "" {
				return tx.MessageWords(false)
			}
			if one, err := tx.User(owner); err != nil || one.Address == "" {
				return tx.MessageWords(false)
			}
			return messagesIn(tx, owner, where)
		})
	}
}

func messagesIn(tx *sandbox.Tx, owner, where string) ([]sandbox.Word, error) {
	if public, _ := tx.IsPublicFolder(where); where != "" && public {
		view, err := tx.InspectPublicFolder(where)
		return entryWords(view.Messages), err
	}
	box, err := tx.InspectMailbox(owner, where)
	if err != nil && where != "" {
		box, err = tx.InspectMailbox(where, "")
	}
	var all []sandbox.Entry
	for _, f := range box.Folders {
		all = append(all, f.Messages...)
	}
	return entryWords(all), err
}

// entryWords are the messages by ID, each once.
func entryWords(list []sandbox.Entry) []sandbox.Word {
	byID := func(a, b sandbox.Entry) int { return cmp.Or(len(a.ID)-len(b.ID), strings.Compare(a.ID, b.ID)) }
	same := func(a, b sandbox.Entry) bool { return a.ID == b.ID }
	var words []sandbox.Word
	for _, e := range slices.CompactFunc(slices.SortedFunc(slices.Values(list), byID), same) {
		words = append(words, sandbox.Word{Text: e.ID, Says: cmp.Or(e.Subject, e.Class.String())})
	}
	return words
}

func (l *look) heldMessages() candidates {
	return l.seen(func(tx *sandbox.Tx) ([]sandbox.Word, error) { return tx.MessageWords(true) })
}

// attachments are those of the message that was named.
func (l *look) attachments() candidates {
	return l.seen(func(tx *sandbox.Tx) (words []sandbox.Word, err error) {
		m, err := tx.InspectMessage(l.arg(), "")
		for _, a := range m.Attachments {
			words = append(words, sandbox.Word{Text: a.Name, Says: a.Type})
		}
		return words, err
	})
}
