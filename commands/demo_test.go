package commands

import (
	"context"
	"strings"
	"testing"

	"recallbox/commands/term"
	"recallbox/sandbox/systems"
	"recallbox/testscripts"
)

// performed plays a built-in script as a demonstration.
func performed(t *testing.T, name string) *performance {
	t.Helper()
	found, err := builtInScripts("demo", name)
	if err != nil {
		t.Fatal(err)
	}
	w := &watcher{systems: systems.All(), lines: found[0].lines(), play: newPerformance(found[0]), predicts: true}
	if err := w.run(context.Background(), found[0], ""); err != nil {
		t.Fatal(err)
	}
	return w.play
}

// Every screen of every built-in script fits 80 columns and 24 lines, with a last line on which somebody is asked to go on.
func TestDemosFitTheScreen(t *testing.T) {
	t.Parallel()
	all, err := builtInScripts("demo", "testscripts")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			p := performed(t, s.name)
			if executes := strings.Contains(string(s.data), "\nexec "); p.Outcome == testscripts.Failed && !executes { // nothing is built here
				t.Errorf("%s %s", p.Outcome, p.Message)
			}
			checkScreens(t, p)
		})
	}
}

func checkScreens(t *testing.T, p *performance) {
	t.Helper()
	screens := p.screens()
	for i, one := range screens {
		lines := []term.Text{one.title(p.Script, i+1, len(screens)), nil}
		if one.verdict != nil {
			lines = append(append(lines, one.verdict.answer(9)...), nil)
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

// checkQuestion wants different answers in an order that does not tell which is right.
func checkQuestion(t *testing.T, q *question) {
	t.Helper()
	if n := len(q.choices); n < 2 || n > mostChoices || q.whose == "" {
		t.Errorf("%d choices for %q", n, q.whose)
	}
	for i, p := range q.choices {
		if i > 0 && p.Behaviour <= q.choices[i-1].Behaviour {
			t.Errorf("%s stands behind %s", p.Behaviour, q.choices[i-1].Behaviour)
		}
		if p.Reason == "" || becomes(p.Outcome).Width() == 0 {
			t.Errorf("%s: %s %q", p.Behaviour, p.Outcome, p.Reason)
		}
	}
}
