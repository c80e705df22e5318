package model

import (
	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
)

// Move moves a message to another folder.
type Move struct{ As, ID, In, To string }

func (s Move) Words() []string {
	return command("move", s.ID, s.To).flag("as", s.As).flag("in", s.In)
}

func (s Move) play(w *World) string {
	h := w.find(s.As, s.ID, s.In).mustBeOwn()
	demand(h.public == nil && h.message.state() != recall.Held, invalid)
	if h.reader != nil {
		s.To = h.owners[0].folder(s.To)
	}
	demand(s.To != mail.BuiltIn[mail.Outbox], invalid)
	for _, b := range h.owners {
		b.folder(s.To)
	}
	for _, b := range h.owners {
		w.moveTo(h, b, b.folder(s.To), mail.WasMoved, "")
	}
	return ""
}

func (w *World) moveTo(h found, b *Mailbox, folder string, what mail.What, cites string) {
	c := h.copyOf(b)
	moved := recall.ByHand
	if (c.PlacedBy == recall.ByRule || c.PlacedBy == recall.ByRuleThenHand) && folder != b.inbox() {
		moved = recall.ByRuleThenHand
	}
	c.Folder, c.PlacedBy = folder, moved
	w.log(Event{Who: h.actor(b), What: what, Message: h.message.ID, Mailbox: b, Folder: folder, Cites: cites})
}

// actor is who acts on a copy: its owner, or who acts for the owner.
func (h found) actor(owner *Mailbox) *Mailbox {
	if h.delegated || h.public != nil {
		return h.reader
	}
	return owner
}

// Delete moves a message to Deleted Items, and removes it for good from there; Hard removes it at once.
type Delete struct {
	As, ID, In string
	Hard       bool
}

func (s Delete) Words() []string {
	return command("delete", s.ID).flag("as", s.As).flag("in", s.In).on("hard", s.Hard)
}

func (s Delete) play(w *World) string {
	h := w.find(s.As, s.ID, s.In).mustBeOwn()
	if h.public == nil {
		demand(h.message.state() != recall.Held, invalid)
	} else {
		demand(h.rights >= mail.Editor || h.rights >= mail.Author && h.message.Sender == h.reader, invalid)
	}
	cites := ""
	if h.sent && h.message.Class == mail.Note && h.message.state() == recall.Sent {
		sys, _ := w.system(h.message.Sender)
		cites = sys.Decide(recall.WhatOfDeleting, recall.Facts{}).ID()
	}
	bin := mail.BuiltIn[mail.DeletedItems]
	var remove, move []*Mailbox
	for _, b := range h.owners {
		if h.public != nil || s.Hard || h.copyOf(b).Folder == bin {
			remove = append(remove, b)
		} else {
			move = append(move, b)
		}
	}
	var unread []*Mailbox
	for _, b := range remove {
		if h.public == nil && !h.sent && !h.copyOf(b).Seen.Read() {
			unread = append(unread, b)
		}
		w.log(Event{Who: h.actor(b), What: mail.WasRemoved, Message: h.message.ID, Mailbox: b, Folder: h.copyOf(b).Folder,
			Cites: cites})
		if h.public != nil {
			delete(b.copies(h.sent), h.message.ID)
		} else {
			w.remove(b, h.message, h.sent, recall.ByOwner)
		}
	}
	for _, b := range move {
		w.moveTo(h, b, bin, mail.WasDeleted, cites)
	}
	w.tellNotRead(h.message, unread)
	if h.public == nil && !h.sent {
		users, _ := w.users(s.As)
		if h.delegated {
			users = h.owners
		}
		w.meetDeleteRequests(h, users)
	}
	if h.message.Class == mail.RecallMessage { // nobody can process what was removed for good
		r := w.Recalls[h.message.Recall-1]
		w.settle(r, trigger{}, r.outcomesOf(remove))
	}
	return ""
}
