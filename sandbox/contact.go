package sandbox

import (
	"cmp"
	"strings"

	"recallbox/sandbox/eml"
	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/store"
)

// AskRequest is a request of a sender: recipients are to delete a message.
type AskRequest struct {
	As   string
	ID   string
	To   []string // recipients of the message; empty for all of them
	Note string   // what the sender adds
}

// Ask sends recipients a message that asks them to delete an earlier one. A recipient who deletes it has met the
// request.
func (tx *Tx) Ask(r AskRequest) (SendResult, error) {
	f, err := tx.find(r.As, r.ID, "")
	if err != nil {
		return SendResult{}, err
	}
	if f.user == nil || f.message.Sender != f.user.ID || f.message.Class != mail.Note {
		return SendResult{}, invalid(try(ListSent, "user", r.As), "%s did not send %s", r.As, r.ID)
	}
	if messageState(f.message) != recall.Sent {
		return SendResult{}, invalid(try(ListOutbox, "user", f.user.Address), "%s has not gone out: nobody has it", r.ID)
	}
	sys, _, err := tx.systemOf(*f.user)
	if err != nil {
		return SendResult{}, err
	}
	d := sys.Decide(recall.MayAsk, recall.Facts{})
	tx.cite(d.ID())
	asked, err := tx.recipientsToAsk(f, r.To)
	if err != nil {
		return SendResult{}, err
	}
	warnings, err := tx.askWarnings(sys, f, asked)
	if err != nil {
		return SendResult{}, err
	}
	o, err := tx.askMessage(f, asked, d.ID(), r)
	if err != nil {
		return SendResult{}, err
	}
	m, err := tx.dispatch(o)
	if err != nil {
		return SendResult{}, err
	}
	for _, to := range asked {
		if err := tx.store.PutAsk(f.message.ID, to.Mailbox, m.ID); err != nil {
			return SendResult{}, err
		}
	}
	out := tx.showSent(m)
	out.Warnings = warnings
	return out, nil
}

// recipientsToAsk are the named recipients, or everybody who got the message if none is named.
func (tx *Tx) recipientsToAsk(f found, words []string) ([]store.Recipient, error) {
	var all []store.Recipient
	err := tx.store.EachRecipient(f.message.ID, func(r store.Recipient) error {
		all = append(all, r)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(words) > 0 { // by name also those to whom it was forwarded
		more, err := tx.store.ForwardedTo(f.message.ID)
		if err != nil {
			return nil, err
		}
		all = append(all, more...)
	}
	lines, err := tx.parseLines(words, nil, nil)
	if err != nil {
		return nil, err
	}
	wanted := map[string]bool{}
	for _, a := range lines.to {
		wanted[a.Addr] = true
	}
	var out []store.Recipient
	for _, r := range all {
		if !r.Bounced && (len(words) == 0 || wanted[r.Address]) {
			out = append(out, r)
		}
		delete(wanted, r.Address)
	}
	id := makeID(messagePrefix, f.message.ID)
	for _, a := range lines.to {
		if wanted[a.Addr] {
			return nil, notFound(try(ListRecipients, "message", id), "%s is no recipient of %s", a.Addr, id)
		}
	}
	if len(out) == 0 {
		return nil, invalid(try(FindRecipients, "message", id), "%s was delivered to nobody who could be asked", id)
	}
	return out, nil
}

// askWarnings tell the sender what to think of before asking, and who has opened the message already.
func (tx *Tx) askWarnings(sys recall.System, f found, asked []store.Recipient) ([]string, error) {
	var warnings []string
	warn := func(d recall.Decision, words map[string]string) {
		if _, ok := d.Effect(recall.Warn); ok {
			tx.cite(d.ID())
			warnings = append(warnings, fillTemplate(d.Behaviour.Reason, words)+" ["+d.ID()+"]")
		}
	}
	raw, err := tx.raw(f.message)
	if err != nil {
		return nil, err
	}
	mark := eml.ParseHeader(raw).Sensitivity
	warn(
		sys.Decide(recall.ShouldAsk, recall.Given(recall.Marked.As(mark != mail.Normal))),
		map[string]string{"message": makeID(messagePrefix, f.message.ID), "mark": mark.String()},
	)
	for _, r := range asked {
		c, has, err := optional(tx.store.CopyOf(f.message.ID, r.Mailbox, false))
		if err != nil {
			return nil, err
		}
		if !has {
			warnings = append(warnings, r.Address+" does not have "+makeID(messagePrefix, f.message.ID)+" any more")
		}
		opened := sys.Decide(recall.WhoHasOpened, recall.Given(recall.Seen.As(c.Seen)))
		warn(opened, map[string]string{"recipient": r.Address})
	}
	return warnings, nil
}

// askMessage writes the message that asks, in the form that a behaviour fixes.
func (tx *Tx) askMessage(f found, asked []store.Recipient, form string, r AskRequest) (o outgoing, err error) {
	words := map[string]string{
		"subject": f.message.Subject,
		"sent":    at(f.message.SentAt).Format("2 January 2006 at 15:04"),
	}
	subject, text := tx.formTexts(form, true)
	subject, text = fillTemplate(subject, words), fillTemplate(text, words)
	if r.Note != "" {
		text = strings.TrimSpace(text + "\n\n" + r.Note)
	}
	request := SendRequest{As: f.user.Address, Subject: subject, Text: text}
	if len(asked) <= MaxWritten || len(r.To) > 0 {
		request.To, request.Bcc = askLines(asked, func(r store.Recipient) string { return r.Address })
		return tx.compose(*f.user, request)
	}
	// So many were reached through groups. The message is addressed to the groups, and goes only to those who got the
	// original, even if the members have changed since.
	request.To, request.Bcc = askLines(asked, func(r store.Recipient) string { return cmp.Or(r.Via, r.Address) })
	if o, err = tx.compose(*f.user, request); err == nil {
		o.envelope, o.asks = nil, f.message.ID
	}
	return o, err
}

// askLines are the addresses in the header of a message that asks, each once. A recipient in Bcc stays in Bcc, so
// that the others still do not learn of it.
func askLines(asked []store.Recipient, address func(store.Recipient) string) (to, bcc []string) {
	written := map[string]bool{}
	for _, r := range asked {
		word := address(r)
		switch {
		case written[word]:
		case r.Line == mail.Bcc:
			bcc = append(bcc, word)
		default:
			to = append(to, word)
		}
		written[word] = true
	}
	return to, bcc
}

// markAsksMet notes that those who were asked to delete a message have deleted it.
func (tx *Tx) markAsksMet(f found) error {
	if f.filter.Sent || f.message.Sender == 0 {
		return nil
	}
	sys, err := tx.senderSystem(f.message)
	if err != nil {
		return err
	}
	d := sys.Decide(recall.WhatOfRequest, recall.Given(recall.DeletedOnRequest.As(true)))
	if d.Answer() != recall.Yes {
		return nil
	}
	n, err := tx.store.MeetAsks(f.message.ID, f.filter.Mailboxes, store.Stamp{What: mail.RequestMet, At: tx.now}, d.ID())
	if n > 0 {
		tx.cite(d.ID())
	}
	return err
}

// apologyBehaviour is the behaviour by which somebody apologises: the sender answers a message of their own. It
// is "" for any other message.
func (tx *Tx) apologyBehaviour(m store.Message) (string, error) {
	if m.ReplyTo == 0 {
		return "", nil
	}
	about, err := tx.store.MessageByID(m.ReplyTo)
	if err != nil || about.Sender != m.Sender {
		return "", err
	}
	sys, err := tx.senderSystem(m)
	return sys.Decide(recall.WhatOfApology, recall.Facts{}).ID(), err
}
