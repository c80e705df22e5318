package commands

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"

	"recallbox/sandbox/recall"
	"recallbox/sandbox/systems"
)

// eachStatement visits the statements of all documents once. EL and NO share theirs.
func eachStatement(visit func(source recall.Source, s systems.StatementInfo)) {
	for _, source := range systems.Sources {
		if source.Code == "NO" {
			continue
		}
		for _, s := range systems.StatementsOf(source.Code) {
			visit(source, s)
		}
	}
}

// mayBeLeft are the statements of a binding kind which the sandbox leaves aside, knowingly.
var mayBeLeft = map[string]string{
	"s2":  "there is such a function, as the guide itself and all others say",
	"s13": "the same organisation counts, not the same server",
	"r32": "the sandbox has neither flags nor reminders",
}

// Every statement has an answer, and one that binds is neither brushed aside nor called advice.
func TestEachStatementHasAnAnswer(t *testing.T) {
	binding := []string{"condition", "outcome", "notice", "report", "limit"}
	number, headings := 0, 0
	seen := map[string]bool{}
	eachStatement(func(_ recall.Source, s systems.StatementInfo) {
		number++
		obeyed := len(s.Behaviours) > 0 || s.ShownBy != ""
		left := s.Advice != "" || s.NotFollowed != ""
		switch {
		case seen[s.ID]:
			t.Errorf("%s is there twice", s.ID)
		case !slices.Contains(systems.StatementKinds, s.Kind):
			t.Errorf("%s is a %q, which is no kind", s.ID, s.Kind)
		case s.Says == "" || s.Passage == "":
			t.Errorf("%s says nothing, or stands nowhere", s.ID)
		case s.Heading == (obeyed || left):
			t.Errorf("%s is a heading with an answer, or no heading and has none", s.ID)
		case s.Heading && s.Kind != "note":
			t.Errorf("%s is a heading, but a %s", s.ID, s.Kind)
		case s.NotFollowed != "" && obeyed:
			t.Errorf("%s is obeyed and not followed", s.ID)
		case slices.Contains(binding, s.Kind) && !obeyed && mayBeLeft[s.ID] == "":
			t.Errorf("%s is a %s, and nothing obeys it", s.ID, s.Kind)
		}
		if s.Heading {
			headings++
		}
		seen[s.ID] = true
	})
	if number != 275 || headings != 20 {
		t.Errorf("there are %d statements, of them %d headings; the documents have 275 and 20", number, headings)
	}
}

// What a statement and a behaviour say of each other is the same: each behaviour that a statement names is there and
// cites its document, and one that cites a document whose statements are listed is named by a statement of it, unless
// it is only inferred.
func TestStatementsAndBehavioursAgree(t *testing.T) {
	named := map[string]map[string]bool{} // the behaviours, by source
	eachStatement(func(source recall.Source, s systems.StatementInfo) {
		for _, id := range s.Behaviours {
			b := systems.Behaviour(systems.All(), id)
			if b == nil {
				t.Errorf("%s names %s, which is no behaviour", s.ID, id)
				continue
			}
			if !slices.Contains(strings.Fields(b.Source), source.Code) {
				t.Errorf("%s names %s, which does not cite %s but %q", s.ID, id, source.Code, b.Source)
			}
			if named[id] == nil {
				named[id] = map[string]bool{}
			}
			named[id][source.Code] = true
		}
	})
	for _, s := range systems.All() {
		for _, b := range s.Behaviours {
			for _, code := range strings.Fields(b.Source) {
				listed := len(systems.StatementsOf(code)) > 0 && code != "NO"
				if listed && b.Basis == recall.Documented && !named[b.ID][code] {
					t.Errorf("%s cites %s, where no statement names it", b.ID, code)
				}
			}
		}
	}
}

var (
	placeholderWord = regexp.MustCompile(`^[A-Z]+$`)
	settingWord     = regexp.MustCompile(`^[a-z-]+=[a-z]+$`)
)

// Where a statement says that it is shown or told there is a command, with these flags and settings, and it says these
// words.
func TestStatementsAreShownWhereTheySay(t *testing.T) {
	places := 0
	eachStatement(func(_ recall.Source, s systems.StatementInfo) {
		for _, place := range []string{s.ShownBy, s.Advice} {
			if place == "" {
				continue
			}
			places++
			line, words, quoted := strings.Cut(place, ": “")
			words = strings.TrimSuffix(words, "”")
			if wrong := lineIsWrong(line); wrong != "" {
				t.Errorf("%s: %s: %s", s.ID, line, wrong)
			}
			if quoted && !strings.Contains(printedBy(t, line), words) {
				t.Errorf("%s: %s does not say %q", s.ID, line, words)
			}
			if s.Advice == place && !quoted {
				t.Errorf("%s: %s is advice, and no words tell it", s.ID, line)
			}
		}
	})
	if places < 40 {
		t.Errorf("only %d places", places)
	}
}

// lineIsWrong is what a command line names that the program does not have: a command, a flag, a setting.
func lineIsWrong(typed string) string {
	l := &line{root: tree(), rest: strings.Fields(typed)}
	l.command = l.root
	for len(l.rest) > 0 {
		if err := l.next(); err != nil {
			return err.Error()
		}
	}
	if l.waits != nil || l.command.Action == nil {
		return "it is not a whole command"
	}
	for _, word := range l.args {
		if !settingWord.MatchString(word) {
			continue
		}
		if !strings.Contains(settingsHelp(), strings.Split(word, "=")[0]+"=") {
			return "no setting " + word
		}
	}
	return ""
}

// settingsHelp lists the settings of users and organisations.
func settingsHelp() string {
	return runForText("help user set") + systemSettings()
}

func systemSettings() (all string) {
	for _, s := range systems.All() {
		for _, set := range systems.SettingsOf(s) {
			all += set.Key + "=" + strings.Join(set.Values, "|") + "\n"
		}
	}
	return all
}

// printedBy is what a line prints that has no placeholder in it, as one line.
func printedBy(t *testing.T, line string) string {
	t.Helper()
	if slices.ContainsFunc(strings.Fields(line), placeholderIn) {
		t.Fatalf("%s cannot be run", line)
	}
	return runForText(line)
}

func placeholderIn(word string) bool {
	return placeholderWord.MatchString(word) && !slices.ContainsFunc(systems.Sources, func(s recall.Source) bool {
		return s.Code == word
	})
}

func runForText(line string) string {
	var out bytes.Buffer
	Run(Process{Args: strings.Fields(line), Out: &out, Err: &out, Getenv: func(string) string { return "" }})
	return strings.Join(strings.Fields(out.String()), " ")
}
