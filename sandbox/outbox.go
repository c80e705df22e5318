package sandbox

import (
	"time"

	"recallbox/sandbox/eml"
	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/store"
)

// OutboxMessage is a message that waits in an Outbox.
type OutboxMessage struct {
	ID        string    `json:"id"`
	Subject   string    `json:"subject"`
	To        []string  `json:"to"`
	HeldUntil time.Time `json:"held_until"`
	HeldBy    string    `json:"held_by,omitempty"` // the rule's ID; absent for an undo window
}

// Outbox lists the messages that wait in a user's Outbox.
func (tx *Tx) Outbox(user string) ([]OutboxMessage, error) {
	m, err := tx.findUser(user)
	if err != nil {
		return nil, err
	}
	out := []OutboxMessage{}
	err = tx.store.EachInOutbox(m.ID, func(h store.Message, raw []byte) (err error) {
		if raw == nil {
			if raw, err = tx.raw(h); err != nil {
				return err
			}
		}
		head := eml.ParseHeader(raw)
		out = append(out, OutboxMessage{
			makeID(messagePrefix, h.ID),
			head.Subject,
			append(addressesOf(head.To), append(addressesOf(head.Cc), addressesOf(head.Bcc)...)...),
			at(h.Due),
			makeID(holdPrefix, h.Hold),
		})
		return nil
	})
	return out, err
}

// TakeBack takes a message out of the Outbox. Nobody receives it, and it is a draft again. A recall message is no
// draft: it is gone.
func (tx *Tx) TakeBack(as, id string) error {
	by, sender, m, cites, err := tx.findInOutbox(as, id)
	if err != nil {
		return err
	}
	m.Due, m.Hold, m.Admins, m.Draft = 0, 0, false, true
	if err := tx.store.SetWay(m); err != nil {
		return err
	}
	who := store.Mailboxes{Mailbox: sender.ID}
	filter := store.CopyFilter{Message: m.ID, Mailboxes: who, Sent: true}
	if m.Class == mail.RecallMessage {
		return tx.dropRecallMessage(by, filter, m)
	}
	if err := tx.store.NeedFolder(who, mail.Drafts); err != nil {
		return err
	}
	return tx.store.MoveCopies(
		filter,
		store.FolderRef{Kind: mail.Drafts, Path: mail.BuiltIn[mail.Drafts]},
		store.Stamp{What: mail.WasTakenOut, Who: by.ID, At: tx.now, Cites: cites},
	)
}

// dropRecallMessage removes a recall message that was taken back before it went out.
func (tx *Tx) dropRecallMessage(by store.Mailbox, filter store.CopyFilter, m store.Message) error {
	if err := tx.store.RemoveCopies(filter, store.Stamp{Who: by.ID, At: tx.now}); err != nil {
		return err
	}
	r, ok, err := optional(tx.store.RecallOfRequest(m.ID))
	if err != nil || !ok {
		return err
	}
	return tx.settle(r, trigger{moment: recall.Looked}, nil)
}

// findInOutbox finds a message in the sender's Outbox for somebody who wants to stop or change it, with the
// behaviour that allows it. It refuses anybody who may not.
func (tx *Tx) findInOutbox(as, id string) (by, sender store.Mailbox, m store.Message, cites string, err error) {
	if by, err = tx.findUser(as); err != nil {
		return by, sender, m, "", err
	}
	if m, err = tx.findMessage(id); err != nil {
		return by, sender, m, "", err
	}
	if sender, err = tx.mailboxOf(m.Sender); err != nil {
		return by, sender, m, "", err
	}
	if m.Sender == 0 || by.ID != sender.ID && !administers(by, sender) {
		return by, sender, m, "", invalid(try(ListOutbox, "user", by.Address), "%s is not in %s's Outbox", id, by.Address)
	}
	if m.Draft {
		hint := try(SendDraft, "user", by.Address, "message", id)
		if m.Class == mail.RecallMessage {
			hint = try(recall.InspectRecall, "recall", makeID(recallPrefix, m.Recall))
		}
		return by, sender, m, "", invalid(hint, "%s has been taken back already", id)
	}
	f, err := tx.outboxFacts(sender, m)
	if err != nil {
		return by, sender, m, "", err
	}
	if cites, err = tx.checkAllowed(sender, recall.MayTakeBack, f, id); err == nil && m.Admins {
		_, err = tx.checkNotRefused(
			by,
			recall.MayAdminister,
			recall.Given(recall.Administrator.As(administers(by, sender))),
			id,
		)
	}
	return by, sender, m, cites, err
}

// administers says whether somebody is an administrator of the sender's organisation.
func administers(by, sender store.Mailbox) bool {
	return by.Role == mail.Admin && by.Organisation == sender.Organisation && by.Organisation != 0
}

// outboxFacts are the facts about a message on its way out.
func (tx *Tx) outboxFacts(sender store.Mailbox, m store.Message) (recall.Facts, error) {
	f := recall.Given(recall.MessageState.As(messageState(m)))
	sys, _, err := tx.systemOf(sender)
	if err != nil {
		return f, err
	}
	switch {
	case m.Hold != 0:
		recall.HeldBy.Set(&f, recall.RuleOfSender)
	case sys.Limits.Undo != "" || m.Due != 0:
		recall.HeldBy.Set(&f, recall.UndoWindow)
	}
	return f, nil
}

// messageState says whether a message is a draft, waits in the Outbox, or has gone out.
func messageState(m store.Message) recall.State {
	switch {
	case m.Draft:
		return recall.Draft
	case m.Due != 0:
		return recall.Held
	}
	return recall.Sent
}

// Correct changes a message that waits in the Outbox. An empty field stays as it is, and so does the time at which
// the message leaves.
func (tx *Tx) Correct(id string, r SendRequest) (SendResult, error) {
	by, sender, m, _, err := tx.findInOutbox(r.As, id)
	if err != nil {
		return SendResult{}, err
	}
	if m.Class != mail.Note {
		return SendResult{}, invalid(try(TakeBackRequest), "%s is a recall message, in which nothing can be changed", id)
	}
	cites, err := tx.checkAllowed(sender, recall.WhatIsDelivered, recall.Given(recall.MessageState.As(recall.Held)), id)
	if err != nil {
		return SendResult{}, err
	}
	warnings, err := tx.checkReceipts(sender, &r)
	if err != nil {
		return SendResult{}, err
	}
	left, err := tx.rewrite(&m, r)
	if err != nil {
		return SendResult{}, err
	}
	if r.InReplyTo != "" {
		apology, err := tx.apologyBehaviour(m)
		if err != nil {
			return SendResult{}, err
		}
		tx.cite(apology)
		cites = joined(cites, apology)
	}
	patterns, err := tx.newPatterns(r)
	if err != nil {
		return SendResult{}, err
	}
	out := tx.showSent(m)
	out.warn(append(warnings, left...), patterns)
	return out, tx.store.PutEvent(
		store.NewEvent{At: tx.now, Who: by.ID, What: mail.WasCorrected, Message: m.ID, Mailbox: sender.ID, Cites: cites},
	)
}

// SendDraft sends a message that was taken back, with changes if fields are given. Its ID stays.
func (tx *Tx) SendDraft(id string, r SendRequest) (SendResult, error) {
	sender, err := tx.findUser(r.As)
	if err != nil {
		return SendResult{}, err
	}
	m, err := tx.findMessage(id)
	if err != nil {
		return SendResult{}, err
	}
	if !m.Draft || m.Class != mail.Note || m.Sender != sender.ID {
		return SendResult{}, invalid(try(ListDrafts, "user", sender.Address), "%s is no draft of %s", id, sender.Address)
	}
	warnings, err := tx.checkReceipts(sender, &r)
	if err != nil {
		return SendResult{}, err
	}
	left, err := tx.rewrite(&m, r)
	if err != nil {
		return SendResult{}, err
	}
	if err := tx.store.RemoveDraft(m.ID, sender.ID); err != nil {
		return SendResult{}, err
	}
	if err := tx.store.FindBounced(m.ID); err != nil {
		return SendResult{}, err
	}
	m.Draft, m.SentAt = false, tx.now
	if err := tx.sendOut(&m, sender); err != nil {
		return SendResult{}, err
	}
	patterns, err := tx.newPatterns(r)
	if err != nil {
		return SendResult{}, err
	}
	out := tx.showSent(m)
	out.warn(append(warnings, left...), patterns)
	return out, nil
}

// Release sends a message in an Outbox before its time. Only administrators may.
func (tx *Tx) Release(as, id string) error {
	by, err := tx.findUser(as)
	if err != nil {
		return err
	}
	m, err := tx.findMessage(id)
	if err != nil {
		return err
	}
	sender, err := tx.mailboxOf(m.Sender)
	if err != nil {
		return err
	}
	f := recall.Given(recall.Administrator.As(administers(by, sender)))
	if _, err := tx.checkNotRefused(by, recall.MayAdminister, f, id); err != nil {
		return err
	}
	if m.Due == 0 {
		return invalid(try(ListOutbox, "user", sender.Address), "%s does not wait in an Outbox", id)
	}
	return tx.leaveOutbox(m)
}
