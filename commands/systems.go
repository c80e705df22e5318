package commands

import (
	"cmp"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
	"recallbox/sandbox"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/systems"
)

func systemsCommand() *cli.Command {
	return &cli.Command{
		Name:      "systems",
		Category:  groupLooking,
		ArgsUsage: "[SYSTEM]",
		Usage:     "list the mail systems and their settings",
		Description: "With --compare they stand beside each other: who may take mail back, until when,\n" +
			"what the recipient sees, … It needs no sandbox.\n",
		UsageText: `recallbox systems
recallbox systems --compare
recallbox org add acme --domain acme.example --system outlook recall=off`,
		Flags:  []cli.Flag{switchFlag("compare", "compare them in what they can take back")},
		Action: action(runSystems),
	}
}

// systemList is the JSON of systems.
type systemList struct {
	Systems []sandbox.System `json:"systems"` // all mail systems
}

func runSystems(c *call) error {
	if c.Bool("compare") && len(c.args) > 0 {
		return usageHint(try("`systems --compare`"), "systems: --compare shows them all, not %s alone", c.arg(0))
	}
	if c.Bool("compare") {
		return c.showComparison()
	}
	list, err := sandbox.Systems(c.systems(), c.arg(0))
	if err != nil {
		return err
	}
	result := systemList{list}
	return c.print.Show(result, func() {
		for i, s := range list {
			if i > 0 {
				c.print.Line()
			}
			c.print.system(s)
		}
	})
}

func (p *printer) system(s sandbox.System) {
	p.Line(term.Heading(s.Name), term.Plain("  "+s.Says))
	p.Line(term.Faint("  " + term.Count(s.Behaviours, "behaviour", "behaviours") + ": recallbox behaviours " + s.Name))
	if s.Feature {
		p.Line(term.Plain("  part of " + cmp.Or(strings.Join(s.Within, ", "), "every mail system")))
		return
	}
	rows := p.Table("SETTING", "VALUES", "DEFAULT", "MEANS")
	for _, set := range s.Settings {
		values := strings.Join(set.Values, "|")
		switch {
		case set.Longest != "":
			values = "up to " + set.Longest
		case set.Names:
			values = "NAMES"
		}
		rows.Row(term.Plain(set.Key), term.Plain(values), term.Plain(set.Default), term.Plain(set.Says))
	}
	rows.Print(true)
}

// showComparison sets the mail systems side by side.
func (c *call) showComparison() error {
	comparison := sandbox.Compare(c.systems())
	return c.print.Show(comparison, func() { c.print.comparison(comparison) })
}

// comparison prints a dimension below the other, with a row for each system.
func (p *printer) comparison(all sandbox.Comparison) {
	where := term.Count(len(all.Systems), "mail system", "mail systems")
	p.Line(term.Heading("taking mail back"), term.Plain(" in "+where))
	for _, d := range all.Dimensions {
		p.Section(d.Name)
		rows := p.Table()
		for _, cell := range d.Cells {
			rows.Row(term.Faint(cell.System), term.Plain(cell.Says))
		}
		rows.Print(true)
	}
	p.Section("besides, in every one of them")
	rows := p.Table()
	for _, f := range all.Features {
		rows.Row(term.Faint(f.Name), term.Plain(f.Says))
	}
	rows.Print(true)
	p.Line()
	p.Line(term.Faint("All of it follows from the behaviours: recallbox behaviours SYSTEM, or --json."))
}

func behavioursCommand() *cli.Command {
	return &cli.Command{
		Name:      "behaviours",
		Aliases:   []string{"behaviors"},
		Category:  groupLooking,
		ArgsUsage: "[SYSTEM]",
		Usage:     "list what is documented, where, and on what basis",
		Description: "BASIS is doc where a source says it, inf where it follows from a source's\n" +
			"words, obs where it was seen in real messages or programs, ours where no\n" +
			"source says it and it was settled here. What stands behind a + goes beyond\n" +
			"the document: `behaviours show` tells it. It needs no sandbox.\n",
		UsageText: `recallbox behaviours outlook
recallbox behaviours show outlook/auto-unread`,
		Action:      action(runBehaviours),
		Subcommands: []*cli.Command{behavioursShowCommand()},
	}
}

// behaviourList is the JSON of behaviours.
type behaviourList struct {
	Behaviours []sandbox.Behaviour `json:"behaviours"`
}

func runBehaviours(c *call) error {
	list, err := sandbox.Behaviours(c.systems(), c.arg(0))
	if err != nil {
		return err
	}
	result := behaviourList{list}
	return c.print.Show(result, func() { c.print.behaviours(list) })
}

// systems are the mail systems of this program.
func (c *call) systems() []recall.System {
	if c.process.Options.Systems != nil {
		return c.process.Options.Systems
	}
	return systems.All()
}

func behavioursShowCommand() *cli.Command {
	return &cli.Command{
		Name:      "show",
		ArgsUsage: "ID",
		Usage:     "show a behaviour with its sources, their passages and names, and its script",
		UsageText: "recallbox behaviours show outlook/auto-unread",
		Action:    action(runBehavioursShow),
	}
}

func runBehavioursShow(c *call) error {
	b, err := sandbox.BehaviourWithSources(c.systems(), c.arg(0))
	if err != nil {
		return err
	}
	return c.print.Show(b, func() { c.print.behaviour(b) })
}

// behaviours prints the behaviours of each mail system as a table, on a narrow terminal with the sentences
// below the IDs.
func (p *printer) behaviours(list []sandbox.Behaviour) {
	narrow := p.Terminal.Out && p.Terminal.Width < 110
	for i := 0; i < len(list); {
		end := i
		for end < len(list) && list[end].System == list[i].System {
			end++
		}
		if i > 0 {
			p.Line()
		}
		p.Line(term.Heading(list[i].System), term.Plain("  "+term.Count(end-i, "behaviour", "behaviours")))
		if narrow {
			p.behaviourLines(list[i:end])
		} else {
			p.behaviourTable(list[i:end])
		}
		i = end
	}
}

func (p *printer) behaviourTable(list []sandbox.Behaviour) {
	rows := p.Table("ID", "BASIS", "SOURCE", "SAYS")
	for _, b := range list {
		rows.Row(term.Plain(b.ID), term.Plain(basisMark(b)), term.Plain(shortSource(b)), term.Plain(b.Says))
	}
	rows.Print(true)
}

func (p *printer) behaviourLines(list []sandbox.Behaviour) {
	for _, b := range list {
		p.Line(term.Plain("  "+b.ID+"  "), term.Faint(basisMark(b)+", "+shortSource(b)))
		for _, part := range p.Fit(term.Plain(b.Says), 6) {
			p.Line(term.Plain("      "), part)
		}
	}
}

// basisMark is the basis, and behind it that of what goes beyond the document: doc+inf+ours.
func basisMark(b sandbox.Behaviour) string {
	marks := []string{b.Basis}
	for _, beyond := range b.Beyond {
		if mark := string(beyond.Basis); !slices.Contains(marks[1:], mark) {
			marks = append(marks, mark)
		}
	}
	return strings.Join(marks, "+")
}

// shortSource is a source as a table has room for it.
func shortSource(b sandbox.Behaviour) string {
	short, _, _ := strings.Cut(b.Source, ":")
	return short
}

// bases explain the words for a basis.
var bases = map[recall.Basis]string{
	recall.Documented: "a source says it",
	recall.ThirdParty: "a third party says it",
	recall.Inferred:   "it follows from a source's words",
	recall.Observed:   "it was seen in real messages or programs",
	recall.Ours:       "no source says it: it was settled here",
}

// behaviour prints one with its sources, the passages there, and what they call things.
func (p *printer) behaviour(b sandbox.ShownBehaviour) {
	basis := b.Basis + ": " + bases[recall.Basis(b.Basis)]
	fields := []term.Field{{"says", b.Says}}
	for _, one := range b.Beyond {
		fields = append(fields, term.Field{"", one.String()})
	}
	fields = append(fields, term.Field{"system", b.System}, term.Field{"basis", basis})
	fields = append(fields, citedFields(b.Sources)...)
	p.Fields(b.ID, append(fields, term.Field{"script", b.Script})...)
}
