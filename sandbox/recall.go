package sandbox

import (
	"strings"
	"time"

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

// asking is a recall on its way from question to answer.
type asking struct {
	request      RecallRequest
	sender       store.Mailbox
	organisation string
	settings     map[string]string
	message      store.Message
	system       recall.System
	delegated    string // the behaviour by which another system's rules decide
	facts        recall.Facts
	recall       store.Recall
	held         bool // the recall message waits in the Outbox
}

// Recall asks for a recall and carries it out as far as it goes: the recall message reaches its recipients, a new message follows it if one
// is wanted, and what can be processed at once is.
func (tx *Tx) Recall(r RecallRequest) (Recall, error) {
	a, err := tx.ask(r)
	if err != nil {
		return Recall{}, err
	}
	if err := tx.refuse(a); err != nil {
		return Recall{}, err
	}
	warnings, err := tx.warn(a)
	if err != nil {
		return Recall{}, err
	}
	if err := tx.begin(&a); err != nil {
		return Recall{}, err
	}
	for _, step := range []func(*asking) error{tx.reach, tx.replace, tx.settleAtOnce, tx.sumUp} {
		if err := step(&a); err != nil {
			return Recall{}, err
		}
	}
	out, err := tx.showRecall(a.recall)
	out.Warnings = warnings
	return out, err
}

// ask gathers the facts about who asks for what.
func (tx *Tx) ask(r RecallRequest) (a asking, err error) {
	a.request = r
	if a.sender, err = tx.user(r.As); err != nil {
		return a, err
	}
	if a.message, err = tx.message(r.ID); err != nil {
		return a, err
	}
	if a.system, a.settings, err = tx.systemOf(a.sender); err != nil {
		return a, err
	}
	if a.sender.Organisation != 0 {
		o, err := tx.organisationOf(a.sender.Organisation)
		if err != nil {
			return a, err
		}
		a.organisation = o.name
	}
	if err := tx.delegate(&a); err != nil {
		return a, err
	}
	a.facts = recall.Facts{Account: a.sender.Account, Client: a.sender.Client, SwitchedOff: a.settings["recall"] == "off", Protected: a.message.Protected, NoReport: r.NoReport,
		Admin: a.sender.Role == mail.Admin, FreePlan: a.settings["plan"] == "free", Unconfirmed: !r.Confirmed, Replacement: r.Replace.kind()}
	if r.Client != "" {
		if a.facts.Client, err = mail.ParseClient(r.Client); err != nil {
			return a, invalid("", "%v", err)
		}
	}
	switch r.View {
	case "", "window":
	case "reading-pane":
		a.facts.View = recall.ReadingPane
	default:
		return a, &Error{Kind: Usage, Message: "view " + r.View + ": not one of window, reading-pane"}
	}
	a.facts.State = stateOf(a.message)
	if a.facts.Origin, err = tx.origin(a.sender, a.message); err != nil {
		return a, err
	}
	if err := tx.askCloud(&a); err != nil {
		return a, err
	}
	earlier, err := tx.store.RecallsOf(a.message.ID)
	a.facts.Again = len(earlier) > 0
	return a, err
}

// delegate puts another mail system's rules in the place of the sender's own, where those say so.
func (tx *Tx) delegate(a *asking) error {
	d := a.system.Decide(recall.WhoseRules, recall.Facts{CloudOff: a.settings["cloud-recall"] == "off"})
	if d.Answer() != recall.Yes {
		return nil
	}
	tx.cite(d.ID())
	a.delegated = d.ID()
	a.system = tx.box.systems[0]
	return nil
}

// askCloud gathers what counts where a recall takes messages out of the mailboxes themselves.
func (tx *Tx) askCloud(a *asking) error {
	if a.system.ByMessage {
		return nil
	}
	limits := a.system.Limits
	if set, ok := a.settings[limits.Setting]; ok {
		longest, err := ParseDuration(set)
		if err != nil {
			return err
		}
		limits.Sender = int64(longest / time.Second)
	}
	a.facts.Age = limits.Age(tx.now - a.message.SentAt)
	insiders, err := tx.store.InsideRecipients(a.message.ID, a.sender.Organisation)
	if err != nil {
		return err
	}
	a.facts.NoInsider = insiders == 0
	c, _, err := tx.store.CopyOf(a.message.ID, a.message.Sender, true)
	a.facts.SharedSent = c.Shared
	return err
}

// origin is where the message lies for the one who asks.
func (tx *Tx) origin(sender store.Mailbox, m store.Message) (recall.Origin, error) {
	c, ok, err := tx.store.CopyOf(m.ID, sender.ID, true)
	switch {
	case err != nil:
		return 0, err
	case ok && c.Kind == mail.SentItems:
		return recall.InSentItems, nil
	case m.Sender == sender.ID && stateOf(m) != recall.Sent:
		return recall.InSentItems, nil // where it will be: what counts is that it has not gone out
	case m.Sender == sender.ID && m.Class == mail.Note:
		return recall.NotInSentItems, nil
	}
	return recall.SentByOthers, nil
}

// refuse fails where the mail system does not let the sender recall this.
func (tx *Tx) refuse(a asking) error {
	d := a.system.Decide(recall.MayRecall, a.facts)
	if d.Answer() != recall.Refused {
		return nil
	}
	tx.cite(d.ID())
	return tx.refusal(a, d)
}

func (tx *Tx) refusal(a asking, d recall.Decision) error {
	id := makeID(messagePrefix, a.message.ID)
	_, confirm := d.Effect(recall.Confirm)
	return &Error{Kind: Refused, Behaviour: d.ID(), Confirm: confirm, Message: id + " cannot be recalled: " + tx.askReason(a, d) + " [" + d.ID() + "]", Hint: "recallbox behaviours show " + d.ID()}
}

func (tx *Tx) askReason(a asking, d recall.Decision) string {
	return fill(d.Behaviour.Reason, map[string]string{"age": (time.Duration(tx.now-a.message.SentAt) * time.Second).String(), "max-age": a.settings["max-age"], "organisation": a.organisation, "sender": a.sender.DisplayName(), "address": a.sender.Address, "window": a.settings["window"], "account": a.facts.Account.String(), "client": a.facts.Client.String(),
		"message": makeID(messagePrefix, a.message.ID)})
}

// warn says what the sender should know first.
func (tx *Tx) warn(a asking) ([]string, error) {
	d := a.system.Decide(recall.FirstWarn, a.facts)
	if _, ok := d.Effect(recall.Warn); !ok {
		return nil, nil
	}
	tx.cite(d.ID())
	earlier, err := tx.store.RecallsOf(a.message.ID)
	var ids []string
	for _, r := range earlier {
		ids = append(ids, makeID(recallPrefix, r.ID))
	}
	return []string{fill(d.Behaviour.Reason, map[string]string{"message": makeID(messagePrefix, a.message.ID), "earlier": strings.Join(ids, ", ")}) + " [" + d.ID() + "]"}, err
}

// begin notes the recall with an open outcome for each recipient of the original.
func (tx *Tx) begin(a *asking) (err error) {
	a.recall = store.Recall{Message: a.message.ID, Sender: a.sender.ID, AskedAt: tx.now, System: a.system.Name, NoReport: a.request.NoReport, Facts: a.facts.Pack()}
	if a.recall.ID, err = tx.store.PutRecall(a.recall); err != nil {
		return err
	}
	if err := tx.store.PutOutcomes(a.recall, a.sender.Organisation); err != nil {
		return err
	}
	return tx.store.PutEvent(store.NewEvent{At: tx.now, Who: a.sender.ID, What: mail.RecallAsked, Message: a.message.ID, Recall: a.recall.ID, Mailbox: a.sender.ID, Cites: a.delegated})
}

// reach decides how far the recall message comes to each recipient, and delivers it.
func (tx *Tx) reach(a *asking) error {
	ways, err := tx.store.Reaches(a.recall.ID)
	if err != nil {
		return err
	}
	var request store.Message
	for _, way := range ways {
		f := recall.Facts{Reach: recall.Reach(way.Reach), Grouped: way.Grouped}
		d := a.system.Decide(recall.HowFar, f)
		mailed, asMail := d.Effect(recall.DeliverAsMail)
		tx.cite(d.ID(), tx.formID(a.system, mailed.Form))
		if d.Final() {
			if err := tx.store.SettleReach(a.recall.ID, way, store.Verdict{Facts: f.Pack(), Answer: uint8(d.Answer()), Behaviour: d.ID()}, tx.now); err != nil {
				return err
			}
		}
		if !asMail && (d.Final() || !a.system.ByMessage) {
			continue
		}
		if request.ID == 0 {
			if request, err = tx.makeRequest(a); err != nil {
				return err
			}
		}
		if err := tx.store.AddressRequest(a.recall.ID, request.ID, way); err != nil {
			return err
		}
	}
	if request.ID != 0 {
		if err := tx.sendOut(&request, a.sender); err != nil {
			return err
		}
		a.held = request.Due != 0
	}
	return tx.store.LogReach(a.recall, uint8(recall.Failed), mail.NotTakenBack, tx.now)
}

// requestForm is the behaviour that fixes how recall messages look.
const requestForm = "outlook/outside-sees-request"

func (tx *Tx) makeRequest(a *asking) (m store.Message, err error) {
	m = store.Message{Class: mail.RecallMessage, Sender: a.sender.ID, SentAt: tx.now, About: a.message.ID, Recall: a.recall.ID, Form: tx.formID(a.system, requestForm)}
	if m.ID, err = tx.store.PutMessage(m); err != nil {
		return m, err
	}
	a.recall.Request = m.ID
	return m, tx.store.SetRequest(a.recall.ID, m.ID)
}

// replace sends the new message, if one is wanted, to the same recipients.
func (tx *Tx) replace(a *asking) error {
	if a.request.Replace == nil {
		return nil
	}
	d := a.system.Decide(recall.WhatInstead, a.facts)
	tx.cite(d.ID())
	if _, ok := d.Effect(recall.SendReplacement); !ok {
		return nil
	}
	o, err := tx.replacement(a)
	if err != nil {
		return err
	}
	m, err := tx.keep(o)
	if err != nil {
		return err
	}
	a.recall.Replacement = m.ID
	if err := tx.store.SetReplacement(a.recall.ID, m.ID); err != nil {
		return err
	}
	if err := tx.store.CopyRecipients(m.ID, a.message.ID); err != nil {
		return err
	}
	return tx.sendOut(&m, a.sender)
}

// replacement is the original with what was given in place of its own.
func (tx *Tx) replacement(a *asking) (outgoing, error) {
	o := outgoing{sender: a.sender, row: store.Message{Class: mail.Note, Protected: a.message.Protected}}
	raw, err := tx.raw(a.message)
	if err != nil {
		return o, err
	}
	id, err := tx.store.NextMessage()
	if err != nil {
		return o, err
	}
	out := copyOf(eml.Parse(raw), raw)
	out.From, out.Date, out.MessageID = tx.nameOf(a.sender), at(tx.now), messageID(id, tx.now, a.sender.Address)
	if r := a.request.Replace; r != nil {
		out.Attachments = append(out.Attachments, r.Attachments...)
		if r.Subject != nil {
			out.Subject = *r.Subject
		}
		if r.Text != nil {
			out.Text, out.HTML = *r.Text, ""
		}
	}
	if o.raw, err = eml.Build(out); err != nil {
		return o, invalid("", "%v", err)
	}
	return o, nil
}

// settleAtOnce decides what the arrival of the recall message decides, or the recall itself where there is none.
func (tx *Tx) settleAtOnce(a *asking) error {
	if a.system.ByMessage {
		if a.recall.Request == 0 || a.held {
			return nil
		}
		return tx.settle(a.recall, occasion{moment: recall.Arrived}, nil)
	}
	cloud := recall.Facts{UnreadOnly: a.settings["recall-read"] == "off"}
	switch a.settings["alert-recipients"] {
	case "on":
		cloud.Alert = recall.AlertAll
	case "read":
		cloud.Alert = recall.AlertReaders
	}
	return tx.settle(a.recall, occasion{moment: recall.Requested, cloud: cloud}, nil)
}
