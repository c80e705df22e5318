package sandbox

import (
	"cmp"
	"slices"
	"strings"

	"recallbox/sandbox/recall"
)

// What a comparison tells of who recalls, until when, in which program, and what comes of it for the sender.

// toldElsewhere are the facts about a recall that have a dimension, or a sentence in whoMay, of their own.
var toldElsewhere = recall.SetOf(recall.MessageIn, recall.SenderAccount, recall.Administrator, recall.Unconfirmed,
	recall.MessageState, recall.MessageAge, recall.SenderClient, recall.SentInstead, recall.AllOutside)

func (w *witness) whoMay() []string {
	says := []string{"account: " + among(w.values(recall.SenderAccount))}
	if w.may(w.sender(recall.MessageIn.As(recall.SentByOthers), recall.Administrator.As(true))) {
		says = append(says, "administrators also what others sent")
	}
	unconfirmed := w.ask(recall.MayRecall, w.sender(recall.Unconfirmed.As(true)))
	if _, confirm := unconfirmed.Effect(recall.Confirm); confirm {
		says = append(says, "after a confirmation")
	}
	if obstacles := w.obstacles(); len(obstacles) > 0 {
		says = append(says, "not if "+oneOf(obstacles))
	}
	w.sender().VaryEach(w.system.Reads(recall.WhoseRules), func(f recall.Facts) {
		d := w.ask(recall.WhoseRules, f)
		if to, ok := d.Effect(recall.GoBy); ok {
			says = append(says, "like "+to.System+" if "+oneOf(conditions(d)))
		}
	})
	return says
}

// values are the words for a fact about who recalls: those with which it is allowed, and those with which not.
func (w *witness) values(of recall.AnyFact) (in, out []string) {
	w.sender().Vary(of, func(word string, f recall.Facts) {
		if w.may(f) {
			in = append(in, word)
		} else {
			out = append(out, word)
		}
	})
	return in, out
}

// obstacles are what else may stand in the way, as the conditions of the behaviours that refuse say it.
func (w *witness) obstacles() []string {
	var says []string
	w.sender().VaryEach(w.system.Reads(recall.MayRecall).Without(toldElsewhere), func(f recall.Facts) {
		if d := w.ask(recall.MayRecall, f); d.Answer() == recall.Refused {
			says = append(says, conditions(d)...)
		}
	})
	return says
}

// conditions are what made a behaviour decide, in words.
func conditions(d recall.Decision) []string {
	var says []string
	for _, p := range d.Behaviour.When {
		says = append(says, p.Says)
	}
	return says
}

func (w *witness) untilWhen() []string {
	limits, late := w.system.Limits, recall.MessageAge.As(recall.Late)
	if w.may(w.sender(late)) {
		return []string{"no limit"}
	}
	says := []string{w.limit(limits.Setting, limits.Sender)}
	if !w.may(w.sender(late, recall.Administrator.As(true))) {
		return says
	}
	if w.may(w.sender(recall.MessageAge.As(recall.TooLate), recall.Administrator.As(true))) {
		return append(says, "administrators: no limit")
	}
	return append(says, "administrators: "+w.limit("", limits.Administrator))
}

func (w *witness) whichClient() []string {
	other, stopped := w.arrival(recall.OtherProgram.As(true)), w.arrival(recall.ProgramStopped.As(true))
	reader := "any"
	if w.ask(recall.WhatHappens, other).Answer() != recall.Succeeded {
		reader = "Outlook"
	}
	if w.ask(recall.WhatHappens, stopped).Answer() == recall.Pending {
		reader += ", once it runs"
	}
	return []string{"sender: " + among(w.values(recall.SenderClient)), "recipient: " + reader}
}

func (w *witness) senderGets() []string {
	var says []string
	each, hasReports := w.ask(recall.WhoIsTold, recall.Facts{}).Effect(recall.TellSender)
	if hasReports {
		says = append(says, "a report for each recipient ("+oneOf(w.subjects(each.Form))+")")
	}
	if _, anyway := w.ask(recall.WhoIsTold, recall.Given(recall.ReportsOff.As(true))).Effect(recall.TellSender); hasReports && !anyway {
		says = append(says, "none if reports are switched off")
	}
	if one := w.summaries(); len(one) > 0 {
		says = append(says, "one message ("+oneOf(one)+")")
	}
	if _, tagged := w.ask(recall.WhatIsTagged, recall.Given(recall.TakenBackFrom.As(recall.All))).Effect(recall.Tag); tagged {
		says = append(says, "a tag on what was sent")
	}
	if len(says) == 0 {
		return []string{"nothing"}
	}
	return says
}

// summaries are the subjects of the message that sums a recall up, over all that it can come to.
func (w *witness) summaries() []string {
	var all []string
	for _, single := range []bool{false, true} {
		for _, taken := range []recall.Share{recall.All, recall.Some, recall.None} {
			result := recall.Given(recall.TakenBackFrom.As(taken), recall.OneRecipient.As(single))
			if e, ok := w.ask(recall.HowSummedUp, result).Effect(recall.TellSender); ok {
				all = append(all, w.subjects(e.Form)...)
			}
		}
	}
	return once(all)
}

// once are the words without those that were there before.
func once(words []string) []string {
	var out []string
	for _, word := range words {
		if !slices.Contains(out, word) {
			out = append(out, word)
		}
	}
	return out
}

// subjects are what a form's messages are called, without the subject of what was recalled.
func (w *witness) subjects(id string) []string {
	b := w.system.Find(id)
	if b == nil || b.Form == nil {
		return nil
	}
	bare := func(subject string) string { return strings.TrimSuffix(subject, ": {subject}") }
	return once([]string{bare(b.Form.Subject), bare(cmp.Or(b.Form.FailureSubject, b.Form.Subject))})
}

func (w *witness) replacement() []string {
	f := w.sender(recall.SentInstead.As(recall.NewMessage))
	if !w.may(f) {
		return []string{"none"}
	}
	if _, sends := w.ask(recall.WhatInstead, f).Effect(recall.SendReplacement); !sends {
		return []string{"none"}
	}
	return []string{"a new message to the same recipients, whatever the outcome"}
}
