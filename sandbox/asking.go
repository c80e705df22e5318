package sandbox

import (
	"maps"
	"strings"
	"time"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/store"
)

// asking is a recall on its way from question to answer.
type asking struct {
	request      RecallRequest
	sender       store.Mailbox
	organisation string
	settings     map[string]string
	message      store.Message
	system       recall.System
	delegated    string // the behaviour by which another system's rules decide
	allowed      string // the behaviour that lets the sender ask, where one says so
	facts        recall.Facts
	recall       store.Recall
	held         bool          // the recall message waits in the Outbox
	replaced     store.Message // the new message, once it is out
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
	if isImported(a.message) {
		return a, neverSent(r.ID)
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
	a.system.Set(&a.facts, a.settings)
	if err := tx.delegate(&a); err != nil {
		return a, err
	}
	a.facts = a.facts.With(recall.SenderAccount.As(a.sender.Account), recall.SenderClient.As(a.sender.Client), recall.Protected.As(a.message.Protected))
	a.facts = a.facts.With(recall.ReportsOff.As(r.NoReport), recall.Unconfirmed.As(!r.Confirmed), recall.SentInstead.As(r.Replace.kind()))
	if r.Client != "" {
		client, err := mail.ParseClient(r.Client)
		if err != nil {
			return a, invalid(try(NameClient), "%v", err)
		}
		recall.SenderClient.Set(&a.facts, client)
	}
	switch r.View {
	case "", "window":
	case "reading-pane":
		recall.MessageView.Set(&a.facts, recall.ReadingPane)
	default:
		return a, invalid(say("it is window where nothing is said"), "view %q: not one of window, reading-pane", r.View)
	}
	recall.MessageState.Set(&a.facts, stateOf(a.message))
	origin, err := tx.origin(a.sender, a.message)
	if err != nil {
		return a, err
	}
	recall.MessageIn.Set(&a.facts, origin)
	if err := tx.askMore(&a); err != nil {
		return a, err
	}
	earlier, err := tx.store.RecallsOf(a.message.ID)
	recall.RecalledBefore.Set(&a.facts, len(earlier) > 0)
	return a, err
}

// delegate puts another mail system's rules in the place of the sender's own, where those say so.
func (tx *Tx) delegate(a *asking) (err error) {
	d := a.system.Decide(recall.WhoseRules, a.facts)
	to, ok := d.Effect(recall.GoBy)
	if !ok {
		return nil
	}
	tx.cite(d.ID())
	a.delegated = d.ID()
	a.system, err = tx.system(to.System)
	return err
}

// askMore gathers what only some mail systems want to know.
func (tx *Tx) askMore(a *asking) error {
	wants := a.system.Reads(recall.MayRecall)
	if wants.Has(recall.MessageAge) {
		age, err := tx.age(a)
		if err != nil {
			return err
		}
		recall.MessageAge.Set(&a.facts, age)
	}
	if wants.Has(recall.Administrator) {
		administers, err := tx.administers(a.sender, a.message)
		if err != nil {
			return err
		}
		recall.Administrator.Set(&a.facts, administers)
	}
	if wants.Has(recall.AllOutside) {
		insiders, err := tx.store.InsideRecipients(a.message.ID, a.sender.Organisation)
		if err != nil {
			return err
		}
		recall.AllOutside.Set(&a.facts, insiders == 0)
	}
	if wants.Has(recall.SentCopyShared) {
		c, _, err := tx.store.CopyOf(a.message.ID, a.message.Sender, true)
		if err != nil {
			return err
		}
		recall.SentCopyShared.Set(&a.facts, c.Shared)
	}
	return nil
}

// age is how old the message is by the mail system's limits, or the organisation's in their place.
func (tx *Tx) age(a *asking) (recall.Age, error) {
	limits := a.system.Limits
	if set, ok := a.settings[limits.Setting]; ok {
		longest, err := ParseDuration(set)
		if err != nil {
			return recall.Fresh, err
		}
		limits.Sender = int64(longest / time.Second)
	}
	return limits.Age(tx.now - a.message.SentAt), nil
}

// administers says whether the one who asks is an administrator over the message: it was sent in the same organisation.
func (tx *Tx) administers(asker store.Mailbox, m store.Message) (bool, error) {
	if asker.Role != mail.Admin || m.Class != mail.Note || m.Sender == 0 {
		return false, nil
	}
	sender, _, err := tx.store.MailboxByID(m.Sender)
	return sender.Organisation == asker.Organisation, err
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

// refuse fails where the mail system does not let the sender recall this. Where a behaviour says that the sender may, it is given.
func (tx *Tx) refuse(a asking) (allowed string, err error) {
	d := a.system.Decide(recall.MayRecall, a.facts)
	tx.cite(d.ID())
	if d.Answer() == recall.Refused {
		return "", tx.refusal(a, d)
	}
	return d.ID(), nil
}

func (tx *Tx) refusal(a asking, d recall.Decision) error {
	words := tx.askWords(a)
	_, confirm := d.Effect(recall.Confirm)
	return refused(d, words["message"]+" cannot be recalled", words, confirm)
}

// refused is a refusal by a behaviour, with what to do instead.
func refused(d recall.Decision, what string, words map[string]string, confirm bool) error {
	hint := Hint{Step: d.Behaviour.Next, Values: words}
	if d.Behaviour.Next == "" {
		hint = try(ShowBehaviour, "behaviour", d.ID())
	}
	return &Error{Kind: Refused, Behaviour: d.ID(), Confirm: confirm, Message: what + ": " + fill(d.Behaviour.Reason, words) + " [" + d.ID() + "]", Hint: hint}
}

// askRefusal says why a recall would be refused, and what to do instead.
func (tx *Tx) askRefusal(a asking, d recall.Decision) *Refusal {
	words := tx.askWords(a)
	return &Refusal{d.ID(), fill(d.Behaviour.Reason, words), Hint{Step: d.Behaviour.Next, Values: words}}
}

// askWords are what the reasons for a refusal tell of a recall that is asked for.
func (tx *Tx) askWords(a asking) map[string]string {
	words := maps.Clone(a.settings)
	if words == nil {
		words = map[string]string{}
	}
	maps.Copy(words, map[string]string{"age": FormatDuration(time.Duration(tx.now-a.message.SentAt) * time.Second), "organisation": a.organisation, "sender": a.sender.DisplayName(), "address": a.sender.Address,
		"account": recall.SenderAccount.Get(a.facts).String(), "client": recall.SenderClient.Get(a.facts).String(), "message": makeID(messagePrefix, a.message.ID)})
	return words
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
