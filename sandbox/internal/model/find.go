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

func (w *World) messageByID(id string) *Message {
	n := number("m", id)
	demand(n > 0, invalid)
	demand(n <= len(w.Messages), notFound)
	return w.message(n)
}

func (w *World) mailboxAt(address string) *Mailbox {
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

// mailbox is the mailbox that a word means. The word is a whole address, or the part before the @ where only one user
// has it, or else only one public folder.
func (w *World) mailbox(word string) *Mailbox {
	word = mail.Fold(word)
	if strings.Contains(word, "@") {
		b := w.mailboxAt(word)
		demand(b != nil && b.Kind != Nobody, notFound)
		return b
	}
	for _, kind := range []Kind{User, Public} {
		var matches []*Mailbox
		for _, b := range w.Mailboxes {
			if b.Kind == kind && mail.Local(b.Address) == word {
				matches = append(matches, b)
			}
		}
		demand(len(matches) < 2, invalid)
		if len(matches) == 1 {
			return matches[0]
		}
	}
	panic(&Refusal{Kind: notFound})
}

func (w *World) user(word string) *Mailbox {
	b := w.mailbox(word)
	demand(b.Kind == User, invalid)
	return b
}

// users are the users that a word means: all that a pattern matches, the members of a group, or one.
func (w *World) users(word string) (all []*Mailbox, one bool) {
	if strings.ContainsAny(word, "*?[") {
		if b := w.mailboxAt(mail.Fold(word)); b != nil && b.Kind == User {
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
		// Commands work on users in the order in which they were made, not in that of the group.
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

// folder is the path of the folder that a name means: the case of built-in names does not matter.
func (b *Mailbox) folder(name string) string {
	for _, builtIn := range mail.BuiltIn {
		if strings.EqualFold(builtIn, name) {
			return builtIn
		}
	}
	demand(b.Folders[name], notFound)
	return name
}

// found are the copies of a message that a step acts on.
type found struct {
	message *Message
	owners  []*Mailbox // of the copies
	reader  *Mailbox   // who acts on them; nil where many do
	sent    bool
	public  *Mailbox // the public folder, where they lie in one
	rights  mail.Rights
	shared  bool // somebody else's copy, which its owner shares

	delegated bool // somebody else's copy, for whom the reader acts
}

func (b *Mailbox) copies(sent bool) map[int]*Copy {
	if sent {
		return b.Sent
	}
	return b.Received
}

func (h found) copyOf(b *Mailbox) *Copy { return b.copies(h.sent)[h.message.ID] }

// find finds the copies of a message that as means: received ones, else sent ones. In says where else to look: in a
// folder, a public folder, or the mailbox of somebody who shares the message.
func (w *World) find(as, id, in string) found {
	h := found{message: w.messageByID(id)}
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
				h.owners = append(h.owners, b)
			}
		}
		if len(h.owners) > 0 {
			return h
		}
	}
	demand(one && in == "", notFound)
	return w.inOnlyPublicFolder(h)
}

func (w *World) findElsewhere(h found, in string) found {
	owner := w.mailboxAt(in)
	if owner != nil && owner.Kind == User {
		demand(h.reader != nil, invalid)
		if owner.Delegates[h.reader] {
			return h.delegatedBy(owner)
		}
		return h.sharedBy(owner)
	}
	demand(h.reader != nil, invalid)
	demand(owner != nil && owner.Kind == Public, notFound)
	return h.inPublicFolder(owner)
}

func (h found) sharedBy(owner *Mailbox) found {
	id, shared := h.message.ID, owner.Shares[h.message.ID][h.reader.Address]
	for _, sent := range []bool{true, false} {
		if c := owner.copies(sent)[id]; c != nil {
			h.owners, h.sent = []*Mailbox{owner}, sent
			shared = shared || owner.FolderShares[c.Folder][h.reader.Address]
		}
	}
	demand(shared && h.owners != nil, notFound)
	h.shared = true
	return h
}

func (h found) inPublicFolder(f *Mailbox) found {
	h.rights = f.rightsOf(h.reader)
	demand(h.rights != mail.NoRights && f.Received[h.message.ID] != nil, notFound)
	h.owners, h.public, h.sent = []*Mailbox{f}, f, false
	return h
}

// inOnlyPublicFolder finds the message where it lies in just one public folder.
func (w *World) inOnlyPublicFolder(h found) found {
	var in []*Mailbox
	for _, b := range w.Mailboxes {
		if b.Kind == Public && b.Received[h.message.ID] != nil {
			in = append(in, b)
		}
	}
	demand(len(in) == 1, notFound)
	return h.inPublicFolder(in[0])
}

// rightsOf are the rights of a user in a public folder. Without a grant, users of the same organisation are authors.
func (b *Mailbox) rightsOf(user *Mailbox) mail.Rights {
	if r, granted := b.Grants[user]; granted {
		return r
	}
	if b.Organisation == user.Organisation {
		return mail.Author
	}
	return mail.NoRights
}

// mayRead refuses to show a contributor anything but recall messages.
func (h found) mayRead() {
	demand(h.public == nil || h.rights.ReadsAll() || h.message.Class == mail.RecallMessage, invalid)
}

// mustBeOwn refuses the copies that somebody else shares: others can only read them.
func (h found) mustBeOwn() found {
	demand(!h.shared, invalid)
	return h
}
