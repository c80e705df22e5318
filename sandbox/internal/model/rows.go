package model

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/systems"
)

// Table is a table of the sandbox as text: a line for each row, sorted where the order means nothing.
type Table struct {
	Name string
	Rows []string
}

// Tables are the whole world, in the form in which tests read a sandbox.
func (w *World) Tables() []Table {
	return []Table{
		{"clock", []string{row(w.Now)}},
		{"organisations", w.organisationRows()},
		{"settings", w.settingRows()},
		{"mailboxes", rows(w.Mailboxes, mailboxRow)},
		{"folders", w.mailboxRows(folderRows)},
		{"folder_shares", w.mailboxRows(folderShareRows)},
		{"groups", rows(w.Groups, func(g *Group) string { return row(g.Address, g.All.name()) })},
		{"members", w.memberRows()},
		{"member_groups", w.memberGroupRows()},
		{"delegates", w.mailboxRows(delegateRows)},
		{"grants", w.mailboxRows(grantRows)},
		{"rules", rows(w.Rules, ruleRow)},
		{"holds", w.holdRows()},
		{"messages", rows(w.Messages, messageRow)},
		{"recipients", w.recipientRows()},
		{"forwardings", w.forwardingRows()},
		{"copies", w.mailboxRows(copyRows)},
		{"recoverable", w.mailboxRows(keptRows)},
		{"shares", w.mailboxRows(shareRows)},
		{"receipts", w.receiptRows()},
		{"asks", w.deleteRequestRows()},
		{"readings", w.mailboxRows(readingRows)},
		{"recalls", rows(w.Recalls, recallRow)},
		{"outcomes", w.outcomeRows()},
		{"attempts", w.attemptRows()},
		{"events", rows(w.Events, eventRow)},
		{"acts", w.actRows()},
		{"turns", w.turnRows()},
	}
}

// row joins columns by a bar. A mailbox is its address, true is 1, and what is missing is empty.
func row(columns ...any) string {
	var out []string
	for _, c := range columns {
		switch c := c.(type) {
		case bool:
			out = append(out, map[bool]string{false: "0", true: "1"}[c])
		case *Mailbox:
			out = append(out, c.address())
		case mail.What, mail.Class, mail.Notice, mail.Seen, mail.Line, mail.Rights, mail.Account, mail.Client,
			mail.Role, mail.Receipts, recall.Answer:
			out = append(out, fmt.Sprintf("%d", c))
		default:
			out = append(out, fmt.Sprint(c))
		}
	}
	return strings.Join(out, "|")
}

func (b *Mailbox) address() string {
	if b == nil {
		return ""
	}
	return b.Address
}

func (g *Group) address() string {
	if g == nil {
		return ""
	}
	return g.Address
}

func (o *Organisation) name() string {
	if o == nil {
		return ""
	}
	return o.Name
}

func rows[T any](all []T, of func(T) string) []string {
	var out []string
	for _, one := range all {
		out = append(out, of(one))
	}
	return out
}

// mailboxRows collects the rows of all mailboxes, sorted.
func (w *World) mailboxRows(of func(*Mailbox) []string) (all []string) {
	for _, b := range w.Mailboxes {
		all = append(all, of(b)...)
	}
	return slices.Sorted(slices.Values(all))
}

func (w *World) organisationRows() []string {
	return rows(w.Organisations, func(o *Organisation) string { return row(o.Name, o.Domain, o.System.Name) })
}

func (w *World) settingRows() (all []string) {
	for _, o := range w.Organisations {
		for k, v := range o.Settings {
			all = append(all, row(o.Name, k, v))
		}
	}
	return slices.Sorted(slices.Values(all))
}

func mailboxRow(b *Mailbox) string {
	return row(b.Address, int(b.Kind), b.Organisation.name(), b.Name, b.Account, b.Client, b.Role, b.Receipts,
		b.Stopped, b.Manual, b.SentCopies, b.ForwardTo, b.ForwardKeeps, b.OnServer, b.heldSince(),
		b.ProcessesAfter, b.PaneReads, b.SharedReading)
}

// heldSince is when a hold began, or "".
func (b *Mailbox) heldSince() any {
	if !b.Held {
		return ""
	}
	return b.HeldSince
}

func folderRows(b *Mailbox) (all []string) {
	for path := range b.Folders {
		all = append(all, row(b, path))
	}
	return all
}

func folderShareRows(b *Mailbox) (all []string) {
	for path, with := range b.FolderShares {
		for other := range with {
			all = append(all, row(b, path, other))
		}
	}
	return all
}

// memberRows are the members that are no groups: of an organisation's group all users.
func (w *World) memberRows() (all []string) {
	for _, g := range w.Groups {
		n := 0
		for _, b := range w.members(&Group{All: g.All, Members: withoutGroups(g.Members)}) {
			n++
			all = append(all, row(g.Address, g.All.name(), n, b))
		}
	}
	return all
}

func withoutGroups(members []Member) []Member {
	return slices.DeleteFunc(slices.Clone(members), func(m Member) bool { return m.Group != nil })
}

func (w *World) memberGroupRows() (all []string) {
	for _, g := range w.Groups {
		for i, m := range g.Members {
			if m.Group != nil {
				all = append(all, row(g.Address, i+1, m.Group.Address))
			}
		}
	}
	return all
}

func delegateRows(b *Mailbox) (all []string) {
	for delegate := range b.Delegates {
		all = append(all, row(b, delegate))
	}
	return all
}

func (w *World) forwardingRows() (all []string) {
	for _, m := range w.Messages {
		for b, p := range m.Passed {
			all = append(all, row(m.ID, b, p.to, p.kept))
		}
	}
	return slices.Sorted(slices.Values(all))
}

func grantRows(b *Mailbox) (all []string) {
	for user, rights := range b.Grants {
		all = append(all, row(b, user, rights))
	}
	return all
}

func ruleRow(r *Rule) string {
	return row(r.ID, r.Owner, r.From, r.Subject, r.Class, r.To, r.Deletes)
}

func (w *World) holdRows() (all []string) {
	for _, h := range w.Holds {
		var senders []string
		for b := range h.Senders {
			senders = append(senders, b.Address)
		}
		slices.Sort(senders)
		everybody := h.Senders == nil
		all = append(all, row(h.ID, h.Organisation.Name, h.Seconds, h.AdminsOnly, everybody, strings.Join(senders, ",")))
	}
	return all
}

func messageRow(m *Message) string {
	from := ""
	if m.Class == mail.Note {
		from = m.author().Address
	}
	return row(m.ID, m.Class, m.Sender, m.SentAt, m.Subject, from, m.FromName, m.Protected, m.ReplyTo, m.Forwards,
		m.About, m.Party, m.Recall, m.Notice, m.Succeeded, m.Form,
		m.Draft, m.Due, m.Hold, m.AdminsOnly, m.ReadReceipt, m.Delivery, m.Manual, m.For, m.Appointment)
}

func (w *World) recipientRows() (all []string) {
	for _, m := range w.Messages {
		for _, r := range m.Recipients {
			all = append(all, row(m.ID, r.Mailbox, r.Line, r.Via.address(), r.Bounced))
		}
	}
	return all
}

func copyRows(b *Mailbox) (all []string) {
	for _, sent := range []bool{false, true} {
		for id, c := range b.copies(sent) {
			all = append(all, row(b, id, sent, c.Folder, c.At, c.Seen, int(c.PlacedBy), c.Shared, int(c.Fetched),
				c.Tagged))
		}
	}
	return all
}

func keptRows(b *Mailbox) (all []string) {
	for at, k := range b.Kept {
		all = append(all, row(b, at.message, at.sent, k.Folder, k.At, k.Seen, int(k.PlacedBy), k.Shared, int(k.Fetched),
			k.Tagged, k.Hidden, k.Until))
	}
	return all
}

func shareRows(b *Mailbox) (all []string) {
	for id, with := range b.Shares {
		for other := range with {
			all = append(all, row(id, b, other))
		}
	}
	return all
}

func (w *World) receiptRows() (all []string) {
	for _, m := range w.Messages {
		for b, at := range m.Receipts {
			all = append(all, row(m.ID, b, at, m.NotRead[b]))
		}
	}
	return slices.Sorted(slices.Values(all))
}

func (w *World) deleteRequestRows() (all []string) {
	for _, m := range w.Messages {
		for b, a := range m.DeleteRequests {
			all = append(all, row(m.ID, b, a.Message, a.MetAt))
		}
	}
	return slices.Sorted(slices.Values(all))
}

func readingRows(b *Mailbox) (all []string) {
	for id, readers := range b.Readings {
		for reader, seen := range readers {
			all = append(all, row(id, b, reader, seen))
		}
	}
	return all
}

func recallRow(r *Recall) string {
	return row(r.ID, r.Message, r.Sender, r.AskedAt, r.System.Name, r.Request, r.Replacement, r.NoReport,
		r.Facts.OfRecall(), r.Comment, r.FromOwn)
}

func (w *World) outcomeRows() (all []string) {
	for _, r := range w.Recalls {
		for _, o := range r.Outcomes {
			all = append(all, row(r.ID, o.Mailbox, o.Via.address(), int(o.Reach), o.Answer, o.Behaviour, o.At,
				o.Facts.OfCopy(), o.Reader, o.Due))
		}
	}
	return all
}

func (w *World) attemptRows() (all []string) {
	for _, r := range w.Recalls {
		for _, o := range r.Outcomes {
			for reader, a := range o.Attempts {
				all = append(all, row(r.ID, o.Mailbox, reader, a.At, a.Answer, a.Behaviour, a.Facts.OfCopy()))
			}
		}
	}
	return slices.Sorted(slices.Values(all))
}

func eventRow(e Event) string {
	return row(e.At, e.Who, e.What, e.Message, e.Recall, e.Mailbox, e.Folder, e.Cites, e.Detail,
		e.Act, e.Failed)
}

func (w *World) actRows() (all []string) {
	left, steps := map[int]int{}, map[int]Later{}
	for _, u := range w.Turns {
		left[u.Act]++
		steps[u.Act] = u.Step
	}
	for _, act := range slices.Sorted(maps.Keys(left)) {
		all = append(all, row(act, steps[act].Spread, steps[act].Share, left[act]))
	}
	return all
}

func (w *World) turnRows() (all []string) {
	turns := slices.Clone(w.Turns)
	slices.SortFunc(turns, func(a, b *Turn) int {
		if a.before(b) {
			return -1
		}
		return 1
	})
	for _, u := range turns {
		all = append(all, row(u.Due, u.Act, u.Position, u.Who))
	}
	return all
}

// CopyLines are the messages in a mailbox as folder, ID, and whether they are read: built-in folders first, the
// others by path; in each by ID.
func (b *Mailbox) CopyLines() []string {
	var all []string
	for _, folder := range b.paths() {
		for _, id := range slices.Sorted(slices.Values(b.messagesIn(folder))) {
			for _, sent := range []bool{false, true} {
				if c := b.copies(sent)[id]; c != nil && c.Folder == folder {
					all = append(all, fmt.Sprintf("%s m%d %t", folder, id, c.Seen.Read()))
				}
			}
		}
	}
	return all
}

func (b *Mailbox) paths() (all []string) {
	for path := range b.Folders {
		all = append(all, path)
	}
	return append(mail.BuiltIn[:], slices.Sorted(slices.Values(all))...)
}

// messagesIn are the messages in a folder, each once.
func (b *Mailbox) messagesIn(folder string) (ids []int) {
	for _, sent := range []bool{false, true} {
		for id, c := range b.copies(sent) {
			if c.Folder == folder && !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

// OutcomeLines are the outcomes of a recall as address, answer, whether it is final, the behaviour behind it, and when
// Outlook will decide it by itself, or 0. An answer that is not final follows from the present facts.
func (w *World) OutcomeLines(r *Recall) (all []string) {
	for _, o := range r.Outcomes {
		answer, behaviour := o.Answer, o.Behaviour
		if answer == recall.Silent {
			d := w.decideNow(r, o)
			answer, behaviour = d.Answer(), d.ID()
		}
		if answer == recall.Yes { // the recall message is still in the Outbox
			answer = recall.Pending
		}
		all = append(all, fmt.Sprintf("%s %s %t %s %d", o.Mailbox.Address, answer, o.Answer != recall.Silent, behaviour,
			w.waitsUntil(r, o)))
	}
	return all
}

// waitsUntil is when an Outlook that will have been idle decides an outcome, as things are now, or 0.
func (w *World) waitsUntil(r *Recall, o *Outcome) int64 {
	if o.Due == 0 || !r.System.Decide(recall.WhatHappens, w.facts(r, o.Mailbox, trigger{moment: recall.Arrived})).Final() {
		return 0
	}
	return o.Due
}

// decideNow is what the mail system says about an open outcome when somebody only looks at the recall.
func (w *World) decideNow(r *Recall, o *Outcome) recall.Decision {
	if r.Request != 0 && w.message(r.Request).Due != 0 {
		return r.System.Decide(recall.HowFar, r.howFar(o))
	}
	f := w.facts(r, o.Mailbox, trigger{})
	recall.NotIdleYet.Set(&f, o.Due != 0)
	if recall.PublicFolder.Get(f) && recall.RequestIn.Get(f) != recall.Gone && len(o.Attempts) > 0 {
		recall.FolderReader.Set(&f, recall.OtherRights)
	}
	return r.System.Decide(recall.WhatHappens, f)
}

// Line is an event as the log has it.
func (e Event) Line() string {
	id := func(prefix string, n int) string {
		if n == 0 {
			return ""
		}
		return fmt.Sprintf("%s%d", prefix, n)
	}
	who := "mail system"
	if e.Who != nil {
		who = e.Who.Address
	}
	return row(e.At, who, e.What.String(), id("m", e.Message), id("r", e.Recall), e.Mailbox, e.Folder, e.Cites, e.Detail)
}

// TrackingLines are the recipients of a message as address and what the sender's copy keeps of each: the latest that
// the sender was told, by number, or -1 where the mail system keeps nothing.
func (w *World) TrackingLines(m *Message) (all []string) {
	sys, set := w.system(m.Sender)
	f := recall.Facts{}
	sys.Set(&f, set)
	if to, others := sys.Decide(recall.WhoseRules, f).Effect(recall.GoBy); others {
		sys, _ = systems.Find(w.systems, to.System)
	}
	kept := sys.Decide(recall.HowTracked, recall.Facts{}).Answer() == recall.Yes
	for _, to := range m.Recipients {
		value, at := 0, int64(0)
		for _, other := range w.Messages {
			if v := m.tells(other, to.Mailbox); v > 0 && other.SentAt >= at {
				value, at = v, other.SentAt
			}
		}
		if !kept {
			value = -1
		}
		all = append(all, fmt.Sprintf("%s %d", to.Mailbox.Address, value))
	}
	return all
}

// tells is what another message told the sender of a recipient, or 0.
func (m *Message) tells(other *Message, of *Mailbox) int {
	about := other.About == m.ID && other.Party == of
	toSender := func(r Recipient) bool { return r.Mailbox == m.Sender && !r.Bounced }
	switch {
	case about && other.Class == mail.Bounce:
		return 2
	case about && other.Class == mail.Report && other.Succeeded:
		return 5
	case about && other.Class == mail.Report:
		return 4
	case about && other.Class == mail.Receipt && other.Succeeded:
		return 1
	case about && other.Class == mail.Receipt:
		return 6
	case other.ReplyTo == m.ID && other.Sender == of && other.state() == recall.Sent &&
		slices.ContainsFunc(other.Recipients, toSender):
		return 7
	}
	return 0
}

// MarkLines are the recalls that the sender's copy of a message tells of.
func (w *World) MarkLines(m *Message) (all []string) {
	for _, r := range w.Recalls {
		says := r.System.Decide(recall.WhatSentSays, recall.Facts{}).Behaviour != nil
		if r.Message == m.ID && says && m.Sender.Sent[m.ID] != nil {
			all = append(all, fmt.Sprintf("r%d %d", r.ID, r.AskedAt))
		}
	}
	return all
}
