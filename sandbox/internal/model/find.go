package model

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

// held is what somebody who acts on a message has before them.
type held struct {
	message *Message
	who     []*Mailbox // whose copies they are
	reader  *Mailbox   // who acts on them, where it is one
	sent    bool
	public  *Mailbox // the public folder, where they lie in one
	rights  mail.Rights
	shared  bool // somebody else's copy, which its owner shares
}

func (b *Mailbox) copies(sent bool) map[int]*Copy {
	if sent {
		return b.Sent
	}
	return b.Received
}

func (h held) copyOf(b *Mailbox) *Copy { return b.copies(h.sent)[h.message.ID] }

// find finds the copies of a message that as means: received before sent, or those in a folder, in a public folder, or shared by somebody.
func (w *World) find(as, id, in string) held {
	h := held{message: w.messageCalled(id)}
	users, one := w.users(as)
	if one {
		h.reader = users[0]
	}
	if strings.Contains(in, "@") {
		return w.findElsewhere(h, mail.Fold(in))
	}
	if in != "" && one {
		in = h.reader.folder(in)
	}
	for _, h.sent = range []bool{false, true} {
		for _, b := range users {
			if c := h.copyOf(b); c != nil && (in == "" || strings.EqualFold(c.Folder, in)) {
				h.who = append(h.who, b)
			}
		}
		if len(h.who) > 0 {
			return h
		}
	}
	demand(one && in == "", notFound)
	return w.inOnlyPublicFolder(h)
}

func (w *World) findElsewhere(h held, in string) held {
	owner := w.at(in)
	if owner != nil && owner.Kind == User {
		demand(h.reader != nil, invalid)
		return h.sharedBy(owner)
	}
	demand(h.reader != nil, invalid)
	demand(owner != nil && owner.Kind == Public, notFound)
	return h.inPublicFolder(owner)
}

func (h held) sharedBy(owner *Mailbox) held {
	id, shared := h.message.ID, owner.Shares[h.message.ID][h.reader.Address]
	for _, sent := range []bool{true, false} {
		if c := owner.copies(sent)[id]; c != nil {
			h.who, h.sent = []*Mailbox{owner}, sent
			shared = shared || owner.FolderShares[c.Folder][h.reader.Address]
		}
	}
	demand(shared && h.who != nil, notFound)
	h.shared = true
	return h
}

func (h held) inPublicFolder(f *Mailbox) held {
	h.rights = f.rightsOf(h.reader)
	demand(h.rights != mail.NoRights && f.Received[h.message.ID] != nil, notFound)
	h.who, h.public, h.sent = []*Mailbox{f}, f, false
	return h
}

// inOnlyPublicFolder finds the message where it lies in just one public folder.
func (w *World) inOnlyPublicFolder(h held) held {
	var in []*Mailbox
	for _, b := range w.Mailboxes {
		if b.Kind == Public && b.Received[h.message.ID] != nil {
			in = append(in, b)
		}
	}
	demand(len(in) == 1, notFound)
	return h.inPublicFolder(in[0])
}

// rightsOf are a user's in a public folder: as granted, else author in the same organisation.
func (b *Mailbox) rightsOf(user *Mailbox) mail.Rights {
	if r, granted := b.Grants[user]; granted {
		return r
	}
	if b.Organisation == user.Organisation {
		return mail.Author
	}
	return mail.NoRights
}

// mayRead gives up where a contributor would read what is no recall message.
func (h held) mayRead() {
	demand(h.public == nil || h.rights.ReadsAll() || h.message.Class == mail.RecallMessage, invalid)
}

// own gives up on what somebody else shares, which others only read.
func (h held) own() held {
	demand(!h.shared, invalid)
	return h
}
