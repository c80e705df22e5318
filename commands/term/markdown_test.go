package term

import (
	"strings"
	"testing"
)

const markdownPage = "<!-- begin x: generated -->\n\n## In `short`\n\n" +
	"A **message** is read in\n[`recallbox help class`](class.md).\n\n" +
	"- one that goes\n  on and on, as long as a line\n- two\n\n" +
	"```console\n$ recallbox send \\\n  --as alice\nm1\nlonger than the narrow terminal is\n" +
	"  a  row of a table that is wide\n  a first column  this\n                  [an/identifier]\n```\n\n" +
	"| word | what it means |\n|---|---|\n| `on\\|off` | a setting of an organisation |\n\n" +
	"| a long word in the first column | b | c |\n|---|---|---|\n| a long word that has no room beside it | one | two |\n"

func TestMarkdownOnATerminal(t *testing.T) {
	print := func(width int) string {
		out, _ := printed(Terminal{Out: true, Width: width}, func(p *Printer) {
			p.SetColour("never")
			p.Markdown(ReadMarkdown(markdownPage))
		})
		return out
	}
	want := `
In short
A message is read in recallbox help class.

- one that goes on and on, as long as a line
- two

  $ recallbox send \
    --as alice
  m1
  longer than the narrow terminal is
    a  row of a table that is wide
    a first column  this
                    [an/identifier]

  word    what it means
  on|off  a setting of an organisation

  a long word in the first column         b    c
  a long word that has no room beside it  one  two
`
	if got := print(60); got != want {
		t.Errorf("got\n%s", got)
	}
	want = `
In short
A message is read in
recallbox help class.

- one that goes on and on,
  as long as a line
- two

  $ recallbox send \
    --as alice
  m1
  longer than the narrow
  terminal is
    a  row of a table that
       is wide
    a first column  this
             [an/identifier]

  on|off
      a setting of an
      organisation

  a long word that has no room beside it
      one
      c: two
`
	if got := print(28); got != want {
		t.Errorf("narrow: got\n%s", got)
	}
}

// TestMarkdownEmphasis: what was code or bold stays so where its line ends, and takes no comma into the next.
func TestMarkdownEmphasis(t *testing.T) {
	out, _ := printed(Terminal{Out: true, Width: 20}, func(p *Printer) {
		p.SetColour("always")
		p.Markdown(ReadMarkdown("It says `recallbox help`, and **all of it**."))
	})
	want := "\nIt says \x1b[1mrecallbox\x1b[0m\n\x1b[1mhelp\x1b[0m, and \x1b[1mall of it\x1b[0m.\n"
	if out = strings.ReplaceAll(out, "\x1b[22m", "\x1b[0m"); out != want {
		t.Errorf("got %q", out)
	}
}
