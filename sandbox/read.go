package sandbox

import (
	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/store"
)

// OpenRequest is somebody who opens a message in its own window.
type OpenRequest struct {
	As      string
	ID      string
	In      string // a folder, or a public folder's address; "" for the received, else the sent copy
	Client  string // another program than the user's own
	Receipt string // yes or no answers a program that asks whether to send a read receipt
}

// Opened is a message that was opened, and the recall that opening it decided, if it did.
type Opened struct {
	Message Message `json:"message"`
	Recall  *Recall `json:"recall,omitempty"`

	ReceiptFor string `json:"-"` // the sender, who asks for a read receipt that a program has not sent because nobody has said yes or no
}

// Open shows a message in its own window, marks it read, and processes it if it is a recall message.
func (tx *Tx) Open(r OpenRequest) (Opened, error) {
	h, err := tx.find(r.As, r.ID, r.In)
	if err != nil {
		return Opened{}, err
	}
	client, err := tx.programFor(h, r.Client)
	if err != nil {
		return Opened{}, err
	}
	if err := tx.mayRead(h); err != nil {
		return Opened{}, err
	}
	if err := tx.see(h, mail.Open, mail.WasOpened); err != nil {
		return Opened{}, err
	}
	out := Opened{}
	if out.ReceiptFor, err = tx.asksForReceipt(h, r.Receipt); err != nil {
		return Opened{}, err
	}
	if err := tx.sendReceipts(h, r.Receipt); err != nil {
		return Opened{}, err
	}
	if h.message.Class == mail.RecallMessage && !h.shared {
		if out.Recall, err = tx.openRequest(h, client); err != nil {
			return out, err
		}
	}
	out.Message, err = tx.viewFor(h)
	return out, err
}

// asksForReceipt is the name of the sender for whom a reader's program asks whether to send a receipt, where nobody has said; else "".
func (tx *Tx) asksForReceipt(h held, answer string) (string, error) {
	if answer != "" || !h.message.Receipt || h.pick.Sent || h.public != nil || h.shared {
		return "", nil
	}
	sender, err := tx.mailboxOf(h.message.Sender)
	if err != nil {
		return "", err
	}
	if off, err := tx.receiptsOff(sender.Organisation); off || err != nil {
		return "", err
	}
	readers, err := tx.store.Readers(h.pick)
	for _, r := range readers {
		off, err := tx.receiptsOff(r.Organisation)
		if err != nil || !off && r.Receipts == mail.ReceiptsAsk {
			return sender.DisplayName(), err
		}
	}
	return "", err
}

// Preview shows a message in the reading pane, which is not reading.
func (tx *Tx) Preview(as, id, in string) (Opened, error) {
	h, err := tx.find(as, id, in)
	if err != nil {
		return Opened{}, err
	}
	if err := tx.mayRead(h); err != nil {
		return Opened{}, err
	}
	if err := tx.see(h, mail.Preview, mail.WasPreviewed); err != nil {
		return Opened{}, err
	}
	m, err := tx.viewFor(h)
	return Opened{Message: m}, err
}

// MarkRead marks a message read, MarkUnread unread.
func (tx *Tx) MarkRead(as, id, in string) error {
	return tx.mark(as, id, in, mail.MarkRead, mail.WasMarkedRead)
}

// MarkUnread takes the mark back.
func (tx *Tx) MarkUnread(as, id, in string) error {
	return tx.mark(as, id, in, mail.MarkUnread, mail.WasMarkedUnread)
}

func (tx *Tx) mark(as, id, in string, act mail.Act, what mail.What) error {
	h, err := tx.find(as, id, in)
	if err != nil {
		return err
	}
	if err := tx.mayRead(h); err != nil {
		return err
	}
	return tx.see(h, act, what)
}

// see changes the read state: each person's own, in a public folder too.
func (tx *Tx) see(h held, act mail.Act, what mail.What) error {
	if h.shared {
		return tx.store.PutEvent(store.NewEvent{At: tx.now, Who: h.one.ID, What: what, Message: h.message.ID, Mailbox: h.copy.Mailbox, Folder: h.copy.Folder})
	}
	if h.public == nil {
		return tx.store.SetSeen(h.pick, act, store.Stamp{What: what, At: tx.now})
	}
	seen, err := tx.store.Seen(h.message.ID, h.public.ID, h.one.ID)
	if err != nil {
		return err
	}
	if err := tx.store.PutSeen(h.message.ID, h.public.ID, h.one.ID, seen.After(act)); err != nil {
		return err
	}
	return tx.store.PutEvent(store.NewEvent{At: tx.now, Who: h.one.ID, What: what, Message: h.message.ID, Mailbox: h.public.ID, Folder: h.public.ID})
}

// mayRead refuses a contributor what is no recall message. (Ours: a contributor does not read items, but may open a recall message.)
func (tx *Tx) mayRead(h held) error {
	if h.public == nil || h.rights.ReadsAll() || h.message.Class == mail.RecallMessage {
		return nil
	}
	return invalid(try(AllowReading, "folder", h.public.Address, "user", h.one.Address), "%s may not read in %s: the role is %s", h.one.Address, h.public.Address, h.rights)
}

// programFor is the program in which the message is opened, nil for each user's own. One that does not run opens nothing.
func (tx *Tx) programFor(h held, client string) (*mail.Client, error) {
	if client != "" {
		c, err := mail.ParseClient(client)
		if err != nil {
			return nil, notOneOf(try(NameClient), err)
		}
		return &c, tx.runs(h, &c)
	}
	return nil, tx.runs(h, nil)
}

// runs fails where a program that would have to run does not: that of the one who reads, or of any of those who hold a copy.
func (tx *Tx) runs(h held, client *mail.Client) (err error) {
	stopped := ""
	switch {
	case h.one == nil:
		stopped, err = tx.store.OneStopped(h.pick, client)
	case h.one.Stopped && (client == nil || *client == h.one.Client):
		stopped = h.one.Address
	}
	if err != nil || stopped == "" {
		return err
	}
	return invalid(try(StartClient, "user", stopped), "%s's mail program is not running", stopped)
}

// openRequest processes a recall message that is opened, and tells of the recall if that decided something.
func (tx *Tx) openRequest(h held, client *mail.Client) (*Recall, error) {
	r, ok, err := optional(tx.store.RecallOfRequest(h.message.ID))
	if err != nil || !ok || h.pick.Sent {
		return nil, err
	}
	before, err := tx.store.LastEvent()
	if err != nil {
		return nil, err
	}
	readers := h.pick.Mailboxes
	if h.pick.In != nil { // others have it elsewhere, and do not open it
		readers.Have = &h.pick
	}
	if h.public != nil {
		err = tx.settlePublic(r, h, client)
	} else {
		err = tx.settle(r, occasion{moment: recall.Opened, client: client}, &readers)
	}
	if err != nil {
		return nil, err
	}
	if after, err := tx.store.LastEvent(); err != nil || after == before {
		return nil, err
	}
	shown, err := tx.showRecall(r)
	return &shown, err
}
