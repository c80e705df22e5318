package sandbox

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"recallbox/sandbox/recall"
	"recallbox/sandbox/store"
)

// Recall is a recall with its result, as things are now.
type Recall struct {
	ID          string    `json:"id,omitempty"`          // absent in a dry run
	Message     string    `json:"message"`               // what was recalled
	System      string    `json:"system"`                // whose behaviours decided
	By          string    `json:"by"`                    // who recalled it
	RequestedAt time.Time `json:"requested_at"`          // when
	Mode        string    `json:"mode"`                  // delete or replace
	From        string    `json:"from,omitempty"`        // all: the sender's own copy went too
	Comment     string    `json:"comment,omitempty"`     // what the recipients are told besides
	Request     string    `json:"request,omitempty"`     // the recall message; absent where none is delivered
	Replacement string    `json:"replacement,omitempty"` // the new message
	Report      bool      `json:"report"`                // the sender wants a report
	// pending, complete-success, partial-success or complete-failure
	Result     string          `json:"result"`
	Code       string          `json:"code,omitempty"`    // what the mail system itself calls the result
	Counts     RecallCounts    `json:"counts"`            // recipients by outcome
	Final      bool            `json:"final"`             // no outcome can change any more
	DryRun     bool            `json:"dry_run,omitempty"` // nothing was changed
	Warnings   []string        `json:"warnings,omitempty"`
	Hints      []string        `json:"hints,omitempty"`    // what to know besides, when it is asked for
	Accepted   string          `json:"accepted,omitempty"` // asking came to no more: inspect recall tells the result
	Lists      []RecalledList  `json:"lists,omitempty"`    // groups, where the mail system shows them
	Recipients Rows[Recipient] `json:"recipients"`

	OutcomeCounts []OutcomeCount `json:"-"` // recipients by outcome and behaviour, the most first
	// the recipients that need the sender's attention most, at most UrgentShown
	Urgent  Rows[Recipient] `json:"-"`
	Grouped bool            `json:"-"` // some recipients were reached through a group
	Subject string          `json:"-"` // of the message, for people
	// the shortest word that means the sender
	ByWord string `json:"-"`
	// what the mail system's documents suggest about the copies that were not taken back
	Left []Remedy `json:"-"`
}

// RecalledList is what became of the members of a group.
type RecalledList struct {
	Address   string `json:"address"`
	Members   int    `json:"members"`   // so many got the message through it
	Succeeded int    `json:"succeeded"` // so many of their copies were taken back
	Failed    int    `json:"failed"`    // so many stay
	Percent   int    `json:"percent"`   // of the members, those about whom it is decided
}

// Remedy is what is left to do about copies that were not taken back.
type Remedy struct {
	Next   recall.Step // ask-instead or apologise
	Number int
	To     Rows[string] // the addresses of whoever has the copies
}

// If there are more recipients than RecipientsWhole, only the UrgentShown most urgent are shown. Fewer are read when
// the recall is read.
const (
	RecipientsWhole = 50
	UrgentShown     = 20
)

// RecallCounts is the number of recipients with each outcome.
type RecallCounts struct {
	Succeeded  int `json:"succeeded"`   // so many copies were taken back
	Failed     int `json:"failed"`      // so many stay
	Pending    int `json:"pending"`     // so many can still come to either
	NotCounted int `json:"not_counted"` // those outside, where the mail system leaves them out
}

// OutcomeCount is the number of recipients with one outcome by one behaviour.
type OutcomeCount struct {
	Outcome   string
	Final     bool
	Behaviour string
	Number    int
}

// Number is the number of all recipients.
func (r Recall) Number() int {
	n := 0
	for _, a := range r.OutcomeCounts {
		n += a.Number
	}
	return n
}

// Recipient is one recipient of a recall, with the outcome of the copy.
type Recipient struct {
	Address   string    `json:"address"`
	Via       string    `json:"via,omitempty"` // the group
	Outcome   string    `json:"outcome"`       // pending, succeeded, failed, not-counted
	Final     bool      `json:"final"`         // it cannot change any more
	Behaviour string    `json:"behaviour"`
	Reason    string    `json:"reason"`
	Code      string    `json:"code,omitempty"`      // what the mail system itself calls it
	DecidedAt time.Time `json:"decided_at,omitzero"` // absent until it is final
	// when Outlook, once idle, will decide it by itself, as things are now
	WaitsUntil time.Time `json:"waits_until,omitzero"`
	Readers    []Attempt `json:"readers,omitempty"` // readers who tried, in a public folder
}

// Attempt is a reader who opened the recall message in a public folder.
type Attempt struct {
	Address   string    `json:"address"`
	Outcome   string    `json:"outcome"`
	Behaviour string    `json:"behaviour"`
	At        time.Time `json:"at"` // when it was opened
}

// AsDryRun is the recall without the IDs that a dry run takes back.
func (r Recall) AsDryRun() Recall {
	r.ID, r.Request, r.Replacement, r.DryRun = "", "", "", true
	r.Hints = nil // they are said once, of the recall itself
	return r
}

// InspectRecall shows a recall as things are now.
func (tx *Tx) InspectRecall(id string) (Recall, error) {
	r, err := tx.findRecall(id)
	if err != nil {
		return Recall{}, err
	}
	out, err := tx.showRecall(r)
	if err != nil {
		return out, err
	}
	sys, err := tx.findSystem(r.System)
	if err != nil {
		return out, err
	}
	sender, err := tx.mailboxOf(r.Sender)
	if err != nil {
		return out, err
	}
	out.Warnings, err = tx.warn(sys, recall.Unpack(r.Facts, 0), r, sender)
	return out, err
}

func (tx *Tx) showRecall(r store.Recall) (Recall, error) {
	s, err := tx.statusOf(r)
	if err != nil {
		return Recall{}, err
	}
	out := Recall{
		ID:          makeID(recallPrefix, r.ID),
		Message:     makeID(messagePrefix, r.Message),
		System:      r.System,
		By:          s.sender.Address,
		RequestedAt: at(r.AskedAt),
		Mode:        "delete",
		Request:     makeID(messagePrefix, r.Request),
		Replacement: makeID(messagePrefix, r.Replacement),
		Report:      !r.NoReport,
		Comment:     r.Comment,
	}
	if r.FromOwn {
		out.From = fromAll
	}
	if r.Replacement != 0 {
		out.Mode = "replace"
	}
	m, err := tx.store.MessageByID(r.Message)
	if err != nil {
		return out, err
	}
	out.Subject, out.ByWord = m.Subject, tx.shortName(s.sender)
	kinds, err := s.kinds()
	if err != nil {
		return out, err
	}
	out.OutcomeCounts = countOutcomes(kinds)
	out.Grouped = slices.ContainsFunc(kinds, func(k kind) bool { return k.Grouped })
	out.Recipients, out.Urgent = s.recipients(nil), s.recipients(rankByUrgency(kinds)).cached()
	if out.Number() <= RecipientsWhole {
		list, err := out.Recipients.List()
		if err != nil {
			return out, err
		}
		out.Recipients = RowsOf(list...)
	}
	out.setResult(leavesOut(s.system))
	if out.Code, err = s.code(); err != nil {
		return out, err
	}
	if out.Grouped {
		if out.Lists, err = s.lists(); err != nil {
			return out, err
		}
	}
	if slices.ContainsFunc(kinds, kind.stays) {
		out.Left, err = s.whatIsLeft()
	}
	return out, err
}

// code is what the mail system itself calls the result, or "".
func (s recallStatus) code() (string, error) {
	sums := func(b recall.Behaviour) bool { return b.Question == recall.HowSummedUp && b.Code != "" }
	if !slices.ContainsFunc(s.system.Rules, sums) {
		return "", nil
	}
	f, err := s.tx.tally(s.system, s.recall)
	d := s.system.Decide(recall.HowSummedUp, f)
	if err != nil || d.Behaviour == nil {
		return "", err
	}
	s.tx.cite(d.ID())
	return d.Behaviour.Code, nil
}

// lists are the groups through which the message went, where the mail system shows them.
func (s recallStatus) lists() (out []RecalledList, err error) {
	d := s.system.Decide(recall.HowListed, recall.Given(recall.ThroughGroup.As(true)))
	if _, lists := d.Effect(recall.ListGroups); !lists {
		return nil, nil
	}
	s.tx.cite(d.ID())
	all, err := s.tx.store.GroupOutcomes(s.recall.ID, uint8(recall.Succeeded), uint8(recall.Failed))
	for _, g := range all {
		out = append(out, RecalledList{g.Address, g.Members, g.Succeeded, g.Failed, 100 * g.Decided / g.Members})
	}
	return out, err
}

// recipients lists the recipients of a recall in their order. With urgency, it lists the most urgent ones, most
// urgent first.
func (s recallStatus) recipients(urgency map[store.KindKey]int) Rows[Recipient] {
	return rowsFrom(func(visit func(Recipient) error) error {
		s, err := s.current()
		if err != nil {
			return err
		}
		one := func(o store.Outcome) error {
			shown, err := s.show(o, s.decision(o.KindKey))
			if err != nil {
				return err
			}
			return visit(shown)
		}
		if urgency == nil {
			return s.tx.store.EachOutcome(s.recall.ID, one)
		}
		return s.tx.store.EachUrgent(s.recall.ID, urgency, UrgentShown, one)
	})
}

// setResult sets the result of all outcomes. If leavesOut is true, only recipients who count are in it.
func (r *Recall) setResult(leavesOut bool) {
	count := map[string]int{}
	for _, a := range r.OutcomeCounts {
		count[a.Outcome] += a.Number
	}
	r.Counts = RecallCounts{count["succeeded"], count["failed"], count["pending"], count["not-counted"]}
	failed := r.Counts.Failed
	if !leavesOut {
		failed += r.Counts.NotCounted
	}
	switch {
	case r.Counts.Pending > 0:
		r.Result = "pending"
	case failed == 0:
		r.Result = "complete-success"
	case r.Counts.Succeeded == 0:
		r.Result = "complete-failure"
	default:
		r.Result = "partial-success"
	}
	r.Final = !slices.ContainsFunc(r.OutcomeCounts, func(a OutcomeCount) bool { return !a.Final })
}

// whatIsLeft is what the mail system's documents suggest about the copies that were not taken back: something else
// where they were opened than where they were not.
func (s recallStatus) whatIsLeft() (left []Remedy, err error) {
	all, err := s.tx.store.CopiesLeft(s.recall)
	if err != nil {
		return nil, err
	}
	for _, copies := range all {
		next := s.remedy(copies)
		i := slices.IndexFunc(left, func(r Remedy) bool { return r.Next == next })
		switch {
		case next == "":
		case i < 0:
			left = append(left, Remedy{next, copies.Number, s.whoIsLeft(next)})
		default:
			left[i].Number += copies.Number
		}
	}
	slices.SortFunc(left, func(a, b Remedy) int { return strings.Compare(string(b.Next), string(a.Next)) })
	return left, nil
}

// remedy is what is left to do about copies, or "".
func (s recallStatus) remedy(copies store.CopiesLeft) recall.Step {
	if !copyStays(outcome(s.decision(copies.KindKey))) {
		return ""
	}
	d := s.system.Decide(recall.WhatIsLeft, recall.Given(recall.CopiesLeft.As(true), recall.Seen.As(copies.Seen)))
	if _, ok := d.Effect(recall.Suggest); !ok {
		return ""
	}
	s.tx.cite(d.ID())
	return d.Behaviour.Next
}

// whoIsLeft lists those about whose copies the same is left to do.
func (s recallStatus) whoIsLeft(next recall.Step) Rows[string] {
	return rowsFrom(func(visit func(string) error) error {
		s, err := s.current()
		if err != nil {
			return err
		}
		return s.tx.store.EachCopyLeft(s.recall, func(copies store.CopiesLeft, address string) error {
			if s.remedy(copies) != next {
				return nil
			}
			return visit(address)
		})
	})
}

// copyStays says whether a copy with that outcome is still there.
func copyStays(outcome string) bool {
	return outcome == recall.Failed.String() || outcome == recall.NotCounted.String()
}

// recallStatus tells the outcome of each recipient of a recall, as things are now. The store has gathered the facts
// about open outcomes, beside the stored facts of the final ones. Recipients with the same facts have the same
// outcome, so each kind is decided once.
type recallStatus struct {
	tx       *Tx
	recall   store.Recall
	system   recall.System
	sender   store.Mailbox
	request  store.Message // the recall message, if there is one
	inOutbox bool          // it waits in the sender's Outbox
	changes  int64
	decided  map[store.KindKey]recall.Decision

	readers map[int64]otherHand // who read copies that are not theirs, by mailbox, where that is asked for
}

func (tx *Tx) statusOf(r store.Recall) (recallStatus, error) {
	s, err := tx.newStatus(r)
	if err == nil {
		err = s.gather()
	}
	if err == nil {
		s.changes, err = tx.store.Changes()
	}
	return s, err
}

// current is the status, gathered again if anything has changed since.
func (s recallStatus) current() (recallStatus, error) {
	changes, err := s.tx.store.Changes()
	if err != nil || changes == s.changes {
		return s, err
	}
	return s.tx.statusOf(s.recall)
}

// newStatus is a status without facts about recipients.
func (tx *Tx) newStatus(r store.Recall) (s recallStatus, err error) {
	s = recallStatus{tx: tx, recall: r, decided: map[store.KindKey]recall.Decision{}}
	if s.system, err = tx.findSystem(r.System); err != nil {
		return s, err
	}
	if s.sender, err = tx.mailboxOf(r.Sender); err != nil || r.Request == 0 {
		return s, err
	}
	s.request, err = tx.store.MessageByID(r.Request)
	s.inOutbox = s.request.Due != 0
	return s, err
}

// gather lets the store collect the facts of open outcomes.
func (s recallStatus) gather() error {
	if s.inOutbox {
		arrival, err := s.tx.arrivalOf(s.request, s.sender)
		if err != nil {
			return err
		}
		bits := append(trigger{moment: recall.Looked}.bits(), columnBits("reach", recall.Recipient))
		return s.tx.store.GatherHeld(s.recall, arrival, bits)
	}
	tried := columnBits(store.Tried, recall.FolderReader) // somebody has opened the recall message in the public folder
	reached, err := s.tx.reachBits(s.system, s.recall)
	if err != nil {
		return err
	}
	bits := append(trigger{moment: recall.Looked}.bits(), tried)
	return s.tx.store.GatherStanding(s.recall.ID, append(bits, reached...))
}

// decision is what decided the outcome of a kind of recipients. If the outcome is open, it is the decision as things
// are now.
func (s recallStatus) decision(k store.KindKey) recall.Decision {
	d, ok := s.decided[k]
	if !ok {
		f := recall.Unpack(s.recall.Facts, k.Facts)
		d = s.system.Decide(s.question(k, f), f)
		s.decided[k] = d
		s.tx.cite(d.ID())
	}
	return d
}

// question is the question that decides about a kind of recipients. As long as the recall message waits in the Outbox,
// that is how far it will come, unless it will fail as things stand.
func (s recallStatus) question(k store.KindKey, f recall.Facts) recall.Question {
	switch {
	case k.Final && s.system.Decide(recall.HowFar, f).Final():
		return recall.HowFar
	case !k.Final && s.inOutbox && s.system.Decide(recall.WhatHappens, f).Answer() != recall.Failed:
		return recall.HowFar
	}
	return recall.WhatHappens
}

// kind are all recipients of a recall with the same facts.
type kind struct {
	store.Kind
	by recall.Decision
}

func (s recallStatus) kinds() ([]kind, error) {
	all, err := s.tx.store.Kinds(s.recall.ID)
	var out []kind
	for _, k := range all {
		out = append(out, kind{k, s.decision(k.KindKey)})
	}
	return out, err
}

func (k kind) stays() bool { return copyStays(outcome(k.by)) }

// outcome is the word for a decision in a recall.
func outcome(d recall.Decision) string {
	if d.Answer() == recall.Yes { // the recall message is on its way
		return recall.Pending.String()
	}
	return d.Answer().String()
}

// countOutcomes counts recipients by outcome and behaviour, the most first. If numbers are equal, the first
// recipient decides the order.
func countOutcomes(kinds []kind) []OutcomeCount {
	var out []OutcomeCount
	for _, k := range kinds {
		a := OutcomeCount{Outcome: outcome(k.by), Final: k.Final, Behaviour: k.by.ID()}
		i := slices.IndexFunc(out, func(b OutcomeCount) bool {
			return b.Outcome == a.Outcome && b.Final == a.Final && b.Behaviour == a.Behaviour
		})
		if i < 0 {
			i, out = len(out), append(out, a)
		}
		out[i].Number += k.Number
	}
	slices.SortStableFunc(out, func(a, b OutcomeCount) int { return cmp.Compare(b.Number, a.Number) })
	return out
}

// rankByUrgency ranks the kinds by how much the sender has to care about them.
func rankByUrgency(kinds []kind) map[store.KindKey]int {
	ranks := map[store.KindKey]int{}
	for _, k := range kinds {
		ranks[k.KindKey] = slices.Index([]string{"failed", "pending", "not-counted", "succeeded"}, outcome(k.by))
	}
	return ranks
}

func (s recallStatus) show(o store.Outcome, d recall.Decision) (Recipient, error) {
	out := Recipient{
		Address:   o.Address,
		Via:       o.Via,
		Outcome:   outcome(d),
		Final:     o.Final,
		Behaviour: d.ID(),
	}
	out.WaitsUntil = s.waitsUntil(o)
	if d.Behaviour != nil {
		out.Code = d.Behaviour.Code
	}
	if out.Final {
		out.DecidedAt = at(o.DecidedAt)
	}
	var err error
	if out.Readers, err = s.attempts(o); err != nil {
		return out, err
	}
	out.Reason, err = s.reason(o, d, out.Readers)
	return out, err
}

// attempts are those of readers, in a public folder.
func (s recallStatus) attempts(o store.Outcome) (readers []Attempt, err error) {
	if !o.Public {
		return nil, nil
	}
	all, err := s.tx.store.Attempts(s.recall.ID, o.Mailbox)
	for _, a := range all {
		readers = append(readers, Attempt{a.Reader, recall.Answer(a.Answer).String(), a.Behaviour, at(a.At)})
	}
	return readers, err
}
