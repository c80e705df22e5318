package commands

import (
	"context"
	"slices"
	"strings"
	"testing"

	"recallbox/commands/term"
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
	i := slices.IndexFunc(page, func(b term.Block) bool { return b.Kind == term.CodeBlock })
	script := testscripts.Script{Name: "budget", Data: []byte(strings.Join(page[i].Lines, "\n") + "\n")}
	runner := testscripts.Runner{Program: Program(sandbox.Options{})}
	result, err := runner.Run(context.Background(), script)
	if err != nil || result.Outcome != testscripts.Passed || len(result.Cited) == 0 {
		t.Error(result.Log, err)
	}
}

// TestTopicInTheManual: headings are subsections, and a table is a list of what its first column names.
func TestTopicInTheManual(t *testing.T) {
	page := "## In `short`\n\nA **message** is read in\n[`recallbox help class`](class.md).\n\n" +
		"- one that goes\n  on and on\n- two\n\n```console\n$ recallbox send \\\n  --as alice\n```\n\n" +
		"| word | what it means |\n|---|---|\n| `on\\|off` | a setting |\n\n" +
		"| a | b | c |\n|---|---|---|\n| x | one | two |\n"
	var m manPage
	m.section("x")
	m.page(term.ReadMarkdown(page))
	want := `.SH X
.SS "In short"
A \fBmessage\fR is read in \fBrecallbox help class\fR.
.TP
\-
one that goes on and on
.TP
\-
two
.PP
.RS 4
.nf
$ recallbox send \e
  \-\-as alice
.fi
.RE
.TP
\fBon|off\fR
a setting
.TP
\fBx\fR
one; two
`
	if got := m.String(); got != want {
		t.Errorf("got\n%s", got)
	}
}
