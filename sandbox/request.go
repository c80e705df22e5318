package sandbox

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/store"
)

// request is a recall while it is carried out.
type request struct {
	input        RecallRequest
	asker        store.Mailbox // who asks
	sender       store.Mailbox // whose recall it is: the asker's, unless an application recalls for the author
	organisation string
	settings     map[string]string
	message      store.Message
	author       store.Mailbox // who sent the message: an administrator recalls others' too
	system       recall.System
	delegatedBy  string // the behaviour that gives the decision to another system
	allowedBy    string // the behaviour that lets the sender recall, if there is one
	around       store.Around
	form         string // the behaviour that fixes how the recall message looks, where it comes as mail
	facts        recall.Facts
	earlier      []store.Recall // of the same message
	recall       store.Recall
	inOutbox     bool          // the recall message waits in the Outbox
	newMessage   store.Message // the new message, once it is out
}

// fromAll is RecallRequest.From where the sender's own copy goes too.
const fromAll = "all"

// gather collects everything that decides about a recall: who asks for what, whose rules apply, and the facts.
func (tx *Tx) gather(r RecallRequest) (req request, err error) {
	req.input = r
	if req.asker, err = tx.findUser(r.As); err != nil {
		return req, err
	}
	req.sender = req.asker
	if req.message, err = tx.findMessage(r.ID); err != nil {
		return req, err
	}
	if r.From != "" && r.From != "recipients" && r.From != fromAll {
		return req, invalid(say("it is recipients where nothing is said"), "from %q: not one of recipients, all", r.From)
	}
	if isImported(req.message) {
		return req, neverSentError(r.ID)
	}
	if req.message.Sender != 0 {
		if req.author, err = tx.mailboxOf(req.message.Sender); err != nil {
			return req, err
		}
	}
	if err = tx.gatherRules(&req); err == nil {
		err = tx.gatherFacts(&req)
	}
	return req, err
}

// gatherRules finds the mail system whose rules apply, with the organisation's settings.
func (tx *Tx) gatherRules(req *request) (err error) {
	if req.system, req.settings, err = tx.systemOf(req.sender); err != nil {
		return err
	}
	if req.sender.Organisation != 0 {
		o, err := tx.organisationOf(req.sender.Organisation)
		if err != nil {
			return err
		}
		req.organisation = o.name
	}
	req.system.Set(&req.facts, req.settings)
	return tx.delegate(req)
}

// gatherFacts collects the facts for every mail system, and then those for some.
func (tx *Tx) gatherFacts(req *request) error {
	client, view, err := req.clientAndView()
	if err != nil {
		return err
	}
	origin, err := tx.originOf(req.sender, req.message)
	if err != nil {
		return err
	}
	if req.earlier, err = tx.store.RecallsOf(req.message.ID); err != nil {
		return err
	}
	_, replacing, err := optional(tx.store.RecallOfReplacement(req.message.ID))
	if err != nil {
		return err
	}
	req.facts = req.facts.With(
		recall.SenderAccount.As(req.sender.Account),
		recall.FromServer.As(req.sender.OnServer),
		recall.SenderClient.As(client),
		recall.MessageView.As(view),
		recall.ViewChosen.As(req.input.View != ""),
		recall.MessageIn.As(origin),
		recall.SentFor.As(errandOf(req.sender, req.message)),
		recall.MessageState.As(messageState(req.message)),
		recall.Protected.As(req.message.Protected),
		recall.RecalledBefore.As(len(req.earlier) > 0),
		recall.IsAppointment.As(req.message.Appointment),
		recall.IsReplacement.As(replacing),
		recall.SentInstead.As(req.input.Replace.kind()),
		recall.ReportsOff.As(req.input.NoReport),
		recall.Unconfirmed.As(!req.input.Confirmed),
	)
	return tx.gatherRareFacts(req)
}

// clientAndView is the program in which the sender asks, and how it shows the message.
func (req *request) clientAndView() (client mail.Client, view recall.View, err error) {
	client = req.sender.Client
	if req.input.Client != "" {
		if client, err = mail.ParseClient(req.input.Client); err != nil {
			return client, view, invalid(try(NameClient), "%v", err)
		}
	}
	switch req.input.View {
	case "", "window":
		return client, recall.Window, nil
	case "reading-pane":
		return client, recall.ReadingPane, nil
	}
	return client, view, invalid(say("it is window where nothing is said"),
		"view %q: not one of window, reading-pane", req.input.View)
}

// delegate changes to another mail system's rules, if the sender's own say so.
func (tx *Tx) delegate(req *request) (err error) {
	d := req.system.Decide(recall.WhoseRules, req.facts)
	to, ok := d.Effect(recall.GoBy)
	if !ok {
		return nil
	}
	tx.cite(d.ID())
	req.delegatedBy = d.ID()
	req.system, err = tx.findSystem(to.System)
	return err
}

// gatherRareFacts collects facts that only some mail systems ask for.
func (tx *Tx) gatherRareFacts(req *request) error {
	wants := req.system.Reads(recall.MayRecall)
	if wants.Has(recall.MessageAge) {
		age, err := tx.messageAge(req)
		if err != nil {
			return err
		}
		recall.MessageAge.Set(&req.facts, age)
	}
	if wants.Has(recall.Administrator) {
		administers, err := tx.administers(req.sender, req.message)
		if err != nil {
			return err
		}
		recall.Administrator.Set(&req.facts, administers)
	}
	if wants.Has(recall.NobodyGotIt) {
		reached, err := tx.store.HasReached(req.message.ID)
		if err != nil {
			return err
		}
		recall.NobodyGotIt.Set(&req.facts, !reached)
	}
	if wants.Has(recall.InAuthorsSent) {
		c, there, err := optional(tx.store.CopyOf(req.message.ID, req.message.Sender, true))
		if err != nil {
			return err
		}
		recall.InAuthorsSent.Set(&req.facts, there && c.Kind == mail.SentItems)
	}
	if wants.Has(recall.AllOutside) {
		insiders, delivered, err := tx.store.InsideRecipients(req.message.ID, req.sender.Organisation)
		if err != nil {
			return err
		}
		recall.AllOutside.Set(&req.facts, insiders == 0)
		recall.NoneDelivered.Set(&req.facts, insiders > 0 && delivered == 0)
	}
	if wants.Has(recall.SentCopyShared) {
		c, there, err := optional(tx.store.CopyOf(req.message.ID, req.message.Sender, true))
		if err != nil {
			return err
		}
		recall.SentCopyShared.Set(&req.facts, there && c.Shared)
		recall.SentFolderShared.Set(&req.facts, there && c.FolderShared)
	}
	return nil
}

// messageAge is the age of the message by the mail system's limits, or by the organisation's if it has set one.
func (tx *Tx) messageAge(req *request) (recall.Age, error) {
	limits := req.system.Limits
	if set, ok := req.settings[limits.Setting]; ok {
		longest, err := ParseDuration(set)
		if err != nil {
			return recall.Fresh, err
		}
		limits.Sender = int64(longest / time.Second)
	}
	return limits.Age(tx.now - req.message.SentAt), nil
}

// administers says whether the one who asks is an administrator over the message: it was sent in the same organisation.
func (tx *Tx) administers(asker store.Mailbox, m store.Message) (bool, error) {
	if asker.Role != mail.Admin || m.Class != mail.Note || m.Sender == 0 {
		return false, nil
	}
	sender, err := tx.mailboxOf(m.Sender)
	return sender.Organisation == asker.Organisation, err
}

// originOf is where the message lies for the sender.
func (tx *Tx) originOf(sender store.Mailbox, m store.Message) (recall.Origin, error) {
	c, ok, err := optional(tx.store.CopyOf(m.ID, sender.ID, true))
	switch {
	case err != nil:
		return 0, err
	case ok && c.Kind == mail.SentItems:
		return recall.InSentItems, nil
	case m.Sender == sender.ID && messageState(m) != recall.Sent:
		return recall.InSentItems, nil // it will be there: what counts is that it has not gone out
	case m.Sender == sender.ID && m.Class == mail.Note:
		return recall.NotInSentItems, nil
	}
	return recall.SentByOthers, nil
}

// refuse fails if the mail system refuses the recall. It notes the behaviour that allows it, if there is one, and whose
// recall it is then.
func (tx *Tx) refuse(req *request) error {
	d := req.system.Decide(recall.MayRecall, req.facts)
	tx.cite(d.ID())
	if d.Answer() == recall.Refused {
		return tx.refusalError(*req, d)
	}
	asked := req.input.options()
	for _, option := range []recall.Option{recall.FromWhere, recall.Comment} {
		if asked[option] != "" && !slices.Contains(req.system.Options, option) {
			words := tx.requestWords(*req)
			return &Error{Kind: Refused, Message: fmt.Sprintf("%s cannot be recalled: recall in %s has no %s",
				words["message"], req.system.Name, asked[option]), Hint: Hint{Step: recall.RecallPlainly, Values: words}}
		}
	}
	req.allowedBy = d.ID()
	if _, ok := d.Effect(recall.ForAuthor); ok {
		req.sender = req.author
	}
	return nil
}

func (tx *Tx) refusalError(req request, d recall.Decision) error {
	words := tx.requestWords(req)
	_, confirm := d.Effect(recall.Confirm)
	err := refusedBy(d, words["message"]+" cannot be recalled", words, confirm)
	err.Hint = req.next(d, words, err.Hint)
	told := req.system.Decide(recall.HowRefused, req.facts)
	tx.cite(told.ID())
	if told.Behaviour != nil {
		err.Status = told.Behaviour.Code
	}
	return err
}

// refusedBy is the error of a behaviour that refuses, with what to do instead.
func refusedBy(d recall.Decision, what string, words map[string]string, confirm bool) *Error {
	hint := Hint{Step: d.Behaviour.Next, Values: words}
	if d.Behaviour.Next == "" {
		hint = try(ShowBehaviour, "behaviour", d.ID())
	}
	return &Error{Kind: Refused, Behaviour: d.ID(), Confirm: confirm, Code: d.Behaviour.Code, Hint: hint,
		Message: what + ": " + withCode(fillTemplate(d.Behaviour.Reason, words), d) + " [" + d.ID() + "]"}
}

// withCode is a reason with what the mail system itself calls it, where it has a word.
func withCode(reason string, d recall.Decision) string {
	if d.Behaviour == nil || d.Behaviour.Code == "" {
		return reason
	}
	return reason + " (" + d.Behaviour.Code + ")"
}

// showRefusal says why a recall would be refused, and what to do instead.
func (tx *Tx) showRefusal(req request, d recall.Decision) *Refusal {
	words := tx.requestWords(req)
	return &Refusal{d.ID(), fillTemplate(d.Behaviour.Reason, words), d.Behaviour.Code,
		req.next(d, words, Hint{Step: d.Behaviour.Next, Values: words})}
}

// next is what to do instead: not what has been done already.
func (req request) next(d recall.Decision, words map[string]string, hint Hint) Hint {
	if d.Behaviour.Next == recall.LetAuthor && req.sender.SentCopies {
		return try(LeaveToAuthor, "by", words["by"], "message", words["message"], "author", words["author"])
	}
	return hint
}

// requestWords are the words for the reason of a refusal.
func (tx *Tx) requestWords(req request) map[string]string {
	words := maps.Clone(req.settings)
	if words == nil {
		words = map[string]string{}
	}
	maps.Copy(words, map[string]string{
		"age":          FormatDuration(time.Duration(tx.now-req.message.SentAt) * time.Second),
		"organisation": req.organisation,
		"sender":       req.sender.DisplayName(),
		"author":       req.author.DisplayName(),
		"by":           tx.shortName(req.author),
		"address":      req.sender.Address,
		"account":      recall.SenderAccount.Get(req.facts).String(),
		"client":       recall.SenderClient.Get(req.facts).String(),
		"message":      makeID(messagePrefix, req.message.ID),
	})
	if len(req.earlier) > 0 {
		words["recall"] = makeID(recallPrefix, req.earlier[0].ID)
	}
	return words
}

// warn tells the sender what to know before a recall, and whoever looks at it later.
func (tx *Tx) warn(
	sys recall.System,
	f recall.Facts,
	r store.Recall,
	sender store.Mailbox,
) (warnings []string, err error) {
	for _, q := range []recall.Question{recall.FirstWarn, recall.WhatOfMeeting} {
		d := sys.Decide(q, f)
		if _, ok := d.Effect(recall.Warn); !ok {
			continue
		}
		tx.cite(d.ID())
		words, err := tx.earlierWords(r)
		if err != nil {
			return nil, err
		}
		words["sender"] = sender.DisplayName()
		warnings = append(warnings, fillTemplate(d.Behaviour.Reason, words)+" ["+d.ID()+"]")
	}
	return warnings, nil
}

// earlierWords are the words for what was recalled before: the recalls of the same message before this one, or all, and
// the recall that sent it as a replacement.
func (tx *Tx) earlierWords(r store.Recall) (map[string]string, error) {
	words := map[string]string{"message": makeID(messagePrefix, r.Message)}
	earlier, err := tx.store.RecallsOf(r.Message)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, e := range earlier {
		if r.ID == 0 || e.ID < r.ID {
			ids = append(ids, makeID(recallPrefix, e.ID))
		}
	}
	words["earlier"] = strings.Join(ids, ", ")
	replacing, _, err := optional(tx.store.RecallOfReplacement(r.Message))
	words["replacing"] = makeID(recallPrefix, replacing.ID)
	return words, err
}
