package complete

import (
	"cmp"
	"slices"
	"strings"

	"recallbox/sandbox"
)

// Messages are completed by their IDs, and explained by their subjects.

// messages are those of the user who acts; all messages where nobody does.
func (c *completer) messages() Candidates {
	return inFolder(c.flagValue("in"))(c)
}

// inFolder are the messages of the user who acts in a folder, a public folder, or an owner's mailbox; "" is everywhere.
// Where a pattern or a group acts it is all messages.
func inFolder(where string) source {
	return func(c *completer) Candidates {
		return fromSandbox(c, func(tx *sandbox.Tx) ([]sandbox.Word, error) {
			if _, err := tx.User(c.owner()); err != nil {
				return tx.MessageWords(false)
			}
			return messagesOf(tx, c.owner(), where)
		}, asWord)
	}
}

func messagesOf(tx *sandbox.Tx, owner, where string) ([]sandbox.Word, error) {
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
	return fromSandbox(c, func(tx *sandbox.Tx) ([]sandbox.Word, error) { return tx.MessageWords(true) }, asWord)
}

// inspectable is all that inspect can show: it tells by the form of the word.
func (c *completer) inspectable() Candidates {
	return c.union((*completer).messages, (*completer).recalls, (*completer).mailboxes, (*completer).behaviourIDs)
}

// attachments are those of the message on the line.
func (c *completer) attachments() Candidates {
	ofMessage := func(tx *sandbox.Tx) (words []sandbox.Word, err error) {
		m, err := tx.InspectMessage(c.arg(), "")
		for i, word := range m.AttachmentWords() {
			words = append(words, sandbox.Word{Text: word, Says: m.Attachments[i].Type})
		}
		return words, err
	}
	return fromSandbox(c, ofMessage, asWord)
}
