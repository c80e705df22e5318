package reference

import (
	"slices"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
)

// Move moves a message to another folder.
type Move struct{ As, ID, In, To string }

func (s Move) Words() []string {
	return command("move", s.ID, s.To).flag("as", s.As).flag("in", s.In)
}

func (s Move) play(w *World) string {
	h := w.find(s.As, s.ID, s.In).own()
	demand(h.public == nil && h.message.state() != recall.Held, invalid)
	if h.reader != nil {
		s.To = h.reader.folder(s.To)
	}
	demand(s.To != mail.BuiltIn[mail.Outbox], invalid)
	for _, b := range h.who {
		b.folder(s.To)
	}
	for _, b := range h.who {
		w.moveTo(h, b, b.folder(s.To), mail.WasMoved)
	}
	return ""
}

func (w *World) moveTo(h held, b *Mailbox, folder string, what mail.What) {
	c := h.copyOf(b)
	c.Folder, c.PlacedBy = folder, recall.ByHand
	w.log(Event{Who: b, What: what, Message: h.message.ID, Mailbox: b, Folder: folder})
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
	h := w.find(s.As, s.ID, s.In).own()
	demand(h.public == nil || h.rights >= mail.Editor || h.rights >= mail.Author && h.message.Sender == h.reader, invalid)
	demand(h.public != nil || h.message.state() != recall.Held, invalid)
	bin := mail.BuiltIn[mail.DeletedItems]
	gone, rest := h.who, []*Mailbox(nil)
	if h.public == nil && !s.Hard {
		gone = slices.DeleteFunc(slices.Clone(h.who), func(b *Mailbox) bool { return h.copyOf(b).Folder != bin })
		rest = slices.DeleteFunc(slices.Clone(h.who), func(b *Mailbox) bool { return h.copyOf(b).Folder == bin })
	}
	for _, b := range gone {
		who := b
		if h.public != nil {
			who = h.reader
		}
		w.log(Event{Who: who, What: mail.WasRemoved, Message: h.message.ID, Mailbox: b, Folder: h.copyOf(b).Folder})
		delete(b.copies(h.sent), h.message.ID)
	}
	for _, b := range rest {
		w.moveTo(h, b, bin, mail.WasDeleted)
	}
	if h.public == nil && !h.sent {
		users, _ := w.users(s.As)
		w.meetAsks(h, users)
	}
	if h.message.Class == mail.RecallMessage { // what was removed for good cannot be processed any more
		r := w.Recalls[h.message.Recall-1]
		w.settle(r, occasion{}, r.outcomesOf(gone))
	}
	return ""
}
