package commands

import (
	"strings"
	"testing"

	"recallbox/commands/term"
	"recallbox/sandbox"
)

// TestMessageCannotPretend: what a message says stands behind a bar, and steers no terminal.
func TestMessageCannotPretend(t *testing.T) {
	m := sandbox.Message{
		ID:       "m1",
		Subject:  "a\x1b[2Jb\u202e",
		From:     "a@x.example",
		FromName: "\x1b[31mEve",
		Text:     "hi\n\n  MAILBOX  FOLDER\n\x1b[2J",
	}
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
	out, _ := printed(Terminal{Out: true, Width: 40}, func(p *printer) { p.SetColour("never"); p.message(m) })
	for line := range strings.Lines(out) {
		if len(line) > 41 || strings.Contains(line, "word") && !strings.HasPrefix(line, "  | ") {
			t.Errorf("%q", line)
		}
	}
}

func TestAskTheOthers(t *testing.T) {
	recall := func(left int, suggest []string, counts sandbox.RecallCounts) sandbox.Recall {
		return sandbox.Recall{
			ByWord:  "al",
			Message: "m1",
			Left:    left,
			Suggest: sandbox.RowsOf(suggest...),
			Counts:  counts,
		}
	}
	dry := recall(1, []string{"b@x.example"}, sandbox.RecallCounts{})
	dry.DryRun = true
	tests := []struct {
		r    sandbox.Recall
		want string
	}{
		{sandbox.Recall{ByWord: "al", Message: "m1"}, ""},
		{dry, ""},
		{
			recall(2, []string{"b@x.example", "o'c@x.example"}, sandbox.RecallCounts{Failed: 2, Succeeded: 1}),
			` For the others: recallbox ask --as al m1 --to 'b@x.example,o'\''c@x.example'`,
		},
		{
			recall(1, []string{"b@x.example"}, sandbox.RecallCounts{Failed: 2, Pending: 1}),
			" For those that failed: recallbox ask --as al m1 --to b@x.example",
		},
		{recall(term.ManyRows+1, []string{"b@x.example"}, sandbox.RecallCounts{}), " What is left: recallbox ask --as al m1"},
	}
	for _, test := range tests {
		if got, err := new(printer).askTheOthers(test.r); got != test.want || err != nil {
			t.Errorf("got %q, want %q; %v", got, test.want, err)
		}
	}
}

func TestOutcomeWords(t *testing.T) {
	tests := []struct {
		outcome string
		final   bool
		want    string
		role    term.Role
	}{
		{"succeeded", true, "succeeded", term.RoleGood},
		{"failed", true, "failed", term.RoleBad},
		{"failed", false, "failed, not final", term.RoleBad},
		{"pending", false, "pending", term.RoleWaiting},
		{"not-counted", true, "not-counted", term.RoleWaiting},
	}
	for _, test := range tests {
		if got := outcomeWords(test.outcome, test.final); got.String() != test.want || got.Role() != test.role {
			t.Errorf("%s, %t: got %q", test.outcome, test.final, got.String())
		}
	}
}
