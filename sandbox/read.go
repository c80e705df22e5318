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

	// the sender, who asks for a read receipt that a program has not sent because nobody has said yes or no
	ReceiptFor string `json:"-"`
}

// Open shows a message in its own window, marks it read, and processes it if it is a recall message.
func (tx *Tx) Open(r OpenRequest) (Opened, error) {
	f, err := tx.find(r.As, r.ID, r.In)
	if err != nil {
		return Opened{}, err
	}
	client, err := tx.findProgram(f, r.Client)
	if err != nil {
		return Opened{}, err
	}
	if err := tx.mayRead(f); err != nil {
		return Opened{}, err
	}
	if err := tx.setSeen(f, mail.Open, mail.WasOpened); err != nil {
		return Opened{}, err
	}
	out := Opened{}
	if out.ReceiptFor, err = tx.receiptAsker(f, r.Receipt); err != nil {
		return Opened{}, err
	}
	if err := tx.sendReceipts(f, r.Receipt); err != nil {
		return Opened{}, err
	}
	if f.message.Class == mail.RecallMessage && !f.shared {
		if out.Recall, err = tx.openRequest(f, client); err != nil {
			return out, err
		}
	}
	out.Message, err = tx.viewFound(f)
	return out, err
}

// receiptAsker is the name of the sender for whom a reader's program asks whether to send a receipt, where
// nobody has said; else "".
func (tx *Tx) receiptAsker(f found, answer string) (string, error) {
	if answer != "" || !f.message.Receipt || f.filter.Sent || f.public != nil || f.shared {
		return "", nil
	}
	sender, err := tx.mailboxOf(f.message.Sender)
	if err != nil {
		return "", err
	}
	if off, err := tx.receiptsOff(sender.Organisation); off || err != nil {
		return "", err
	}
	readers, err := tx.store.Readers(f.filter)
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
	f, err := tx.find(as, id, in)
	if err != nil {
		return Opened{}, err
	}
	if err := tx.mayRead(f); err != nil {
		return Opened{}, err
	}
	if err := tx.setSeen(f, mail.Preview, mail.WasPreviewed); err != nil {
		return Opened{}, err
	}
	m, err := tx.viewFound(f)
	return Opened{Message: m}, err
}

// MarkRead marks a message read, MarkUnread unread.
func (tx *Tx) MarkRead(as, id, in string) error {
	return tx.mark(as, id, in, mail.MarkRead)
}

// MarkUnread takes the mark back.
func (tx *Tx) MarkUnread(as, id, in string) error {
	return tx.mark(as, id, in, mail.MarkUnread)
}

func (tx *Tx) mark(as, id, in string, act mail.Act) error {
	f, err := tx.find(as, id, in)
	if err != nil {
		return err
	}
	if err := tx.mayRead(f); err != nil {
		return err
	}
	if act == mail.MarkUnread {
		return tx.setSeen(f, act, mail.WasMarkedUnread)
	}
	return tx.setSeen(f, act, mail.WasMarkedRead)
}

// setSeen changes the read state: each person's own, in a public folder too.
func (tx *Tx) setSeen(f found, act mail.Act, what mail.What) error {
	if f.public == nil && !f.shared {
		return tx.store.SetSeen(f.filter, act, store.Stamp{What: what, At: tx.now})
	}
	e := store.NewEvent{At: tx.now, Who: f.user.ID, What: what, Message: f.message.ID}
	if f.shared { // only the owner's reading changes the copy
		e.Mailbox, e.Folder = f.copy.Mailbox, f.copy.Folder
		return tx.store.PutEvent(e)
	}
	seen, err := tx.store.Seen(f.message.ID, f.public.ID, f.user.ID)
	if err != nil {
		return err
	}
	if err := tx.store.PutSeen(f.message.ID, f.public.ID, f.user.ID, seen.After(act)); err != nil {
		return err
	}
	e.Mailbox, e.Folder = f.public.ID, f.public.ID
	return tx.store.PutEvent(e)
}

// mayRead refuses a contributor what is no recall message. (Ours: a contributor does not read items, but may
// open a recall message.)
func (tx *Tx) mayRead(f found) error {
	if f.public == nil || f.rights.ReadsAll() || f.message.Class == mail.RecallMessage {
		return nil
	}
	return invalid(try(AllowReading, "folder", f.public.Address, "user", f.user.Address),
		"%s may not read in %s: the role is %s", f.user.Address, f.public.Address, f.rights)
}

// findProgram is the program in which the message is opened, nil for each user's own. One that does not run
// opens nothing.
func (tx *Tx) findProgram(f found, client string) (*mail.Client, error) {
	if client != "" {
		c, err := mail.ParseClient(client)
		if err != nil {
			return nil, invalidWord(try(NameClient), err)
		}
		return &c, tx.checkRunning(f, &c)
	}
	return nil, tx.checkRunning(f, nil)
}

// checkRunning fails where a program that would have to run does not: that of the one who reads, or of any of
// those who hold a copy.
func (tx *Tx) checkRunning(f found, client *mail.Client) (err error) {
	stopped := ""
	switch {
	case f.user == nil:
		stopped, err = tx.store.OneStopped(f.filter, client)
	case f.user.Stopped && (client == nil || *client == f.user.Client):
		stopped = f.user.Address
	}
	if err != nil || stopped == "" {
		return err
	}
	return invalid(try(StartClient, "user", stopped), "%s's mail program is not running", stopped)
}

// openRequest processes a recall message that is opened, and tells of the recall if that decided something.
func (tx *Tx) openRequest(f found, client *mail.Client) (*Recall, error) {
	r, ok, err := optional(tx.store.RecallOfRequest(f.message.ID))
	if err != nil || !ok || f.filter.Sent {
		return nil, err
	}
	before, err := tx.store.LastEvent()
	if err != nil {
		return nil, err
	}
	readers := f.filter.Mailboxes
	if f.filter.In != nil { // others have it elsewhere, and do not open it
		readers.Have = &f.filter
	}
	if f.public != nil {
		err = tx.settlePublic(r, f, client)
	} else {
		err = tx.settle(r, trigger{moment: recall.Opened, client: client}, &readers)
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
