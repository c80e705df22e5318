package sandbox

import (
	"bytes"
	"encoding/json"
	"slices"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/store"
	"recallbox/sandbox/systems"
)

// Explanation tells how each outcome of a recall was decided.
type Explanation struct {
	Recall    string              `json:"recall"`    // which recall
	Decisions []ExplainedDecision `json:"decisions"` // about the whole recall, then about recipients, in their order

	Alike []ExplainedAlike `json:"-"` // the recipients by what was decided about them
}

// Whole are the decisions about the whole recall.
func (e Explanation) Whole() []ExplainedDecision {
	return slices.DeleteFunc(slices.Clone(e.Decisions), func(d ExplainedDecision) bool { return d.Recipients != nil })
}

// ExplainedDecision is one decision: the facts, the behaviours that did not hold and why, and the one that decided. For
// recipients with the same facts it is the same decision.
type ExplainedDecision struct {
	Recipients Rows[string] `json:"recipients,omitzero"` // absent if the decision is about the whole recall
	Question   string       `json:"question"`            // what was decided
	Facts      FactList     `json:"facts"`               // what the mail system looks at, each with its value
	PassedOver []PassedOver `json:"passed_over"`         // the behaviours that did not hold, in their order
	Decided    string       `json:"decided,omitempty"`   // absent if no behaviour decided
	Says       string       `json:"says,omitempty"`      // its sentence
	Source     string       `json:"source,omitempty"`    // where that is documented
	Beyond     []Beyond     `json:"beyond"`              // what the behaviour does that no document says
	Answer     string       `json:"answer"`              // what came of it: yes, an outcome, or what is done
	Open       bool         `json:"not_final,omitempty"` // an outcome that can still change
	Reason     string       `json:"reason,omitempty"`    // absent if it names one recipient of several
}

// PassedOver is a behaviour that did not decide, and the reason.
type PassedOver struct {
	Behaviour string `json:"behaviour"`
	Because   string `json:"because"` // what did not hold, in words
}

// FactList are facts in words. In JSON they are an object that keeps their order.
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

// Explain tells how a recall was decided, for one recipient. If recipient is empty, it tells for all.
func (tx *Tx) Explain(id, recipient string) (Explanation, error) {
	r, err := tx.findRecall(id)
	if err != nil {
		return Explanation{}, err
	}
	only, err := tx.findRecipient(r, recipient)
	if err != nil {
		return Explanation{}, err
	}
	s, err := tx.statusOf(r)
	if err != nil {
		return Explanation{}, err
	}
	e := Explanation{Recall: id}
	if e.Decisions, err = tx.explainRequest(s); err != nil {
		return e, err
	}
	if s.readers, err = tx.otherReaders(r); err != nil {
		return e, err
	}
	about, alike, err := tx.explainRecipients(s, only)
	e.Decisions, e.Alike = append(e.Decisions, about...), alike
	return e, err
}

// findRecipient is the mailbox of a recipient, or 0 if the word is empty. A recipient need not be a user: mail to it
// may have bounced.
func (tx *Tx) findRecipient(r store.Recall, word string) (int64, error) {
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
	m, err := tx.findMailbox(word)
	if err != nil {
		return 0, err
	}
	id := makeID(recallPrefix, r.ID)
	hint := try(ListRecallRecipients, "recall", id)
	if folder, err := tx.publicFolderReadBy(r, m); err != nil {
		return 0, err
	} else if folder != "" {
		hint = try(ExplainPublicFolder, "recall", id, "folder", folder, "reader", m.Address)
	}
	return 0, notFound(hint, "%s is no recipient of %s", m.Address, id)
}

// publicFolderReadBy is a recipient of the recall that is a public folder and in which somebody has rights, or "".
func (tx *Tx) publicFolderReadBy(r store.Recall, reader store.Mailbox) (folder string, err error) {
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

// explainRequest explains the decisions about the whole recall.
func (tx *Tx) explainRequest(s recallStatus) (decisions []ExplainedDecision, err error) {
	words, err := tx.earlierWords(s.recall)
	if err != nil {
		return nil, err
	}
	words["sender"] = s.sender.DisplayName()
	asked := recall.Unpack(s.recall.Facts, 0)
	words["client"], words["account"] = recall.SenderClient.Get(asked).String(), recall.SenderAccount.Get(asked).String()
	questions := []recall.Question{recall.MayRecall}
	if s.system.Decide(recall.FirstWarn, asked).Answer() != recall.Silent {
		questions = append(questions, recall.FirstWarn)
	}
	if s.system.Decide(recall.WhatOfMeeting, asked).Answer() != recall.Silent {
		questions = append(questions, recall.WhatOfMeeting)
	}
	if recall.SentInstead.Get(asked) != recall.NoReplacement {
		questions = append(questions, recall.WhatInstead)
	}
	if s.system.Decide(recall.WhatToAdd, asked).Answer() != recall.Silent {
		questions = append(questions, recall.WhatToAdd)
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
	for _, q := range []recall.Question{
		recall.WhatOfOwnCopy, recall.WhoCounts, recall.HowSummedUp, recall.WhatIsTagged, recall.WhatIsTold,
	} {
		if s.system.Decide(q, f).Behaviour != nil && !(q == recall.HowSummedUp && recall.ReportsOff.Get(f)) {
			decisions = append(decisions, tx.explainWhole(s, q, f, words))
		}
	}
	return decisions, nil
}

// explainWhole explains one decision about the whole recall.
func (tx *Tx) explainWhole(
	s recallStatus,
	q recall.Question,
	f recall.Facts,
	words map[string]string,
) ExplainedDecision {
	shown, d := tx.explainDecision(s.system, q, f)
	if d.Behaviour != nil {
		shown.Reason = fillTemplate(d.Behaviour.Reason, words)
	}
	return shown
}

// explainOutcome explains how far the recall message came to a recipient, what happened to the copy, and what the
// sender was told.
func (tx *Tx) explainOutcome(s recallStatus, o store.Outcome) (decisions []*explained) {
	f := recall.Unpack(s.recall.Facts, o.Facts)
	q := s.question(o.KindKey, f)
	about := func(q recall.Question, f recall.Facts) *ExplainedDecision {
		shown, d := tx.explainDecision(s.system, q, f)
		decisions = append(decisions, &explained{ExplainedDecision: shown, by: d})
		return &decisions[len(decisions)-1].ExplainedDecision
	}
	if q != recall.HowFar {
		about(recall.HowFar, howFar(s.recall, recall.Reach(o.Reach), o.Via != "", recall.Trust.Get(f)))
	}
	if hand, ok := s.readers[o.Mailbox]; ok && q == recall.WhatHappens {
		about(recall.WhoseMark, recall.Given(recall.ReadBy.As(hand.by)))
	}
	if q == recall.WhatHappens && o.Final && s.wasIdle(o, f) {
		before := about(q, f.With(recall.JustHappened.As(recall.Looked), recall.NotIdleYet.As(true)))
		before.Question += " (until Outlook was idle)"
		before.Open = before.Answer != recall.Pending.String()
	}
	decided := about(q, f)
	decided.Open = !o.Final && decided.Answer == recall.Failed.String()
	switch {
	case !o.Final || q == recall.WhatHappens && recall.JustHappened.Get(f) == recall.Looked:
	case s.system.ByMessage:
		about(recall.WhoIsTold, tellingFacts(s.recall, f))
	case recall.Answer(o.Answer) == recall.Succeeded:
		about(recall.WhatRecipient, f)
	}
	return decisions
}

func (tx *Tx) explainDecision(
	sys recall.System,
	q recall.Question,
	f recall.Facts,
) (ExplainedDecision, recall.Decision) {
	d, passed := sys.Explain(q, f)
	tx.cite(d.ID())
	out := ExplainedDecision{
		Question:   q.String(),
		Facts:      f.Words(sys.Reads(q)),
		PassedOver: []PassedOver{},
		Beyond:     []Beyond{},
		Answer:     d.Answer().String(),
	}
	for _, p := range passed {
		out.PassedOver = append(out.PassedOver, PassedOver{p.Behaviour.ID, p.Because})
	}
	if d.Behaviour != nil {
		first := sys.Find(d.ID()) // a behaviour that answers several questions has its sentence at the first
		out.Decided, out.Says, out.Source = d.ID(), first.Says, systems.SourceLine(*d.Behaviour)
		out.Beyond = systems.BeyondOf(*first)
	}
	if d.Answer() == recall.Silent {
		out.Answer = recall.Yes.String()
	}
	return out, d
}
