package sandbox

import (
	"cmp"
	"fmt"
	"strings"

	"recallbox/sandbox/eml"
	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/store"
)

// RecallRequest is a recall that is asked for.
type RecallRequest struct {
	As        string
	ID        string // the message
	NoReport  bool
	View      string       // window or reading-pane; "" is the window
	Client    string       // another program than the user's own
	Replace   *Replacement // nil deletes unread copies only
	Confirmed bool         // whoever asks has been asked, where the mail system asks
}

// Recall asks for a recall and carries it out as far as it goes: the recall message reaches its recipients, a new
// message follows it if one is wanted, and what can be processed at once is.
func (tx *Tx) Recall(r RecallRequest) (Recall, error) {
	req, err := tx.gather(r)
	if err != nil {
		return Recall{}, err
	}
	if req.allowedBy, err = tx.refuse(req); err != nil {
		return Recall{}, err
	}
	warnings, err := tx.warn(req)
	if err != nil {
		return Recall{}, err
	}
	if err := tx.begin(&req); err != nil {
		return Recall{}, err
	}
	for _, step := range []func(*request) error{tx.reach, tx.replace, tx.settleAtOnce, tx.sumUp, tx.tellReplacement} {
		if err := step(&req); err != nil {
			return Recall{}, err
		}
	}
	out, err := tx.showRecall(req.recall)
	out.Warnings = warnings
	return out, err
}

// begin notes the recall with an open outcome for each recipient of the original.
func (tx *Tx) begin(req *request) (err error) {
	req.recall = store.Recall{Message: req.message.ID, Sender: req.sender.ID, AskedAt: tx.now,
		System: req.system.Name, NoReport: req.input.NoReport, Facts: req.facts.OfRecall()}
	if req.recall.ID, err = tx.store.PutRecall(req.recall); err != nil {
		return err
	}
	if err := tx.store.PutOutcomes(req.recall, req.sender.Organisation); err != nil {
		return err
	}
	return tx.store.PutEvent(store.NewEvent{At: tx.now, Who: req.sender.ID, What: mail.RecallAsked,
		Message: req.message.ID, Recall: req.recall.ID, Mailbox: req.sender.ID,
		Cites: joined(req.delegatedBy, req.allowedBy)})
}

// reach decides how far the recall message comes to each recipient, and delivers it.
func (tx *Tx) reach(req *request) error {
	ways, err := tx.store.Ways(req.recall.ID)
	if err != nil {
		return err
	}
	var addressed []store.Way
	for _, way := range ways {
		f := recall.Given(recall.Recipient.As(recall.Reach(way.Reach)), recall.ThroughGroup.As(way.Grouped))
		d := req.system.Decide(recall.HowFar, f)
		mailed, asMail := d.Effect(recall.DeliverAsMail)
		tx.cite(d.ID(), tx.formID(req.system, mailed.Form))
		if d.Final() {
			v := store.Verdict{Facts: f.OfCopy(), Answer: uint8(d.Answer()), Behaviour: d.ID()}
			if err := tx.store.SettleReach(req.recall.ID, way, v, tx.now); err != nil {
				return err
			}
		}
		if asMail || !d.Final() && req.system.ByMessage {
			addressed = append(addressed, way)
		}
	}
	if len(addressed) > 0 {
		if err := tx.sendRequest(req, addressed, len(addressed) == len(ways)); err != nil {
			return err
		}
	}
	return tx.store.LogReach(req.recall, uint8(recall.Failed), uint8(recall.NotCounted), mail.NotTakenBack, tx.now)
}

// sendRequest sends the recall message to those who are reached in these ways, or to everybody.
func (tx *Tx) sendRequest(req *request, ways []store.Way, everybody bool) error {
	message, err := tx.makeRequest(req)
	if err != nil {
		return err
	}
	if everybody {
		ways = nil
	}
	if err := tx.store.AddressRequest(req.recall, ways); err != nil {
		return err
	}
	if err := tx.sendOut(&message, req.sender); err != nil {
		return err
	}
	req.inOutbox = message.Due != 0
	return nil
}

func (tx *Tx) makeRequest(req *request) (m store.Message, err error) {
	m = store.Message{Class: mail.RecallMessage, Sender: req.sender.ID, SentAt: tx.now, About: req.message.ID,
		Recall: req.recall.ID, Form: tx.formID(req.system, req.system.Request)}
	if m.ID, err = tx.store.PutMessage(m); err != nil {
		return m, err
	}
	req.recall.Request = m.ID
	return m, tx.store.SetRequest(req.recall.ID, m.ID)
}

// settleAtOnce decides what the arrival of the recall message decides, or the recall itself where there is none.
func (tx *Tx) settleAtOnce(req *request) error {
	if req.system.ByMessage {
		if req.recall.Request == 0 || req.inOutbox {
			return nil
		}
		return tx.settle(req.recall, trigger{moment: recall.Arrived}, nil)
	}
	return tx.settle(req.recall, trigger{moment: recall.Requested}, nil)
}

// Replacement is the new message. What is nil or empty is as in the original.
type Replacement struct {
	Subject     *string
	Text        *string
	Attachments []eml.File // besides those of the original
}

// kind is what the mail system is told of the new message.
func (r *Replacement) kind() recall.Replacement {
	switch {
	case r == nil:
		return recall.NoReplacement
	case len(r.Attachments) > 0:
		return recall.NewAttachment
	}
	return recall.NewMessage
}

// replace sends the new message, if one is wanted, to the same recipients.
func (tx *Tx) replace(req *request) error {
	if req.input.Replace == nil {
		return nil
	}
	d := req.system.Decide(recall.WhatInstead, req.facts)
	tx.cite(d.ID())
	if _, ok := d.Effect(recall.SendReplacement); !ok {
		return nil
	}
	o, err := tx.replacement(req)
	if err != nil {
		return err
	}
	m, err := tx.storeMessage(o)
	if err != nil {
		return err
	}
	req.recall.Replacement = m.ID
	if err := tx.store.SetReplacement(req.recall.ID, m.ID); err != nil {
		return err
	}
	if err := tx.store.CopyRecipients(m.ID, req.message.ID); err != nil {
		return err
	}
	quiet := m
	quiet.Delivery = false // receipts come last: see tellReplacement
	if err := tx.sendOut(&quiet, req.sender); err != nil {
		return err
	}
	if quiet.Due == 0 {
		req.newMessage = m
	}
	return nil
}

// tellReplacement tells the sender of the replacement's delivery, after all else that the recall brings about.
func (tx *Tx) tellReplacement(req *request) error {
	return tx.sendDeliveryReceipts(req.newMessage, req.sender)
}

// replacement is the original with what was given in place of its own.
func (tx *Tx) replacement(req *request) (outgoing, error) {
	o := outgoing{sender: req.sender, row: store.Message{Class: mail.Note, ReplyTo: req.message.ReplyTo,
		Protected: req.message.Protected, Receipt: req.message.Receipt, Delivery: req.message.Delivery}}
	raw, err := tx.raw(req.message)
	if err != nil {
		return o, err
	}
	id, err := tx.store.NextMessage()
	if err != nil {
		return o, err
	}
	out := contentOf(eml.Parse(raw), raw)
	out.From, out.Date, out.MessageID = tx.fullAddress(req.sender), at(tx.now), messageID(id, tx.now, req.sender.Address)
	if req.message.Receipt {
		out.ReadReceiptTo = &out.From
	}
	if r := req.input.Replace; r != nil {
		out.Attachments = append(out.Attachments, r.Attachments...)
		if r.Subject != nil {
			out.Subject = *r.Subject
		}
		if r.Text != nil {
			out.Text, out.HTML = *r.Text, ""
		}
	}
	if o.raw, err = eml.Build(out); err != nil {
		return o, unwritable(err)
	}
	return o, nil
}

// sumUp tells the sender in one message what a recall came to, and marks the sender's copy, where the mail system
// does so.
func (tx *Tx) sumUp(req *request) error {
	f, err := tx.tally(req.system, req.recall)
	if err != nil {
		return err
	}
	counted, tagged := req.system.Decide(recall.WhoCounts, f), req.system.Decide(recall.WhatIsTagged, f)
	d := req.system.Decide(recall.HowSummedUp, f)
	tx.cite(counted.ID(), tagged.ID())
	if _, ok := tagged.Effect(recall.Tag); ok {
		if err := tx.store.TagCopy(req.message.ID, req.message.Sender); err != nil {
			return err
		}
	}
	e, ok := d.Effect(recall.TellSender)
	if !ok || req.recall.NoReport {
		return nil
	}
	tx.cite(d.ID())
	m := store.Message{Class: cmp.Or(e.Class, mail.Report), SentAt: tx.now, About: req.message.ID,
		Recall: req.recall.ID, Succeeded: recall.TakenBackFrom.Get(f) != recall.None, Form: e.Form,
		Party: req.sender.ID}
	if m.ID, err = tx.store.PutMessage(m); err != nil {
		return err
	}
	return tx.putInInboxAs(store.NewEvent{Message: m.ID, Recall: req.recall.ID, Mailbox: req.sender.ID,
		Cites: joined(d.ID(), counted.ID(), tagged.ID())})
}

// tally is what a recall came to over those who count.
func (tx *Tx) tally(sys recall.System, r store.Recall) (recall.Facts, error) {
	counts, err := tx.store.CountAnswers(r.ID)
	taken, failed := counts[uint8(recall.Succeeded)], counts[uint8(recall.Failed)]
	if !leavesOut(sys) {
		failed += counts[uint8(recall.NotCounted)]
	}
	f := recall.Given(recall.OneRecipient.As(taken+failed == 1),
		recall.SomeNotCounted.As(counts[uint8(recall.NotCounted)] > 0), recall.TakenBackFrom.As(recall.Some),
		recall.ReportsOff.As(r.NoReport))
	switch {
	case taken == 0:
		recall.TakenBackFrom.Set(&f, recall.None)
	case failed == 0:
		recall.TakenBackFrom.Set(&f, recall.All)
	}
	return f, err
}

// leavesOut says whether the mail system leaves those whom a recall cannot reach out of the result.
func leavesOut(sys recall.System) bool {
	return sys.Decide(recall.WhoCounts, recall.Given(recall.SomeNotCounted.As(true))).Answer() == recall.Yes
}

// listed is how many recipients a summary names.
const listed = 50

// summaryWords are what a summary tells of a recall.
func (tx *Tx) summaryWords(r store.Recall) (map[string]string, error) {
	counts, err := tx.store.CountAnswers(r.ID)
	if err != nil {
		return nil, err
	}
	taken := counts[uint8(recall.Succeeded)]
	words := map[string]string{"taken": fmt.Sprint(taken),
		"counted": fmt.Sprint(taken + counts[uint8(recall.Failed)])}
	var lines []string
	n := 0
	err = tx.store.EachOutcome(r.ID, func(o store.Outcome) error {
		if n++; n <= listed {
			lines = append(lines, "   "+o.Address+": "+recall.Answer(o.Answer).String())
		}
		return nil
	})
	if n > listed {
		lines = append(lines, fmt.Sprintf("   and %d more", n-listed))
	}
	words["list"] = strings.Join(lines, "\n")
	return words, err
}
