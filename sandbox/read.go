package sandbox

import (
	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/store"
)

// OpenRequest asks to open a message in its own window.
type OpenRequest struct {
	As      string
	ID      string
	In      string // a folder, a public folder or an owner; "" means the received copy, or else the sent one
	Client  string // a program that is not the user's own
	Receipt string // yes or no, the answer to a program that asks about a read receipt
}

// OpenResult is a message that was opened. If that decided outcomes of a recall, the recall is there too.
type OpenResult struct {
	Message Message `json:"message"`
	Recall  *Recall `json:"recall,omitempty"` // what opening a recall message decided

	// the sender who asks for a read receipt, if the program asks and has no answer
	ReceiptFor string `json:"-"`
}

// Open shows a message in its own window, marks it read, and processes it if it is a recall message.
func (tx *Tx) Open(r OpenRequest) (OpenResult, error) {
	f, err := tx.find(r.As, r.ID, r.In)
	if err != nil {
		return OpenResult{}, err
	}
	if f.user == nil { // one look at many tells who looks, and whether any program is stopped
		if f.lookers, err = tx.store.Lookers(f.filter.Mailboxes); err != nil {
			return OpenResult{}, err
		}
	}
	client, err := tx.findProgram(f, r.Client)
	if err != nil {
		return OpenResult{}, err
	}
	if err := tx.mayRead(f); err != nil {
		return OpenResult{}, err
	}
	if f.opened, err = tx.markShown(f, client, false); err != nil {
		return OpenResult{}, err
	}
	if err := tx.fetchShown(f, client); err != nil {
		return OpenResult{}, err
	}
	out := OpenResult{}
	if out.ReceiptFor, err = tx.receiptAsker(f, r.Receipt); err != nil {
		return OpenResult{}, err
	}
	if err := tx.sendReceipts(f, r.Receipt); err != nil {
		return OpenResult{}, err
	}
	if f.message.Class == mail.RecallMessage && !f.shared {
		if out.Recall, err = tx.openRecallMessage(f, client); err != nil {
			return out, err
		}
	}
	out.Message, err = tx.viewFound(f)
	return out, err
}

// receiptAsker is the name of the sender who asks for a read receipt, if a reader's program asks about it and has no
// answer. If not, it is "".
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

// Preview shows a message in the reading pane. That does not mark it read, unless the user has set that it does.
func (tx *Tx) Preview(as, id, in string) (OpenResult, error) {
	f, err := tx.find(as, id, in)
	if err != nil {
		return OpenResult{}, err
	}
	if err := tx.mayRead(f); err != nil {
		return OpenResult{}, err
	}
	if _, err := tx.markShown(f, nil, true); err != nil {
		return OpenResult{}, err
	}
	if err := tx.fetchShown(f, nil); err != nil {
		return OpenResult{}, err
	}
	m, err := tx.viewFound(f)
	return OpenResult{Message: m}, err
}

// fetchShown notes that a program has fetched what it shows, as that of a POP or IMAP account does, where it matters to
// the mail system of whoever sent it. (Ours: no source says that the reading pane fetches too.)
func (tx *Tx) fetchShown(f found, program *mail.Client) error {
	if f.message.Sender == 0 || f.filter.Sent || f.public != nil || f.shared || f.delegate != nil ||
		program != nil && program.IsZoho() {
		return nil
	}
	sender, err := tx.mailboxOf(f.message.Sender)
	if err != nil {
		return err
	}
	sys, _, err := tx.systemOf(sender)
	if err != nil || !sys.Reads(recall.WhatHappens).Has(recall.Fetched) {
		return err
	}
	return tx.store.FetchShown(f.filter, program)
}

// MarkRead marks a message read.
func (tx *Tx) MarkRead(as, id, in string) error {
	return tx.mark(as, id, in, mail.MarkRead)
}

// MarkUnread marks a message unread.
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
		return tx.setSeen(f, act, store.Stamp{What: mail.WasMarkedUnread})
	}
	return tx.setSeen(f, act, store.Stamp{What: mail.WasMarkedRead})
}

// markShown changes the read state as showing a message does, in a window or in the reading pane: opening it marks it
// read. What else does is for the mail system of whoever sent it to say. Where many have all opened their copies now,
// it gives the number of the event behind which that is logged, else 0.
func (tx *Tx) markShown(f found, program *mail.Client, inPane bool) (opened int64, err error) {
	what := mail.WasOpened
	if inPane {
		what = mail.WasPreviewed
	}
	marker, err := tx.markerOf(f, program, inPane)
	if err != nil {
		return 0, err
	}
	switch by := f.actor(); {
	case f.shared && inPane:
		return 0, tx.setSeen(f, mail.Preview, store.Stamp{What: what})
	case f.shared:
		return 0, tx.setSeen(f, mail.Open, store.Stamp{What: what})
	case f.public != nil || f.delegate != nil:
		shown := marker.showing(store.Looker{OtherProgram: !by.Client.IsOutlook(), PaneReads: by.PaneReads})
		return 0, tx.setSeen(f, shown.Act, store.Stamp{What: what, Cites: shown.Cites})
	case !inPane && !marker.asks: // whoever looks
		return tx.setShown(f, store.Showing{Act: mail.Open}, what)
	}
	lookers := f.lookers.Kinds
	if lookers == nil {
		asked, err := tx.store.Lookers(f.filter.Mailboxes)
		if err != nil {
			return 0, err
		}
		lookers = asked.Kinds
	}
	by, alike := map[store.Looker]store.Showing{}, true
	for _, l := range lookers {
		by[l] = marker.showing(l)
		alike = alike && by[l] == by[lookers[0]]
	}
	if !alike {
		return 0, tx.store.SetShown(f.filter, by, store.Stamp{What: what, At: tx.now})
	}
	return tx.setShown(f, by[lookers[0]], what)
}

// setShown is markShown for those to whom showing it does the same.
func (tx *Tx) setShown(f found, s store.Showing, what mail.What) (opened int64, err error) {
	if f.user == nil && s.Act == mail.Open && f.filter.In == nil {
		if opened, err = tx.store.LastEvent(); err != nil {
			return 0, err
		}
	}
	return opened, tx.setSeen(f, s.Act, store.Stamp{What: what, Cites: s.Cites})
}

// marker tells what showing a message does to its read state.
type marker struct {
	tx      *Tx
	system  recall.System // of whoever sent the message
	asks    bool          // that mail system has something to say on it
	program *mail.Client  // that shows it, if it is not each reader's own
	inPane  bool
}

func (tx *Tx) markerOf(f found, program *mail.Client, inPane bool) (marker, error) {
	m := marker{tx: tx, program: program, inPane: inPane}
	if f.message.Sender == 0 || f.filter.Sent || f.shared {
		return m, nil
	}
	sender, err := tx.mailboxOf(f.message.Sender)
	if err != nil {
		return m, err
	}
	m.system, _, err = tx.systemOf(sender)
	m.asks = m.system.Asks(recall.DoesMark)
	return m, err
}

// showing is what it does where such a one looks. Where the mail system says nothing, every program marks what is
// opened in it.
func (m marker) showing(l store.Looker) store.Showing {
	if m.program != nil {
		l.OtherProgram = !m.program.IsOutlook()
	}
	marks, cites := l.PaneReads || !m.inPane, ""
	if m.asks && (m.inPane || l.OtherProgram) {
		d := m.system.Decide(recall.DoesMark, recall.Given(recall.OtherProgram.As(l.OtherProgram),
			recall.InReadingPane.As(m.inPane), recall.PaneMarksRead.As(l.PaneReads)))
		m.tx.cite(d.ID())
		marks, cites = d.Answer() == recall.Yes, d.ID()
	}
	switch {
	case !marks:
		return store.Showing{Act: mail.Preview, Cites: cites}
	case m.inPane:
		return store.Showing{Act: mail.MarkRead, Cites: cites}
	}
	return store.Showing{Act: mail.Open, Cites: cites}
}

// setSeen changes the read state, and logs the event. In a public folder each reader has one, or all have one together.
func (tx *Tx) setSeen(f found, act mail.Act, stamp store.Stamp) error {
	stamp.At = tx.now
	e := store.NewEvent{At: tx.now, Who: f.reader(), What: stamp.What, Message: f.message.ID, Cites: stamp.Cites}
	switch {
	case f.shared || f.delegate != nil:
		cites, err := tx.whoseMark(f)
		if err != nil {
			return err
		}
		if cites == "" { // only the owner's reading changes the copy
			e.Mailbox, e.Folder, e.Cites = f.copy.Mailbox, f.copy.Folder, ""
			return tx.store.PutEvent(e)
		}
		stamp.Who, stamp.Cites = e.Who, joined(cites, stamp.Cites)
		return tx.store.SetSeen(f.filter, act, stamp)
	case f.public == nil:
		return tx.store.SetSeen(f.filter, act, stamp)
	case f.public.SharedReading:
		stamp.Who = f.user.ID
		return tx.store.SetSeen(f.filter, act, stamp)
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

// reader is the number of who reads, 0 if there are many.
func (f found) reader() int64 {
	if a := f.actor(); a != nil {
		return a.ID
	}
	return 0
}

// mayRead refuses a contributor to a public folder every message but a recall message. (Ours: a contributor does not
// read items, but may open a recall message.)
func (tx *Tx) mayRead(f found) error {
	if f.public == nil || f.rights.ReadsAll() || f.message.Class == mail.RecallMessage {
		return nil
	}
	return invalid(try(AllowReading, "folder", f.public.Address, "user", f.user.Address),
		"%s may not read in %s: the role is %s", f.user.Address, f.public.Address, f.rights)
}

// findProgram is the program that opens the message; nil means each user's own. It fails if the program does not
// run.
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

// checkRunning fails if a program is stopped that has to run: the reader's, or that of anybody who holds a copy.
func (tx *Tx) checkRunning(f found, client *mail.Client) (err error) {
	stopped := ""
	switch {
	case f.user == nil && !f.lookers.Stopped:
		return nil
	case f.user == nil:
		stopped, err = tx.store.OneStopped(f.filter, client)
	case client == nil:
		return checkProgram(*f.actor(), f.actor().Client)
	default:
		return checkProgram(*f.actor(), *client)
	}
	if err != nil || stopped == "" {
		return err
	}
	return notRunning(stopped)
}

// checkProgram fails if the program is the user's own, and stopped.
func checkProgram(user store.Mailbox, program mail.Client) error {
	if user.Stopped && program == user.Client {
		return notRunning(user.Address)
	}
	return nil
}

func notRunning(user string) error {
	return invalid(try(StartClient, "user", user), "%s%s", user, isNotRunning)
}

// isNotRunning is said behind the address of somebody whose mail program does not run.
const isNotRunning = "'s mail program is not running"

// openRecallMessage processes a recall message that is opened. If that changes anything, it gives the recall.
func (tx *Tx) openRecallMessage(f found, client *mail.Client) (*Recall, error) {
	r, ok, err := optional(tx.store.RecallOfRequest(f.message.ID))
	if err != nil || !ok || f.filter.Sent {
		return nil, err
	}
	before, err := tx.store.LastEvent()
	if err != nil {
		return nil, err
	}
	readers := f.filter.Mailboxes
	if f.filter.In != nil { // users with the message in another folder do not open it
		readers.Have = &f.filter
	}
	if client == nil && f.delegate != nil { // it opens in the delegate's own program
		client = &f.delegate.Client
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
