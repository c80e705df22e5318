package commands

import (
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
	"recallbox/sandbox"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/systems"
)

func sourcesCommand() *cli.Command {
	return &cli.Command{
		Name:      "sources",
		Category:  groupLooking,
		ArgsUsage: "[ID]",
		Usage:     "list the documents, or all that one of them says and what answers it here",
		Description: "Of one document it lists the statements in its own order, so that the page can be\n" +
			"walked with it: where each stands, what it says in our words, what kind of\n" +
			"statement it is, which behaviours obey it or where else it shows, and what the\n" +
			"page calls things. It needs no sandbox.\n",
		UsageText: `recallbox sources
recallbox sources EL`,
		Action: action(runSources),
	}
}

// sourceList is the JSON of sources.
type sourceList struct {
	Sources []sandbox.Source `json:"sources"` // the documents
}

func runSources(c *call) error {
	if c.arg(0) != "" {
		return c.showSource(c.arg(0))
	}
	result := sourceList{sandbox.Sources()}
	return c.print.Show(result, func() {
		c.print.sources(result.Sources)
		list, _ := sandbox.Behaviours(c.systems(), "")
		ours := slices.DeleteFunc(list, func(b sandbox.Behaviour) bool { return b.Basis != string(recall.Ours) })
		c.print.Line()
		c.print.Line(term.Plain("No source has what is ours: " + term.Count(len(ours), "behaviour", "behaviours") +
			", see recallbox help ours"))
	})
}

// sources prints a document below the other.
func (p *printer) sources(list []sandbox.Source) {
	rows := p.Table()
	for i, s := range list {
		if i > 0 {
			rows.Row(term.Plain(""))
		}
		facts := []string{s.Publisher, s.Language, "read on " + s.ReadOn}
		if s.Statements > 0 {
			facts = append(facts, term.Count(s.Statements, "statement", "statements"))
		}
		rows.Row(term.Heading(s.ID), term.Plain(s.Title))
		rows.Row(term.Plain(""), term.Faint(strings.Join(facts, "; ")))
		if s.URL != "" {
			rows.Row(term.Plain(""), term.Faint(s.URL))
		}
	}
	rows.Print(true)
}

// showSource prints what one document says.
func (c *call) showSource(id string) error {
	s, err := sandbox.SourceByID(id)
	if err != nil {
		return err
	}
	for i, one := range s.Statements {
		s.Statements[i].ShownBy, s.Statements[i].Advice = typed(one.ShownBy), typed(one.Advice)
	}
	return c.print.Show(s, func() {
		c.print.Fields(s.Source.ID, term.Field{"title", s.Source.Title}, term.Field{"by", s.Source.Publisher},
			term.Field{"language", s.Source.Language}, term.Field{"address", s.Source.URL},
			term.Field{"read on", s.Source.ReadOn}, term.Field{"note", s.Source.Note},
			term.Field{"cited by", strings.Join(citing(c.systems(), s.Source.ID, len(s.Statements)), ", ")})
		c.print.statements(s.Statements)
	})
}

// typed is a line to type, which in data stands without the program's name.
func typed(line string) string {
	if line == "" {
		return ""
	}
	return "recallbox " + line
}

// citing are the behaviours that cite a document whose statements nobody has listed.
func citing(all []recall.System, code string, statements int) (ids []string) {
	if statements > 0 {
		return nil
	}
	for _, s := range all {
		for _, b := range s.Behaviours {
			if slices.Contains(strings.Fields(b.Source), code) && !slices.Contains(ids, b.ID) {
				ids = append(ids, b.ID)
			}
		}
	}
	return ids
}

// statements prints each with its passage and its answer.
func (p *printer) statements(list []sandbox.Statement) {
	rows := p.Table()
	for _, s := range list {
		rows.Row(term.Plain(""))
		rows.Row(term.Heading(s.ID), term.Faint(s.Kind), term.Faint(s.Passage))
		rows.Row(term.Plain(""), term.Plain(""), term.Plain(s.Says))
		for _, f := range []term.Field{
			{"obeyed by", strings.Join(s.Behaviours, ", ")},
			{"shown by", s.ShownBy},
			{"told by", s.Advice},
			{"not followed", s.NotFollowed},
			{"names", names(s.Terms, s.NotPrinted)},
		} {
			if f[1] != "" {
				rows.Row(term.Plain(""), term.Faint(f[0]), term.Plain(f[1]))
			}
		}
		if s.Heading {
			rows.Row(term.Plain(""), term.Faint("heading"), term.Plain("there is nothing to obey"))
		}
	}
	rows.Print(true)
	if slices.ContainsFunc(list, func(s sandbox.Statement) bool { return len(s.NotPrinted) > 0 }) {
		p.Line()
		p.Line(term.Faint("en*: the usual English name, which the page does not print"))
	}
}

// names are what a document calls things, in each of its languages; en* has the usual English names that it does not
// print.
func names(terms systems.Terms, notPrinted []string) string {
	var parts []string
	for _, t := range terms {
		printed := t.Names
		if t.Language == "en" {
			printed = slices.DeleteFunc(slices.Clone(t.Names), func(n string) bool { return slices.Contains(notPrinted, n) })
		}
		if len(printed) > 0 {
			parts = append(parts, t.Language+" "+strings.Join(printed, ", "))
		}
		if t.Language == "en" && len(notPrinted) > 0 {
			parts = append(parts, "en* "+strings.Join(notPrinted, ", "))
		}
	}
	return strings.Join(parts, "; ")
}

// citedFields are the sources of a behaviour. Editions with the same passages stand together.
func citedFields(sources []systems.CitedSource) (fields []term.Field) {
	for i, s := range sources {
		fields = append(fields, term.Field{"source", s.ID + ": " + s.Title},
			term.Field{"names", names(s.Terms, s.NotPrinted)})
		if i+1 < len(sources) && slices.Equal(sources[i+1].Statements, s.Statements) {
			continue
		}
		for j, passage := range s.Passages {
			fields = append(fields, term.Field{"passage", s.Statements[j] + ": " + passage})
		}
	}
	return fields
}
