package sandbox

import (
	"cmp"
	"strings"

	"recallbox/sandbox/eml"
	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/store"
)

// RecallRequest is a sender's request for a recall.
type RecallRequest struct {
	As        string
	ID        string // the message
	NoReport  bool
	View      string       // window or reading-pane; "" is the window
	Client    string       // a program that is not the user's own
	Replace   *Replacement // the new message; nil only deletes unread copies
	Confirmed bool         // the sender has confirmed, if the mail system asks for that
	From      string       // recipients or all: the sender's own copy too; "" is recipients
	Comment   string       // what the recipients are told besides
}

// options are what the request asks for that only some mail systems know, each with how it is called.
func (r RecallRequest) options() map[recall.Option]string {
	asked := map[recall.Option]string{}
	if r.From != "" {
		asked[recall.FromWhere] = "choice whose copies go"
	}
	if r.Comment != "" {
		asked[recall.Comment] = "comment"
	}
	return asked
}

// Recall does all steps of a recall that can be done at once: request.go checks it, the recall message goes to the
// recipients, the replacement follows, outcomes that need no more are settled, and the sender gets a report.
func (tx *Tx) Recall(r RecallRequest) (Recall, error) {
	req, err := tx.gather(r)
	if err != nil {
		return Recall{}, err
	}
	if err := checkProgram(req.sender, recall.SenderClient.Get(req.facts)); err != nil {
		return Recall{}, err
	}
	if err := tx.refuse(&req); err != nil {
		return Recall{}, err
	}
	warnings, err := tx.warn(req.system, req.facts, store.Recall{Message: req.message.ID}, req.sender)
	if err != nil {
		return Recall{}, err
	}
	if err := tx.storeRecall(&req); err != nil {
		return Recall{}, err
	}
	for _, step := range []func(*request) error{
		tx.reach, tx.replace, tx.settleAtOnce, tx.takeOwn, tx.reportEach, tx.sumUp, tx.tellReplacement,
	} {
		if err := step(&req); err != nil {
			return Recall{}, err
		}
	}
	out, err := tx.showRecall(req.recall)
	out.Warnings, out.Hints, out.Accepted = warnings, tx.hints(req), tx.accepted(req)
	return out, err
}

// accepted is what whoever asks is told where asking comes to no more than that, or "".
func (tx *Tx) accepted(req request) string {
	d := req.system.Decide(recall.WhatIsTold, req.facts)
	if _, only := d.Effect(recall.OnlyAccept); !only {
		return ""
	}
	tx.cite(d.ID())
	return fillTemplate(d.Behaviour.Reason, tx.requestWords(req)) + " [" + d.ID() + "]"
}

// hints are what the sender should know besides.
func (tx *Tx) hints(req request) []string {
	d := req.system.Decide(recall.WhatToAdd, req.facts)
	if d.Behaviour == nil {
		return nil
	}
	tx.cite(d.ID())
	return []string{fillTemplate(d.Behaviour.Reason, tx.requestWords(req)) + " [" + d.ID() + "]"}
}

// storeRecall stores the recall, with an open outcome for each recipient of the message.
func (tx *Tx) storeRecall(req *request) (err error) {
	req.recall = store.Recall{Message: req.message.ID, Sender: req.sender.ID, AskedAt: tx.now,
		System: req.system.Name, NoReport: req.input.NoReport, Facts: req.facts.OfRecall(),
		Comment: req.input.Comment, FromOwn: req.input.From == fromAll}
	if req.recall.ID, err = tx.store.PutRecall(req.recall); err != nil {
		return err
	}
	if req.around, err = tx.around(req); err != nil {
		return err
	}
	if err := tx.store.PutOutcomes(req.recall, req.around); err != nil {
		return err
	}
	return tx.store.PutEvent(store.NewEvent{At: tx.now, Who: req.asker.ID, What: mail.RecallAsked,
		Message: req.message.ID, Recall: req.recall.ID, Mailbox: req.sender.ID,
		Cites: joined(req.delegatedBy, req.allowedBy)})
}

// reach decides how far the recall message comes to each recipient, and sends it.
func (tx *Tx) reach(req *request) error {
	ways, err := tx.store.Ways(req.recall.ID, req.around)
	if err != nil {
		return err
	}
	var addressed []store.Way
	var final []store.Verdict
	for _, way := range ways {
		f := howFar(req.recall, recall.Reach(way.Reach), way.Grouped, way.Trust)
		d := req.system.Decide(recall.HowFar, f)
		mailed, asMail := d.Effect(recall.DeliverAsMail)
		if asMail {
			req.form = mailed.Form
		}
		tx.cite(d.ID(), tx.formID(req.system, mailed.Form))
		if d.Final() {
			v := store.Verdict{Facts: f.OfCopy(), Answer: uint8(d.Answer()), Behaviour: d.ID(), Cites: d.ID()}
			tx.tell(req.system, req.recall, f, &v)
			if err := tx.store.SettleReach(req.recall.ID, req.around, way, v, tx.now); err != nil {
				return err
			}
			tx.cite(strings.Fields(v.Cites)...)
			final = append(final, v)
		}
		if asMail || !d.Final() && req.system.ByMessage {
			addressed = append(addressed, way)
		}
	}
	if len(addressed) > 0 {
		if err := tx.sendRecallMessage(req, addressed, len(addressed) == len(ways)); err != nil {
			return err
		}
	}
	return tx.store.LogReach(req.recall, final, mail.NotTakenBack, tx.now)
}

// howFar are the facts that say how far a recall comes to recipients.
func howFar(r store.Recall, reach recall.Reach, grouped bool, trust recall.Trusting) recall.Facts {
	return recall.Unpack(r.Facts, 0).With(recall.Recipient.As(reach), recall.ThroughGroup.As(grouped),
		recall.Trust.As(trust))
}

// sendRecallMessage sends the recall message to the recipients who are reached in these ways, or to everybody.
func (tx *Tx) sendRecallMessage(req *request, ways []store.Way, everybody bool) error {
	message, err := tx.makeRecallMessage(req)
	if err != nil {
		return err
	}
	if everybody {
		ways = nil
	}
	if err := tx.store.AddressRequest(req.recall, req.around, ways); err != nil {
		return err
	}
	if err := tx.sendOut(&message, req.sender); err != nil {
		return err
	}
	req.inOutbox = message.Due != 0
	return nil
}

func (tx *Tx) makeRecallMessage(req *request) (m store.Message, err error) {
	m = store.Message{Class: mail.RecallMessage, Sender: req.sender.ID, SentAt: tx.now, About: req.message.ID,
		Recall: req.recall.ID, Form: tx.formID(req.system, cmp.Or(req.form, req.system.Request))}
	if m.ID, err = tx.store.PutMessage(m); err != nil {
		return m, err
	}
	req.recall.Request = m.ID
	return m, tx.store.SetRequest(req.recall.ID, m.ID)
}

// settleAtOnce decides what the arrival of the recall message decides. A mail system without recall messages decides
// everything now.
func (tx *Tx) settleAtOnce(req *request) error {
	if req.system.ByMessage {
		if req.recall.Request == 0 || req.inOutbox {
			return nil
		}
		return tx.settleArrived(req.recall, true)
	}
	return tx.settle(req.recall, trigger{moment: recall.Requested}, nil)
}

// takeOwn moves the sender's own copy to Deleted Items, where the sender wants that.
func (tx *Tx) takeOwn(req *request) error {
	d := req.system.Decide(recall.WhatOfOwnCopy, recall.Given(recall.FromOwn.As(req.recall.FromOwn)))
	if _, goes := d.Effect(recall.TakeOwn); !goes {
		return nil
	}
	tx.cite(d.ID())
	own := store.CopyFilter{Message: req.message.ID, Mailboxes: store.Mailboxes{Mailbox: req.sender.ID}, Sent: true}
	if err := tx.store.NeedFolder(own.Mailboxes, mail.DeletedItems); err != nil {
		return err
	}
	bin := store.FolderRef{Kind: mail.DeletedItems, Path: mail.BuiltIn[mail.DeletedItems]}
	return tx.store.MoveCopies(own, bin, store.Stamp{What: mail.WasDeleted, At: tx.now, Cites: d.ID()})
}

// reportEach tells the sender of each recipient whose outcome is for good already, in one list: of those whom no
// recall message can take a copy from, and of those with whom it was processed as it arrived.
func (tx *Tx) reportEach(req *request) error {
	var told store.Verdict
	if tx.tell(req.system, req.recall, recall.Facts{}, &told); !told.Reports {
		return nil
	}
	return tx.store.ReportOutcomes(req.recall, told.Form, uint8(recall.Succeeded), tx.now)
}

// Replacement is the new message of a recall. A field that is nil or empty is as in the original.
type Replacement struct {
	Subject     *string
	Text        *string
	Attachments []eml.File // besides those of the original
}

// kind is the fact about the replacement.
func (r *Replacement) kind() recall.Replacement {
	switch {
	case r == nil:
		return recall.NoReplacement
	case len(r.Attachments) > 0:
		return recall.NewAttachment
	}
	return recall.NewMessage
}

// replace sends the replacement to the recipients of the original, if the sender wants one.
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
	quiet.Delivery = false // receipts come last, in tellReplacement
	if err := tx.sendOut(&quiet, req.sender); err != nil {
		return err
	}
	if quiet.Due == 0 {
		req.newMessage = m
	}
	return nil
}

// tellReplacement sends delivery receipts of the replacement, after everything else that the recall does.
func (tx *Tx) tellReplacement(req *request) error {
	return tx.sendDeliveryReceipts(req.newMessage, req.sender)
}

// replacement builds the new message from the original and the request.
func (tx *Tx) replacement(req *request) (outgoing, error) {
	o := outgoing{sender: req.sender, row: store.Message{Class: mail.Note, ReplyTo: req.message.ReplyTo,
		Protected: req.message.Protected, Receipt: req.message.Receipt, Delivery: req.message.Delivery,
		Appointment: req.message.Appointment}}
	if recall.SentFor.Get(req.facts) == recall.ForAnother {
		o.row.For = req.message.For
	}
	owner, err := tx.mailboxOf(o.row.For)
	if err != nil {
		return o, err
	}
	raw, err := tx.raw(req.message)
	if err != nil {
		return o, err
	}
	id, err := tx.store.NextMessage()
	if err != nil {
		return o, err
	}
	out := contentOf(eml.Parse(raw), raw)
	tx.setFrom(&out, req.sender, owner)
	out.Date, out.MessageID = at(tx.now), messageID(id, tx.now, req.sender.Address)
	if req.message.Receipt {
		out.ReadReceiptTo = out.Author()
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

// sumUp sends the sender one report about the whole recall, and tags the sender's copy, if the mail system does
// so.
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

// tally are the facts about the whole recall, from the recipients who count.
func (tx *Tx) tally(sys recall.System, r store.Recall) (recall.Facts, error) {
	counts, err := tx.store.CountAnswers(r.ID)
	succeeded, failed := counts[uint8(recall.Succeeded)], counts[uint8(recall.Failed)]
	if !leavesOut(sys) {
		failed += counts[uint8(recall.NotCounted)]
	}
	var all int64
	for _, n := range counts {
		all += n
	}
	f := recall.Given(recall.OneRecipient.As(all == 1),
		recall.SomeNotCounted.As(counts[uint8(recall.NotCounted)] > 0), recall.TakenBackFrom.As(recall.Some),
		recall.ReportsOff.As(r.NoReport), recall.FromOwn.As(r.FromOwn))
	switch {
	case succeeded == 0:
		recall.TakenBackFrom.Set(&f, recall.None)
	case failed == 0:
		recall.TakenBackFrom.Set(&f, recall.All)
	}
	return f, err
}

// leavesOut says whether the mail system leaves recipients out of the result whom no recall can reach.
func leavesOut(sys recall.System) bool {
	return sys.Decide(recall.WhoCounts, recall.Given(recall.SomeNotCounted.As(true))).Answer() == recall.Yes
}
