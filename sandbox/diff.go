package sandbox

import (
	"context"
	"time"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/store"
)

// Diff is what differs between two states of a sandbox.
type Diff struct {
	From     string        `json:"from"`
	To       string        `json:"to,omitempty"` // absent for the sandbox as it is
	Clock    *ClockDiff    `json:"clock,omitempty"`
	Messages []MessageDiff `json:"messages"`
	Recalls  []RecallDiff  `json:"recalls"`
	Outcomes []OutcomeDiff `json:"outcomes"`
	Setup    []SetupDiff   `json:"setup"`
}

// ClockDiff is how late it is in each state.
type ClockDiff struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

// MessageDiff is a message that a mailbox, or a reader of a public folder, has otherwise. From or To is absent where it is not there.
type MessageDiff struct {
	Mailbox   string        `json:"mailbox"`
	Reader    string        `json:"reader,omitempty"` // of a public folder
	ID        string        `json:"id"`
	Class     mail.Class    `json:"class"`
	Notice    mail.Notice   `json:"notice,omitzero"`
	Recipient string        `json:"recipient,omitempty"` // whom a report or bounce is about
	Outcome   string        `json:"outcome,omitempty"`   // that a report tells
	Subject   string        `json:"subject,omitempty"`   // of what somebody wrote
	Changes   []string      `json:"changes"`             // came, went, moved, read, unread, seen, shared, fetched, tagged, edited
	From      *MessageState `json:"from,omitempty"`
	To        *MessageState `json:"to,omitempty"`
}

// MessageState is where a message lies and what was done with it.
type MessageState struct {
	Folder  string `json:"folder,omitempty"` // absent in public folders
	Read    bool   `json:"read"`
	Seen    string `json:"seen"`
	Shared  bool   `json:"shared,omitempty"`
	Fetched string `json:"fetched,omitempty"`
	Tagged  bool   `json:"tagged,omitempty"`
}

// RecallDiff is a recall that was asked for in one of the states only.
type RecallDiff struct {
	ID      string `json:"id"`
	Message string `json:"message"`
	By      string `json:"by"`
	Change  string `json:"change"` // came or went
}

// OutcomeDiff is a recipient of a recall, with another outcome or for another reason.
type OutcomeDiff struct {
	Recall    string        `json:"recall"`
	Recipient string        `json:"recipient"`
	From      *OutcomeState `json:"from,omitempty"`
	To        *OutcomeState `json:"to,omitempty"`
}

// OutcomeState is what became, or becomes, of a recipient's copy.
type OutcomeState struct {
	Outcome   string `json:"outcome"`
	Final     bool   `json:"final"`
	Behaviour string `json:"behaviour"`
	Reason    string `json:"reason"`
}

// SetupDiff is something that was set up otherwise. From or To is empty where it is not there.
type SetupDiff struct {
	What string `json:"what"` // organisation, user, public folder, group, folder, share, role, rule, hold
	Name string `json:"name"`
	Key  string `json:"key,omitempty"` // what of it
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"`
}

// IsEmpty says whether nothing differs.
func (d Diff) IsEmpty() bool {
	return d.Clock == nil && len(d.Messages)+len(d.Recalls)+len(d.Outcomes)+len(d.Setup) == 0
}

// Diff compares a snapshot with another, or with the sandbox as it is if that is not named.
func (b *Box) Diff(ctx context.Context, from, to string) (Diff, error) {
	d := Diff{From: from, To: to, Messages: []MessageDiff{}, Recalls: []RecallDiff{}, Outcomes: []OutcomeDiff{}, Setup: []SetupDiff{}}
	names := []string{from}
	if to != "" {
		names = append(names, to)
	}
	err := b.withSnapshots(ctx, names, func(_ []Snapshot, states []*store.Store) error {
		is := b
		if to != "" {
			is = b.of(states[1])
		}
		return d.compare(ctx, b.of(states[0]), is)
	})
	return d, fromStore(b.path, err)
}

// of is a Box like this one on another state.
func (b *Box) of(s *store.Store) *Box {
	other := *b
	other.store = s
	return &other
}

// compare finds what differs. What is the same is left to the store, so that only differences cost memory.
func (d *Diff) compare(ctx context.Context, was, is *Box) error {
	return is.store.Compare(ctx, was.store, func() error {
		return was.View(ctx, func(before *Tx) error {
			return is.View(ctx, func(now *Tx) error {
				if before.now != now.now {
					d.Clock = &ClockDiff{at(before.now), at(now.now)}
				}
				for _, part := range []func(before, now *Tx) error{d.compareMail, d.compareRecalls, d.compareSetup} {
					if err := part(before, now); err != nil {
						return err
					}
				}
				return nil
			})
		})
	})
}

// cameOrWent is what happened to a thing that is not in both states.
func cameOrWent(is bool) string {
	if is {
		return "came"
	}
	return "went"
}
