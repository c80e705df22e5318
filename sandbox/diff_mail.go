package sandbox

import (
	"cmp"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/store"
)

// seenWords say what a person has done with a message.
var seenWords = [...]string{mail.Untouched: "unread", mail.Previewed: "previewed", mail.MarkedUnread: "marked unread", mail.Opened: "opened", mail.MarkedRead: "marked read"}

// fetchedWords say how a mail program downloaded a message.
var fetchedWords = [...]string{"", "pop", "imap"}

func (d *Diff) compareMail(_, now *Tx) error {
	err := now.store.ChangedCopies(func(was, is *store.ComparedCopy) error {
		c := cmp.Or(is, was)
		m := MessageDiff{Mailbox: c.Mailbox, ID: makeID(messagePrefix, c.Message), Class: c.Class, Notice: c.Notice, Subject: c.Subject,
			Changes: copyChanges(was, is), From: copyState(was), To: copyState(is)}
		if c.Party != c.Mailbox {
			m.Recipient = c.Party
		}
		if c.Answer >= 0 {
			m.Outcome = [...]recall.Answer{recall.Failed, recall.Succeeded}[c.Answer].String()
		}
		d.Messages = append(d.Messages, m)
		return nil
	})
	if err != nil {
		return err
	}
	return now.store.ChangedReadings(func(was, is *store.ComparedReading) error {
		r := cmp.Or(is, was)
		from, to := readingState(was), readingState(is)
		d.Messages = append(d.Messages, MessageDiff{Mailbox: r.Folder, Reader: r.Reader, ID: makeID(messagePrefix, r.Message), Class: r.Class, Subject: r.Subject,
			Changes: []string{readChange(from.Read, to.Read)}, From: from, To: to})
		return nil
	})
}

func copyState(c *store.ComparedCopy) *MessageState {
	if c == nil {
		return nil
	}
	return &MessageState{Folder: c.Path, Read: c.Seen.Read(), Seen: seenWords[c.Seen], Shared: c.Shared, Fetched: fetchedWords[c.Fetched], Tagged: c.Tagged}
}

// readingState is what a reader of a public folder has done with a message; who has done nothing has not read it.
func readingState(r *store.ComparedReading) *MessageState {
	if r == nil {
		r = new(store.ComparedReading)
	}
	return &MessageState{Read: r.Seen.Read(), Seen: seenWords[r.Seen]}
}

// copyChanges are what happened to a copy, in one word each.
func copyChanges(was, is *store.ComparedCopy) []string {
	if was == nil || is == nil {
		return []string{cameOrWent(is != nil)}
	}
	var all []string
	for _, one := range []struct {
		change  string
		happens bool
	}{
		{"moved", was.Path != is.Path},
		{readChange(was.Seen.Read(), is.Seen.Read()), was.Seen != is.Seen},
		{"shared", was.Shared != is.Shared},
		{"fetched", was.Fetched != is.Fetched},
		{"tagged", was.Tagged != is.Tagged},
		{"edited", was.Subject != is.Subject || was.Sum != is.Sum},
	} {
		if one.happens {
			all = append(all, one.change)
		}
	}
	return all
}

// readChange is what happened to a message's read state, which may be read or unread for another reason than before.
func readChange(was, is bool) string {
	switch {
	case is && !was:
		return "read"
	case was && !is:
		return "unread"
	default:
		return "seen"
	}
}
