package sandbox

import (
	"slices"
	"time"

	"recallbox/sandbox/recall"
	"recallbox/sandbox/store"
)

// Recall is a recall as it stands.
type Recall struct {
	ID          string          `json:"id,omitempty"`
	Message     string          `json:"message"`
	System      string          `json:"system"`
	By          string          `json:"by"`
	RequestedAt time.Time       `json:"requested_at"`
	Mode        string          `json:"mode"` // delete or replace
	Request     string          `json:"request,omitempty"`
	Replacement string          `json:"replacement,omitempty"`
	Report      bool            `json:"report"`
	Result      string          `json:"result"` // pending, complete-success, partial-success, complete-failure
	Final       bool            `json:"final"`
	DryRun      bool            `json:"dry_run,omitempty"`
	Warnings    []string        `json:"warnings,omitempty"`
	Recipients  Rows[Recipient] `json:"recipients"`

	Alike   []Alike         `json:"-"` // how many recipients stand alike, the most first
	Urgent  Rows[Recipient] `json:"-"` // the first of those whom the sender has to care about most, at most UrgentShown
	Grouped bool            `json:"-"` // some were reached through a group
	Subject string          `json:"-"` // of the message, for people
	ByWord  string          `json:"-"` // what By is called where that is unambiguous: the part before the @, else the address
	Left    int             `json:"-"` // how many recipients can be asked instead, when the mail system's documents say so
	Suggest Rows[string]    `json:"-"` // their addresses
}

// Of more recipients than RecipientsWhole the UrgentShown most urgent are shown. Fewer are there when the recall is.
const (
	RecipientsWhole = 50
	UrgentShown     = 20
)

// Alike are recipients with one outcome, by one behaviour.
type Alike struct {
	Outcome   string
	Final     bool
	Behaviour string
	Number    int
}

// Number is how many recipients there are.
func (r Recall) Number() int {
	n := 0
	for _, a := range r.Alike {
		n += a.Number
	}
	return n
}

// Count is how many recipients have an outcome.
func (r Recall) Count(outcome string) int {
	n := 0
	for _, a := range r.Alike {
		if a.Outcome == outcome {
			n += a.Number
		}
	}
	return n
}

// Recipient is what became, or becomes, of one recipient's copy.
type Recipient struct {
	Address   string    `json:"address"`
	Via       string    `json:"via,omitempty"` // the group
	Outcome   string    `json:"outcome"`       // pending, succeeded, failed, not-counted
	Final     bool      `json:"final"`
	Behaviour string    `json:"behaviour"`
	Reason    string    `json:"reason"`
	DecidedAt time.Time `json:"decided_at,omitzero"`
	Readers   []Reader  `json:"readers,omitempty"` // attempts in a public folder
	Askable   bool      `json:"-"`                 // somebody there has a copy and could be asked to delete it
}

// Reader is one reader's attempt in a public folder.
type Reader struct {
	Address   string    `json:"address"`
	Outcome   string    `json:"outcome"`
	Behaviour string    `json:"behaviour"`
	At        time.Time `json:"at"`
}

// AsDryRun is the recall as it would go, without the IDs of what would be made.
func (r Recall) AsDryRun() Recall {
	r.ID, r.Request, r.Replacement, r.DryRun = "", "", "", true
	return r
}

// InspectRecall shows a recall as it stands.
func (tx *Tx) InspectRecall(id string) (Recall, error) {
	r, err := tx.recall(id)
	if err != nil {
		return Recall{}, err
	}
	return tx.showRecall(r)
}

func (tx *Tx) showRecall(r store.Recall) (Recall, error) {
	s, err := tx.standing(r)
	if err != nil {
		return Recall{}, err
	}
	out := Recall{ID: makeID(recallPrefix, r.ID), Message: makeID(messagePrefix, r.Message), System: r.System, By: s.sender.Address, RequestedAt: at(r.AskedAt), Mode: "delete",
		Request: makeID(messagePrefix, r.Request), Replacement: makeID(messagePrefix, r.Replacement), Report: !r.NoReport}
	if r.Replacement != 0 {
		out.Mode = "replace"
	}
	m, err := tx.store.MessageByID(r.Message)
	if err != nil {
		return out, err
	}
	out.Subject, out.ByWord = m.Subject, tx.shortest(s.sender)
	kinds, err := s.kinds()
	if err != nil {
		return out, err
	}
	out.Alike, out.Grouped = alike(kinds), slices.ContainsFunc(kinds, func(k kind) bool { return k.Grouped })
	if out.Recipients, out.Urgent = s.recipients(nil), s.recipients(urgency(kinds)).remembered(); out.Number() <= RecipientsWhole {
		list, err := out.Recipients.List()
		if err != nil {
			return out, err
		}
		out.Recipients = RowsOf(list...)
	}
	out.sumUp(leavesOut(s.system))
	tx.suggest(s.system, kinds, &out)
	return out, nil
}

// recipients are the recipients of a recall as they stand, in their order; or the most urgent ones, most urgent first.
func (s standing) recipients(urgency map[store.KindKey]int) Rows[Recipient] {
	return rowsFrom(func(visit func(Recipient) error) error {
		s, err := s.now()
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

// sumUp says what the recipients' outcomes come to, over those who count or over all.
func (r *Recall) sumUp(leavesOut bool) {
	failed := r.Count("failed")
	if !leavesOut {
		failed += r.Count("not-counted")
	}
	switch {
	case r.Count("pending") > 0:
		r.Result = "pending"
	case failed == 0:
		r.Result = "complete-success"
	case r.Count("succeeded") == 0:
		r.Result = "complete-failure"
	default:
		r.Result = "partial-success"
	}
	r.Final = !slices.ContainsFunc(r.Alike, func(a Alike) bool { return !a.Final })
}

// suggest says whom to ask instead, where the mail system's documents say that this is what is left.
func (tx *Tx) suggest(sys recall.System, kinds []kind, r *Recall) {
	left := 0
	for _, k := range kinds {
		if k.stays() && k.askable() {
			left += k.Number - k.Public
		}
	}
	d := sys.Decide(recall.WhatIsLeft, recall.Given(recall.CopiesLeft.As(left > 0)))
	if _, ok := d.Effect(recall.Suggest); !ok {
		return
	}
	tx.cite(d.ID())
	everybody := r.Recipients
	r.Left, r.Suggest = left, func(yield func(string, error) bool) {
		for one, err := range everybody {
			if (err != nil || one.Askable && stays(one.Outcome)) && !yield(one.Address, err) {
				return
			}
		}
	}
}

// stays says whether a copy with that outcome is still there.
func stays(outcome string) bool {
	return outcome == recall.Failed.String() || outcome == recall.NotCounted.String()
}
