package commands

import (
	"regexp"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/systems"
	"recallbox/testscripts"
)

// hit is something that speaks of the words that somebody looks for: what to type to read it, and what it says.
type hit struct{ line, says string }

// shelf is where help looks for words, with the hits there: those whose names have the words stand in front.
type shelf struct {
	title string
	named []hit
	other []hit
}

// hitsShown is how many hits of a shelf are printed.
const hitsShown = 5

// wanted are the words that somebody looks for. Each must begin a word of a text, in any case.
type wanted []*regexp.Regexp

func wantedWords(words []string) (all wanted) {
	for _, word := range strings.Fields(strings.ToValidUTF8(strings.Join(words, " "), "\uFFFD")) {
		all = append(all, regexp.MustCompile(`(?i)(^|[^\pL\pN])`+regexp.QuoteMeta(word)))
	}
	return all
}

func (w wanted) in(text string) bool {
	return !slices.ContainsFunc(w, func(one *regexp.Regexp) bool { return !one.MatchString(text) })
}

// add puts a hit on the shelf, if its name or its text has the words.
func (s *shelf) add(w wanted, name, text string, h hit) {
	switch {
	case w.in(name):
		s.named = append(s.named, h)
	case w.in(name + " " + text):
		s.other = append(s.other, h)
	}
}

// search looks in all that the program explains. The second result says whether anything was found.
func (c *call) search(words []string) ([]*shelf, bool) {
	w := wantedWords(words)
	behaviours, ids := searchBehaviours(w, c.systems())
	shelves := []*shelf{searchTopics(w), searchCommands(w, c.line.root), searchSettings(w, c.systems()), behaviours,
		searchStories(w, ids)}
	found := slices.ContainsFunc(shelves, func(s *shelf) bool { return len(s.named)+len(s.other) > 0 })
	return shelves, found && len(w) > 0
}

func searchTopics(w wanted) *shelf {
	s := &shelf{title: "topics"}
	for _, name := range topicNames() {
		short, page, _ := topic(name)
		var text strings.Builder
		for _, b := range page {
			text.WriteString(b.Text + " " + strings.Join(b.Lines, " ") + " ")
			for _, row := range b.Rows {
				text.WriteString(strings.Join(row, " ") + " ")
			}
		}
		s.add(w, name+" "+short, text.String(), hit{"help " + name, short})
	}
	return s
}

func searchCommands(w wanted, root *cli.Command) *shelf {
	s := &shelf{title: "commands"}
	var below func(*cli.Command)
	below = func(of *cli.Command) {
		for _, one := range of.VisibleCommands() {
			text := one.Description
			for _, flag := range one.VisibleFlags() {
				_, says := describe(flag)
				text += " " + flagUsage(flag) + " " + says
			}
			name := title(one)
			s.add(w, name+" "+one.Usage, text, hit{"help " + name, one.Usage})
			below(one)
		}
	}
	below(root)
	return s
}

// searchSettings looks through the settings of organisations; those of users are in the help of user set.
func searchSettings(w wanted, all []recall.System) *shelf {
	s, known := &shelf{title: "settings of organisations"}, map[string]bool{}
	for _, sys := range all {
		for _, one := range systems.SettingsOf(sys) {
			if known[one.Key+one.Says] {
				continue
			}
			known[one.Key+one.Says] = true
			s.add(w, one.Key, one.Says, hit{"org set ORG " + one.Key + "=VALUE", one.Says + " (" + sys.Name + ")"})
		}
	}
	return s
}

// searchBehaviours also gives the IDs of those that speak of the words.
func searchBehaviours(w wanted, all []recall.System) (s *shelf, ids []string) {
	s = &shelf{title: "behaviours"}
	for _, b := range systems.BehaviourInfos(all) {
		text := b.Says
		for _, more := range b.Beyond {
			text += " " + more.Says
		}
		s.add(w, b.ID, text, hit{"behaviours show " + b.ID, b.Says})
		if w.in(b.ID + " " + text) {
			ids = append(ids, b.ID)
		}
	}
	return s, ids
}

// searchStories looks through the stories, for the words and for the behaviours that speak of them.
func searchStories(w wanted, ids []string) *shelf {
	s := &shelf{title: "stories"}
	all, err := testscripts.BuiltIn("stories")
	if err != nil {
		return s
	}
	for _, script := range all {
		first, _, _ := strings.Cut(string(script.Data), "\n")
		says := strings.TrimPrefix(first, "# ")
		text := string(script.Data)
		one := hit{"demo " + script.Name, says}
		if !w.in(text) && slices.ContainsFunc(ids, func(id string) bool { return strings.Contains(text, id) }) {
			s.other = append(s.other, one)
			continue
		}
		s.add(w, script.Name, text, one)
	}
	return s
}

// found prints what speaks of the words: of each shelf the first, those named so in front.
func (p *printer) found(words []string, all []*shelf) {
	p.Title(strings.Join(words, " "), "what speaks of it")
	for _, s := range all {
		hits := slices.Concat(s.named, s.other)
		if len(hits) == 0 {
			continue
		}
		p.Section(s.title)
		rows := p.Table()
		for _, h := range hits[:min(len(hits), hitsShown)] {
			rows.Row(term.Plain("recallbox "+h.line), term.Plain(h.says))
		}
		rows.Print(true)
		if more := len(hits) - hitsShown; more > 0 {
			p.Line(term.Faint("  and " + term.Count(more, "other", "others")))
		}
	}
}
