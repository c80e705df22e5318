package commands_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"recallbox/commands"
	"recallbox/fixtures"
	"recallbox/sandbox"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/systems"
)

// generators make the parts of pages that stand between markers, by name.
func generators() map[string]func(*testing.T) string {
	return map[string]func(*testing.T) string{
		"behaviours": func(*testing.T) string { return behaviourTables(systems.All()) },
		"ours":       func(*testing.T) string { return ourBehaviours(systems.All()) },
		"settled":    func(*testing.T) string { return ourAdditions(systems.All()) },
		"myths":      func(*testing.T) string { return mythList(systems.All()) },
		"curves":     curveList,
		"sources":    func(*testing.T) string { return sourceList() },
		"statements": func(*testing.T) string { return statementTables() },
		"systems":    func(*testing.T) string { return systemTable(systems.All()) },
		"comparison": func(*testing.T) string { return comparisonTable(systems.All()) },
		"situations": situationTable,
		"example":    func(t *testing.T) string { return goCode(t, "../sandbox/example_test.go") },
		"outside":    outside,
		"shapes":     commands.ShapesPage,
		"kite":       func(t *testing.T) string { return goCode(t, "../testscripts/invented/kite.go") },
		"system":     func(t *testing.T) string { return goCode(t, "../sandbox/systems/undo.go") },
	}
}

var marker = regexp.MustCompile(`(?m)^<!-- begin (\w+): generated -->\n`)

// generate puts what is generated between its markers, and tells the names of what it made.
func (p page) generate(t *testing.T, text string) (string, []string) {
	t.Helper()
	var names []string
	for _, found := range marker.FindAllStringSubmatch(text, -1) {
		begin, name := found[0], found[1]
		makes := generators()[name]
		before, rest, _ := strings.Cut(text, begin)
		end := "<!-- end " + name + " -->"
		_, after, ended := strings.Cut(rest, end)
		if makes == nil || !ended || slices.Contains(names, name) {
			t.Errorf("%s: nothing makes %s, or it does not end, or stands there twice", p.file, name)
			continue
		}
		text = before + begin + "\n" + makes(t) + "\n" + end + after
		names = append(names, name)
	}
	return text, names
}

// curveList has for each curve what it is, and its points.
func curveList(t *testing.T) string {
	var b strings.Builder
	for i, name := range fixtures.Curves() {
		text, err := fixtures.Curve(name)
		if err != nil {
			t.Fatal(err)
		}
		if i > 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "### %s\n\n", name)
		var points strings.Builder
		for line := range strings.Lines(string(text)) {
			if says, ok := strings.CutPrefix(line, "# "); ok {
				b.WriteString(says)
				continue
			}
			fmt.Fprintf(&points, "| %s |\n", strings.Join(strings.Fields(line), " | "))
		}
		b.WriteString("\n| until | share |\n|---|---|\n" + points.String())
	}
	return b.String()
}

func goCode(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return "```go\n" + string(text) + "```\n"
}

// behaviourTables has a table for each system.
func behaviourTables(all []recall.System) string {
	var b strings.Builder
	for i, s := range all {
		if i > 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "### %s: %s\n\n", s.Name, s.Says)
		b.WriteString("| behaviour | what is documented | basis | source | beyond the document | script |\n")
		b.WriteString("|---|---|---|---|---|---|\n")
		for _, row := range distinct(s.Behaviours) {
			fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | [%s](../../testscripts/%s.txtar) |\n", row.ID, cell(row.Says),
				row.Basis, row.Source, cell(beyondList(row)), strings.TrimPrefix(row.ID, s.Name+"/"), row.ID)
		}
	}
	return b.String()
}

// ourBehaviours lists what no source says.
func ourBehaviours(all []recall.System) string {
	var b strings.Builder
	for _, s := range all {
		for _, row := range distinct(s.Behaviours) {
			if row.Basis == recall.Ours {
				fmt.Fprintf(&b, "- %s: %s\n", row.ID, row.Says)
			}
		}
	}
	return b.String()
}

// mythList has for each myth the behaviours that show what is so.
func mythList(all []recall.System) string {
	var b strings.Builder
	for i, m := range systems.Myths {
		if i > 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "“%s” %s\n\n", m.Says, m.So)
		for _, id := range m.Behaviours {
			fmt.Fprintf(&b, "- `recallbox demo %s`: %s\n", id, systems.Behaviour(all, id).Says)
		}
	}
	return b.String()
}

// beyondList has what goes beyond the document, each with its basis.
func beyondList(b recall.Behaviour) string {
	var list []string
	for _, one := range b.Beyond {
		list = append(list, fmt.Sprintf("%s [%s]", one.Says, one.Basis))
	}
	return strings.Join(list, " ")
}

// ourAdditions lists what was settled beside what is documented, each sentence with the first behaviour that has it.
func ourAdditions(all []recall.System) string {
	var order []string
	ids := map[string][]string{}
	for _, s := range all {
		for _, row := range distinct(s.Behaviours) {
			for _, one := range row.Beyond {
				if one.Basis != recall.Ours {
					continue
				}
				if ids[one.Says] == nil {
					order = append(order, one.Says)
				}
				ids[one.Says] = append(ids[one.Says], row.ID)
			}
		}
	}
	var b strings.Builder
	for _, says := range order {
		b.WriteString("- " + ids[says][0])
		if more := len(ids[says]) - 1; more > 0 {
			fmt.Fprintf(&b, " and %d more", more)
		}
		b.WriteString(": " + says + "\n")
	}
	return b.String()
}

// distinct are behaviours with what several records of one ID say put together.
func distinct(all []recall.Behaviour) []recall.Behaviour {
	var out []recall.Behaviour
	for _, b := range all {
		i := slices.IndexFunc(out, func(o recall.Behaviour) bool { return o.ID == b.ID })
		switch {
		case i < 0:
			out = append(out, b)
		case !strings.Contains(out[i].Says, b.Says):
			out[i].Says += " " + b.Says
		}
	}
	return out
}

func sourceList() string {
	var b strings.Builder
	for _, s := range systems.Sources {
		fmt.Fprintf(&b, "- %s: %s", s.Code, s.Title)
		if n := len(systems.StatementsOf(s.Code)); n > 0 {
			fmt.Fprintf(&b, ", %d statements: `recallbox sources %s`", n, s.Code)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// statementTables has a table for each document whose statements are listed. Editions with the same ones share theirs.
func statementTables() string {
	var b strings.Builder
	listed := map[string]bool{}
	for _, s := range systems.Sources {
		list := systems.StatementsOf(s.Code)
		if len(list) == 0 || listed[list[0].ID] {
			continue
		}
		listed[list[0].ID] = true
		fmt.Fprintf(&b, "### %s: %s\n\n", s.Code, s.Title)
		if s.Note != "" {
			b.WriteString(s.Note + "\n\n")
		}
		b.WriteString("| | passage | what it says | kind | answer |\n|---|---|---|---|---|\n")
		for _, one := range list {
			fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n",
				one.ID, cell(one.Passage), cell(one.Says), one.Kind, cell(answerTo(one)))
		}
		b.WriteString("\n")
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// answerTo is what answers a statement, with links to the scripts of behaviours.
func answerTo(s systems.StatementInfo) string {
	var parts []string
	for _, id := range s.Behaviours {
		parts = append(parts, fmt.Sprintf("[%s](../../testscripts/%s.txtar)", id, id))
	}
	for _, place := range []string{s.ShownBy, s.Advice} {
		if line, words, _ := strings.Cut(place, ": “"); line != "" {
			parts = append(parts, strings.TrimSuffix("`recallbox "+line+"`: “"+words, ": “"))
		}
	}
	if s.NotFollowed != "" {
		parts = append(parts, "not followed: "+s.NotFollowed)
	}
	if s.Heading {
		parts = append(parts, "a heading or the like")
	}
	return strings.Join(parts, ", ")
}

// systemTable lists what an organisation can be told to use, and what it can set.
func systemTable(all []recall.System) string {
	var b strings.Builder
	b.WriteString("| mail system | what it is | settings of an organisation (the default first) |\n|---|---|---|\n")
	for _, s := range all {
		if s.Feature {
			continue
		}
		var settings []string
		for _, set := range append(slices.Clone(systems.CommonSettings), s.Settings...) {
			values := strings.Join(set.Values, "\\|")
			if set.Names {
				values = "NAMES"
			}
			settings = append(settings, fmt.Sprintf("`%s=%s`", set.Key, values))
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", s.Name, cell(s.Says), strings.Join(settings, ", "))
	}
	return b.String()
}

func cell(text string) string { return strings.ReplaceAll(text, "|", `\|`) }

// situations are what may have come about before a message is recalled: what is set up first, and what happens to m1.
var situations = []struct {
	says   string
	before string
	after  []string
}{
	{says: "5 seconds later, not read", after: []string{"clock advance 5s"}},
	{says: "a minute later, not read", after: []string{"clock advance 1m"}},
	{says: "… read", after: []string{"clock advance 1m", "open --as bob m1"}},
	{
		says:   "… moved by a rule, the recall message not",
		before: "rule add --as bob --class note --move-to Archive",
		after:  []string{"clock advance 1m"},
	},
	{says: "… the recipient's program is closed", before: "client stop --as bob", after: []string{"clock advance 1m"}},
	{says: "40 minutes later, not read", after: []string{"clock advance 40m"}},
	{says: "a minute later, a recipient elsewhere", after: []string{"clock advance 1m"}},
}

// situationTable plays each situation in each mail system, and tells what becomes of the message when it is recalled.
func situationTable(t *testing.T) string {
	names := []string{"outlook", "exchange-online", "zoho", "undo"}
	var b strings.Builder
	fmt.Fprintf(&b, "| recalled … | %s |\n|---%s|\n", strings.Join(names, " | "), strings.Repeat("|---", len(names)))
	for _, s := range situations {
		b.WriteString("| " + s.says)
		to := "bob"
		if strings.HasSuffix(s.says, "elsewhere") {
			to = "eve@gmail.example"
		}
		for _, name := range names {
			lines := []string{
				"init", "org add acme --domain acme.example --system " + name,
				"user add alice@acme.example bob@acme.example",
			}
			if s.before != "" {
				lines = append(lines, s.before)
			}
			lines = append(lines, "send --as alice --to "+to+" --subject Budget --body 900")
			b.WriteString(" | " + fate(t, append(lines, s.after...)))
		}
		b.WriteString(" |\n")
	}
	return b.String()
}

// fate is what becomes of m1 when Alice recalls it after these commands, or takes it out of her Outbox.
func fate(t *testing.T, lines []string) string {
	t.Helper()
	dir := t.TempDir()
	run := func(line string) (string, int) {
		var out, err bytes.Buffer
		code := commands.Run(commands.Process{
			Context: t.Context(), Args: strings.Fields(line), Dir: dir, Out: &out, Err: &err,
			Getenv: func(string) string { return "" },
		})
		if code != 0 && code != 3 {
			t.Fatalf("%s: exit %d: %s", line, code, err.String())
		}
		return out.String(), code
	}
	for _, line := range lines {
		run(line)
	}
	out, code := run("recall --as alice m1 --yes --json")
	if code != 0 {
		if _, code := run("outbox take-back --as alice m1"); code == 0 {
			return "**taken back**"
		}
		return "no recall"
	}
	var result struct{ Recipients []struct{ Outcome string } }
	if err := json.Unmarshal([]byte(out), &result); err != nil {
		t.Fatal(err)
	}
	switch outcome := result.Recipients[0].Outcome; outcome {
	case "succeeded":
		return "**taken back**"
	case "failed":
		return "stays"
	case "pending":
		return "waits"
	default:
		return outcome
	}
}

// comparisonTable is what `systems --compare` shows, as Markdown: a row for each dimension, a column for each mail
// system.
func comparisonTable(all []recall.System) string {
	comparison := sandbox.Compare(all)
	var b strings.Builder
	columns := strings.Repeat("|---", len(comparison.Systems))
	fmt.Fprintf(&b, "| | %s |\n|---%s|\n", strings.Join(comparison.Systems, " | "), columns)
	for _, d := range comparison.Dimensions {
		b.WriteString("| **" + d.Name + "**")
		for _, c := range d.Cells {
			b.WriteString(" | " + cell(c.Says))
		}
		b.WriteString(" |\n")
	}
	return b.String()
}

func TestComparisonTable(t *testing.T) {
	lines := strings.Split(comparisonTable(systems.All()), "\n")
	if want := "| | outlook | outlook-2007 | zoho | exchange-online | undo | groupwise |"; lines[0] != want {
		t.Errorf("got %s, want %s", lines[0], want)
	}
	for _, line := range lines[:len(lines)-1] {
		if got, want := strings.Count(line, "|"), strings.Count(lines[0], "|"); got != want {
			t.Errorf("%d columns, want %d: %s", got, want, line)
		}
	}
}
