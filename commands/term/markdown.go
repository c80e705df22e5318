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

// ReadMarkdown splits a page into blocks.
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

// The marks in a line. They compile when help needs them, so that no other command waits for them.
var (
	markdownLink = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\[([^\]]+)\]\([^)]+\)`) })
	markdownMark = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile("`([^`]+)`|\\*\\*([^*]+)\\*\\*") })
)

// SplitMarks splits a text at its marks; strong says for each part whether it is code or bold. Of a link only the text
// stays, which must say where the link leads, as in [recallbox help ci](ci.md).
func SplitMarks(s string) (parts []string, strong []bool) {
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

// StripMarks removes the marks of a text.
func StripMarks(s string) string {
	parts, _ := SplitMarks(s)
	return strings.Join(parts, "")
}

// Title prints what a page explains.
func (p *Printer) Title(name, short string) {
	for _, line := range p.Fit(Join(Heading(name), Plain(": "+short)), 0) {
		p.Line(line)
	}
}

// Section begins a part of a page with its heading.
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
			p.Line(Heading(StripMarks(b.Text)))
		case ParagraphBlock:
			p.paragraph("", b.Text)
		case ItemBlock:
			p.paragraph("- ", b.Text)
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

// paragraph prints a paragraph. Its other lines stand below the text of the first.
func (p *Printer) paragraph(mark, s string) {
	lead := Plain(mark)
	parts, strong := SplitMarks(s)
	for _, line := range wrap(Plain(strings.Join(parts, "")), p.textWidth()-len(mark)) {
		p.Line(Join(lead, takeLine(line.String(), &parts, &strong)))
		lead = Pad(nil, len(mark))
	}
}

// takeLine takes the next line off the parts of a text, with what is strong in it. A text wraps without its marks, as
// a comma behind a word in code must stay with the word.
func takeLine(line string, parts *[]string, strong *[]bool) Text {
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

// code prints lines as they are. The commands of a session stand out.
func (p *Printer) code(lines []string) {
	isCommand := false // or goes on with the command in the line above
	for _, line := range lines {
		lead, paint := tableIndent, Plain
		if command, is := strings.CutPrefix(line, "$ "); is {
			lead, line, isCommand = tableIndent+"$ ", command, true
		}
		if isCommand {
			paint = Heading
		}
		isCommand = isCommand && strings.HasSuffix(line, `\`)
		if room := p.Terminal.Width - len(lead); p.Terminal.Out && room >= narrowest && Width(line) > room {
			p.wrapCode(lead, line, paint)
		} else {
			p.Line(TrimRight(Join(Faint(lead), paint(line))))
		}
	}
}

// wrapCode prints a line that is too wide for the terminal. A line of a table goes on below its last column that leaves
// room, a command a little to the right, any other line below its beginning.
func (p *Printer) wrapCode(lead, line string, paint func(string) Text) {
	const minRoom = 10
	most := p.Terminal.Width - minRoom - len(lead)
	column := min(len(line)-len(strings.TrimLeft(line, " ")), most)
	for i := 2; i < len(line); i++ {
		if line[i-2:i] == "  " && line[i] != ' ' && Width(line[:i]) <= most {
			column = i
		}
	}
	first := Join(Faint(lead), paint(line[:column]))
	indent := first.Width()
	if lead != tableIndent {
		indent += 4
	}
	for _, part := range wrap(paint(strings.TrimLeft(line[column:], " ")), p.Terminal.Width-indent) {
		if wide := part.Width(); wide > p.Terminal.Width-indent && wide <= p.Terminal.Width && len(TrimRight(first)) == 0 {
			first = Pad(nil, p.Terminal.Width-wide) // a long word, such as an ID, stays whole
		}
		for _, piece := range Chop(part, p.Terminal.Width-first.Width()) {
			p.Line(Join(first, piece))
			first = Pad(nil, indent)
		}
	}
}

// markdownTable prints a table: in columns where the last of them has room, else a row below the other.
func (p *Printer) markdownTable(rows [][]string) {
	var columns []int
	for _, row := range rows {
		columns = widen(columns, texts(row))
	}
	indent := len(tableIndent)
	for _, column := range columns[:len(columns)-1] {
		indent += column + tableGap
	}
	const minRoom = 24
	if last := columns[len(columns)-1]; indent+min(last, minRoom) <= p.textWidth() {
		list := p.Table(rows[0]...)
		list.Width = p.textWidth()
		for _, row := range rows[1:] {
			list.Row(texts(row)...)
		}
		list.Print(true)
		return
	}
	for _, row := range rows[1:] {
		p.Line(Heading(tableIndent + StripMarks(row[0])))
		for i, cell := range row[1:] {
			if head := rows[0][i+1]; i > 0 && head != "" && cell != "" {
				cell = head + ": " + cell
			}
			if cell != "" {
				p.paragraph("      ", cell)
			}
		}
	}
}

func texts(cells []string) []Text {
	var out []Text
	for _, cell := range cells {
		out = append(out, Plain(StripMarks(cell)))
	}
	return out
}
