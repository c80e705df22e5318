package testscripts_test

import (
	"slices"
	"strings"
	"testing"

	"recallbox/testscripts"
)

// Watch gets the lines that run, by their numbers in the script itself, and the script does the same as without it.
func TestWatch(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		lines      []int
		log        string
	}{
		{"comments and blank lines", "# one\nrecallbox say 'a  # b' # two\n\n# three\nstdout '^a  # b$'\n", []int{2, 5}, ""},
		{
			"conditions",
			"[!unix] recallbox refuse\n  [unix] [!short] recallbox say x\n[short] recallbox say x\nstdout x",
			[]int{2, 4}, "",
		},
		{"stop", "recallbox say x\nstop enough\nrecallbox refuse\n", []int{1, 2}, ""},
		{"failure", "recallbox say x\n\n! stdout x\nrecallbox say y\n", []int{1, 3}, "FAIL: sample:3: unexpected match"},
		{"unknown condition", "recallbox say x\n[nonsense] recallbox say x\n", []int{1}, "FAIL: sample:2: "},
		{"unknown command", "\nrecallbok say x\n", []int{2}, "FAIL: sample:2: unknown command"},
		{"files", "cmp a b\nstdin a\n-- a --\n# x\n-- b --\n# x\n", []int{1, 2}, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var told []int
			watched := run(
				t, testscripts.Runner{Program: toy, Watch: func(line int) { told = append(told, line) }},
				script(test.text),
			)
			alone := run(t, testscripts.Runner{Program: toy}, script(test.text))
			if !slices.Equal(told, test.lines) && !(testing.Short() && test.name == "conditions") {
				t.Errorf("told of %v, want %v", told, test.lines)
			}
			if watched.Outcome != alone.Outcome || !strings.Contains(watched.Log, test.log) ||
				strings.Contains(watched.Log, "announce") {
				t.Errorf("%s, alone %s\n%s", watched.Outcome, alone.Outcome, watched.Log)
			}
		})
	}
}
