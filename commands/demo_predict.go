package commands

import (
	"fmt"

	"recallbox/commands/term"
	"recallbox/sandbox"
	"recallbox/testscripts"
)

const (
	mostChoices   = 4
	mostQuestions = 2 // about one command
)

// question asks the audience what will happen to a recipient's copy.
type question struct {
	whose   string
	choices []sandbox.Possibility
	right   int // among the choices
}

// questions are what may be asked about a step: one about each way in which copies were decided, at most a few.
func (w *watcher) questions(c testscripts.Call, all []decision) []question {
	var list []question
	groups, _ := grouped(all)
	for _, g := range groups {
		if len(g.recipients) == 0 || len(list) == mostQuestions {
			continue
		}
		w.view(c, func(tx *sandbox.Tx) error {
			q, err := ask(tx, g)
			if err == nil && len(q.choices) > 1 {
				list = append(list, q)
			}
			return err
		})
	}
	return list
}

func ask(tx *sandbox.Tx, g decidedAs) (q question, err error) {
	q.whose, q.choices, err = tx.Possibilities(g.Recall, g.recipients[0], mostChoices)
	for i, p := range q.choices {
		if p.Behaviour == g.Behaviour {
			q.right = i
		}
	}
	return q, err
}

// lines are the question with its choices.
func (q *question) lines() []term.Text {
	lines := onStage(term.Heading("What will happen to "+q.whose+"'s copy?"), 0)
	for i, p := range q.choices {
		said := term.WrapHard(term.Join(becomes(p.Outcome), term.Plain(": "+p.Reason)), stageWidth-6)
		for j := range said {
			lead := term.Plain("      ")
			if j == 0 {
				lead = term.Plain(fmt.Sprintf("  %d   ", i+1))
			}
			lines = append(lines, term.Join(lead, said[j]))
		}
	}
	return lines
}

// becomes is an outcome as one speaks of a copy, in no colour that would tell.
func becomes(outcome string) term.Text {
	words := map[string]string{"succeeded": "taken back", "failed": "it stays", "pending": "nothing yet", "not-counted": "left alone"}
	return term.Heading(words[outcome])
}

// answer says whether a choice was right, and what was; 0 is no choice.
func (q *question) answer(chosen int) []term.Text {
	p := q.choices[q.right]
	verdict := term.Plain("It was ")
	switch chosen {
	case 0:
	case q.right + 1:
		verdict = term.Good("✓ Right: ")
	default:
		verdict = term.Bad("✗ Wrong, it was ")
	}
	lines := onStage(term.Join(verdict, term.Plainf("%d, ", q.right+1), becomes(p.Outcome), term.Plain(": "+p.Reason)), 0)
	for len(lines) < len(onStage(term.Join(term.Plain("✗ Wrong, it was 1, "), becomes(p.Outcome), term.Plain(": "+p.Reason)), 0)) {
		lines = append(lines, nil)
	}
	return lines
}
