package commands

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"recallbox/sandbox"
	"recallbox/testscripts"
)

// TestTopicsNameCommands: what a topic tells to type is there.
func TestTopicsNameCommands(t *testing.T) {
	for _, name := range topicNames() {
		_, long, _ := topic(name)
		for _, found := range regexp.MustCompile(`recallbox ([a-z-]+)( --[a-z-]+)?`).FindAllStringSubmatch(long, -1) {
			c := tree().Command(found[1])
			if c == nil {
				t.Errorf("help %s: there is no %s", name, found[0])
			} else if flag := strings.TrimPrefix(found[2], " --"); flag != "" && flagNamed(c.Flags, flag) == nil && flagNamed(globalFlags(), flag) == nil {
				t.Errorf("help %s: there is no %s", name, found[0])
			}
		}
	}
}

// TestTheScriptThatIsExplainedPasses runs the one in `help scripting`.
func TestTheScriptThatIsExplainedPasses(t *testing.T) {
	_, long, _ := topic("scripting")
	_, script, _ := strings.Cut(long, "\n  # ")
	script, _, _ = strings.Cut(script, "\n\nEach script")
	runner := testscripts.Runner{Program: Program(sandbox.Options{})}
	result, err := runner.Run(context.Background(), testscripts.Script{Name: "budget", Data: []byte("# " + strings.ReplaceAll(script, "\n  ", "\n"))})
	if err != nil || result.Outcome != testscripts.Passed || len(result.Cited) == 0 {
		t.Error(result.Log, err)
	}
}
