package testscripts_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"recallbox/testscripts"
)

// TestScriptComments: a script is also a demonstration, whose comments a class hears.
func TestScriptComments(t *testing.T) {
	for _, script := range scripts(t) {
		text, err := testscripts.Files.ReadFile(script.Name + ".txtar")
		if err != nil {
			t.Fatal(err)
		}
		aboutCommands := strings.HasPrefix(script.Name, "cli/")
		for _, fault := range faultsOf(string(text), aboutCommands) {
			t.Errorf("%s: %s", script.Name, fault)
		}
	}
}

const longestSummary = 100

var (
	fileHeading = regexp.MustCompile(`(?m)^-- .+ --$`)
	nextOne     = regexp.MustCompile(`[.?!] `)
	jargon      = regexp.MustCompile(
		`\b(jq|JSON|stdout|stderr|regexp|golden|txtar|exit code|exit [0-9])\b|[{}$]|=>|` + "`",
	)
	someFlag = regexp.MustCompile(`--[a-z]`)
	ending   = regexp.MustCompile(
		`: [^?]*\b(fails|succeeds|stays?|keeps (it|his|her|the)|loses|deletes it|cannot|nothing happens|` +
			`(is|are) (deleted|gone|taken back|refused))\b[^?]*$`,
	)
)

// faultsOf are the faults in a script's comments. Only a script about the command line speaks of flags, and may tell
// in front how it ends; in others the most usual words for an ending must not stand behind a colon.
func faultsOf(script string, aboutCommands bool) (faults []string) {
	fault := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	if i := fileHeading.FindStringIndex(script); i != nil {
		script = script[:i[0]]
	}
	phases := regexp.MustCompile(`\n\s*\n`).Split(strings.TrimSpace(script), -1)
	summary, isComment := strings.CutPrefix(phases[0], "# ")
	switch {
	case !isComment || strings.Contains(summary, "\n"):
		fault("it does not begin with one line that says what one will see, and an empty one")
	case len([]rune(summary)) > longestSummary:
		fault("its first comment has %d letters, and not at most %d", len([]rune(summary)), longestSummary)
	case nextOne.MatchString(summary):
		fault("its first comment is more than one sentence")
	case !aboutCommands && ending.MatchString(summary):
		fault("its first comment tells how it ends")
	}
	for _, phase := range phases[1:] {
		if !strings.HasPrefix(phase, "# ") {
			fault("no comment is before %q", firstLine(phase))
		}
	}
	for _, comment := range comments(script) {
		switch begin := comment[0]; {
		case begin >= 'a' && begin <= 'z', !strings.ContainsRune(".:?!)", rune(comment[len(comment)-1])):
			fault("no sentence: %s", comment)
		case jargon.MatchString(comment), !aboutCommands && someFlag.MatchString(comment):
			fault("only programmers understand: %s", comment)
		}
	}
	return faults
}

// comments are those of a script, each as one line.
func comments(script string) (list []string) {
	inside := false
	for line := range strings.Lines(script) {
		text, isComment := strings.CutPrefix(strings.TrimSpace(line), "# ")
		switch {
		case isComment && inside:
			list[len(list)-1] += " " + text
		case isComment:
			list = append(list, text)
		}
		inside = isComment
	}
	return list
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

func TestFaultsOfScripts(t *testing.T) {
	const good = "# Alice writes to Bob.\n\n# A company\n# with two people.\nrecallbox org add acme\n\n" +
		"# All is well.\n\n-- file --\n# x\n\nx\n"
	tests := []struct {
		script string
		want   []string
	}{
		{good, nil},
		{"recallbox clock\n", []string{"it does not begin"}},
		{"# Alice writes to Bob.\nrecallbox clock\n", []string{"it does not begin"}},
		{"# Alice writes. Bob reads.\n", []string{"its first comment is more"}},
		{"# Alice writes " + strings.Repeat("and ", 30) + "writes.\n", []string{"its first comment has"}},
		{"# Bob reads it: the recall fails.\n", []string{"its first comment tells"}},
		{"# Bob has not read it: it is deleted, and he is told.\n", []string{"its first comment tells"}},
		{"# Bob reads it: what becomes of his copy, if the recall fails?\n", nil},
		{"# Alice writes\n", []string{"no sentence"}},
		{"# alice writes.\n", []string{"no sentence"}},
		{"# Alice writes.\n\nrecallbox clock\n", []string{`no comment is before "recallbox clock"`}},
		{"# Alice writes.\n\n# Nothing is on stdout.\n", []string{"only programmers"}},
		{"# Alice writes.\n\n# The same with --json.\n", []string{"only programmers"}},
	}
	for _, tt := range tests {
		got := faultsOf(tt.script, false)
		if !slices.EqualFunc(got, tt.want, strings.HasPrefix) {
			t.Errorf("%q: %q", tt.script, got)
		}
	}
}
