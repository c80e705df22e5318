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

// Page is the play as one web page that needs nothing else.
func (p *Play) Page() ([]byte, error) {
	page, err := template.New("play").Funcs(pageFuncs()).Parse(pageTemplate)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = page.Execute(&b, map[string]any{"Play": p, "Parts": p.parts(), "Sources": p.sources()})
	return b.Bytes(), err
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
		"words":     func(s string) []string { return strings.Split(s, " ") },
		"flag":      func(word string) bool { return strings.HasPrefix(word, "--") },
	}
}

// pagePart is a phase on a page.
type pagePart struct {
	Number int
	Says   string
	Steps  []pageStep
}

type pageStep struct {
	step
	CommandLine string
	Output      []term.Text
}

// parts are the phases that have steps.
func (p *Play) parts() []pagePart {
	var list []pagePart
	for _, ph := range p.Phases {
		if len(ph.Steps) == 0 {
			continue
		}
		one := pagePart{Number: len(list) + 1, Says: ph.Says}
		for _, st := range ph.Steps {
			one.Steps = append(one.Steps, pageStep{st, st.commandForPeople(), st.output})
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
func (p *Play) sources() []recall.Source {
	var cited strings.Builder
	for _, ph := range p.Phases {
		for _, st := range ph.Steps {
			for _, d := range st.Decisions {
				fmt.Fprintf(&cited, "%s, ", d.Source)
			}
		}
	}
	codes := strings.Split(cited.String(), ", ")
	return slices.DeleteFunc(slices.Clone(systems.Sources), func(s recall.Source) bool {
		return !slices.Contains(codes, s.Code)
	})
}
