package demo

import (
	"fmt"
	"slices"
	"strings"

	"recallbox/commands/term"
	"recallbox/sandbox"
	"recallbox/sandbox/mail"
)

// fates are what may become of a recipient's copy. Every question has all of them, in this order, so that nothing gives
// the answer away.
var fates = []string{
	"It is deleted.",
	"It stays, and the recipient is told.",
	"It stays, and the recipient is not told.",
	"It waits: nothing is decided yet.",
	"The mail system refuses.",
}

const (
	fateDeleted = iota
	fateStaysTold
	fateStays
	fateWaits
	fateRefused
)

const maxQuestions = 2 // about one command

// question asks what will become of a recipient's copy.
type question struct {
	owner   string // of the copy
	choices []string
	right   int    // the index of the right choice
	says    string // the comment that stands above the command, which may say how it ends
}

// questions are the questions about a step: one for each group of decisions with a recipient whose mailbox is here, at
// most a few. before and after are how the sandbox stood around it.
func questions(st step, before, after sandbox.Picture) []question {
	var list []question
	groups, _ := groupDecisions(st.Decisions)
	for _, g := range groups {
		if g.Outcome == refused && !strings.HasPrefix(st.Command, "recallbox recall ") {
			continue // what is refused is no recall
		}
		owner, right := fateOf(g, before, after)
		again := slices.ContainsFunc(list, func(q question) bool { return q.owner == owner })
		if owner == "" || again || len(list) == maxQuestions {
			continue
		}
		list = append(list, question{owner: owner, choices: fates, right: right})
	}
	return list
}

// fateOf is whose copy a question about a group is about, "" for nobody's, and what becomes of it. A copy that was
// removed before is asked about by nobody.
func fateOf(g decisionGroup, before, after sandbox.Picture) (owner string, fate int) {
	if g.Outcome == refused {
		return firstRecipient(before), fateRefused
	}
	recalled := messageOf(g.Recall, after)
	for _, who := range g.recipients {
		if slices.ContainsFunc(before.Copies, func(c sandbox.PicturedCopy) bool {
			return c.Mailbox == who && c.ID == recalled && !c.Sent
		}) {
			return who, outcomeFate(g.Outcome, isTold(who, after))
		}
	}
	return "", 0
}

// messageOf is the message that a recall is about.
func messageOf(id string, p sandbox.Picture) string {
	for _, r := range p.Recalls {
		if r.ID == id {
			return r.Message
		}
	}
	return ""
}

func outcomeFate(outcome string, told bool) int {
	switch {
	case outcome == "succeeded":
		return fateDeleted
	case outcome == "pending":
		return fateWaits
	case told:
		return fateStaysTold
	}
	return fateStays
}

// isTold says whether a mailbox has a recall message, or a notice of a recall.
func isTold(mailbox string, p sandbox.Picture) bool {
	return slices.ContainsFunc(p.Copies, func(c sandbox.PicturedCopy) bool {
		return c.Mailbox == mailbox && (c.Class == mail.RecallMessage || c.Class == mail.NoticeMessage)
	})
}

// firstRecipient is the first mailbox that has a copy of what somebody has sent.
func firstRecipient(p sandbox.Picture) string {
	for _, c := range p.Copies {
		if !c.Sent && c.Class == mail.Note {
			return c.Mailbox
		}
	}
	return ""
}

// text is the question itself.
func (q *question) text() string { return "What will happen to the copy of " + q.owner + "?" }

// lines are the question with its choices.
func (q *question) lines() []term.Text {
	lines := wrapIndented(term.Heading(q.text()), 0)
	for i, choice := range q.choices {
		lines = append(lines, term.Plain(fmt.Sprintf("  %d   %s", i+1, choice)))
	}
	return lines
}

// verdict says whether an answer is right, and which one is; 0 is no answer.
func (q *question) verdict(answer int) []term.Text {
	words := term.Plain("It was ")
	switch answer {
	case 0:
	case q.right + 1:
		words = term.Good("✓ Right: ")
	default:
		words = term.Bad("✗ Wrong, it was ")
	}
	return wrapIndented(term.Join(words, term.Plainf("%d: ", q.right+1), term.Heading(q.choices[q.right])), 0)
}
