package term

import (
	"regexp"
	"slices"
	"strings"
	"sync"
)

// Pages of text are Markdown, so that GitHub shows the topics as `help` prints them. Of Markdown they use headings,
// paragraphs, code (fenced, or indented by two), tables, and lists whose items may go on in indented lines; in a line
// `code`, **bold** and [links](page.md). Comments are for generators and are left out.

// Block is a part of a page: a heading, a paragraph, code, a table, or one item of a list.
type Block struct {
	Kind  BlockKind
	Text  string     // with its marks
	Lines []string   // of code
	Rows  [][]string // of a table, with their marks; the first is its head
}

// BlockKind is what a block is.
type BlockKind int

// The kinds of blocks.
const (
	HeadingBlock BlockKind = iota
	ParagraphBlock
	CodeBlock
	TableBlock
	ItemBlock
)

// ReadMarkdown takes a page apart.
func ReadMarkdown(page string) []Block {
	var blocks []Block
	open := false // the last block goes on in the next line
	for lines := strings.Split(page, "\n"); len(lines) > 0; {
		line := lines[0]
		lines = lines[1:]
		switch {
		case strings.TrimSpace(line) == "" || strings.HasPrefix(line, "<!--"):
			open = false
		case strings.HasPrefix(line, "```"):
			size := slices.Index(lines, "```")
			if size < 0 {
				size = len(lines)
			}
			blocks = append(blocks, Block{Kind: CodeBlock, Lines: lines[:size]})
			lines, open = lines[min(size+1, len(lines)):], false
		case strings.HasPrefix(line, "#"):
			blocks = append(blocks, Block{Kind: HeadingBlock, Text: strings.TrimLeft(line, "# ")})
			open = false
		case strings.HasPrefix(line, "|"):
			if !open {
				blocks = append(blocks, Block{Kind: TableBlock})
			}
			if !strings.HasPrefix(line, "|---") {
				last := &blocks[len(blocks)-1]
				last.Rows = append(last.Rows, tableCells(line))
			}
			open = true
		case strings.HasPrefix(line, "- "):
			blocks = append(blocks, Block{Kind: ItemBlock, Text: line[2:]})
			open = true
		case strings.HasPrefix(line, "  ") && !(open && blocks[len(blocks)-1].Kind == ItemBlock):
			size := slices.IndexFunc(lines, func(line string) bool { return !strings.HasPrefix(line, "  ") })
			if size < 0 {
				size = len(lines)
			}
			code := Block{Kind: CodeBlock}
			for _, line := range append([]string{line}, lines[:size]...) {
				code.Lines = append(code.Lines, line[2:])
			}
			blocks = append(blocks, code)
			lines, open = lines[size:], false
		case open:
			blocks[len(blocks)-1].Text += " " + strings.TrimSpace(line)
		default:
			blocks = append(blocks, Block{Kind: ParagraphBlock, Text: line})
			open = true
		}
	}
	return blocks
}

// tableCells are the cells of a line of a table; a bar that belongs to a cell is written \|.
func tableCells(line string) []string {
	line = strings.ReplaceAll(strings.Trim(line, "|"), `\|`, "\x00")
	var cells []string
	for cell := range strings.SplitSeq(line, "|") {
		cells = append(cells, strings.ReplaceAll(strings.TrimSpace(cell), "\x00", "|"))
	}
	return cells
}

// What is marked in a line. Only help needs to know it, so that no other command waits for it.
var (
	markdownLink = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\[([^\]]+)\]\([^)]+\)`) })
	markdownMark = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile("`([^`]+)`|\\*\\*([^*]+)\\*\\*") })
)

// Inline takes a text apart at its marks: strong says for each part whether it was code or bold. Of a link only its
// text stays, which must say where it leads, as in [recallbox help ci](ci.md).
func Inline(s string) (parts []string, strong []bool) {
	s = markdownLink().ReplaceAllString(s, "$1")
	for s != "" {
		at := markdownMark().FindStringSubmatchIndex(s)
		if at == nil {
			return append(parts, s), append(strong, false)
		}
		if at[0] > 0 {
			parts, strong = append(parts, s[:at[0]]), append(strong, false)
		}
		parts, strong = append(parts, markdownMark().ReplaceAllString(s[at[0]:at[1]], "$1$2")), append(strong, true)
		s = s[at[1]:]
	}
	return parts, strong
}

// Unmarked is a text without its marks.
func Unmarked(s string) string {
	parts, _ := Inline(s)
	return strings.Join(parts, "")
}

// Title says what a page explains.
func (p *Printer) Title(name, short string) {
	for _, line := range p.Fit(Join(Heading(name), Plain(": "+short)), 0) {
		p.Line(line)
	}
}

// Section begins a part of what is printed with its heading.
func (p *Printer) Section(title string) {
	p.Line()
	p.Line(Heading(title))
}

// widestProse is how wide a paragraph is printed, however wide the terminal is.
const widestProse = 80

// Markdown prints a page.
func (p *Printer) Markdown(blocks []Block) {
	for i, b := range blocks {
		if i == 0 || !goesWith(blocks[i-1], b) {
			p.Line()
		}
		switch b.Kind {
		case HeadingBlock:
			p.Line(Heading(Unmarked(b.Text)))
		case ParagraphBlock:
			p.filled("", b.Text)
		case ItemBlock:
			p.filled("- ", b.Text)
		case CodeBlock:
			p.code(b.Lines)
		case TableBlock:
			p.markdownTable(b.Rows)
		}
	}
}

// goesWith is true where no line is left empty between two blocks.
func goesWith(above, below Block) bool {
	return above.Kind == HeadingBlock || above.Kind == ItemBlock && below.Kind == ItemBlock
}

// textWidth is how wide a page is.
func (p *Printer) textWidth() int {
	if p.Terminal.Out && p.Terminal.Width >= narrowest {
		return min(p.Terminal.Width, widestProse)
	}
	return widestProse
}

// filled prints a paragraph, whose further lines stand below the first one's text.
func (p *Printer) filled(mark, s string) {
	lead := Plain(mark)
	parts, strong := Inline(s)
	for _, line := range wrap(Plain(strings.Join(parts, "")), p.textWidth()-len(mark)) {
		p.Line(Join(lead, emphasised(line.String(), &parts, &strong)))
		lead = Pad(nil, len(mark))
	}
}

// emphasised is the next line of a text that was wrapped, with what is strong in it. It takes the line off the parts.
// A text is wrapped without its marks, as a comma behind a word in code must stay with the word.
func emphasised(line string, parts *[]string, strong *[]bool) Text {
	var out Text
	for line != "" && len(*parts) > 0 {
		part := (*parts)[0]
		if out == nil {
			part = strings.TrimLeft(part, " ") // of the break
		}
		size := min(len(part), len(line))
		if (*strong)[0] {
			out = append(out, Heading(line[:size])...)
		} else {
			out = append(out, Plain(line[:size])...)
		}
		line, (*parts)[0] = line[size:], part[size:]
		if (*parts)[0] == "" {
			*parts, *strong = (*parts)[1:], (*strong)[1:]
		}
	}
	return out
}

// code prints lines as they are. What was typed in a session stands out.
func (p *Printer) code(lines []string) {
	typed := false // the line goes on what was typed in the line above
	for _, line := range lines {
		lead, paint := tableIndent, Plain
		if command, is := strings.CutPrefix(line, "$ "); is {
			lead, line, typed = tableIndent+"$ ", command, true
		}
		if typed {
			paint = Heading
		}
		typed = typed && strings.HasSuffix(line, `\`)
		if room := p.Terminal.Width - len(lead); p.Terminal.Out && room >= narrowest && Width(line) > room {
			p.broken(lead, line, paint)
		} else {
			p.Line(TrimRight(Join(Faint(lead), paint(line))))
		}
	}
}

// broken prints a line that the terminal is too narrow for: a line of a table goes on below its last column that
// leaves room, what was typed a little to the right, any other line below its beginning.
func (p *Printer) broken(lead, line string, paint func(string) Text) {
	const enough = 10
	most := p.Terminal.Width - enough - len(lead)
	column := min(len(line)-len(strings.TrimLeft(line, " ")), most)
	for i := 2; i < len(line); i++ {
		if line[i-2:i] == "  " && line[i] != ' ' && Width(line[:i]) <= most {
			column = i
		}
	}
	first := Join(Faint(lead), paint(line[:column]))
	left := first.Width()
	if lead != tableIndent {
		left += 4
	}
	for _, part := range wrap(paint(strings.TrimLeft(line[column:], " ")), p.Terminal.Width-left) {
		if wide := part.Width(); wide > p.Terminal.Width-left && wide <= p.Terminal.Width && len(TrimRight(first)) == 0 {
			first = Pad(nil, p.Terminal.Width-wide) // a long word, such as an ID, stays whole
		}
		for _, piece := range Chop(part, p.Terminal.Width-first.Width()) {
			p.Line(Join(first, piece))
			first = Pad(nil, left)
		}
	}
}

// markdownTable prints a table: in columns where the last of them has room, else a row below the other.
func (p *Printer) markdownTable(rows [][]string) {
	var columns []int
	for _, row := range rows {
		columns = widen(columns, texts(row))
	}
	left := len(tableIndent)
	for _, column := range columns[:len(columns)-1] {
		left += column + tableGap
	}
	const enough = 24
	if last := columns[len(columns)-1]; left+min(last, enough) <= p.textWidth() {
		list := p.Table(rows[0]...)
		for _, row := range rows[1:] {
			list.Row(texts(row)...)
		}
		list.Print(true)
		return
	}
	for _, row := range rows[1:] {
		p.Line(Heading(tableIndent + Unmarked(row[0])))
		for i, cell := range row[1:] {
			if head := rows[0][i+1]; i > 0 && head != "" && cell != "" {
				cell = head + ": " + cell
			}
			if cell != "" {
				p.filled("      ", cell)
			}
		}
	}
}

func texts(cells []string) []Text {
	var out []Text
	for _, cell := range cells {
		out = append(out, Plain(Unmarked(cell)))
	}
	return out
}
