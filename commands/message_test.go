package commands

import (
	"strings"
	"testing"

	"recallbox/commands/term"
	"recallbox/sandbox"
	"recallbox/sandbox/recall"
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

func TestWhatIsLeft(t *testing.T) {
	left := func(next recall.Step, n int, to ...string) sandbox.Remedy {
		return sandbox.Remedy{Next: next, Number: n, To: sandbox.RowsOf(to...)}
	}
	ask := func(n int, to ...string) sandbox.Remedy { return left(recall.AskInstead, n, to...) }
	apologise := func(n int, to ...string) sandbox.Remedy { return left(recall.Apologise, n, to...) }
	tests := []struct {
		left []sandbox.Remedy
		dry  bool
		want string
	}{
		{nil, false, ""},
		{[]sandbox.Remedy{ask(1, "b@x.example")}, true, ""},
		{
			[]sandbox.Remedy{ask(2, "b@x.example", "o'c@x.example"), apologise(1, "d@x.example")}, false,
			"  Not opened, so ask: recallbox ask --as al m1 --to 'b@x.example,o'\\''c@x.example'\n" +
				"  Opened there, so apologise: recallbox send --as al --in-reply-to m1 --to d@x.example --subject Sorry\n",
		},
		{
			[]sandbox.Remedy{ask(term.ManyRows+1, "b@x.example"), apologise(term.ManyRows+1, "d@x.example")}, false,
			"  Not opened, so ask: recallbox ask --as al m1\n" +
				"  Opened there, so apologise: recallbox send --as al --in-reply-to m1 --to GROUP --subject Sorry\n",
		},
	}
	for _, test := range tests {
		r := sandbox.Recall{ByWord: "al", Message: "m1", DryRun: test.dry, Left: test.left}
		got, _ := printed(Terminal{}, func(p *printer) {
			if err := p.whatIsLeft(r); err != nil {
				t.Error(err)
			}
		})
		if got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
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
