package reference

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"recallbox/sandbox/mail"
)

func number(prefix, id string) int {
	var n int
	_, err := fmt.Sscanf(id, prefix+"%d", &n)
	if err != nil || n < 1 || fmt.Sprintf("%s%d", prefix, n) != id {
		return 0
	}
	return n
}

func (w *World) messageCalled(id string) *Message {
	n := number("m", id)
	demand(n > 0, invalid)
	demand(n <= len(w.Messages), notFound)
	return w.message(n)
}

func (w *World) at(address string) *Mailbox {
	for _, b := range w.Mailboxes {
		if b.Address == address {
			return b
		}
	}
	return nil
}

func (w *World) groupAt(address string) *Group {
	for _, g := range w.Groups {
		if g.Address == address {
			return g
		}
	}
	return nil
}

func (w *World) organisationOf(address string) *Organisation {
	for _, o := range w.Organisations {
		if o.Domain == mail.Domain(address) {
			return o
		}
	}
	return nil
}

func (w *World) organisation(name string) *Organisation {
	for _, o := range w.Organisations {
		if o.Name == name {
			return o
		}
	}
	panic(&Refusal{Kind: notFound})
}

// mailbox is what a word means: a whole address, or the part before the @ where one user (or else one public folder) has it.
func (w *World) mailbox(word string) *Mailbox {
	word = mail.Fold(word)
	if strings.Contains(word, "@") {
		b := w.at(word)
		demand(b != nil && b.Kind != Nobody, notFound)
		return b
	}
	for _, kind := range []Kind{User, Public} {
		var called []*Mailbox
		for _, b := range w.Mailboxes {
			if b.Kind == kind && mail.Local(b.Address) == word {
				called = append(called, b)
			}
		}
		demand(len(called) < 2, invalid)
		if len(called) == 1 {
			return called[0]
		}
	}
	panic(&Refusal{Kind: notFound})
}

func (w *World) user(word string) *Mailbox {
	b := w.mailbox(word)
	demand(b.Kind == User, invalid)
	return b
}

// users are whom a word means: all that a pattern matches, a group's members, or one.
func (w *World) users(word string) (all []*Mailbox, one bool) {
	if strings.ContainsAny(word, "*?[") {
		if b := w.at(mail.Fold(word)); b != nil && b.Kind == User {
			return []*Mailbox{b}, true
		}
		for _, b := range w.Mailboxes {
			if ok, _ := path.Match(mail.Fold(word), b.Address); ok && b.Kind == User {
				all = append(all, b)
			}
		}
		demand(len(all) > 0, notFound)
		return all, false
	}
	if g := w.groupAt(mail.Fold(word)); g != nil {
		// In the order in which they were made, as a command works on them, not in the group's.
		members := w.members(g)
		for _, b := range w.Mailboxes {
			if b.Kind == User && slices.Contains(members, b) {
				all = append(all, b)
			}
		}
		return all, false
	}
	return []*Mailbox{w.user(word)}, true
}

// members are a group's, in its order.
func (w *World) members(g *Group) []*Mailbox {
	if g.All == nil {
		return g.Members
	}
	var all []*Mailbox
	for _, b := range w.Mailboxes {
		if b.Kind == User && b.Organisation == g.All {
			all = append(all, b)
		}
	}
	return all
}

// folder is the path that a mailbox's folder is known by.
func (b *Mailbox) folder(name string) string {
	for _, builtIn := range mail.BuiltIn {
		if strings.EqualFold(builtIn, name) {
			return builtIn
		}
	}
	demand(b.Folders[name], notFound)
	return name
}
