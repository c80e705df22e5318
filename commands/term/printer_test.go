package term

import (
	"bytes"
	"strings"
	"testing"
)

// printed is what print gives on stdout and stderr.
func printed(terminal Terminal, print func(*Printer)) (out, err string) {
	var stdout, stderr bytes.Buffer
	p := New(Streams{Out: &stdout, Err: &stderr, Terminal: terminal, Getenv: func(string) string { return "" }})
	print(p)
	p.Flush()
	return stdout.String(), stderr.String()
}

func outcomes(p *Printer) {
	list := p.Table("RECIPIENT", "OUTCOME", "WHY")
	list.Row(Plain("bob@acme.example"), Good("succeeded"), Join(
		Plain("unread when the recall message arrived: deleted, and Bob was told  "), Faint("[outlook/auto-unread]")))
	list.Row(Plain("王小明@例え.example"), Bad("failed"), Plain("e\u0301 👩\u200d👧\x1b"))
	list.Row(Plain("x"), Waiting("pending"), Plain("長い長い長い長い長い長い長い長い長い長い長い長い長い長い長い長い長い長い長い長い"))
	list.Print(false)
}

func TestTable(t *testing.T) {
	tests := []struct {
		name     string
		terminal Terminal
		want     string
	}{
		{"file", Terminal{}, `  RECIPIENT            OUTCOME    WHY
  bob@acme.example     succeeded  unread when the recall message arrived: deleted, and Bob was told  ` +
			`[outlook/auto-unread]
  王小明@例え.example  failed     ` + "e\u0301 👩\u200d👧" + `\x1b
  x                    pending    長い長い長い長い長い長い長い長い長い長い長い長い長い長い長い長い長い長い長い長い
`},
		{"narrow terminal", Terminal{Out: true, Width: 64}, "" +
			"  \x1b[1mRECIPIENT\x1b[22m            \x1b[1mOUTCOME\x1b[22m    \x1b[1mWHY\x1b[22m\n" +
			"  bob@acme.example     \x1b[32msucceeded\x1b[0m  unread when the recall message\n" +
			"                                  arrived: deleted, and Bob was\n" +
			"                                  told  \x1b[2m[outlook/auto-unread]\x1b[22m\n" +
			"  王小明@例え.example  \x1b[31mfailed\x1b[0m     e\u0301 👩\u200d👧\\x1b\n" +
			"  x                    \x1b[33mpending\x1b[0m    長い長い長い長い長い長い長い長\n" +
			"                                  い長い長い長い長い長い長い長い\n" +
			"                                  長い長い長い長い長い\n"},
		{"too narrow to wrap", Terminal{Out: true, Width: 40}, ""},
	}
	for _, test := range tests {
		out, _ := printed(test.terminal, outcomes)
		if test.want != "" && out != test.want {
			t.Errorf("%s:\n%s\nwant\n%s\n%q", test.name, out, test.want, out)
		}
	}
}

func TestTableOfMany(t *testing.T) {
	many := func(all bool) func(*Printer) {
		return func(p *Printer) {
			list := p.Table("N")
			for range 51 {
				list.Row(Plain("x"))
			}
			list.Print(all)
		}
	}
	few, _ := printed(Terminal{}, many(false))
	all, _ := printed(Terminal{}, many(true))
	n := strings.Count(few, "\n")
	if n != 22 || !strings.HasSuffix(few, "  31 more: --all prints them\n") {
		t.Errorf("%d lines:\n%s", n, few)
	}
	if n := strings.Count(all, "\n"); n != 52 {
		t.Errorf("%d lines with --all", n)
	}
}

func TestWhereThingsGo(t *testing.T) {
	speak := func(p *Printer) {
		p.Created("m1", "sent m1 to 3 recipients")
		p.Warn("m1 was recalled before: r1")
		p.Raw([]byte("\x1b[0m"))
	}
	out, err := printed(Terminal{}, speak)
	if out != "m1\n\x1b[0m" || err != "warning: m1 was recalled before: r1\n" {
		t.Errorf("pipes: %q, %q", out, err)
	}
	out, err = printed(Terminal{Out: true, Err: true}, func(p *Printer) { p.SetColour("never"); speak(p) })
	if out != "m1\n\\x1b[0m\n" || err != "sent m1 to 3 recipients\nwarning: m1 was recalled before: r1\n" {
		t.Errorf("terminal: %q, %q", out, err)
	}
}

func TestDoneWraps(t *testing.T) {
	_, err := printed(Terminal{Out: true, Err: true, Width: 24}, func(p *Printer) {
		p.SetColour("never")
		p.Done("bob marked m1 and m2 read, and told carol")
	})
	if want := "bob marked m1 and m2\nread, and told carol\n"; err != want {
		t.Errorf("got %q, want %q", err, want)
	}
}

func TestJSON(t *testing.T) {
	type inner struct {
		List []string `json:"list"`
	}
	value := struct {
		A     string  `json:"a"`
		Gone  []int   `json:"gone,omitempty"`
		Inner *inner  `json:"inner"`
		Many  []inner `json:"many"`
		Text  string  `json:"text"`
	}{A: "<b>", Inner: &inner{}, Many: []inner{{}}, Text: "\u202e\x1b\u009b\U000e0041\n"}
	out, _ := printed(Terminal{}, func(p *Printer) { p.Compact = true; p.WriteJSON(value) })
	want := `{"a":"<b>","inner":{"list":[]},"many":[{"list":[]}],"text":"\u202e\u001b\u009b\udb40\udc41\n"}` + "\n"
	if out != want {
		t.Errorf("got %s\nwant %s", out, want)
	}
}

func TestColour(t *testing.T) {
	tests := []struct {
		mode     string
		env      map[string]string
		terminal bool
		want     bool
	}{
		{"auto", nil, true, true},
		{"auto", nil, false, false},
		{"auto", map[string]string{"NO_COLOR": "1"}, true, false},
		{"auto", map[string]string{"NO_COLOR": "1", "CLICOLOR_FORCE": "1"}, true, false},
		{"auto", map[string]string{"CLICOLOR_FORCE": "1"}, false, true},
		{"auto", map[string]string{"CLICOLOR_FORCE": "0"}, false, false},
		{"auto", map[string]string{"CLICOLOR": "0"}, true, false},
		{"auto", map[string]string{"TERM": "dumb"}, true, false},
		{"always", map[string]string{"NO_COLOR": "1"}, false, true},
		{"never", map[string]string{"CLICOLOR_FORCE": "1"}, true, false},
	}
	for _, test := range tests {
		getenv := func(name string) string { return test.env[name] }
		if got := wantsColour(test.mode, getenv, test.terminal); got != test.want {
			t.Errorf("%+v: got %v", test, got)
		}
	}
}

func TestProgress(t *testing.T) {
	_, err := printed(Terminal{Err: true}, func(p *Printer) {
		p.SetColour("never")
		stop := p.StartProgress("recall")
		p.progress.tick()
		p.Warn("slow")
		stop()
		p.Say(Plain("done"))
	})
	if want := "recall… 0 s\r\x1b[Kwarning: slow\ndone\n"; err != want {
		t.Errorf("got %q, want %q", err, want)
	}
	_, err = printed(Terminal{Err: true}, func(p *Printer) {
		defer p.StartProgress("import")()
		p.Advance(1, "messages")
		p.Advance(100, "messages")
		p.progress.tick()
	})
	if want := "import… 101 messages, 0 s\r\x1b[K"; err != want {
		t.Errorf("got %q, want %q", err, want)
	}
	_, err = printed(Terminal{}, func(p *Printer) {
		defer p.StartProgress("recall")()
		p.Advance(1, "messages")
	})
	if err != "" {
		t.Errorf("without a terminal: %q", err)
	}
}
