package reference

import "recallbox/sandbox/mail"

// Share lets somebody see a copy of a message.
type Share struct{ As, ID, With string }

func (s Share) Words() []string { return command("share", s.ID).flag("as", s.As).flag("with", s.With) }

func (s Share) play(w *World) string {
	h := w.find(s.As, s.ID, "").own()
	demand(h.reader != nil && h.public == nil, invalid)
	with, c, id := w.user(s.With), h.copyOf(h.reader), h.message.ID
	if h.reader.Shares[id] == nil {
		h.reader.Shares[id] = map[string]bool{}
	}
	h.reader.Shares[id][with.Address], c.Shared = true, true
	w.log(Event{Who: h.reader, What: mail.WasShared, Message: id, Mailbox: h.reader, Folder: c.Folder, Detail: "with " + with.Address})
	return ""
}

// Forward passes a message on, as a message of its own.
type Forward struct {
	As, ID string
	To     []string
}

func (s Forward) Words() []string { return command("forward", s.ID).flag("as", s.As).flags("to", s.To) }

func (s Forward) play(w *World) string {
	h := w.find(s.As, s.ID, "")
	demand(h.reader != nil, invalid)
	h.mayRead()
	demand(h.message.Class <= mail.RecallMessage, Unmodelled)
	to := w.addresses(s.To)
	demand(len(to) > 0, invalid)
	return w.dispatch(Message{Class: mail.Note, Subject: "Fwd: " + w.subject(h.message), To: [3][]string{to}, Forwards: h.message.ID, Protected: h.message.Protected}, h.reader)
}
