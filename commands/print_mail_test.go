package commands

import (
	"fmt"
	"strings"
	"testing"

	"recallbox/sandbox"
)

// TestMessageCannotPretend: what a message says stands behind a bar, and steers no terminal.
func TestMessageCannotPretend(t *testing.T) {
	m := sandbox.Message{ID: "m1", Subject: "a\x1b[2Jb\u202e", From: "a@x.example", FromName: "\x1b[31mEve", Text: "hi\n\n  MAILBOX  FOLDER\n\x1b[2J"}
	out, _ := printed(Terminal{}, func(p *printer) { p.message(m) })
	want := `m1  a\x1b[2Jb\u202e

  from  \x1b[31mEve <a@x.example>

  | hi
  |
  |   MAILBOX  FOLDER
  | \x1b[2J

  no copy is left
`
	if out != want {
		t.Errorf("got\n%s\nwant\n%s", out, want)
	}
}

func TestLongLinesOfMailWrap(t *testing.T) {
	m := sandbox.Message{ID: "m1", Text: strings.Repeat("word ", 20)}
	out, _ := printed(Terminal{Out: true, Width: 40}, func(p *printer) { p.colour("never"); p.message(m) })
	for line := range strings.Lines(out) {
		if len(line) > 41 || strings.Contains(line, "word") && !strings.HasPrefix(line, "  | ") {
			t.Errorf("%q", line)
		}
	}
}

func TestAskTheOthers(t *testing.T) {
	failed, pending, taken := sandbox.Recipient{Outcome: "failed"}, sandbox.Recipient{Outcome: "pending"}, sandbox.Recipient{Outcome: "succeeded"}
	var many []string
	for i := range manyRows + 1 {
		many = append(many, fmt.Sprintf("u%d@x.example", i))
	}
	tests := []struct {
		r    sandbox.Recall
		want string
	}{
		{sandbox.Recall{ByWord: "al", Message: "m1"}, ""},
		{sandbox.Recall{ByWord: "al", Message: "m1", Suggest: []string{"b@x.example"}, DryRun: true}, ""},
		{sandbox.Recall{ByWord: "al", Message: "m1", Suggest: []string{"b@x.example", "o'c@x.example"}, Recipients: []sandbox.Recipient{failed, taken, failed}},
			` For the others: recallbox ask --as al m1 --to 'b@x.example,o'\''c@x.example'`},
		{sandbox.Recall{ByWord: "al", Message: "m1", Suggest: []string{"b@x.example"}, Recipients: []sandbox.Recipient{failed, pending}},
			" For those that failed: recallbox ask --as al m1 --to b@x.example"},
		{sandbox.Recall{ByWord: "al", Message: "m1", Suggest: many}, " What is left: recallbox ask --as al m1"},
	}
	for _, test := range tests {
		if got := askTheOthers(test.r, false); got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}

func TestOutcomeWords(t *testing.T) {
	tests := []struct {
		outcome string
		final   bool
		want    string
		role    role
	}{
		{"succeeded", true, "succeeded", roleGood},
		{"failed", true, "failed", roleBad},
		{"failed", false, "failed, not final", roleBad},
		{"pending", false, "pending", roleWaiting},
		{"not-counted", true, "not-counted", roleWaiting},
	}
	for _, test := range tests {
		if got := outcomeWords(test.outcome, test.final); got.string() != test.want || got[0].role != test.role {
			t.Errorf("%s, %t: got %q", test.outcome, test.final, got.string())
		}
	}
}
