package demo

import "recallbox/testscripts"

// LivePlay is a play for the live page, which shows it step by step: with what the viewer sees of each command, and is
// asked before it.
type LivePlay struct {
	Script  string              `json:"script"`            // its name
	Says    string              `json:"says"`              // its first comment
	Outcome testscripts.Outcome `json:"outcome"`           // passed, failed or skipped
	Message string              `json:"message,omitempty"` // why it did not end well
	Phases  []livePhase         `json:"phases"`            // the comments of the script, with what follows each
}

type livePhase struct {
	Says  string     `json:"says"`  // the comment
	Steps []liveStep `json:"steps"` // the commands below it
}

type liveStep struct {
	step
	Typed     string         `json:"typed"`     // the command as the viewer sees it
	Output    []string       `json:"output"`    // the lines that the viewer sees
	Questions []liveQuestion `json:"questions"` // to be asked before it
	DryRun    bool           `json:"dry_run"`   // whoever is asked does not see it: it says what comes
}

type liveQuestion struct {
	Says    string   `json:"says"`    // the question
	Choices []string `json:"choices"` // the answers
	Right   int      `json:"right"`   // the choice that happens, from 0
}

// Live is the play for the live page.
func (p *Play) Live() LivePlay {
	live := LivePlay{p.Script, p.Says, p.Outcome, p.Message, []livePhase{}}
	for _, ph := range p.Phases {
		one := livePhase{ph.Says, []liveStep{}}
		for _, st := range ph.Steps {
			one.Steps = append(one.Steps, st.live())
		}
		live.Phases = append(live.Phases, one)
	}
	return live
}

func (st step) live() liveStep {
	l := liveStep{step: st, Typed: st.commandForPeople(), DryRun: st.isDryRun()}
	l.Output, l.Questions = []string{}, []liveQuestion{}
	for _, line := range st.output {
		l.Output = append(l.Output, line.String())
	}
	for _, q := range st.questions {
		asked := liveQuestion{Says: q.text(), Choices: q.choices, Right: q.right}
		l.Questions = append(l.Questions, asked)
	}
	return l
}
