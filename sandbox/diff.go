package sandbox

import (
	"cmp"
	"context"
	"strconv"
	"strings"
	"time"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/store"
)

// Diff is what differs between two states of a sandbox.
type Diff struct {
	From        string            `json:"from"`                 // the snapshot
	To          string            `json:"to,omitempty"`         // absent for the sandbox as it is
	Clock       *ClockDiff        `json:"clock,omitempty"`      // absent if it stands where it stood
	Messages    Rows[MessageDiff] `json:"messages"`             // copies that came, went or changed
	Recoverable Rows[KeptDiff]    `json:"recoverable,omitzero"` // copies that differ in Recoverable Items
	Recalls     []RecallDiff      `json:"recalls"`              // recalls that came or went
	Outcomes    Rows[OutcomeDiff] `json:"outcomes"`             // recipients of recalls whose outcome changed
	Setup       Rows[SetupDiff]   `json:"setup"`                // organisations, users and so on that changed
}

// ClockDiff is the time in each state.
type ClockDiff struct {
	From time.Time `json:"from"` // before
	To   time.Time `json:"to"`   // after
}

// MessageDiff is a message that differs in a mailbox, or for a reader of a public folder. From or To is absent if
// the message is not there.
type MessageDiff struct {
	Mailbox   string      `json:"mailbox"`
	Reader    string      `json:"reader,omitempty"` // of a public folder
	ID        string      `json:"id"`
	Class     mail.Class  `json:"class"`
	Notice    mail.Notice `json:"notice,omitzero"`
	Recipient string      `json:"recipient,omitempty"` // the recipient in a report or bounce
	Outcome   string      `json:"outcome,omitempty"`   // that a report tells
	Subject   string      `json:"subject,omitempty"`   // of what somebody wrote
	// came, went, moved, read, unread, seen, shared, fetched, tagged, edited
	Changes []string      `json:"changes"`
	From    *MessageState `json:"from,omitempty"` // the copy before; absent if it came
	To      *MessageState `json:"to,omitempty"`   // the copy after; absent if it went
}

// MessageState says where a message lies and what was done with it.
type MessageState struct {
	Folder  string `json:"folder,omitempty"` // absent in public folders
	Read    bool   `json:"read"`
	Seen    string `json:"seen"`              // unread, previewed, marked unread, opened, marked read
	Shared  bool   `json:"shared,omitempty"`  // somebody shares it
	Fetched string `json:"fetched,omitempty"` // pop or imap, where a program downloaded it
	Tagged  bool   `json:"tagged,omitempty"`  // it has the tag recalled
}

// KeptDiff is a copy that differs in Recoverable Items. From or To is absent if it is not there.
type KeptDiff struct {
	Mailbox string `json:"mailbox"`
	ID      string `json:"id"`
	Subject string `json:"subject,omitempty"` // of what somebody wrote
	From    string `json:"from,omitempty"`    // Deletions or Purges; absent if it came
	To      string `json:"to,omitempty"`      // absent if it went
}

// RecallDiff is a recall that is in one of the states only.
type RecallDiff struct {
	ID      string `json:"id"`
	Message string `json:"message"`
	By      string `json:"by"`     // who recalled it
	Change  string `json:"change"` // came or went
}

// OutcomeDiff is a recipient of a recall whose outcome differs, or the behaviour behind it.
type OutcomeDiff struct {
	Recall    string        `json:"recall"`
	Recipient string        `json:"recipient"`
	From      *OutcomeState `json:"from,omitempty"` // absent if it came
	To        *OutcomeState `json:"to,omitempty"`   // absent if it went
}

// OutcomeState is the outcome of a recipient's copy.
type OutcomeState struct {
	Outcome   string `json:"outcome"`
	Final     bool   `json:"final"`
	Behaviour string `json:"behaviour"`
	Reason    string `json:"reason"`
}

// SetupDiff is a part of the setup that differs. From or To is empty if it is not there.
type SetupDiff struct {
	What string `json:"what"` // organisation, user, public folder, group, folder, share, role, rule, hold, delegate
	Name string `json:"name"`
	Key  string `json:"key,omitempty"`  // which setting
	From string `json:"from,omitempty"` // absent if it came
	To   string `json:"to,omitempty"`   // absent if it went
}

// Diff compares a snapshot with another one, and shows what differs, which holds as long as show runs. If to is empty,
// it compares with the sandbox as it is now.
func (b *Box) Diff(ctx context.Context, from, to string, show func(Diff) error) error {
	names := []string{from}
	if to != "" {
		names = append(names, to)
	}
	err := b.withSnapshots(ctx, names, func(_ []Snapshot, states []*store.Store) error {
		is := b
		if to != "" {
			is = b.withStore(states[1])
		}
		return b.withStore(states[0]).compare(ctx, is, func(before, now *Tx) error {
			d, err := diffOf(before, now)
			if err != nil {
				return err
			}
			d.From, d.To = from, to
			return show(d)
		})
	})
	return fromStore(b.path, err)
}

// withStore is this Box with another state.
func (b *Box) withStore(s *store.Store) *Box {
	other := *b
	other.store = s
	return &other
}

// compare runs fn on both states.
func (b *Box) compare(ctx context.Context, is *Box, fn func(before, now *Tx) error) error {
	return is.store.Compare(ctx, b.store, func() error {
		return b.View(ctx, func(before *Tx) error {
			return is.View(ctx, func(now *Tx) error { return fn(before, now) })
		})
	})
}

// diffOf compares two states. The store leaves out what is the same, and only recalls are kept.
func diffOf(before, now *Tx) (d Diff, err error) {
	if before.now != now.now {
		d.Clock = &ClockDiff{at(before.now), at(now.now)}
	}
	if d.Recalls, err = now.changedRecalls(); err != nil {
		return d, err
	}
	d.Messages, d.Setup = rowsFrom(now.changedMail), rowsFrom(func(visit func(SetupDiff) error) error {
		return changedSetup(before, now, visit)
	})
	d.Outcomes = rowsFrom(func(visit func(OutcomeDiff) error) error {
		return changedOutcomes(before, now, d.Recalls, visit)
	})
	kept := rowsFrom(now.changedKept)
	err = kept.First(1, func(KeptDiff) { d.Recoverable = kept })
	return d, err
}

// cameOrWent is the word for something that is in one state only.
func cameOrWent(is bool) string {
	if is {
		return "came"
	}
	return "went"
}

// seenWords say what somebody has done with a message.
var seenWords = [...]string{
	mail.Untouched:    "unread",
	mail.Previewed:    "previewed",
	mail.MarkedUnread: "marked unread",
	mail.Opened:       "opened",
	mail.MarkedRead:   "marked read",
}

// fetchedWords say how a mail program downloaded a message.
var fetchedWords = [...]string{"", "pop", "imap"}

func (tx *Tx) changedMail(visit func(MessageDiff) error) error {
	err := tx.store.ChangedCopies(func(was, is *store.ComparedCopy) error {
		c := cmp.Or(is, was)
		m := MessageDiff{
			Mailbox: c.Mailbox,
			ID:      makeID(messagePrefix, c.Message),
			Class:   c.Class,
			Notice:  c.Notice,
			Subject: c.Subject,
			Changes: copyChanges(was, is),
			From:    copyState(was),
			To:      copyState(is),
		}
		if c.Party != c.Mailbox {
			m.Recipient = c.Party
		}
		if c.Answer >= 0 {
			m.Outcome = [...]recall.Answer{recall.Failed, recall.Succeeded}[c.Answer].String()
		}
		return visit(m)
	})
	if err != nil {
		return err
	}
	return tx.store.ChangedReadings(func(was, is *store.ComparedReading) error {
		r := cmp.Or(is, was)
		from, to := readingState(was), readingState(is)
		return visit(MessageDiff{
			Mailbox: r.Folder,
			Reader:  r.Reader,
			ID:      makeID(messagePrefix, r.Message),
			Class:   r.Class,
			Subject: r.Subject,
			Changes: []string{readChange(from.Read, to.Read)},
			From:    from,
			To:      to,
		})
	})
}

func (tx *Tx) changedKept(visit func(KeptDiff) error) error {
	in := func(k *store.ComparedKept) string {
		switch {
		case k == nil:
			return ""
		case k.Hidden:
			return purges
		}
		return deletions
	}
	return tx.store.ChangedKept(func(was, is *store.ComparedKept) error {
		k := cmp.Or(is, was)
		return visit(KeptDiff{k.Mailbox, makeID(messagePrefix, k.Message), k.Subject, in(was), in(is)})
	})
}

func copyState(c *store.ComparedCopy) *MessageState {
	if c == nil {
		return nil
	}
	return &MessageState{
		Folder:  c.Path,
		Read:    c.Seen.Read(),
		Seen:    seenWords[c.Seen],
		Shared:  c.Shared,
		Fetched: fetchedWords[c.Fetched],
		Tagged:  c.Tagged,
	}
}

// readingState says what a reader of a public folder has done with a message. A reader who is not in the list has
// not read it.
func readingState(r *store.ComparedReading) *MessageState {
	if r == nil {
		r = new(store.ComparedReading)
	}
	return &MessageState{Read: r.Seen.Read(), Seen: seenWords[r.Seen]}
}

// copyChanges are the changes of a copy, a word each.
func copyChanges(was, is *store.ComparedCopy) []string {
	if was == nil || is == nil {
		return []string{cameOrWent(is != nil)}
	}
	var all []string
	for _, one := range []struct {
		change  string
		happens bool
	}{
		{"moved", was.Path != is.Path},
		{readChange(was.Seen.Read(), is.Seen.Read()), was.Seen != is.Seen},
		{"shared", was.Shared != is.Shared},
		{"fetched", was.Fetched != is.Fetched},
		{"tagged", was.Tagged != is.Tagged},
		{"edited", was.Subject != is.Subject || was.Sum != is.Sum},
	} {
		if one.happens {
			all = append(all, one.change)
		}
	}
	return all
}

// readChange is the word for a change of the read state. A message can stay read, or unread, for another reason.
func readChange(was, is bool) string {
	switch {
	case is && !was:
		return "read"
	case was && !is:
		return "unread"
	default:
		return "seen"
	}
}

func (tx *Tx) changedRecalls() ([]RecallDiff, error) {
	all := []RecallDiff{}
	err := tx.store.ChangedRecalls(func(was, is *store.ComparedRecall) error {
		r := cmp.Or(is, was)
		all = append(all, RecallDiff{
			ID: makeID(recallPrefix, r.ID), Message: makeID(messagePrefix, r.Message),
			By: r.Sender, Change: cameOrWent(is != nil),
		})
		return nil
	})
	return all, err
}

// changedOutcomes leaves out recalls that are in one state only: another one may have the same ID.
func changedOutcomes(before, now *Tx, others []RecallDiff, visit func(OutcomeDiff) error) error {
	past, present := &outcomeStates{tx: before}, &outcomeStates{tx: now}
	isOther := map[string]bool{}
	for _, r := range others {
		isOther[r.ID] = true
	}
	return now.store.ChangedOutcomes(viewBits(recall.FactSet{}), func(was, is *store.ComparedOutcome) error {
		o := cmp.Or(is, was)
		id := makeID(recallPrefix, o.Recall)
		if isOther[id] {
			return nil
		}
		from, err := past.state(was)
		if err != nil {
			return err
		}
		to, err := present.state(is)
		if err != nil || from.isLike(to) {
			return err
		}
		return visit(OutcomeDiff{id, o.Address, from, to})
	})
}

// isLike says whether both states have the same outcome by the same behaviour. Their reasons may have different
// words.
func (s *OutcomeState) isLike(other *OutcomeState) bool {
	return s != nil && other != nil &&
		s.Outcome == other.Outcome && s.Final == other.Final && s.Behaviour == other.Behaviour
}

// outcomeStates tells the outcomes in one of the states, recall by recall.
type outcomeStates struct {
	tx     *Tx
	status recallStatus // of the latest recall
}

func (o *outcomeStates) state(of *store.ComparedOutcome) (*OutcomeState, error) {
	if of == nil {
		return nil, nil
	}
	if err := o.load(of.Recall); err != nil {
		return nil, err
	}
	if of.Public { // its readers' attempts are stored by mailbox
		m, err := o.tx.store.MailboxAt(of.Address)
		if err != nil {
			return nil, err
		}
		of.Mailbox = m.ID
	}
	of.KindKey = o.kindOf(of)
	shown, err := o.status.show(of.Outcome, o.status.decision(of.KindKey))
	return &OutcomeState{shown.Outcome, shown.Final, shown.Behaviour, shown.Reason}, err
}

// kindOf is the kind of a recipient, as the status of the recall counts kinds.
func (o *outcomeStates) kindOf(of *store.ComparedOutcome) store.KindKey {
	if of.Answer != 0 {
		return store.KindKey{Final: true, Facts: of.Facts}
	}
	if o.status.inOutbox {
		f := recall.Given(recall.Recipient.As(recall.Reach(of.Reach)), recall.ThroughGroup.As(of.Via != ""))
		return store.KindKey{Facts: f.OfCopy()}
	}
	f := recall.Unpack(o.status.recall.Facts, of.Facts)
	if of.Attempts > 0 && recall.RequestIn.Get(f) != recall.Gone {
		recall.FolderReader.Set(&f, recall.OtherRights)
	}
	return store.KindKey{Facts: f.OfCopy()}
}

// load reads the status of a recall.
func (o *outcomeStates) load(id int64) error {
	if o.status.recall.ID == id {
		return nil
	}
	r, err := o.tx.store.RecallByID(id)
	if err != nil {
		return err
	}
	o.status, err = o.tx.newStatus(r)
	return err
}

func changedSetup(before, now *Tx, visit func(SetupDiff) error) error {
	err := now.store.ChangedMailboxes(func(was, is *store.ComparedMailbox) error {
		return changedMailbox(was, is, visit)
	})
	if err != nil {
		return err
	}
	return now.store.ChangedSettings(func(was, is *store.ComparedSetting) error {
		s := SetupDiff{What: cmp.Or(was, is).What, Name: cmp.Or(was, is).Name, Key: cmp.Or(was, is).Key}
		var err error
		if s.From, err = before.settingWords(was, s); err != nil {
			return err
		}
		if s.To, err = now.settingWords(is, s); err != nil {
			return err
		}
		return visit(s)
	})
}

// settingWords is the value of a setting. If an organisation has not set it, that is the value of its mail system.
func (tx *Tx) settingWords(s *store.ComparedSetting, d SetupDiff) (string, error) {
	switch {
	case s == nil && d.What == "organisation":
		o, err := tx.Organisation(d.Name)
		if isNotFound(err) {
			err = nil
		}
		return o.Settings[d.Key], err
	case s == nil:
		return "", nil
	case s.What == "role":
		n, err := strconv.ParseUint(s.Value, 10, 8)
		return mail.Rights(n).String(), err
	case s.What == "hold":
		seconds, whose, _ := strings.Cut(s.Value, " ")
		length, err := time.ParseDuration(seconds + "s")
		return FormatDuration(length) + " for " + whose, err
	default:
		return s.Value, nil
	}
}

// changedMailbox tells what differs about a user or a public folder, or that it is in one state only.
func changedMailbox(was, is *store.ComparedMailbox, visit func(SetupDiff) error) error {
	m := cmp.Or(is, was)
	what := "user"
	if m.Kind == store.PublicMailbox {
		what = "public folder"
	}
	from, to := mailboxSettings(was), mailboxSettings(is)
	if was == nil || is == nil {
		return visit(SetupDiff{What: what, Name: m.Address, From: from[what], To: to[what]})
	}
	keys := []string{"name", "organisation", "account", "client", "running", "auto-process", "receipts", "role",
		"hosted", "sent-copies", "forward-to", "hold", "processes-after", "reading-pane"}
	for _, key := range keys {
		if from[key] == to[key] {
			continue
		}
		if err := visit(SetupDiff{what, m.Address, key, from[key], to[key]}); err != nil {
			return err
		}
	}
	return nil
}

func mailboxSettings(m *store.ComparedMailbox) map[string]string {
	if m == nil {
		return nil
	}
	onOff := func(off bool) string { return map[bool]string{false: "on", true: "off"}[off] }
	return map[string]string{
		"user":          m.Account.String() + ", " + m.Client.String(),
		"public folder": m.DisplayName(),
		"name":          m.DisplayName(),
		"organisation":  m.Organisation,
		"account":       m.Account.String(),
		"client":        m.Client.String(),
		"running":       onOff(m.Stopped),
		"auto-process":  onOff(m.Manual),
		"receipts":      m.Receipts.String(),
		"role":          m.Role.String(),
		"sent-copies":   userFlags["sent-copies"].word(m.SentCopies),
		"forward-to":    forwarding(m.Forwards, m.ForwardKeeps),
		"hosted":        userFlags["hosted"].word(m.OnServer),
		"hold":          userFlags["hold"].word(m.Held),

		"processes-after": FormatDuration(time.Duration(m.ProcessesAfter) * time.Second),
		"reading-pane":    userFlags["reading-pane"].word(m.PaneReads),
	}
}

// forwarding is where a mailbox forwards its mail, as it is set.
func forwarding(to string, keeps bool) string {
	if keeps {
		return to + ",keep"
	}
	return cmp.Or(to, "none")
}
