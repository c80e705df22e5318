package commands

import (
	"context"
	"slices"
	"strings"
	"testing"

	"recallbox/sandbox"
	"recallbox/testscripts"
)

// TestEveryTopicIsListed: help lists each page once, and each says in its first line what it is about.
func TestEveryTopicIsListed(t *testing.T) {
	files, err := topicTexts.ReadDir("topics")
	if err != nil {
		t.Fatal(err)
	}
	var there []string
	for _, file := range files {
		name := strings.TrimSuffix(file.Name(), ".md")
		there = append(there, name)
		text, _ := topicTexts.ReadFile("topics/" + file.Name())
		if !strings.HasPrefix(string(text), "# "+name+": ") {
			t.Errorf("%s does not begin with # %s: what it is about", file.Name(), name)
		}
	}
	if listed := slices.Sorted(slices.Values(topicNames())); !slices.Equal(listed, there) {
		t.Errorf("help lists %q, and there are %q", listed, there)
	}
}

// TestTheScriptThatIsExplainedPasses runs the one in `help scripting`.
func TestTheScriptThatIsExplainedPasses(t *testing.T) {
	_, page, _ := topic("scripting")
	i := slices.IndexFunc(page, func(b block) bool { return b.kind == codeBlock })
	script := testscripts.Script{Name: "budget", Data: []byte(strings.Join(page[i].lines, "\n") + "\n")}
	runner := testscripts.Runner{Program: Program(sandbox.Options{})}
	result, err := runner.Run(context.Background(), script)
	if err != nil || result.Outcome != testscripts.Passed || len(result.Cited) == 0 {
		t.Error(result.Log, err)
	}
}
