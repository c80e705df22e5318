package sandbox

import (
	"maps"
	"slices"
	"time"

	"recallbox/sandbox/eml"
	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/store"
)

// Overview is the sandbox at a glance.
type Overview struct {
	Now           time.Time      `json:"now"`
	Organisations []Organisation `json:"organisations"`
	Mailboxes     Rows[Count]    `json:"mailboxes"`    // all, by address
	OpenRecalls   []string       `json:"open_recalls"` // the IDs of recalls that are not final

	Number int         `json:"-"` // of mailboxes; CountsWhole+1 means more than CountsWhole
	First  Rows[Count] `json:"-"` // of the mailboxes, at most CountsShown
}

// If there are more mailboxes than CountsWhole, only the first CountsShown are shown.
const (
	CountsWhole = 50
	CountsShown = 20
)

// Count is the number of messages in a mailbox. Sent Items do not count as unread.
type Count struct {
	Address string `json:"address"`
	Total   int64  `json:"total"`
	Unread  int64  `json:"unread"`
}

// Inspect shows the sandbox at a glance.
func (tx *Tx) Inspect() (Overview, error) {
	out := Overview{Now: at(tx.now), OpenRecalls: []string{}}
	var err error
	if out.Organisations, err = tx.Organisations(); err != nil {
		return out, err
	}
	if out.Number, err = tx.store.UserCount(CountsWhole + 1); err != nil {
		return out, err
	}
	out.Mailboxes, out.First = tx.counts(-1), tx.counts(CountsShown).cached()
	open, err := tx.store.OpenRecalls()
	for _, id := range open {
		out.OpenRecalls = append(out.OpenRecalls, makeID(recallPrefix, id))
	}
	return out, err
}

func (tx *Tx) counts(limit int) Rows[Count] {
	return rowsFrom(func(visit func(Count) error) error {
		return tx.store.EachCount(limit, func(c store.Count) error { return visit(Count(c)) })
	})
}

// Mailbox is a mailbox with its folders.
type Mailbox struct {
	Address string       `json:"address"`
	Folders []MailFolder `json:"folders"` // all, or the one that was asked for

	// of Recoverable Items, what the one who looks does not see, and who would: an administrator, or ""
	Unseen int64  `json:"-"`
	Admin  string `json:"-"`
}

// MailFolder is a folder with its messages.
type MailFolder struct {
	Path     string      `json:"path"`
	Total    int64       `json:"total"`
	Unread   int64       `json:"unread"`
	Messages Rows[Entry] `json:"messages"` // by the time that they came
}

// RecoverableItems is where the folders are of what is kept, and not in the mailbox any more.
const RecoverableItems = "Recoverable Items"

// Entry is a message in a folder's list.
type Entry struct {
	ID         string      `json:"id"`
	Class      mail.Class  `json:"class"`
	Notice     mail.Notice `json:"notice,omitzero"`
	Subject    string      `json:"subject"`
	From       string      `json:"from"`
	FromName   string      `json:"from_name,omitempty"`
	ReceivedAt time.Time   `json:"received_at"`          // when it came
	Read       *bool       `json:"read,omitempty"`       // absent in public folders
	Tags       []string    `json:"tags,omitempty"`       // recalled, if the mail system says so beside it
	KeptUntil  *time.Time  `json:"kept_until,omitempty"` // in Recoverable Items; absent there while the mailbox is on hold

	To []string `json:"-"` // the first ToShown recipients, in a folder of mail that the owner writes
}

// ToShown is how many recipients an entry names at most. A group counts as one.
const ToShown = 20

// IsOutgoing says whether a folder holds mail that its owner writes.
func IsOutgoing(path string) bool {
	return path == mail.BuiltIn[mail.SentItems] || path == mail.BuiltIn[mail.Drafts] || path == mail.BuiltIn[mail.Outbox]
}

// InspectMailbox shows a user's folders. If a folder is named, it shows only that one.
func (tx *Tx) InspectMailbox(user, folder string) (Mailbox, error) {
	m, err := tx.findUser(user)
	if err != nil {
		return Mailbox{}, err
	}
	out := Mailbox{Address: m.Address, Folders: []MailFolder{}}
	only := ""
	if folder != "" {
		if _, only, err = tx.findFolder(m, folder); err != nil {
			return out, err
		}
	}
	all, err := tx.folders(m.ID)
	if err != nil {
		return out, err
	}
	if only != "" {
		all = slices.DeleteFunc(all, func(f store.Folder) bool { return f.Path != only })
	}
	small := tx.smallFolders(all)
	for _, f := range all {
		out.Folders = append(out.Folders, MailFolder{f.Path, f.Total, f.Unread, tx.entriesOf(f, small)})
	}
	return out, nil
}

// entriesOf are the messages in a user's folder.
func (tx *Tx) entriesOf(f store.Folder, small *smallFolders) Rows[Entry] {
	switch _, isSmall := small.in[f.ID]; {
	case f.Total == 0:
		return RowsOf[Entry]()
	case isSmall:
		return small.entries(f.ID)
	case !IsOutgoing(f.Path):
		return tx.entries(f.ID, true)
	}
	return rowsFrom(func(visit func(Entry) error) error {
		return tx.store.EachOutgoing(f.ID, ToShown, func(l store.Listed, to []string, raw []byte) error {
			e := tx.listed(l, true)
			if raw != nil {
				to = namedInHeader(raw)
			}
			e.To = slices.Compact(to)
			return visit(e)
		})
	})
}

// entries are the messages in a folder.
func (tx *Tx) entries(folder int64, withRead bool) Rows[Entry] {
	return rowsFrom(func(visit func(Entry) error) error {
		return tx.store.EachListed([]int64{folder}, func(_ int64, l store.Listed) error {
			return visit(tx.listed(l, withRead))
		})
	})
}

// smallFolders are folders with few messages. Those that stand side by side are read with one statement, and kept until
// others are.
type smallFolders struct {
	tx    *Tx
	lists [][]int64     // the folders that are read together
	in    map[int64]int // which list a folder is in
	read  int           // which list was read last; -1 before
	kept  map[int64][]Entry
}

func (tx *Tx) smallFolders(all []store.Folder) *smallFolders {
	const most = 1000 // messages that are kept
	s, n := &smallFolders{tx: tx, in: map[int64]int{}, read: -1}, int64(most)
	for _, f := range all {
		if f.Total == 0 || f.Total > most || IsOutgoing(f.Path) {
			continue
		}
		if n += f.Total; n > most {
			s.lists, n = append(s.lists, nil), f.Total
		}
		last := len(s.lists) - 1
		s.lists[last], s.in[f.ID] = append(s.lists[last], f.ID), last
	}
	return s
}

// entries are the messages in one of the folders.
func (s *smallFolders) entries(folder int64) Rows[Entry] {
	return func(yield func(Entry, error) bool) {
		if s.read != s.in[folder] {
			s.read, s.kept = -1, map[int64][]Entry{}
			err := s.tx.store.EachListed(s.lists[s.in[folder]], func(of int64, l store.Listed) error {
				s.kept[of] = append(s.kept[of], s.tx.listed(l, true))
				return nil
			})
			if err != nil {
				yield(Entry{}, err)
				return
			}
			s.read = s.in[folder]
		}
		RowsOf(s.kept[folder]...)(yield)
	}
}

func (tx *Tx) listed(l store.Listed, withRead bool) Entry {
	e := tx.entry(l.Headline)
	e.ReceivedAt = at(l.ReceivedAt)
	if l.Tagged {
		e.Tags = []string{"recalled"}
	}
	if withRead {
		read := l.Seen.Read()
		e.Read = &read
	}
	return e
}

// namedInHeader are the recipients in the header of an imported message.
func namedInHeader(raw []byte) []string {
	head := eml.ParseHeader(raw)
	named := addressesOf(slices.Concat(head.To, head.Cc))
	return named[:min(len(named), ToShown)]
}

// entry is what a list shows of a message.
func (tx *Tx) entry(of store.Headline) Entry {
	h := tx.headline(of)
	return Entry{
		ID:       makeID(messagePrefix, of.Message),
		Class:    of.Class,
		Notice:   of.Notice,
		Subject:  h.subject,
		From:     h.from.Addr,
		FromName: h.from.Name,
	}
}

// PublicView is a public folder with its messages and its readers.
type PublicView struct {
	Address  string         `json:"address"`
	Name     string         `json:"name"`
	Messages Rows[Entry]    `json:"messages"` // by the time that they came
	Readers  []PublicReader `json:"readers"`  // those who have a role or have read something
	// shared, if the readers have one together, which the messages have then
	ReadState string `json:"read_state,omitempty"`

	Number int `json:"-"` // of the messages
}

// PublicReader is somebody who was given a role in a public folder, or has read something in it.
type PublicReader struct {
	Address string      `json:"address"`
	Role    mail.Rights `json:"role"` // the role that they have
	Read    []string    `json:"read"` // the IDs of what they have read
}

// InspectPublicFolder shows a public folder.
func (tx *Tx) InspectPublicFolder(address string) (PublicView, error) {
	f, err := tx.findPublicFolder(address)
	if err != nil {
		return PublicView{}, err
	}
	out := PublicView{Address: f.Address, Name: f.DisplayName()}
	if f.SharedReading {
		out.ReadState = readStateShared
	}
	out.Messages = tx.entries(f.ID, f.SharedReading)
	if out.Number, err = tx.store.NumberIn(f.ID); err != nil {
		return out, err
	}
	out.Readers, err = tx.publicReaders(f)
	return out, err
}

func (tx *Tx) publicReaders(f store.Mailbox) ([]PublicReader, error) {
	grants, err := tx.store.GrantsIn(f.ID)
	if err != nil {
		return nil, err
	}
	readings, err := tx.store.Readings(f.ID)
	if err != nil {
		return nil, err
	}
	read, roles := map[string][]string{}, map[string]mail.Rights{}
	for _, g := range grants {
		read[g.Address], roles[g.Address] = []string{}, g.Rights
	}
	for _, r := range readings {
		if _, granted := roles[r.Reader]; !granted && r.Organisation == f.Organisation {
			roles[r.Reader] = mail.Author
		}
		read[r.Reader] = append(read[r.Reader], makeID(messagePrefix, r.Message))
	}
	out := []PublicReader{}
	for _, address := range slices.Sorted(maps.Keys(read)) {
		out = append(out, PublicReader{address, roles[address], read[address]})
	}
	return out, nil
}

// Delivery is what the sender can know about the delivery of a message.
type Delivery struct {
	Message       string                  `json:"message"`
	RecallOffered bool                    `json:"recall_offered"`           // the mail program offers to recall it
	RecallRefused *Refusal                `json:"recall_refused,omitempty"` // why not; absent if it is offered
	Recipients    Rows[DeliveryRecipient] `json:"recipients"`

	Total   int64     `json:"-"` // of the recipients
	Now     time.Time `json:"-"`
	Subject string    `json:"-"` // of the message, for people
	By      string    `json:"-"` // the shortest word that means the sender
	Status  string    `json:"-"` // how the mail system calls it, where it has a name for it
	Button  string    `json:"-"` // how it calls recall, the same
	Starts  string    `json:"-"` // the behaviour that says where a recall starts, if there is one
	Tracked bool      `json:"-"` // the tracking says more than the status and the receipts
}

// Refusal is the reason why a recall would be refused.
type Refusal struct {
	Behaviour string `json:"behaviour"`
	Message   string `json:"message"`        // what the sender is told
	Code      string `json:"code,omitempty"` // what the mail system itself calls the reason
	Next      Hint   `json:"-"`              // what to do instead, if anything
}

// DeliveryRecipient is the status of one recipient, with what is known about the reading.
type DeliveryRecipient struct {
	Address string `json:"address"`
	Inside  bool   `json:"inside"` // of the sender's organisation
	// held, delivered, recalled, bounced, forwarded, or the mail system's own word
	Status         string    `json:"status"`
	ForwardedTo    string    `json:"forwarded_to,omitempty"`    // whose mailbox it went to from there
	Receipt        string    `json:"receipt"`                   // none, asked, sent, not-read
	ReceiptAskedAt time.Time `json:"receipt_asked_at,omitzero"` // when a receipt was asked for
	OpenedAt       time.Time `json:"opened_at,omitzero"`        // known only from a receipt
	DeletedAt      time.Time `json:"deleted_at,omitzero"`       // unread, known only from a receipt
	Asked          string    `json:"asked,omitempty"`           // the request to delete it: open, met
	Tracking       *Tracking `json:"tracking,omitempty"`        // what the sender's copy keeps, if the mail system has it
	Suggest        bool      `json:"-"`                         // to ask: no receipt has come, and nobody has asked
}

// InspectDelivery shows what the sender can know about the delivery of a message.
func (tx *Tx) InspectDelivery(id string) (Delivery, error) {
	m, err := tx.findMessage(id)
	if err != nil {
		return Delivery{}, err
	}
	if isImported(m) {
		return Delivery{}, neverSentError(id)
	}
	if m.Sender == 0 {
		return Delivery{}, invalid(try(InspectMessage, "message", id), "%s was made by a mail system, nobody sent it", id)
	}
	sender, err := tx.mailboxOf(m.Sender)
	if err != nil {
		return Delivery{}, err
	}
	out := Delivery{
		Message: id,
		Now:     at(tx.now),
		Subject: m.Subject,
		By:      tx.shortName(sender),
	}
	req, err := tx.gather(RecallRequest{As: sender.Address, ID: id, Confirmed: true})
	if err != nil {
		return out, err
	}
	start := req.system.Decide(recall.WhereItStarts, recall.Facts{})
	tx.cite(start.ID())
	out.Starts, out.Status, out.Button = start.ID(), req.system.Status, req.system.Button
	d := req.system.Decide(recall.MayRecall, req.facts)
	if out.RecallOffered = d.Answer() != recall.Refused; !out.RecallOffered {
		tx.cite(d.ID())
		out.RecallRefused = tx.showRefusal(req, d)
	}
	t, err := tx.trackingFor(req.system, m, sender)
	if err != nil {
		return out, err
	}
	out.Tracked, out.Recipients = t.news, tx.track(t)
	out.Total, err = tx.store.RecipientCount(m.ID)
	return out, err
}

// tracking is what is known about a message's delivery, by recipient.
type tracking struct {
	system   recall.System
	message  store.Message
	sender   store.Mailbox
	recalled map[int64]bool
	passed   map[int64]store.Forwarding // from mailboxes that forward
	receipts map[int64]store.SentReceipt
	asks     map[int64]store.Ask
	copies   map[int64]store.Standing // where the mail system tells how they stand
	kept     map[int64]told           // by the sender's copy, if the mail system has it
	news     bool                     // some of it is told by nothing else
}

func (tx *Tx) trackingFor(sys recall.System, m store.Message, sender store.Mailbox) (t tracking, err error) {
	t = tracking{system: sys, message: m, sender: sender}
	if t.recalled, err = tx.store.RecalledFrom(m.ID, uint8(recall.Succeeded)); err != nil {
		return t, err
	}
	if t.receipts, err = tx.store.Receipts(m.ID); err != nil {
		return t, err
	}
	if t.asks, err = tx.store.Asks(m.ID); err != nil {
		return t, err
	}
	if t.passed, err = tx.store.PassedOn(m.ID); err != nil {
		return t, err
	}
	if t.kept, t.news, err = tx.trackingBy(sys, m); err != nil {
		return t, err
	}
	if sys.Asks(recall.HowStands) {
		t.copies, err = tx.store.HowCopiesStand(m.ID)
	}
	return t, err
}

// track tells for each recipient how far the message came, and what the sender knows about the reading.
func (tx *Tx) track(t tracking) Rows[DeliveryRecipient] {
	return rowsFrom(func(visit func(DeliveryRecipient) error) error {
		return tx.store.EachRecipient(t.message.ID, func(r store.Recipient) error {
			one := DeliveryRecipient{Address: r.Address, Status: t.status(r), ForwardedTo: t.passed[r.Mailbox].To}
			one.Inside = r.Organisation == t.sender.Organisation && t.sender.Organisation != 0
			if t.copies != nil && one.Inside {
				tx.trackCopy(t, r.Mailbox, &one)
			}
			if ask, ok := t.asks[r.Mailbox]; ok {
				tx.trackAsk(t.system, &one, ask)
			}
			one.Suggest = tx.trackReceipt(t, r.Mailbox, &one)
			if t.kept != nil {
				one.Tracking = t.kept[r.Mailbox].tracking()
			}
			return visit(one)
		})
	})
}

// status is how far the message came to a recipient.
func (t tracking) status(r store.Recipient) string {
	switch {
	case t.message.Due != 0:
		return "held"
	case r.Bounced:
		return "bounced"
	case t.recalled[r.Mailbox]:
		return "recalled"
	case t.passed[r.Mailbox].To != "" && !t.passed[r.Mailbox].Kept:
		return "forwarded"
	}
	return "delivered"
}

// trackCopy puts the mail system's own word for how a copy stands in place of the status, where it has one.
func (tx *Tx) trackCopy(t tracking, mailbox int64, one *DeliveryRecipient) {
	if one.Status != "delivered" && one.Status != "recalled" {
		return
	}
	f := recall.Given(recall.WasTakenBack.As(t.recalled[mailbox]))
	c, there := t.copies[mailbox]
	switch {
	case !there:
		recall.OriginalIn.Set(&f, recall.Gone)
	case c.In == mail.DeletedItems:
		recall.OriginalIn.Set(&f, recall.DeletedItems)
	case c.In != mail.Inbox:
		recall.OriginalIn.Set(&f, recall.Elsewhere)
	}
	f = f.With(recall.Seen.As(c.Seen), recall.Fetched.As(recall.Fetching(c.Fetched)))
	if d := t.system.Decide(recall.HowStands, f); d.Behaviour != nil {
		tx.cite(d.ID())
		one.Status = d.Behaviour.Code
	}
}

// trackReceipt fills in what a receipt tells, and says whether to suggest that the sender asks the recipient.
func (tx *Tx) trackReceipt(t tracking, mailbox int64, one *DeliveryRecipient) (suggest bool) {
	receipt, answered := t.receipts[mailbox]
	f := recall.Given(recall.ReceiptAskedFor.As(t.message.Receipt), recall.DeletedUnread.As(receipt.Unread),
		recall.ReceiptCame.As(answered && !receipt.Unread))
	d := t.system.Decide(recall.WhatIsTracked, f)
	tx.cite(d.ID(), t.system.Decide(recall.WhatAfterReceipt, f).ID())
	switch d.Answer() {
	case recall.Yes:
		one.Receipt, one.OpenedAt = "sent", at(receipt.At)
	case recall.Failed:
		one.Receipt, one.DeletedAt = "not-read", at(receipt.At)
	case recall.Pending:
		one.Receipt = "asked"
	default:
		one.Receipt = "none"
	}
	if t.message.Receipt {
		one.ReceiptAskedAt = at(t.message.SentAt)
	}
	then := t.system.Decide(recall.WhatThen, f)
	if _, ok := then.Effect(recall.Suggest); !ok || one.Status != "delivered" || one.Asked != "" {
		return false
	}
	tx.cite(then.ID())
	return true
}

func (tx *Tx) trackAsk(sys recall.System, one *DeliveryRecipient, ask store.Ask) {
	d := sys.Decide(recall.WhatOfRequest, recall.Given(recall.DeletedOnRequest.As(ask.MetAt != 0)))
	tx.cite(d.ID())
	switch d.Answer() {
	case recall.Yes:
		one.Asked = "met"
	case recall.Pending:
		one.Asked = "open"
	}
}
