package testscripts_test

import (
	"os"
	"regexp"
	"slices"
	"testing"

	"recallbox/commands"
	"recallbox/sandbox"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/systems"
	"recallbox/testscripts"
)

// TestRemoval takes each behaviour away from each script in which it decided something: exactly the scripts
// that name it must fail. So no record is there for nothing, and no script proves something else than it says.
func TestRemoval(t *testing.T) {
	if testing.Short() {
		t.Skip("runs every script once for each behaviour it cites")
	}
	all, exe := systems.All(), build(t)
	blank := &sandbox.Blank{}
	for _, script := range scripts(t) {
		t.Run(script.Name, func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(script.File)
			if err != nil {
				t.Fatal(err)
			}
			result := runOnce(t, exe, script)
			if result.Outcome != testscripts.Passed {
				t.Fatal("does not pass as it is: TestScripts tells why")
			}
			names := findIDs(string(text), all)
			for _, id := range names {
				if !slices.Contains(result.Cited, id) {
					t.Errorf("%s is named, and decided nothing", id)
				}
			}
			for _, id := range result.Cited {
				options := sandbox.Options{Systems: systems.Without(all, id), Blank: blank}
				less := testscripts.Runner{Program: commands.Program(options), Exe: exe}
				if complaint := verdict(run(t, less, script).Outcome, slices.Contains(names, id)); complaint != "" {
					t.Errorf("%s %s", id, complaint)
				}
			}
		})
	}
}

// verdict is what is wrong with how a script ended without a behaviour, or "".
func verdict(without testscripts.Outcome, named bool) string {
	switch failed := without == testscripts.Failed; {
	case failed && !named:
		return "is not named, and without it the script fails"
	case !failed && named:
		return "is named, and without it the script passes"
	default:
		return ""
	}
}

// findIDs finds the IDs of behaviours that stand in a script, as whole words.
func findIDs(text string, all []recall.System) []string {
	var ids []string
	for _, word := range regexp.MustCompile(`[a-z0-9-]+/[a-z0-9-]+`).FindAllString(text, -1) {
		if systems.Behaviour(all, word) != nil && !slices.Contains(ids, word) {
			ids = append(ids, word)
		}
	}
	return ids
}

func TestVerdict(t *testing.T) {
	tests := []struct {
		without testscripts.Outcome
		named   bool
		want    string
	}{
		{testscripts.Failed, true, ""},
		{testscripts.Passed, false, ""},
		{testscripts.Failed, false, "is not named, and without it the script fails"},
		{testscripts.Passed, true, "is named, and without it the script passes"},
	}
	for _, test := range tests {
		if got := verdict(test.without, test.named); got != test.want {
			t.Errorf("%s, named %t: got %q, want %q", test.without, test.named, got, test.want)
		}
	}
}

func TestFindIDs(t *testing.T) {
	all := systems.All()
	text := "# outlook/auto-unread, not outlook/auto-unreadable nor x-outlook/auto-read\n" +
		"stdout '\\[outlook/auto-read\\]'\n"
	if got, want := findIDs(text, all), []string{"outlook/auto-unread", "outlook/auto-read"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
