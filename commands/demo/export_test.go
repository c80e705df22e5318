package demo

import (
	"testing"

	"recallbox/commands/term"
)

// What tests outside of the package look at.
const (
	StageWidth  = stageWidth
	StageHeight = stageHeight
)

// RightAnswers are the answers to the questions of a play.
func RightAnswers(p *Play) (right []string) {
	for _, one := range p.screens(Telling{Predict: true}) {
		if one.question != nil {
			right = append(right, string(rune('1'+one.question.right)))
		}
	}
	return right
}

// CheckScreens wants every screen of a play to fit, with a last line on which somebody is asked to go on.
func CheckScreens(t *testing.T, p *Play) {
	t.Helper()
	screens := p.screens(Telling{Predict: true})
	for i, one := range screens {
		lines := []term.Text{one.title(i+1, len(screens)), nil}
		if one.previous != nil {
			lines = append(append(lines, one.previous.verdict(9)...), nil)
		}
		lines = append(lines, one.lines...)
		if len(lines) >= stageHeight {
			t.Errorf("screen %d has %d lines", i+1, len(lines))
		}
		for _, line := range lines {
			if w := line.Width(); w > stageWidth {
				t.Errorf("screen %d is %d columns wide: %s", i+1, w, line.String())
			}
		}
		if len(one.lines) == 0 {
			t.Errorf("screen %d is empty", i+1)
		}
		if one.question != nil {
			checkQuestion(t, one.question)
		}
	}
}

// checkQuestion wants all fates, one of them right.
func checkQuestion(t *testing.T, q *question) {
	t.Helper()
	if len(q.choices) != len(fates) || q.right < 0 || q.right >= len(fates) || q.owner == "" {
		t.Errorf("%d choices for %q, %d is right", len(q.choices), q.owner, q.right)
	}
}
