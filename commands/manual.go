package commands

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
)

// manual is the manual page of the whole program. (urfave/cli's ToMan leaves out arguments, descriptions and
// topics, and its page has no date, plain hyphens that a formatter may change in what is to be typed, and more
// than ASCII.)
func manual(root *cli.Command) string {
	var m manPage
	m.title(root.Name)
	m.section("name")
	m.text(root.Name + " - " + root.Usage)
	m.section("synopsis")
	m.text(usage(root))
	m.section("description")
	m.page(term.ReadMarkdown(root.Description))
	m.section("options")
	m.flags(root.Flags)
	m.section("commands")
	for _, sub := range root.Subcommands {
		m.command(sub)
	}
	for _, name := range topicNames() {
		_, page, _ := topic(name)
		m.section(cmp.Or(manSections[name], name))
		m.page(page)
	}
	m.section("files")
	m.tagged(bold(defaultSandbox), "the sandbox, where nothing names another: one SQLite file")
	m.section("examples")
	m.example(root.UsageText)
	m.section("see also")
	m.text("jq(1), mbox(5), sqlite3(1)")
	return m.String()
}

// manSections are what some topics are called where readers of manual pages look for them.
var manSections = map[string]string{"exit-codes": "exit status", "scripting": "scripts"}

// command explains a command and those below it.
func (m *manPage) command(c *cli.Command) {
	if c.Hidden {
		return
	}
	m.subsection(usage(c))
	m.text(strings.ToUpper(c.Usage[:1]) + c.Usage[1:] + ".")
	m.page(term.ReadMarkdown(c.Description))
	m.flags(c.Flags)
	m.example(c.UsageText)
	for _, sub := range c.Subcommands {
		m.command(sub)
	}
}

// manPage writes a manual page in the language of man(7). It is plain ASCII, so that every formatter shows it alike.
type manPage struct {
	strings.Builder
	begins bool // a section, so that the next paragraph needs no request
}

// request is a line for the formatter.
func (m *manPage) request(name string, args ...string) {
	m.WriteString("." + name)
	for _, arg := range args {
		if strings.Contains(arg, " ") {
			arg = `"` + arg + `"`
		}
		m.WriteString(" " + arg)
	}
	m.WriteString("\n")
}

func (m *manPage) title(name string) {
	b := thisBuild()
	m.request("TH", strings.ToUpper(name), "1", b.day, name+" "+b.Version, "User Commands")
	m.request("nh")      // no hyphens in what can be typed
	m.request("ad", "l") // nor wider blanks
}

func (m *manPage) section(title string)    { m.heading("SH", strings.ToUpper(roff(title))) }
func (m *manPage) subsection(title string) { m.heading("SS", roff(title)) }

func (m *manPage) heading(name, title string) {
	m.request(name, title)
	m.begins = true
}

func (m *manPage) paragraph() {
	if !m.begins {
		m.request("PP")
	}
	m.begins = false
}

// text is a text that stands for itself.
func (m *manPage) text(s string) { m.filled(roff(s)) }

// filled is a text that may have escapes for the formatter, in lines that an editor shows whole.
func (m *manPage) filled(s string) {
	const most = 80
	for len(s) > most {
		end := strings.LastIndex(s[:most], " ")
		if end < 0 {
			end = strings.Index(s, " ")
		}
		if end < 0 {
			break
		}
		m.raw(s[:end])
		s = s[end+1:]
	}
	m.raw(s)
}

// raw is one line of text that may have escapes for the formatter.
func (m *manPage) raw(s string) {
	if strings.HasPrefix(s, ".") || strings.HasPrefix(s, "'") {
		s = `\&` + s
	}
	m.WriteString(s + "\n")
	m.begins = false
}

// page writes a page: its headings are subsections, a table is a list of what its first column names.
func (m *manPage) page(blocks []term.Block) {
	for _, b := range blocks {
		switch b.Kind {
		case term.HeadingBlock:
			m.subsection(term.StripMarks(b.Text))
		case term.ParagraphBlock:
			m.paragraph()
			m.filled(roffInline(b.Text))
		case term.ItemBlock:
			m.request("TP")
			m.raw(`\-`)
			m.filled(roffInline(b.Text))
		case term.CodeBlock:
			m.example(strings.Join(b.Lines, "\n") + "\n")
		case term.TableBlock:
			for _, row := range b.Rows[1:] {
				rest := slices.DeleteFunc(slices.Clone(row[1:]), func(cell string) bool { return cell == "" })
				m.tagged(bold(term.StripMarks(row[0])), term.StripMarks(strings.Join(rest, "; ")))
			}
		}
	}
}

func (m *manPage) lines(s string) {
	for line := range strings.Lines(s) {
		m.raw(roff(strings.TrimSuffix(line, "\n")))
	}
}

// example are lines that can be typed.
func (m *manPage) example(s string) {
	if s == "" {
		return
	}
	const indent, usual, wide = 4, 7, 78 // of text in a page for man, and how wide that is on most terminals
	m.paragraph()
	begin, end := []string{"RS", strconv.Itoa(indent)}, "RE"
	for line := range strings.Lines(s) {
		if term.Width(strings.TrimSuffix(line, "\n")) > wide-usual-indent {
			begin, end = []string{"in", "0"}, "in" // from the edge, so that nothing is broken
		}
	}
	m.request(begin[0], begin[1])
	m.request("nf")
	m.lines(s)
	m.request("fi")
	m.request(end)
}

// tagged is a word, marked up already, and what it means.
func (m *manPage) tagged(word, says string) {
	m.request("TP")
	m.raw(word)
	m.text(says)
}

func (m *manPage) flags(flags []cli.Flag) {
	for _, flag := range flags {
		value, sentence := describe(flag)
		long, short := namesOf(flag)
		name := bold("--" + long)
		for _, alias := range short {
			name = bold("-"+alias) + ", " + name
		}
		if takesValue(flag) {
			name += ` \fI` + roff(value) + `\fR`
		}
		m.tagged(name, sentence)
	}
}

// roffInline is a text with what is strong in bold.
func roffInline(s string) string {
	var b strings.Builder
	parts, strong := term.SplitMarks(s)
	for i, part := range parts {
		if strong[i] {
			b.WriteString(bold(part))
		} else {
			b.WriteString(roff(part))
		}
	}
	return b.String()
}

func bold(s string) string { return `\fB` + roff(s) + `\fR` }

// roff writes a text so that the formatter shows just that.
func roff(s string) string {
	var b strings.Builder
	for _, r := range s {
		name, special := roffNames[r]
		switch {
		case special:
			b.WriteString(name)
		case r > 126:
			fmt.Fprintf(&b, `\[u%04X]`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// roffNames are characters that a formatter would take for something else, or for a finer one.
var roffNames = map[rune]string{
	'-': `\-`, '\'': `\(aq`, '`': `\(ga`, '^': `\(ha`, '~': `\(ti`, '\\': `\e`, '"': `\(dq`, '\t': "    ",
}
