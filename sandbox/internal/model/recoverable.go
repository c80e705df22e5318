package model

import (
	"fmt"
	"slices"
	"strings"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
)

// Kept is a copy in Recoverable Items. Only administrators see one that is hidden.
type Kept struct {
	*Copy
	Hidden bool
	Until  int64
}

// held is a copy's place: of a message, received or sent.
type held struct {
	message int
	sent    bool
}

// reach is how far a search in its organisation comes to a mailbox.
func (b *Mailbox) reach() recall.Reach {
	switch {
	case b.Organisation == nil:
		return recall.Outside
	case !slices.Contains(b.Organisation.System.Accounts(), b.Account):
		return recall.OtherAccount
	}
	return recall.Inside
}

// remove removes a copy for good, and keeps it where the mail system does. It gives the behaviour that says so, or "".
func (w *World) remove(b *Mailbox, m *Message, sent bool, by recall.Remover) string {
	c := b.copies(sent)[m.ID]
	delete(b.copies(sent), m.ID)
	if b.Organisation == nil {
		return ""
	}
	until, hidden, id := w.keeps(b, by)
	if until > w.Now {
		b.Kept[held{m.ID, sent}] = &Kept{c, hidden, until}
	}
	return id
}

// keeps says until when a mailbox keeps what is removed so; 0 if it does not.
func (w *World) keeps(b *Mailbox, by recall.Remover) (until int64, hidden bool, id string) {
	d := b.Organisation.System.Decide(recall.WhatIsKept,
		recall.Given(recall.RemovedBy.As(by), recall.OnHold.As(b.Held), recall.Recipient.As(b.reach())))
	for _, e := range d.Effects() {
		if e.Do == recall.Keep {
			until, hidden = min(w.Now+e.For, endOfTime), e.Hidden
		}
	}
	return until, hidden, d.ID()
}

// lapse takes away what is kept no longer.
func (w *World) lapse() {
	for _, b := range w.Mailboxes {
		for at, k := range b.Kept {
			if k.Until <= w.Now && !(b.Held && w.holdKeeps(b, recall.ByOwner)) {
				delete(b.Kept, at)
			}
		}
	}
}

func (w *World) holdKeeps(b *Mailbox, by recall.Remover) bool {
	d := b.Organisation.System.Decide(recall.WhatLapses, recall.Given(recall.OnHold.As(true), recall.RemovedBy.As(by)))
	return d.Answer() == recall.No
}

// KeptLines are what is in a mailbox's Recoverable Items, as folder, ID, and whether it is read: to an administrator
// all, what recalls took back too.
func (w *World) KeptLines(b *Mailbox, admin bool) []string {
	lines := map[bool][]string{}
	add := func(hidden bool, id int, read bool) {
		lines[hidden] = append(lines[hidden], fmt.Sprintf("%06d %t", id, read))
	}
	for at, k := range b.Kept {
		add(k.Hidden, at.message, k.Seen.Read())
	}
	w.eachTakenBack(b, func(r *Recall, o *Outcome) { add(true, r.Message, recall.Seen.Get(o.Facts).Read()) })
	var all []string
	for _, hidden := range []bool{false, true} {
		path := map[bool]string{false: "Deletions", true: "Purges"}[hidden]
		slices.Sort(lines[hidden])
		for _, line := range lines[hidden] {
			if !hidden || admin {
				all = append(all, "Recoverable Items/"+path+" m"+strings.TrimLeft(line, "0"))
			}
		}
	}
	return all
}

// Recover brings a copy back from Recoverable Items: the own one, or as an administrator somebody else's.
type Recover struct{ As, ID, In string }

func (s Recover) Words() []string { return command("recover", s.ID).flag("as", s.As).flag("in", s.In) }

func (s Recover) play(w *World) string {
	by := w.user(s.As)
	b, cites := by, ""
	if s.In != "" {
		b = w.user(s.In)
	}
	m := w.messageByID(s.ID)
	if s.In != "" {
		cites = w.mayRestore(by, b, m)
	}
	for _, sent := range []bool{false, true} {
		k := b.Kept[held{m.ID, sent}]
		if k == nil || k.Hidden && s.In == "" {
			continue
		}
		delete(b.Kept, held{m.ID, sent})
		b.copies(sent)[m.ID] = k.Copy
		w.log(Event{Who: by, What: mail.WasRecovered, Message: m.ID, Mailbox: b, Folder: k.Folder, Cites: cites})
		return ""
	}
	demand(false, notFound)
	return ""
}

// mayRestore asks whether an administrator may, and gives the behaviour that says so.
func (w *World) mayRestore(by, b *Mailbox, m *Message) string {
	sys, _ := w.system(by)
	admin := by.Role == mail.Admin && by.Organisation != nil && by.Organisation == b.Organisation
	seen, removed, recalled := false, false, w.keptOfRecall(b, m.ID)
	for _, sent := range []bool{false, true} {
		if k := b.Kept[held{m.ID, sent}]; k != nil {
			removed, seen = true, seen || !k.Hidden
		}
	}
	demand(removed || recalled || !admin || !sys.Asks(recall.MayRestore), notFound)
	d := sys.Decide(recall.MayRestore, recall.Given(recall.Administrator.As(admin), recall.OutOfSight.As(!seen),
		recall.WasTakenBack.As(!seen && recalled)))
	allow(d)
	demand(d.Answer() == recall.Yes, invalid)
	return d.ID()
}

func (w *World) keptOfRecall(b *Mailbox, message int) bool {
	found := false
	w.eachTakenBack(b, func(r *Recall, _ *Outcome) { found = found || r.Message == message })
	return found
}

// eachTakenBack visits what recalls took back from a mailbox, as long as it is kept.
func (w *World) eachTakenBack(b *Mailbox, visit func(*Recall, *Outcome)) {
	for _, r := range w.Recalls {
		for _, o := range r.outcomesOf([]*Mailbox{b}) {
			d := r.System.Decide(recall.WhatIsKept, recall.Given(recall.RemovedBy.As(recall.ByRecall)))
			for _, e := range d.Effects() {
				held := b.Held && b.HeldSince < o.At+e.For && w.holdKeeps(b, recall.ByRecall)
				if o.Answer == recall.Succeeded && (w.Now < o.At+e.For || held) {
					visit(r, o)
				}
			}
		}
	}
}

// Purge removes a message, or all with words in their subject, from all mailboxes of an administrator's organisation.
type Purge struct {
	As, ID, Subject string
	Hard            bool
}

func (s Purge) Words() []string {
	line := command("purge")
	if s.ID != "" {
		line = line.then(s.ID)
	}
	return line.flag("as", s.As).flag("subject", s.Subject).on("hard", s.Hard).on("yes", s.Subject != "")
}

func (s Purge) play(w *World) string {
	admin := w.user(s.As)
	messages := w.toPurge(s)
	sys, _ := w.system(admin)
	by := recall.ByPurge
	if s.Hard {
		by = recall.ByPurgeForGood
	}
	may := sys.Decide(recall.MayPurge, recall.Given(recall.RemovedBy.As(by),
		recall.Administrator.As(admin.Role == mail.Admin && admin.Organisation != nil)))
	allow(may)
	demand(may.Answer() == recall.Yes, invalid)
	for _, m := range messages {
		for _, b := range w.Mailboxes {
			for _, sent := range []bool{false, true} {
				w.purge(admin, b, m, sent, by, may.ID())
			}
		}
	}
	for _, m := range messages {
		if m.Class == mail.RecallMessage {
			r := w.Recalls[m.Recall-1]
			w.settle(r, trigger{}, r.Outcomes)
		}
	}
	return ""
}

func (w *World) toPurge(s Purge) (all []*Message) {
	if s.ID != "" {
		m := w.messageByID(s.ID)
		demand(m.state() == recall.Sent, invalid)
		return []*Message{m}
	}
	for _, m := range w.Messages {
		if m.Class == mail.Note && m.state() == recall.Sent &&
			strings.Contains(strings.ToLower(m.Subject), strings.ToLower(s.Subject)) {
			all = append(all, m)
		}
	}
	return all
}

// purge removes one copy. What its owner could still recover goes too, where nobody shall.
func (w *World) purge(admin, b *Mailbox, m *Message, sent bool, by recall.Remover, may string) {
	c, k := b.copies(sent)[m.ID], b.Kept[held{m.ID, sent}]
	binned := k != nil && !k.Hidden && by == recall.ByPurgeForGood && b.Organisation == admin.Organisation
	if c == nil && !binned {
		return
	}
	reach := b.reach()
	if b.Organisation != admin.Organisation {
		reach = recall.Outside
	}
	sys := admin.Organisation.System
	d := sys.Decide(recall.WhatIsPurged, recall.Given(recall.Recipient.As(reach),
		recall.PublicFolder.As(b.Kind == Public), recall.Forwarded.As(m.Forwards != 0)))
	if d.Answer() != recall.Yes {
		return
	}
	e := Event{Who: admin, What: mail.WasPurged, Message: m.ID, Mailbox: b}
	kept := ""
	if binned {
		e.Folder = k.Folder
		var until int64
		if until, k.Hidden, kept = w.keeps(b, by); until <= w.Now {
			delete(b.Kept, held{m.ID, sent})
		}
	} else {
		e.Folder = c.Folder
		kept = w.remove(b, m, sent, by)
	}
	e.Cites = join(d.ID(), may)
	if kept != may {
		e.Cites = join(e.Cites, kept)
	}
	e.Cites = join(e.Cites, sys.Decide(recall.WhoHearsOfPurge, recall.Facts{}).ID())
	w.log(e)
}

// tellNotRead tells the sender who has removed the message for good unread.
func (w *World) tellNotRead(m *Message, unread []*Mailbox) {
	if !m.ReadReceipt {
		return
	}
	sys, set := w.system(m.Sender)
	for _, b := range w.owingReceipt(m, unread) {
		d := sys.Decide(recall.IsDeletionTold, recall.Given(recall.ReceiptAskedFor.As(true),
			recall.ReceiptsOff.As(w.receiptsOff(b) || set["read-receipts"] == "off"),
			recall.ReceiptDeclined.As(b.declines(""))))
		if d.Answer() == recall.Yes {
			m.Receipts[b], m.NotRead[b] = w.Now, true
			w.arrive(w.put(Message{Class: mail.Receipt, About: m.ID, Party: b, Form: d.ID()}), m.Sender,
				Event{Cites: d.ID()})
		}
	}
}
