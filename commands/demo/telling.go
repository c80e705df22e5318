package demo

import (
	"fmt"
	"strings"
)

// Telling is how a play is told.
type Telling struct {
	Predict bool // ask before it is shown, and give nothing away until then
	Story   bool // what changes and why, without commands and ticks
	From    int  // the phase with which it begins; 0 and 1 are the first
}

// told is what is shown of a play: its phases that have steps, with their numbers.
func (p *Play) told(t Telling) []toldPhase {
	var list []toldPhase
	for _, ph := range p.Phases {
		if len(ph.Steps) > 0 {
			list = append(list, toldPhase{phase: ph, number: len(list) + 1})
		}
	}
	list = list[min(max(0, t.From-1), len(list)):]
	for i := range list {
		list[i].Steps = t.steps(list[i].Steps)
	}
	return list
}

// toldPhase is a phase that is shown.
type toldPhase struct {
	phase
	number int // in the play, from 1
}

// heading is what stands above it.
func (ph toldPhase) heading() string {
	return strings.TrimSpace(fmt.Sprintf("%d. %s", ph.number, ph.Says))
}

// asks says whether the viewer is asked something in it.
func (ph toldPhase) asks() bool {
	for _, st := range ph.Steps {
		if len(st.questions) > 0 {
			return true
		}
	}
	return false
}

// steps are those that are shown: who predicts sees no dry run, which would say what comes; a story has no commands.
func (t Telling) steps(all []step) []step {
	var list []step
	for _, st := range all {
		switch {
		case t.Predict && st.isDryRun():
			continue
		case !t.Predict:
			st.questions = nil
		}
		if t.Story {
			st.Checks, st.bare = 0, true
			if st.isQuiet() {
				continue
			}
		}
		list = append(list, st)
	}
	return list
}

// isDryRun is true for a step that says what would come.
func (st step) isDryRun() bool { return strings.Contains(st.Command+" ", " --dry-run ") }

// CheckFrom says whether a play has the phase with which its telling begins.
func (p *Play) CheckFrom(t Telling) error {
	if n := len(p.told(Telling{})); t.From > n {
		return fmt.Errorf("%s has no phase %d: its last is %d", p.Script, t.From, n)
	}
	return nil
}

// Begun is a play without the phases before the one with which its telling begins.
func (p *Play) Begun(t Telling) *Play {
	if t.From <= 1 {
		return p
	}
	begun := *p
	begun.Phases = nil
	for _, ph := range p.told(Telling{From: t.From}) {
		begun.Phases = append(begun.Phases, ph.phase)
	}
	return &begun
}
