package reference

import (
	"fmt"
	"slices"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
)

// Holding are the messages in a mailbox, as folder, ID, and whether it is read: built-in folders first, then by path, and by message.
func (b *Mailbox) Holding() []string {
	var all []string
	for _, folder := range b.paths() {
		for _, id := range slices.Sorted(slices.Values(b.in(folder))) {
			for _, sent := range []bool{false, true} {
				if c := b.copies(sent)[id]; c != nil && c.Folder == folder {
					all = append(all, fmt.Sprintf("%s m%d %t", folder, id, c.Seen.Read()))
				}
			}
		}
	}
	return all
}

func (b *Mailbox) paths() (all []string) {
	for path := range b.Folders {
		all = append(all, path)
	}
	return append(mail.BuiltIn[:], slices.Sorted(slices.Values(all))...)
}

// in are the messages in a folder, each once.
func (b *Mailbox) in(folder string) (ids []int) {
	for _, sent := range []bool{false, true} {
		for id, c := range b.copies(sent) {
			if c.Folder == folder && !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

// Standing is how each recipient of a recall stands: address, outcome, whether that is for good, and the behaviour behind it. What is not for
// good follows from how things stand now.
func (w *World) Standing(r *Recall) (all []string) {
	for _, o := range r.Outcomes {
		answer, behaviour := o.Answer, o.Behaviour
		if answer == recall.Silent {
			d := w.now(r, o)
			answer, behaviour = d.Answer(), d.ID()
		}
		if answer == recall.Yes { // the recall message is on its way
			answer = recall.Pending
		}
		all = append(all, fmt.Sprintf("%s %s %t %s", o.Mailbox.Address, answer, o.Answer != recall.Silent, behaviour))
	}
	return all
}

// now is what the mail system says of an open outcome when somebody only looks.
func (w *World) now(r *Recall, o *Outcome) recall.Decision {
	if r.Request != 0 && w.message(r.Request).Due != 0 {
		return r.System.Decide(recall.HowFar, recall.Given(recall.Recipient.As(o.Reach), recall.ThroughGroup.As(o.Via != nil)))
	}
	f := w.facts(r, o.Mailbox, occasion{})
	if recall.PublicFolder.Get(f) && recall.RequestIn.Get(f) != recall.Gone && len(o.Attempts) > 0 {
		recall.FolderReader.Set(&f, recall.OtherRights)
	}
	return r.System.Decide(recall.WhatHappens, f)
}

// Line is an event as the log has it.
func (e Event) Line() string {
	id := func(prefix string, n int) string {
		if n == 0 {
			return ""
		}
		return fmt.Sprintf("%s%d", prefix, n)
	}
	who := "mail system"
	if e.Who != nil {
		who = e.Who.Address
	}
	return row(e.At, who, e.What.String(), id("m", e.Message), id("r", e.Recall), e.Mailbox, e.Folder, e.Cites, e.Detail)
}
