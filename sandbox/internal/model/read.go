package model

import (
	"slices"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
)

// Read changes the read state of a message: How is preview, open, mark-read or mark-unread. Opening also sends the read
// receipt that the message asks for, and processes a recall message.
type Read struct {
	How, As, ID, In string
	Client          string // another program than the user's own
	Receipt         string // yes or no, where the program asks
}

func (s Read) Words() []string {
	return command(s.How, s.ID).flag("as", s.As).flag("in", s.In).flag("client", s.Client).flag("receipt", s.Receipt)
}

// act is what How means for the read state and for the log.
func (s Read) act() (mail.Act, mail.What) {
	switch s.How {
	case "preview":
		return mail.Preview, mail.WasPreviewed
	case "open":
		return mail.Open, mail.WasOpened
	case "mark-read":
		return mail.MarkRead, mail.WasMarkedRead
	}
	return mail.MarkUnread, mail.WasMarkedUnread
}

func (s Read) play(w *World) string {
	h := w.find(s.As, s.ID, s.In)
	if s.How == "open" {
		h.programRuns(s.Client)
	}
	h.mayRead()
	w.see(h, s)
	if s.How == "open" && !h.sent && !h.shared {
		if h.public == nil {
			w.sendReceipts(h, s.Receipt)
		}
		if h.message.Class == mail.RecallMessage {
			w.openRequest(h, s.Client)
		}
	}
	return ""
}

// programRuns refuses where the mail program that would open the message does not run.
func (h found) programRuns(client string) {
	c, err := mail.ParseClient(client)
	demand(client == "" || err == nil, invalid)
	readers := h.owners
	if h.reader != nil {
		readers = []*Mailbox{h.reader}
	}
	for _, b := range readers {
		demand(!b.Stopped || client != "" && c != b.Client, invalid)
	}
}

// see changes the read state. In a public folder each reader has one. Reading a copy that somebody shares changes
// nothing.
func (w *World) see(h found, s Read) {
	act, what := s.act()
	for _, b := range h.owners {
		c, who := h.copyOf(b), b
		switch {
		case h.shared:
			who = h.reader
		case h.public != nil:
			who = h.reader
			readings := b.Readings[h.message.ID]
			if readings == nil {
				readings = map[*Mailbox]mail.Seen{}
				b.Readings[h.message.ID] = readings
			}
			readings[who] = readings[who].After(act)
		default:
			c.Seen = c.Seen.After(act)
		}
		w.log(Event{Who: who, What: what, Message: h.message.ID, Mailbox: b, Folder: c.Folder})
	}
}

// sendReceipts sends a read receipt, once for each reader. The settings of the reader's program decide; where the
// program asks, the answer does.
func (w *World) sendReceipts(h found, answer string) {
	m := h.message
	if !m.ReadReceipt {
		return
	}
	sys, set := w.system(m.Sender)
	f := recall.Given(recall.ReceiptAskedFor.As(true))
	after := sys.Decide(recall.WhatAfterReceipt, f.With(recall.ReceiptCame.As(true))).ID()
	var readers []*Mailbox
	for _, r := range m.Recipients {
		if slices.Contains(h.owners, r.Mailbox) && m.Receipts[r.Mailbox] == 0 {
			readers = append(readers, r.Mailbox)
		}
	}
	for _, b := range readers {
		off := w.receiptsOff(b) || set["read-receipts"] == "off"
		f := f.With(recall.ReceiptsOff.As(off), recall.ReceiptDeclined.As(b.declines(answer)))
		d := sys.Decide(recall.IsReceiptSent, f)
		if d.Answer() == recall.Yes {
			m.Receipts[b] = w.Now
			receipt := Message{Class: mail.Receipt, About: m.ID, Party: b, Form: join(d.ID(), after)}
			receipt.Manual = b.Receipts == mail.ReceiptsAsk
			w.arrive(w.put(receipt), m.Sender, Event{Cites: receipt.Form})
		}
	}
}

func (b *Mailbox) declines(answer string) bool {
	return answer == "no" || b.Receipts == mail.ReceiptsNever || b.Receipts == mail.ReceiptsAsk && answer != "yes"
}

// openRequest processes a recall message for those who open it.
func (w *World) openRequest(h found, client string) {
	r := w.Recalls[h.message.Recall-1]
	if h.public != nil {
		w.openInPublicFolder(r, h, client)
		return
	}
	t := trigger{moment: recall.Opened}
	if client != "" {
		c, _ := mail.ParseClient(client)
		t.client = &c
	}
	w.settle(r, t, r.outcomesOf(h.owners))
}

// Move moves a message to another folder.
type Move struct{ As, ID, In, To string }

func (s Move) Words() []string {
	return command("move", s.ID, s.To).flag("as", s.As).flag("in", s.In)
}

func (s Move) play(w *World) string {
	h := w.find(s.As, s.ID, s.In).mustBeOwn()
	demand(h.public == nil && h.message.state() != recall.Held, invalid)
	if h.reader != nil {
		s.To = h.reader.folder(s.To)
	}
	demand(s.To != mail.BuiltIn[mail.Outbox], invalid)
	for _, b := range h.owners {
		b.folder(s.To)
	}
	for _, b := range h.owners {
		w.moveTo(h, b, b.folder(s.To), mail.WasMoved)
	}
	return ""
}

func (w *World) moveTo(h found, b *Mailbox, folder string, what mail.What) {
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
	h := w.find(s.As, s.ID, s.In).mustBeOwn()
	if h.public == nil {
		demand(h.message.state() != recall.Held, invalid)
	} else {
		demand(h.rights >= mail.Editor || h.rights >= mail.Author && h.message.Sender == h.reader, invalid)
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
	for _, b := range remove {
		who := b
		if h.public != nil {
			who = h.reader
		}
		w.log(Event{Who: who, What: mail.WasRemoved, Message: h.message.ID, Mailbox: b, Folder: h.copyOf(b).Folder})
		delete(b.copies(h.sent), h.message.ID)
	}
	for _, b := range move {
		w.moveTo(h, b, bin, mail.WasDeleted)
	}
	if h.public == nil && !h.sent {
		users, _ := w.users(s.As)
		w.meetDeleteRequests(h, users)
	}
	if h.message.Class == mail.RecallMessage { // nobody can process what was removed for good
		r := w.Recalls[h.message.Recall-1]
		w.settle(r, trigger{}, r.outcomesOf(remove))
	}
	return ""
}

// Share lets somebody see a copy of a message.
type Share struct{ As, ID, With string }

func (s Share) Words() []string { return command("share", s.ID).flag("as", s.As).flag("with", s.With) }

func (s Share) play(w *World) string {
	h := w.find(s.As, s.ID, "").mustBeOwn()
	demand(h.reader != nil && h.public == nil, invalid)
	with, c, id := w.user(s.With), h.copyOf(h.reader), h.message.ID
	if h.reader.Shares[id] == nil {
		h.reader.Shares[id] = map[string]bool{}
	}
	h.reader.Shares[id][with.Address], c.Shared = true, true
	e := Event{Who: h.reader, What: mail.WasShared, Message: id, Mailbox: h.reader, Folder: c.Folder}
	e.Detail = "with " + with.Address
	w.log(e)
	return ""
}

// Program starts or stops mail programs. An Outlook that starts processes the recall messages in the Inbox.
type Program struct{ How, As string }

func (s Program) Words() []string { return command("client", s.How).flag("as", s.As) }

func (s Program) play(w *World) string {
	users, _ := w.users(s.As)
	stop := s.How == "stop"
	users = slices.DeleteFunc(users, func(b *Mailbox) bool { return b.Stopped == stop })
	what := mail.ProgramStarted
	if stop {
		what = mail.ProgramStopped
	}
	for _, b := range users {
		b.Stopped = stop
		w.log(Event{Who: b, What: what, Mailbox: b})
	}
	for _, r := range w.Recalls {
		waits := slices.DeleteFunc(slices.Clone(users), func(b *Mailbox) bool {
			c := b.Received[r.Request]
			return stop || c == nil || c.Folder != b.inbox()
		})
		w.settle(r, trigger{moment: recall.Started}, r.outcomesOf(waits))
	}
	return ""
}

// Fetch downloads the Inbox into mail programs, through pop or imap.
type Fetch struct{ As, Via string }

func (s Fetch) Words() []string { return command("fetch").flag("as", s.As).flag("via", s.Via) }

func (s Fetch) play(w *World) string {
	users, _ := w.users(s.As)
	for _, b := range users {
		w.log(Event{Who: b, What: mail.WasFetched, Mailbox: b, Detail: "through " + s.Via})
		for _, c := range b.Received {
			if c.Folder == b.inbox() && c.Fetched == recall.NotFetched {
				c.Fetched = map[string]recall.Fetching{"pop": recall.ByPOP, "imap": recall.ByIMAP}[s.Via]
			}
		}
	}
	return ""
}
