package reference

import (
	"slices"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
)

// Look is what somebody does to a message's read state: preview, open, mark-read or mark-unread. Opening answers with a read receipt where one
// was asked for, and processes a recall message.
type Look struct {
	How, As, ID, In string
	Client          string // another program than the user's own
	Receipt         string // yes or no, where the program asks
}

func (s Look) Words() []string {
	return command(s.How, s.ID).flag("as", s.As).flag("in", s.In).flag("client", s.Client).flag("receipt", s.Receipt)
}

var looks = map[string]struct {
	act  mail.Act
	what mail.What
}{
	"preview":     {mail.Preview, mail.WasPreviewed},
	"open":        {mail.Open, mail.WasOpened},
	"mark-read":   {mail.MarkRead, mail.WasMarkedRead},
	"mark-unread": {mail.MarkUnread, mail.WasMarkedUnread},
}

func (s Look) play(w *World) string {
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

// programRuns gives up where a mail program would have to run to open the message, and does not.
func (h held) programRuns(client string) {
	c, err := mail.ParseClient(client)
	demand(client == "" || err == nil, invalid)
	readers := h.who
	if h.reader != nil {
		readers = []*Mailbox{h.reader}
	}
	for _, b := range readers {
		demand(!b.Stopped || client != "" && c != b.Client, invalid)
	}
}

// see changes the read state: each person's own, in a public folder too. What is shared keeps its owner's.
func (w *World) see(h held, s Look) {
	look := looks[s.How]
	for _, b := range h.who {
		c, who := h.copyOf(b), b
		switch {
		case h.shared:
			who = h.reader
		case h.public != nil:
			who = h.reader
			if b.Readings[h.message.ID] == nil {
				b.Readings[h.message.ID] = map[*Mailbox]mail.Seen{}
			}
			b.Readings[h.message.ID][who] = b.Readings[h.message.ID][who].After(look.act)
		default:
			c.Seen = c.Seen.After(look.act)
		}
		w.log(Event{Who: who, What: look.what, Message: h.message.ID, Mailbox: b, Folder: c.Folder})
	}
}

// sendReceipts answers with a read receipt, once for each reader, as the reader's program is set or, where it asks, as the reader says.
func (w *World) sendReceipts(h held, answer string) {
	m := h.message
	if !m.ReadReceipt {
		return
	}
	sys, set := w.system(m.Sender)
	after := sys.Decide(recall.WhatAfterReceipt, recall.Given(recall.ReceiptAskedFor.As(true), recall.ReceiptCame.As(true))).ID()
	var readers []*Mailbox
	for _, r := range m.Recipients {
		if slices.Contains(h.who, r.Mailbox) && m.Receipts[r.Mailbox] == 0 {
			readers = append(readers, r.Mailbox)
		}
	}
	for _, b := range readers {
		d := sys.Decide(recall.IsReceiptSent, recall.Given(recall.ReceiptAskedFor.As(true),
			recall.ReceiptsOff.As(w.receiptsOff(b) || set["read-receipts"] == "off"), recall.ReceiptDeclined.As(b.declines(answer))))
		if d.Answer() == recall.Yes {
			m.Receipts[b] = w.Now
			cites := join(d.ID(), after)
			w.arrive(w.put(Message{Class: mail.Receipt, About: m.ID, Party: b, Form: cites, Manual: b.Receipts == mail.ReceiptsAsk}), m.Sender, Event{Cites: cites})
		}
	}
}

func (b *Mailbox) declines(answer string) bool {
	return answer == "no" || b.Receipts == mail.ReceiptsNever || b.Receipts == mail.ReceiptsAsk && answer != "yes"
}

// openRequest processes a recall message for those who open it.
func (w *World) openRequest(h held, client string) {
	r := w.Recalls[h.message.Recall-1]
	if h.public != nil {
		w.openInPublicFolder(r, h, client)
		return
	}
	o := occasion{moment: recall.Opened}
	if client != "" {
		c, _ := mail.ParseClient(client)
		o.client = &c
	}
	w.settle(r, o, r.outcomesOf(h.who))
}
