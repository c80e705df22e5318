package complete

import "recallbox/sandbox"

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
				return tx.MessageWords(false, c.wanted())
			}
			return tx.MailboxWords(c.owner(), where, c.wanted())
		}, asWord)
	}
}

func (c *completer) heldMessages() Candidates {
	held := func(tx *sandbox.Tx) ([]sandbox.Word, error) { return tx.MessageWords(true, c.wanted()) }
	return fromSandbox(c, held, asWord)
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

// recoverable are the messages that the user who acts could recover, or an administrator in the mailbox of --in.
func (c *completer) recoverable() Candidates {
	kept := func(tx *sandbox.Tx) (all []sandbox.Entry, err error) {
		owner, as := c.flagValue("in"), c.owner()
		if owner == "" {
			owner, as = as, ""
		}
		box, err := tx.InspectRecoverable(owner, as)
		for _, f := range box.Folders {
			if e := f.Messages.First(maxCandidates+1, func(e sandbox.Entry) { all = append(all, e) }); err == nil {
				err = e
			}
		}
		return all, err
	}
	return fromSandbox(c, kept, func(e sandbox.Entry) Candidate { return Candidate{e.ID, e.Subject} })
}
