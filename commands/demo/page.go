package demo

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"recallbox/commands/term"
	"recallbox/sandbox"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/systems"
)

// pageTemplate is the page of a play. The template escapes all values.
//
//go:embed page.html
var pageTemplate string

// pageStyle is the style sheet, which stands in the page: it needs nothing else.
//
//go:embed page.css
var pageStyle string

// roleClass is what a role is called in the page's style sheet.
var roleClass = map[term.Role]string{
	term.RoleHeading: "strong",
	term.RoleGood:    "good",
	term.RoleBad:     "bad",
	term.RoleWaiting: "waiting",
	term.RoleFaint:   "faint",
	term.RoleWarning: "warning",
}

// Page is one web page of plays, that needs nothing else. Who predicts finds the questions first.
func Page(t Telling, plays ...*Play) ([]byte, error) {
	page, err := template.New("plays").Funcs(pageFuncs()).Parse(pageTemplate)
	if err != nil {
		return nil, err
	}
	data := pageData{Telling: t, Sources: sources(plays), Title: titleOf(plays, t)}
	for i, p := range plays {
		data.Plays = append(data.Plays, p.onPage(t, i+1))
	}
	var b bytes.Buffer
	err = page.Execute(&b, data)
	return b.Bytes(), err
}

// pageData is what the template gets.
type pageData struct {
	Telling
	Title   string
	Plays   []pagePlay
	Sources []recall.Source
}

// titleOf is the title of a page: what its one play says, unless that gives an answer away, or how many there are.
func titleOf(plays []*Play, t Telling) string {
	switch {
	case len(plays) > 1:
		return fmt.Sprintf("%d demonstrations of mail recall", len(plays))
	case t.Predict:
		return plays[0].Script + ": what will happen?"
	}
	return plays[0].Script + ": " + plays[0].Says
}

// pagePlay is a play on a page.
type pagePlay struct {
	*Play
	Number int
	Parts  []pagePart
	Asked  []askedStep // what is typed until the last question, where somebody predicts
}

// askedStep is a command on a page of questions.
type askedStep struct {
	CommandLine string
	Questions   []question
}

func (p *Play) onPage(t Telling, number int) pagePlay {
	parts := p.parts(t, number)
	return pagePlay{p, number, parts, askedSteps(parts)}
}

// askedSteps are the commands up to the last that has a question.
func askedSteps(parts []pagePart) (list []askedStep) {
	last := 0
	for _, part := range parts {
		for _, st := range part.Steps {
			list = append(list, askedStep{st.commandForPeople(), st.questions})
			if len(st.questions) > 0 {
				last = len(list)
			}
		}
	}
	return list[:last]
}

// pageFuncs are the functions that the template calls.
func pageFuncs() template.FuncMap {
	return template.FuncMap{
		"style":     func() template.CSS { return template.CSS(pageStyle) },
		"class":     func(r term.Role) string { return roleClass[r] },
		"folders":   foldersOf,
		"folder":    folderName,
		"sign":      changeSign,
		"state":     stateOf,
		"subject":   subjectLine,
		"decisions": pageDecisions,
		"ask":       func(q question) string { return q.text() },
		"choices":   func(q question) []string { return q.choices },
		"answer":    func(q question) string { return q.choices[q.right] },
		"words":     func(s string) []string { return strings.Split(s, " ") },
		"flag":      func(word string) bool { return strings.HasPrefix(word, "--") },
	}
}

// pagePart is a phase on a page.
type pagePart struct {
	ID     string // on the page
	Number int
	Says   string
	Steps  []pageStep
}

type pageStep struct {
	step
	CommandLine string // "" in a story
	Output      []term.Text
	Questions   []question
}

// parts are the phases that are shown of a play with a number.
func (p *Play) parts(t Telling, number int) []pagePart {
	var list []pagePart
	for _, ph := range p.told(t) {
		one := pagePart{ID: fmt.Sprintf("part-%d-%d", number, ph.number), Number: ph.number, Says: ph.Says}
		for _, st := range ph.Steps {
			shown := pageStep{step: st, Questions: st.questions}
			if !st.bare {
				shown.CommandLine, shown.Output = st.commandForPeople(), st.output
			}
			one.Steps = append(one.Steps, shown)
		}
		list = append(list, one)
	}
	return list
}

// changeSign is the sign in front of a message, with its word, which a screen reader reads.
func changeSign(c sandbox.ChangedCopy) map[string]string {
	if len(c.Changes) == 0 {
		return map[string]string{"Class": "same", "Sign": "", "Word": ""}
	}
	change := c.Changes[0]
	return map[string]string{"Class": string(change), "Sign": changeSigns[change].sign, "Word": changeWord(c.Changes)}
}

func changeWord(all []sandbox.Change) string {
	wordFor := map[sandbox.Change]string{
		sandbox.Came:     "new",
		sandbox.Went:     "gone",
		sandbox.Moved:    "moved",
		sandbox.Read:     "now read",
		sandbox.Unread:   "now unread",
		sandbox.Retagged: "tagged",
	}
	words := make([]string, len(all))
	for i, c := range all {
		words[i] = wordFor[c]
	}
	return strings.Join(words, ", ")
}

func stateOf(c sandbox.ChangedCopy) string { return readState(c.PicturedCopy) }

// pageDecision is a decision about one or more recipients.
type pageDecision struct {
	decision
	Class, Label, Who string
}

func pageDecisions(st pageStep) []pageDecision {
	groups, others := groupDecisions(st.Decisions)
	var list []pageDecision
	for _, g := range groups {
		label := g.label()
		who := strings.Join(g.recipients, ", ")
		list = append(list, pageDecision{g.decision, roleClass[label.Role()], label.String(), who})
	}
	for _, d := range others {
		label := "decided"
		if len(groups) > 0 {
			label, d.Reason = "also", ""
		}
		list = append(list, pageDecision{decision: d, Class: "faint", Label: label})
	}
	return list
}

// sources are the documents that the decisions cite.
func sources(plays []*Play) []recall.Source {
	var codes []string
	for _, p := range plays {
		for _, ph := range p.Phases {
			for _, st := range ph.Steps {
				for _, d := range st.Decisions {
					codes = append(codes, strings.Split(d.Source, ", ")...)
				}
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(systems.Sources), func(s recall.Source) bool {
		return !slices.Contains(codes, s.Code)
	})
}
