package sandbox

import (
	"cmp"
	"strings"
	"time"

	"recallbox/sandbox/recall"
	"recallbox/sandbox/store"
)

// Recall is a recall as it stands.
type Recall struct {
	ID          string      `json:"id,omitempty"`
	Message     string      `json:"message"`
	System      string      `json:"system"`
	By          string      `json:"by"`
	RequestedAt time.Time   `json:"requested_at"`
	Mode        string      `json:"mode"` // delete or replace
	Request     string      `json:"request,omitempty"`
	Replacement string      `json:"replacement,omitempty"`
	Report      bool        `json:"report"`
	Result      string      `json:"result"` // pending, complete-success, partial-success, complete-failure
	Final       bool        `json:"final"`
	DryRun      bool        `json:"dry_run,omitempty"`
	Warnings    []string    `json:"warnings,omitempty"`
	Recipients  []Recipient `json:"recipients"`

	Subject string   `json:"-"` // of the message, for people
	ByWord  string   `json:"-"` // what By is called where that is unambiguous: the part before the @, else the address
	Suggest []string `json:"-"` // recipients to ask instead, when the mail system's documents say so
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

// DryRun is a recall as it would go, without the IDs of what would be made.
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
	s, err := tx.standing(r, nil)
	if err != nil {
		return Recall{}, err
	}
	out := Recall{ID: makeID(recallPrefix, r.ID), Message: makeID(messagePrefix, r.Message), System: r.System, By: s.sender.Address, RequestedAt: at(r.AskedAt), Mode: "delete",
		Request: makeID(messagePrefix, r.Request), Replacement: makeID(messagePrefix, r.Replacement), Report: !r.NoReport, Recipients: []Recipient{}}
	if r.Replacement != 0 {
		out.Mode = "replace"
	}
	m, _, err := tx.store.MessageByID(r.Message)
	if err != nil {
		return out, err
	}
	out.Subject = m.Subject
	err = tx.store.EachOutcome(r.ID, func(o store.Outcome) error {
		d, err := s.decision(o)
		if err != nil {
			return err
		}
		shown, err := s.show(o, d)
		out.Recipients = append(out.Recipients, shown)
		return err
	})
	out.sumUp(leavesOut(s.system))
	out.Suggest = tx.suggest(s.system, out)
	out.ByWord = tx.shortest(s.sender)
	return out, err
}

// sumUp counts what the recipients' outcomes come to, over those who count or over all.
func (r *Recall) sumUp(leavesOut bool) {
	r.Final = true
	count := map[string]int{}
	for _, one := range r.Recipients {
		count[one.Outcome]++
		r.Final = r.Final && one.Final
	}
	if !leavesOut {
		count["failed"] += count["not-counted"]
	}
	switch {
	case count["pending"] > 0:
		r.Result = "pending"
	case count["failed"] == 0:
		r.Result = "complete-success"
	case count["succeeded"] == 0:
		r.Result = "complete-failure"
	default:
		r.Result = "partial-success"
	}
}

// suggest lists whom to ask instead, where the mail system's documents say that this is what is left.
func (tx *Tx) suggest(sys recall.System, r Recall) []string {
	var left []string
	for _, one := range r.Recipients {
		stays := one.Outcome == recall.Failed.String() || one.Outcome == recall.NotCounted.String()
		if stays && one.Askable {
			left = append(left, one.Address)
		}
	}
	d := sys.Decide(recall.WhatIsLeft, recall.Facts{Failures: len(left) > 0})
	if _, ok := d.Effect(recall.Suggest); !ok {
		return nil
	}
	tx.cite(d.ID())
	return left
}

// standing is what is needed to tell how each recipient of a recall stands.
type standing struct {
	tx     *Tx
	recall store.Recall
	system recall.System
	sender store.Mailbox
	open   map[int64]int64 // facts about those whose outcome is open
	held   bool            // the recall message waits in the sender's Outbox
}

func (tx *Tx) standing(r store.Recall, w *store.Who) (standing, error) {
	s, err := tx.standingWithout(r)
	if err == nil && !s.held {
		s.open, err = tx.store.OpenFacts(r.ID, w, occasion{moment: recall.Looked}.bits(s.system, r))
	}
	return s, err
}

// standingWithout is standing without the facts about anybody.
func (tx *Tx) standingWithout(r store.Recall) (s standing, err error) {
	s = standing{tx: tx, recall: r}
	if s.system, err = tx.system(r.System); err != nil {
		return s, err
	}
	if s.sender, _, err = tx.store.MailboxByID(r.Sender); err != nil {
		return s, err
	}
	request, _, err := tx.store.MessageByID(r.Request)
	s.held = request.Due != 0
	return s, err
}

// decision is what decided a recipient's outcome, or decides it as things stand.
func (s standing) decision(o store.Outcome) (recall.Decision, error) {
	q, f, err := s.facts(o)
	if err != nil {
		return recall.Decision{}, err
	}
	d := s.system.Decide(q, f)
	s.tx.cite(d.ID())
	return d, nil
}

// facts are the question about a recipient and the facts that it is, or was, decided by.
func (s standing) facts(o store.Outcome) (recall.Question, recall.Facts, error) {
	if o.Answer != 0 {
		f := recall.Unpack(o.Facts)
		if s.system.Decide(recall.HowFar, f).Final() {
			return recall.HowFar, f, nil
		}
		return recall.WhatHappens, f, nil
	}
	if s.held {
		return recall.HowFar, recall.Facts{Reach: recall.Reach(o.Reach), Grouped: o.Via != ""}, nil
	}
	f := recall.Unpack(s.open[o.Mailbox])
	if !o.Public || f.Request == recall.Gone {
		return recall.WhatHappens, f, nil
	}
	attempts, err := s.tx.store.Attempts(s.recall.ID, o.Mailbox)
	if len(attempts) > 0 {
		f.Reader = recall.OtherRights
	}
	return recall.WhatHappens, f, err
}

func (s standing) show(o store.Outcome, d recall.Decision) (Recipient, error) {
	out := Recipient{Address: o.Address, Via: o.Via, Outcome: d.Answer().String(), Final: o.Answer != 0, Behaviour: d.ID(),
		Askable: !o.Public && d.Facts.Original != recall.Gone && recall.Reach(o.Reach) != recall.NeverDelivered}
	if out.Final {
		out.DecidedAt = at(o.DecidedAt)
	}
	if d.Answer() == recall.Yes { // the recall message is on its way
		out.Outcome = recall.Pending.String()
	}
	if o.Public {
		attempts, err := s.tx.store.Attempts(s.recall.ID, o.Mailbox)
		if err != nil {
			return out, err
		}
		for _, a := range attempts {
			out.Readers = append(out.Readers, Reader{a.Reader, recall.Answer(a.Answer).String(), a.Behaviour, at(a.At)})
		}
	}
	var err error
	out.Reason, err = s.reason(o, d, out.Readers)
	return out, err
}

// reason says for people why a copy's outcome is what it is.
func (s standing) reason(o store.Outcome, d recall.Decision, readers []Reader) (string, error) {
	if d.Behaviour == nil {
		return "", nil
	}
	words := map[string]string{"sender": s.sender.DisplayName(), "recipient": store.Mailbox{Address: o.Address, Name: o.Name}.DisplayName(), "came": "arrived"}
	if d.Facts.Moment == recall.Started {
		words["came"] = "was processed as Outlook started"
	}
	if n := len(readers); n > 0 {
		who := cmp.Or(o.Reader, readers[n-1].Address) // who decided it, else who tried last
		m, _, err := s.tx.store.MailboxAt(who)
		if err != nil {
			return "", err
		}
		words["reader"] = m.DisplayName()
	}
	text := d.Behaviour.Reason
	if o.Answer == 0 && d.Behaviour.Meanwhile != "" {
		text = d.Behaviour.Meanwhile
	}
	return strings.TrimSpace(fill(text, words)), nil
}
