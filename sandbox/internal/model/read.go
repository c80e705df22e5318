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

// see changes the read state. In a public folder each reader has one. Whether the reading of somebody else's copy
// counts for its owner is the mail system's to say.
func (w *World) see(h found, s Read) {
	usual, what := s.act()
	for _, b := range h.owners {
		c, who := h.copyOf(b), b
		if h.shared || h.delegated || h.public != nil {
			who = h.reader
		}
		act, cites := w.shown(h, who, s, usual)
		switch {
		case h.shared || h.delegated:
			mark := w.whoseMark(h)
			if mark == "" {
				cites = ""
				break
			}
			c.Seen, cites = c.Seen.After(act), join(mark, cites)
		case h.public != nil && h.public.SharedReading:
			c.Seen = c.Seen.After(act)
		case h.public != nil:
			readings := b.Readings[h.message.ID]
			if readings == nil {
				readings = map[*Mailbox]mail.Seen{}
				b.Readings[h.message.ID] = readings
			}
			readings[who] = readings[who].After(act)
		default:
			c.Seen = c.Seen.After(act)
			if !h.sent && c.Fetched == recall.NotFetched {
				c.Fetched = w.fetching(b, h.message, s)
			}
		}
		w.log(Event{Who: who, What: what, Message: h.message.ID, Mailbox: b, Folder: c.Folder, Cites: cites})
	}
}

// shown is what showing a message to somebody does to its read state, and the behaviour behind that. Opening it in
// Outlook marks it; for the rest the mail system of the sender may have its say.
func (w *World) shown(h found, who *Mailbox, s Read, usual mail.Act) (act mail.Act, cites string) {
	if s.How != "open" && s.How != "preview" || h.sent || h.shared {
		return usual, ""
	}
	inPane, other := s.How == "preview", !who.Client.IsOutlook()
	if s.Client != "" {
		c, _ := mail.ParseClient(s.Client)
		other = !c.IsOutlook()
	}
	marks := !inPane || who.PaneReads
	if h.message.Sender != nil {
		sys, _ := w.system(h.message.Sender)
		asked := slices.ContainsFunc(sys.Rules, func(b recall.Behaviour) bool { return b.Question == recall.DoesMark })
		if asked && (inPane || other) {
			d := sys.Decide(recall.DoesMark, recall.Given(recall.OtherProgram.As(other), recall.InReadingPane.As(inPane),
				recall.PaneMarksRead.As(who.PaneReads)))
			marks, cites = d.Answer() == recall.Yes, d.ID()
		}
	}
	switch {
	case marks && inPane:
		return mail.MarkRead, cites
	case marks:
		return mail.Open, cites
	}
	return mail.Preview, cites
}

// fetching is how the program fetches that shows a message: that of a POP or IMAP account does, if it is not Zoho's.
func (w *World) fetching(b *Mailbox, m *Message, s Read) recall.Fetching {
	if m.Sender == nil || s.How != "open" && s.How != "preview" {
		return recall.NotFetched
	}
	program := b.Client
	if s.Client != "" {
		program, _ = mail.ParseClient(s.Client)
	}
	sys, _ := w.system(m.Sender)
	if program.IsZoho() || !sys.Reads(recall.WhatHappens).Has(recall.Fetched) {
		return recall.NotFetched
	}
	return map[mail.Account]recall.Fetching{mail.POP: recall.ByPOP, mail.IMAP: recall.ByIMAP}[b.Account]
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
	for _, b := range w.owingReceipt(m, h.owners) {
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

// owingReceipt are those of the mailboxes from which no receipt has come, the recipients in front of those to whom the
// message was forwarded.
func (w *World) owingReceipt(m *Message, among []*Mailbox) (all []*Mailbox) {
	add := func(b *Mailbox) {
		if slices.Contains(among, b) && m.Receipts[b] == 0 && !slices.Contains(all, b) {
			all = append(all, b)
		}
	}
	for _, r := range m.Recipients {
		add(r.Mailbox)
	}
	for _, b := range w.Mailboxes {
		add(b)
	}
	return all
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
	if h.delegated {
		t.client = &h.reader.Client
	}
	if client != "" {
		c, _ := mail.ParseClient(client)
		t.client = &c
	}
	w.settle(r, t, r.outcomesOf(h.owners))
}
