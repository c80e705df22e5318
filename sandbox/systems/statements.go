package systems

import (
	"slices"
	"strings"

	"recallbox/sandbox/recall"
)

// Statement is what one sentence of a document says, or a part of it, in our words, and its answer: what obeys it in
// the sandbox, or shows it.
type Statement struct {
	ID      string // a letter for the text, and its number there
	Section string // where it stands: a section, a step, a note, a scenario
	Part    string // where there
	Kind    string // one of StatementKinds
	Says    string
	Names   Names

	Behaviours  []string // IDs of those that obey it
	ShownBy     Place    // where else it shows
	Advice      Place    // where it is told: it is advice
	NotFollowed string   // why the sandbox does otherwise
	Heading     bool     // it is a heading, a caption or the like, and there is nothing to obey
}

// StatementKinds are what a statement can be.
var StatementKinds = []string{"condition", "step", "option", "outcome", "notice", "report", "limit", "setting",
	"alternative", "advice", "caveat", "note"}

// Names are what a document calls things, by language: " | " stands between two names, " > " is printed there.
type Names struct {
	EN    string // printed in English
	Usual string // the usual English name, which the document does not print
	EL    string
	NO    string
	RU    string
	ES    string
	FR    string
}

// Place is where a program shows or tells something: what is typed, without the program's name, and the words to look
// for in what it prints, if only they show it.
type Place struct{ Command, Words string }

func (p Place) String() string {
	if p.Words == "" {
		return p.Command
	}
	return p.Command + ": “" + p.Words + "”"
}

// article is a text whose statements are numbered together: a page, or a part of one.
type article struct {
	name       string   // what it is called on its page, if it is only a part
	editions   []string // codes of the sources that print it
	statements []Statement
}

// articles are all texts whose statements have been listed.
func articles() []article {
	return []article{
		{"current article", []string{"EL", "NO"}, currentArticle},
		{"2007 article", []string{"EL", "NO"}, article2007},
		{"", []string{"RU"}, russianGuide},
		{"", []string{"ES"}, spanishGuide},
		{"", []string{"FR"}, zohoHelp},
	}
}

// Passage is where a statement stands on its page.
func (a article) passage(s Statement) string { return joinPlaces(a.name, s.Section, s.Part) }

func joinPlaces(places ...string) string {
	return strings.Join(slices.DeleteFunc(places, func(p string) bool { return p == "" }), ", ")
}

// sections are where the statements that tell most of what happens stand, each section once.
func (a article) sections(list []Statement) (sections []string) {
	most := 3
	for _, s := range list {
		most = min(most, telling(s.Kind))
	}
	for _, s := range list {
		if telling(s.Kind) == most && !slices.Contains(sections, s.Section) {
			sections = append(sections, s.Section)
		}
	}
	return slices.DeleteFunc(slices.Clone(sections), func(one string) bool { // a note in a section that is named itself
		return slices.ContainsFunc(sections, func(o string) bool { return strings.HasPrefix(one, o+", ") })
	})
}

// telling is how much a statement of the kind tells of what happens; 0 is most.
func telling(kind string) int {
	switch kind {
	case "outcome", "notice", "report", "limit":
		return 0
	case "option", "alternative":
		return 1
	case "condition", "setting":
		return 2
	}
	return 3
}

// obeyedBy are the statements of the article that a behaviour obeys.
func (a article) obeyedBy(behaviour string) (list []Statement) {
	for _, s := range a.statements {
		if slices.Contains(s.Behaviours, behaviour) {
			list = append(list, s)
		}
	}
	return list
}

// SourceLine are the sources of a behaviour, with the sections that tell most of it: "EL, NO: current article,
// scenario 1, result".
func SourceLine(b recall.Behaviour) string {
	var parts []string
	told := map[string]int{} // which part, by the editions of the page
	rest := strings.Fields(b.Source)
	for _, a := range articles() {
		sections := a.sections(a.obeyedBy(b.ID))
		if len(sections) == 0 {
			continue
		}
		page, where := strings.Join(a.editions, ", "), joinPlaces(a.name, strings.Join(sections, " and "))
		if at, again := told[page]; again {
			parts[at] += " and " + where
			continue
		}
		told[page] = len(parts)
		parts = append(parts, page+": "+where)
		rest = slices.DeleteFunc(rest, func(code string) bool { return slices.Contains(a.editions, code) })
	}
	if parts = append(parts, rest...); len(parts) == 0 {
		return SourceText(b)
	}
	return strings.Join(parts, "; ")
}
