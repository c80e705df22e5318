package sandbox

import (
	"bytes"
	"encoding/json"
	"strings"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/store"
	"recallbox/sandbox/systems"
)

// Explanation is how a recall's outcomes were decided.
type Explanation struct {
	Recall    string                  `json:"recall"`
	Decisions Rows[ExplainedDecision] `json:"decisions"` // about the recall as a whole, then about each recipient
}

// ExplainedDecision is one decision: the facts, the behaviours that were passed over and why, and the one that decided.
type ExplainedDecision struct {
	Recipient  string       `json:"recipient,omitempty"` // absent where the recall as a whole was decided
	Question   string       `json:"question"`
	Facts      FactList     `json:"facts"`
	PassedOver []PassedOver `json:"passed_over"`
	Decided    string       `json:"decided,omitempty"` // absent where nothing stood in the way
	Says       string       `json:"says,omitempty"`
	Source     string       `json:"source,omitempty"`
	Answer     string       `json:"answer"`
	Reason     string       `json:"reason,omitempty"`
}

// PassedOver is a behaviour that did not decide, and why.
type PassedOver struct {
	Behaviour string `json:"behaviour"`
	Because   string `json:"because"`
}

// FactList are facts in words; in JSON an object in their order.
type FactList []recall.Word

// MarshalJSON writes the facts as an object.
func (l FactList) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, f := range l {
		if i > 0 {
			b.WriteByte(',')
		}
		name, err := json.Marshal(f.Name)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(f.Value)
		if err != nil {
			return nil, err
		}
		b.Write(name)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// Explain tells how a recall was decided, for one recipient or, if recipient is empty, for all.
func (tx *Tx) Explain(id, recipient string) (Explanation, error) {
	r, err := tx.recall(id)
	if err != nil {
		return Explanation{}, err
	}
	only, err := tx.onlyRecipient(r, recipient)
	if err != nil {
		return Explanation{}, err
	}
	s, err := tx.standing(r)
	if err != nil {
		return Explanation{}, err
	}
	whole, err := tx.explainRequest(s)
	return Explanation{id, rowsFrom(func(visit func(ExplainedDecision) error) error {
		if err := each(whole, visit); err != nil {
			return err
		}
		return tx.store.EachOutcome(r.ID, func(o store.Outcome) error {
			if only != 0 && o.Mailbox != only {
				return nil
			}
			decisions, err := tx.explainOutcome(s, o)
			if err != nil {
				return err
			}
			return each(decisions, visit)
		})
	})}, err
}

func each[T any](list []T, visit func(T) error) error {
	for _, one := range list {
		if err := visit(one); err != nil {
			return err
		}
	}
	return nil
}

// onlyRecipient is the mailbox of the recipient that is meant, 0 for all. Recipients need be nobody's users: mail to them may have bounced.
func (tx *Tx) onlyRecipient(r store.Recall, word string) (int64, error) {
	if word == "" {
		return 0, nil
	}
	var found []store.Outcome
	err := tx.store.EachOutcome(r.ID, func(o store.Outcome) error {
		if means := mail.Fold(word); o.Address == means || mail.Local(o.Address) == means {
			found = append(found, o)
		}
		return nil
	})
	switch {
	case err != nil:
		return 0, err
	case len(found) == 1:
		return found[0].Mailbox, nil
	case len(found) > 1:
		return 0, invalid(say("write the whole address"), "%q may be %s or %s", word, found[0].Address, found[1].Address)
	}
	m, err := tx.mailbox(word)
	if err != nil {
		return 0, err
	}
	id := makeID(recallPrefix, r.ID)
	hint := try(ListRecallRecipients, "recall", id)
	if folder, err := tx.readsOf(r, m); err != nil {
		return 0, err
	} else if folder != "" {
		hint = try(ExplainPublicFolder, "recall", id, "folder", folder, "reader", m.Address)
	}
	return 0, notFound(hint, "%s is no recipient of %s", m.Address, id)
}

// readsOf is a public folder among a recall's recipients that somebody has rights in, or "".
func (tx *Tx) readsOf(r store.Recall, reader store.Mailbox) (folder string, err error) {
	err = tx.store.EachOutcome(r.ID, func(o store.Outcome) error {
		if !o.Public || folder != "" {
			return nil
		}
		public, err := tx.mailboxOf(o.Mailbox)
		if err != nil {
			return err
		}
		rights, err := tx.rightsIn(public, reader)
		if rights != mail.NoRights {
			folder = o.Address
		}
		return err
	})
	return folder, err
}

// explainRequest tells what was decided about the recall as a whole.
func (tx *Tx) explainRequest(s standing) (decisions []ExplainedDecision, err error) {
	earlier, err := tx.store.RecallsOf(s.recall.Message)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, r := range earlier {
		if r.ID < s.recall.ID {
			ids = append(ids, makeID(recallPrefix, r.ID))
		}
	}
	words := map[string]string{"sender": s.sender.DisplayName(), "message": makeID(messagePrefix, s.recall.Message), "earlier": strings.Join(ids, ", ")}
	asked := recall.Unpack(s.recall.Facts, 0)
	words["client"], words["account"] = recall.SenderClient.Get(asked).String(), recall.SenderAccount.Get(asked).String()
	questions := []recall.Question{recall.MayRecall}
	if recall.RecalledBefore.Get(asked) {
		questions = append(questions, recall.FirstWarn)
	}
	if recall.SentInstead.Get(asked) != recall.NoReplacement {
		questions = append(questions, recall.WhatInstead)
	}
	for _, q := range questions {
		decisions = append(decisions, tx.explainWhole(s, q, asked, words))
	}
	if s.system.ByMessage {
		return decisions, nil
	}
	f, err := tx.tally(s.system, s.recall)
	if err != nil {
		return nil, err
	}
	for _, q := range []recall.Question{recall.WhoCounts, recall.HowSummedUp, recall.WhatIsTagged} {
		if s.system.Decide(q, f).Behaviour != nil && !(q == recall.HowSummedUp && recall.ReportsOff.Get(f)) {
			decisions = append(decisions, tx.explainWhole(s, q, f, words))
		}
	}
	return decisions, nil
}

// explainWhole tells what was decided to one question about the recall as a whole.
func (tx *Tx) explainWhole(s standing, q recall.Question, f recall.Facts, words map[string]string) ExplainedDecision {
	shown, d := tx.explained(s.system, q, f)
	if d.Behaviour != nil {
		shown.Reason = fill(d.Behaviour.Reason, words)
	}
	return shown
}

// explainOutcome tells how far the recall message came to a recipient, what happened to the copy, and what the sender was told.
func (tx *Tx) explainOutcome(s standing, o store.Outcome) (decisions []ExplainedDecision, err error) {
	f := recall.Unpack(s.recall.Facts, o.Facts)
	q := s.question(o.KindKey, f)
	about := func(q recall.Question, f recall.Facts) error {
		shown, d := tx.explained(s.system, q, f)
		one, err := s.show(o, d)
		shown.Recipient, shown.Reason = o.Address, one.Reason
		decisions = append(decisions, shown)
		return err
	}
	if q != recall.HowFar {
		if err := about(recall.HowFar, recall.Given(recall.Recipient.As(recall.Reach(o.Reach)), recall.ThroughGroup.As(o.Via != ""))); err != nil {
			return nil, err
		}
	}
	if err := about(q, f); err != nil {
		return nil, err
	}
	switch {
	case q != recall.WhatHappens || !o.Final || recall.JustHappened.Get(f) == recall.Looked:
	case s.system.ByMessage:
		err = about(recall.WhoIsTold, recall.Given(recall.ReportsOff.As(s.recall.NoReport)))
	case recall.Answer(o.Answer) == recall.Succeeded:
		err = about(recall.WhatRecipient, f)
	}
	return decisions, err
}

func (tx *Tx) explained(sys recall.System, q recall.Question, f recall.Facts) (ExplainedDecision, recall.Decision) {
	d, passed := sys.Explain(q, f)
	tx.cite(d.ID())
	out := ExplainedDecision{Question: q.String(), Facts: f.Words(sys.Reads(q)), PassedOver: []PassedOver{}, Answer: d.Answer().String()}
	for _, p := range passed {
		out.PassedOver = append(out.PassedOver, PassedOver{p.Behaviour.ID, p.Because})
	}
	if d.Behaviour != nil {
		first := sys.Find(d.ID()) // a behaviour that answers several questions says its sentence once
		out.Decided, out.Says, out.Source = d.ID(), first.Says, systems.SourceText(*d.Behaviour)
	}
	if d.Answer() == recall.Silent {
		out.Answer = recall.Yes.String()
	}
	return out, d
}
