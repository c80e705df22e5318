package sandbox

import (
	"strings"

	"recallbox/sandbox/eml"
	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/store"
)

// dispatch stores a message with its recipients, and sends it out.
func (tx *Tx) dispatch(o outgoing) (store.Message, error) {
	m, err := tx.storeMessage(o)
	if err != nil {
		return m, err
	}
	if o.asks != 0 {
		err = tx.store.PutAskedRecipients(m.ID, o.asks)
	} else {
		err = tx.putRecipients(m.ID, o.envelope)
	}
	if err != nil {
		return m, err
	}
	return m, tx.sendOut(&m, o.sender)
}

// storeMessage stores a message that somebody wrote.
func (tx *Tx) storeMessage(o outgoing) (store.Message, error) {
	m := o.row
	m.Sender, m.SentAt = o.sender.ID, tx.now
	err := tx.storeContent(&m, o.raw)
	if err != nil {
		return m, err
	}
	m.ID, err = tx.store.PutMessage(m)
	return m, err
}

// storeContent stores a message's bytes, and notes what lists show of it.
func (tx *Tx) storeContent(m *store.Message, raw []byte) (err error) {
	setHeadline(m, raw)
	m.Content, err = tx.store.PutContent(raw)
	return err
}

// setHeadline notes what lists show of a message: its subject and sender.
func setHeadline(m *store.Message, raw []byte) {
	head := eml.ParseHeader(raw)
	m.Subject, m.FromName, m.FromAddr = head.Subject, "", ""
	if len(head.From) > 0 {
		m.FromName, m.FromAddr = head.From[0].Name, head.From[0].Addr
	}
}

// sendOut stores the sender's copy and delivers the message. If the mail system holds the message back, it waits in
// the Outbox instead. A recall message has no copy in Sent Items.
func (tx *Tx) sendOut(m *store.Message, sender store.Mailbox) error {
	stay, err := tx.outboxStayOf(sender)
	if err != nil {
		return err
	}
	apology, err := tx.apologyBehaviour(*m)
	if err != nil {
		return err
	}
	nested, err := tx.nestedBehaviour(*m, sender)
	if err != nil {
		return err
	}
	tx.cite(apology, nested)
	cites := joined(stay.cites, apology, nested)
	m.Due, m.Hold, m.Admins = stay.due, stay.hold, stay.admins
	if err := tx.store.SetWay(*m); err != nil {
		return err
	}
	if m.Due != 0 {
		return tx.putSenderCopy(*m, sender, mail.Outbox, store.NewEvent{What: mail.WasHeld, Cites: cites})
	}
	err = tx.putSenderCopy(*m, sender, mail.SentItems, store.NewEvent{What: mail.WasSent, Cites: cites})
	if err != nil {
		return err
	}
	return tx.deliver(*m, sender)
}

// putSenderCopy puts the sender's copy into a built-in folder, and logs the event.
func (tx *Tx) putSenderCopy(m store.Message, sender store.Mailbox, kind mail.FolderKind, e store.NewEvent) error {
	e.At, e.Who, e.Message, e.Recall, e.Mailbox = tx.now, sender.ID, m.ID, m.Recall, sender.ID
	if m.Class == mail.Note || kind == mail.Outbox {
		folder, _, err := tx.ensureFolder(sender.ID, kind, mail.BuiltIn[kind])
		if err != nil {
			return err
		}
		c := store.Copy{Message: m.ID, Mailbox: sender.ID, Sent: true, Folder: folder, ReceivedAt: tx.now}
		c.Seen = mail.Opened
		if err := tx.store.PutCopy(c); err != nil {
			return err
		}
		e.Folder = folder
	}
	if err := tx.store.PutEvent(e); err != nil || kind != mail.SentItems || m.For == 0 {
		return err
	}
	return tx.putOwnersCopy(m, e)
}

// putOwnersCopy puts what a delegate sends into the owner's Sent Items too, if the owner wants that.
func (tx *Tx) putOwnersCopy(m store.Message, e store.NewEvent) error {
	owner, err := tx.mailboxOf(m.For)
	if err != nil || !owner.SentCopies {
		return err
	}
	e.Mailbox, e.Cites, e.Detail = owner.ID, "", "with a copy for "+owner.Address
	if e.Folder, _, err = tx.ensureFolder(owner.ID, mail.SentItems, mail.BuiltIn[mail.SentItems]); err != nil {
		return err
	}
	c := store.Copy{Message: m.ID, Mailbox: owner.ID, Sent: true, Folder: e.Folder, ReceivedAt: tx.now, Seen: mail.Opened}
	if err := tx.store.PutCopy(c); err != nil {
		return err
	}
	return tx.store.PutEvent(e)
}

// nestedBehaviour is the behaviour by which groups in groups are expanded, if the message goes to any.
func (tx *Tx) nestedBehaviour(m store.Message, sender store.Mailbox) (string, error) {
	if nested, err := tx.store.ReachesNested(m.ID); !nested || err != nil || m.Class != mail.Note {
		return "", err
	}
	sys, _, err := tx.systemOf(sender)
	return sys.Decide(recall.WhoBelongs, recall.Given(recall.GroupInGroup.As(true))).ID(), err
}

// deliver puts a message into its recipients' mailboxes, where their rules move it, and sends journal reports, bounces
// and delivery receipts.
func (tx *Tx) deliver(m store.Message, sender store.Mailbox) error {
	a, err := tx.arrivalOf(m, sender)
	if err != nil {
		return err
	}
	if err := tx.store.Deliver(a); err != nil {
		return err
	}
	if err := tx.citeForwarding(a); err != nil {
		return err
	}
	if err := tx.journal(m, sender); err != nil {
		return err
	}
	if err := tx.bounce(m); err != nil {
		return err
	}
	return tx.sendDeliveryReceipts(m, sender)
}

// arrivalOf is what recipients' rules see of a message.
func (tx *Tx) arrivalOf(m store.Message, sender store.Mailbox) (store.Arrival, error) {
	of, err := tx.store.HeadlineOf(m.ID)
	if err != nil {
		return store.Arrival{}, err
	}
	sys, _, err := tx.systemOf(sender)
	if err != nil {
		return store.Arrival{}, err
	}
	a := store.Arrival{
		Message: m.ID,
		Recall:  m.Recall,
		Sender:  sender.ID,
		From:    sender.Address,
		Subject: strings.ToLower(tx.headline(of).subject),
		Class:   m.Class,
		At:      tx.now,
		Cites:   sys.Decide(recall.WhereForwarded, recall.Given(recall.MailboxForwards.As(true))).ID(),
	}
	if m.For != 0 {
		owner, err := tx.mailboxOf(m.For)
		a.From = owner.Address
		return a, err
	}
	return a, nil
}

// citeForwarding notes the behaviour by which mailboxes forward, if any did.
func (tx *Tx) citeForwarding(a store.Arrival) error {
	passed, err := tx.store.IsPassedOn(a.Message)
	if passed {
		tx.cite(a.Cites)
	}
	return err
}

// leaveOutbox sends a message that waited in the Outbox.
func (tx *Tx) leaveOutbox(m store.Message) error {
	sender, err := tx.mailboxOf(m.Sender)
	if err != nil {
		return err
	}
	m.Due, m.Hold, m.Admins, m.SentAt = 0, 0, false, tx.now
	if err := tx.store.SetWay(m); err != nil {
		return err
	}
	if err := tx.store.RemoveDraft(m.ID, sender.ID); err != nil {
		return err
	}
	if err := tx.putSenderCopy(m, sender, mail.SentItems, store.NewEvent{What: mail.WasReleased}); err != nil {
		return err
	}
	if err := tx.store.FindBounced(m.ID); err != nil {
		return err
	}
	if err := tx.deliver(m, sender); err != nil || m.Class != mail.RecallMessage {
		return err
	}
	r, err := tx.store.RecallOfRequest(m.ID)
	if err != nil {
		return err
	}
	return tx.settleArrived(r, false)
}

// bounce sends the sender a report about each address that nobody has, or whose mail goes round for ever (RFC 3464).
func (tx *Tx) bounce(m store.Message) error {
	bounced, err := tx.store.BouncedRecipients(m.ID)
	if err != nil {
		return err
	}
	for _, nobody := range bounced {
		id, err := tx.store.PutMessage(store.Message{Class: mail.Bounce, SentAt: tx.now, About: m.ID, Party: nobody.ID})
		if err != nil {
			return err
		}
		e := store.NewEvent{At: tx.now, What: mail.HasBounced, Message: m.ID, Mailbox: nobody.ID}
		if nobody.Kind != store.NobodysMailbox {
			e.Detail = "is forwarded round and round"
		}
		if err := tx.store.PutEvent(e); err != nil {
			return err
		}
		if err := tx.putInInbox(id, m.Sender); err != nil {
			return err
		}
	}
	return nil
}

// putInInbox puts a message that a mail system made into an Inbox.
func (tx *Tx) putInInbox(message, mailbox int64) error {
	return tx.putInInboxAs(store.NewEvent{Message: message, Mailbox: mailbox})
}

// putInInboxAs is putInInbox, and logs the event with more details.
func (tx *Tx) putInInboxAs(e store.NewEvent) error {
	c := store.Copy{Message: e.Message, Mailbox: e.Mailbox, Folder: e.Mailbox, ReceivedAt: tx.now}
	if err := tx.store.PutCopy(c); err != nil {
		return err
	}
	e.At, e.What, e.Folder = tx.now, mail.WasDelivered, e.Mailbox
	return tx.store.PutEvent(e)
}
