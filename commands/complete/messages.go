package complete

import (
	"cmp"
	"slices"
	"strings"

	"recallbox/sandbox"
)

// Messages are completed by their IDs, and explained by their subjects.

// messages are those that whoever acts has before them; all where nobody does.
func (c *completer) messages() Candidates {
	return lyingIn(c.given("in"))(c)
}

// lyingIn are the messages of whoever acts that lie in a folder, a public folder, or with an owner; "" is everywhere.
// All are those of a pattern or a group.
func lyingIn(where string) source {
	return func(c *completer) Candidates {
		return stored(c, func(tx *sandbox.Tx) ([]sandbox.Word, error) {
			if _, err := tx.User(c.owner()); err != nil {
				return tx.MessageWords(false)
			}
			return messagesIn(tx, c.owner(), where)
		}, asWord)
	}
}

func messagesIn(tx *sandbox.Tx, owner, where string) ([]sandbox.Word, error) {
	if public, _ := tx.IsPublicFolder(where); where != "" && public {
		view, err := tx.InspectPublicFolder(where)
		return entryWords(view.Messages), err
	}
	box, err := tx.InspectMailbox(owner, where, -1)
	if err != nil && where != "" {
		box, err = tx.InspectMailbox(where, "", -1)
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

func (c *completer) heldMessages() Candidates {
	return stored(c, func(tx *sandbox.Tx) ([]sandbox.Word, error) { return tx.MessageWords(true) }, asWord)
}

// inspectable is what inspect knows by its form.
func (c *completer) inspectable() Candidates {
	return c.either((*completer).messages, (*completer).recalls, (*completer).mailboxes, (*completer).behaviourIDs)
}

// attachments are those of the message that was named.
func (c *completer) attachments() Candidates {
	ofMessage := func(tx *sandbox.Tx) ([]sandbox.Attachment, error) {
		m, err := tx.InspectMessage(c.arg(), "")
		return m.Attachments, err
	}
	return stored(c, ofMessage, func(a sandbox.Attachment) Candidate { return Candidate{a.Name, a.Type} })
}
