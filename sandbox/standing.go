package sandbox

import (
	"cmp"
	"slices"
	"strings"

	"recallbox/sandbox/recall"
	"recallbox/sandbox/store"
)

// standing is what is needed to tell how the recipients of a recall stand. The facts about those whose outcome is open are in the store,
// beside those by which the others were decided: all recipients with the same facts stand alike, and are decided once.
type standing struct {
	tx      *Tx
	recall  store.Recall
	system  recall.System
	sender  store.Mailbox
	held    bool // the recall message waits in the sender's Outbox
	changes int64
	decided map[store.KindKey]recall.Decision
}

func (tx *Tx) standing(r store.Recall) (standing, error) {
	s, err := tx.standingWithout(r)
	if err == nil {
		err = s.gather()
	}
	if err == nil {
		s.changes, err = tx.store.Changes()
	}
	return s, err
}

// now is how things stand now, if anything has changed since.
func (s standing) now() (standing, error) {
	changes, err := s.tx.store.Changes()
	if err != nil || changes == s.changes {
		return s, err
	}
	return s.tx.standing(s.recall)
}

// standingWithout is standing without the facts about anybody.
func (tx *Tx) standingWithout(r store.Recall) (s standing, err error) {
	s = standing{tx: tx, recall: r, decided: map[store.KindKey]recall.Decision{}}
	if s.system, err = tx.system(r.System); err != nil {
		return s, err
	}
	if s.sender, err = tx.mailboxOf(r.Sender); err != nil || r.Request == 0 {
		return s, err
	}
	request, err := tx.store.MessageByID(r.Request)
	s.held = request.Due != 0
	return s, err
}

// gather notes in the store how those stand whose outcome is open.
func (s standing) gather() error {
	if s.held {
		return s.tx.store.GatherHeld(s.recall.ID, columnBits("reach", recall.Recipient), columnBits("via IS NOT NULL", recall.ThroughGroup))
	}
	tried := columnBits(store.Tried, recall.FolderReader) // somebody has opened the recall message in the public folder
	return s.tx.store.GatherStanding(s.recall.ID, append(occasion{moment: recall.Looked}.bits(), tried))
}

// decision is what decided the outcome of recipients of a kind, or decides it as things stand.
func (s standing) decision(k store.KindKey) recall.Decision {
	d, ok := s.decided[k]
	if !ok {
		f := recall.Unpack(s.recall.Facts, k.Facts)
		d = s.system.Decide(s.question(k, f), f)
		s.decided[k] = d
		s.tx.cite(d.ID())
	}
	return d
}

// question is what was asked, or is, about recipients of a kind.
func (s standing) question(k store.KindKey, f recall.Facts) recall.Question {
	if k.Final && s.system.Decide(recall.HowFar, f).Final() || !k.Final && s.held {
		return recall.HowFar
	}
	return recall.WhatHappens
}

// kind are all recipients with the same facts.
type kind struct {
	store.Kind
	by recall.Decision
}

func (s standing) kinds() ([]kind, error) {
	all, err := s.tx.store.Kinds(s.recall.ID)
	var out []kind
	for _, k := range all {
		out = append(out, kind{k, s.decision(k.KindKey)})
	}
	return out, err
}

func (k kind) stays() bool   { return stays(outcome(k.by)) }
func (k kind) askable() bool { return askable(k.by.Facts) }

// outcome is a decision in the words of a recall.
func outcome(d recall.Decision) string {
	if d.Answer() == recall.Yes { // the recall message is on its way
		return recall.Pending.String()
	}
	return d.Answer().String()
}

// askable says whether a recipient has a copy, and could be asked to delete it.
func askable(f recall.Facts) bool {
	return recall.OriginalIn.Get(f) != recall.Gone && recall.Recipient.Get(f) != recall.NeverDelivered
}

// alike puts the kinds with the same outcome and behaviour together, the most first, else those whose first recipient comes first.
func alike(kinds []kind) []Alike {
	var out []Alike
	for _, k := range kinds {
		a := Alike{Outcome: outcome(k.by), Final: k.Final, Behaviour: k.by.ID()}
		i := slices.IndexFunc(out, func(b Alike) bool { return b.Outcome == a.Outcome && b.Final == a.Final && b.Behaviour == a.Behaviour })
		if i < 0 {
			i, out = len(out), append(out, a)
		}
		out[i].Number += k.Number
	}
	slices.SortStableFunc(out, func(a, b Alike) int { return cmp.Compare(b.Number, a.Number) })
	return out
}

// urgency ranks the kinds by how much the sender has to care about them.
func urgency(kinds []kind) map[store.KindKey]int {
	ranks := map[store.KindKey]int{}
	for _, k := range kinds {
		ranks[k.KindKey] = slices.Index([]string{"failed", "pending", "not-counted", "succeeded"}, outcome(k.by))
	}
	return ranks
}

func (s standing) show(o store.Outcome, d recall.Decision) (Recipient, error) {
	out := Recipient{Address: o.Address, Via: o.Via, Outcome: outcome(d), Final: o.Final, Behaviour: d.ID(), Askable: !o.Public && askable(d.Facts)}
	if out.Final {
		out.DecidedAt = at(o.DecidedAt)
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
	if recall.JustHappened.Get(d.Facts) == recall.Started {
		words["came"] = "was processed as Outlook started"
	}
	if n := len(readers); n > 0 {
		who := cmp.Or(o.Reader, readers[n-1].Address) // who decided it, else who tried last
		m, err := s.tx.store.MailboxAt(who)
		if err != nil {
			return "", err
		}
		words["reader"] = m.DisplayName()
	}
	text := d.Behaviour.Reason
	if !o.Final && d.Behaviour.Meanwhile != "" {
		text = d.Behaviour.Meanwhile
	}
	return strings.TrimSpace(fill(text, words)), nil
}
