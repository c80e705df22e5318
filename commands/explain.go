package commands

import (
	"strings"

	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
	"recallbox/sandbox"
)

func explainCommand() *cli.Command {
	return &cli.Command{
		Name:      "explain",
		Category:  groupRecall,
		ArgsUsage: "RECALL [RECIPIENT]",
		Usage:     "show how a recall was decided: the facts, what was passed over, what decided, and its source",
		UsageText: `recallbox explain r1 bob
recallbox explain r1 bob --all`,
		Flags:  []cli.Flag{switchFlag("all", "print also what was passed over, however many")},
		Action: action(runExplain),
	}
}

func runExplain(c *call) error {
	return c.view(func(tx *sandbox.Tx) error {
		e, err := tx.Explain(c.arg(0), c.arg(1))
		if err != nil {
			return err
		}
		return c.print.ShowRows(e, func() error { return c.print.explanation(e) })
	})
}

// explanation prints how a recall was decided. Recipients with the same decisions stand together, and so do behaviours
// that did not apply for the same reason, unless all are wanted.
func (p *printer) explanation(e sandbox.Explanation) error {
	p.Line(term.Heading(e.Recall), term.Plain("  how it was decided"))
	if whole := e.Whole(); len(whole) > 0 {
		p.decisions("the recall", whole)
	}
	for _, alike := range e.Alike {
		recipients, err := alike.Recipients.List()
		if err != nil {
			return err
		}
		p.decisions(term.Names(recipients, p.All), alike.Decisions)
	}
	return nil
}

// decisions prints all decisions about the same recipients.
func (p *printer) decisions(whom string, all []sandbox.ExplainedDecision) {
	p.Line()
	p.Line(term.Heading(whom))
	for _, d := range all {
		p.Line()
		p.decision(d, p.All)
	}
}

// decision prints one decision: what was asked, what was known, what did not apply and why, and what decided.
func (p *printer) decision(d sandbox.ExplainedDecision, all bool) {
	p.Line(term.Heading("  " + d.Question))
	list := p.Table()
	section := ""
	row := func(name string, cells ...term.Text) {
		if name == section {
			name = ""
		} else {
			section = name
		}
		list.Row(append([]term.Text{term.Faint("  " + name)}, cells...)...)
	}
	if d.Decided == "" && !all {
		d.Facts, d.PassedOver = nil, nil
	}
	for _, f := range knownFacts(d.Facts) {
		row("facts", term.Plain(f[0]), term.Plain(f[1]))
	}
	for _, o := range passedOverRows(d.PassedOver, all) {
		row("passed over", term.Faint(o[0]), term.Faint(o[1]))
	}
	decisionRows(d, row)
	list.Print(true)
}

// decisionRows are what decided, its sentence, and its source with the passages.
func decisionRows(d sandbox.ExplainedDecision, row func(label string, cells ...term.Text)) {
	answer := outcomeWords(d.Answer, !d.Open)
	switch {
	case d.Answer == "yes" && d.Reason != "":
		answer = term.Heading(d.Reason)
	case d.Answer == "yes":
		answer = term.Good(d.Answer)
	case d.Reason != "":
		answer = term.Join(answer, term.Plain(": "+d.Reason))
	}
	if d.Decided == "" {
		row("decided", term.Heading("yes"), term.Plain("nothing stands in the way"))
		return
	}
	row("decided", term.Heading(d.Decided), answer)
	row("says", nil, term.Plain(d.Says))
	for _, b := range d.Beyond {
		row("says", nil, term.Plain(b.String()))
	}
	row("source", nil, term.Plain(d.Source))
}

// knownFacts gives a row for each fact, and one row for all that are false.
func knownFacts(all sandbox.FactList) [][2]string {
	var rows [][2]string
	var not []string
	for _, f := range all {
		name := strings.ReplaceAll(f.Name, "_", " ")
		if f.Value == "no" {
			not = append(not, name)
			continue
		}
		rows = append(rows, [2]string{name, f.Value})
	}
	if len(not) > 0 {
		rows = append(rows, [2]string{"not so", strings.Join(not, ", ")})
	}
	return rows
}

// passedOverRows are behaviours and why they did not decide: a row each, or one for each reason.
func passedOverRows(all []sandbox.PassedOver, each bool) [][2]string {
	var rows [][2]string
	number := map[string]int{}
	for _, o := range all {
		if number[o.Because]++; each || number[o.Because] == 1 {
			rows = append(rows, [2]string{o.Behaviour, o.Because})
		}
	}
	for i, row := range rows {
		if n := number[row[1]]; n > 1 && !each {
			rows[i][0] = term.Count(n, "behaviour", "behaviours")
		}
	}
	return rows
}
