package commands

import (
	"regexp"
	"slices"
	"strings"
)

// The topics are Markdown, so that GitHub shows them and `help` prints them. Of Markdown they use headings,
// paragraphs, fenced code, tables, and lists whose items may go on in indented lines; in a line `code`, **bold** and
// [links](page.md). Comments are for generators and are left out.

// block is a part of a page: a heading, a paragraph, code, a table, or one item of a list.
type block struct {
	kind  blockKind
	text  string
	lines []string   // of code
	rows  [][]string // of a table; the first is its head
}

type blockKind int

const (
	headingBlock blockKind = iota
	paragraphBlock
	codeBlock
	tableBlock
	itemBlock
)

// readMarkdown takes a page apart.
func readMarkdown(page string) []block {
	var blocks []block
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
			blocks = append(blocks, block{kind: codeBlock, lines: lines[:size]})
			lines, open = lines[min(size+1, len(lines)):], false
		case strings.HasPrefix(line, "#"):
			blocks = append(blocks, block{kind: headingBlock, text: strings.TrimLeft(line, "# ")})
			open = false
		case strings.HasPrefix(line, "|"):
			if !open {
				blocks = append(blocks, block{kind: tableBlock})
			}
			if !strings.HasPrefix(line, "|---") {
				last := &blocks[len(blocks)-1]
				last.rows = append(last.rows, tableCells(line))
			}
			open = true
		case strings.HasPrefix(line, "- "):
			blocks = append(blocks, block{kind: itemBlock, text: line[2:]})
			open = true
		case open:
			blocks[len(blocks)-1].text += " " + strings.TrimSpace(line)
		default:
			blocks = append(blocks, block{kind: paragraphBlock, text: line})
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

var (
	markdownLink = regexp.MustCompile(`\[([^\]]+)\]\([^)]+\)`)
	markdownMark = regexp.MustCompile("`([^`]+)`|\\*\\*([^*]+)\\*\\*")
)

// inline takes a text apart at its marks: strong says for each part whether it was code or bold. Of a link only its
// text stays, which must say where it leads, as in [recallbox help ci](ci.md).
func inline(s string) (parts []string, strong []bool) {
	s = markdownLink.ReplaceAllString(s, "$1")
	for s != "" {
		at := markdownMark.FindStringSubmatchIndex(s)
		if at == nil {
			return append(parts, s), append(strong, false)
		}
		if at[0] > 0 {
			parts, strong = append(parts, s[:at[0]]), append(strong, false)
		}
		parts, strong = append(parts, markdownMark.ReplaceAllString(s[at[0]:at[1]], "$1$2")), append(strong, true)
		s = s[at[1]:]
	}
	return parts, strong
}

// unmarked is a text without its marks.
func unmarked(s string) string {
	parts, _ := inline(s)
	return strings.Join(parts, "")
}

// widestProse is how wide a paragraph is printed, however wide the terminal is.
const widestProse = 80

// markdown prints a page.
func (p *printer) markdown(blocks []block) {
	for i, b := range blocks {
		if i == 0 || b.kind != itemBlock || blocks[i-1].kind != itemBlock {
			p.line()
		}
		switch b.kind {
		case headingBlock:
			p.line(heading(unmarked(b.text)))
		case paragraphBlock:
			p.filled("", b.text)
		case itemBlock:
			p.filled("- ", b.text)
		case codeBlock:
			p.code(b.lines)
		case tableBlock:
			p.markdownTable(b.rows)
		}
	}
}

// textWidth is how wide a page is.
func (p *printer) textWidth() int {
	if p.terminal.Out && p.terminal.Width >= narrowest {
		return min(p.terminal.Width, widestProse)
	}
	return widestProse
}

// filled prints a paragraph, whose further lines stand below the first one's text.
func (p *printer) filled(mark, s string) {
	lead := plain(mark)
	parts, strong := inline(s)
	for _, line := range wrap(plain(strings.Join(parts, "")), p.textWidth()-len(mark)) {
		p.line(join(lead, emphasised(line.string(), &parts, &strong)))
		lead = pad(nil, len(mark))
	}
}

// emphasised is the next line of a text that was wrapped, with what is strong in it. It takes the line off the parts.
// A text is wrapped without its marks, as a comma behind a word in code must stay with the word.
func emphasised(line string, parts *[]string, strong *[]bool) text {
	var out text
	for line != "" && len(*parts) > 0 {
		part := (*parts)[0]
		if out == nil {
			part = strings.TrimLeft(part, " ") // of the break
		}
		size := min(len(part), len(line))
		if (*strong)[0] {
			out = append(out, heading(line[:size])...)
		} else {
			out = append(out, plain(line[:size])...)
		}
		line, (*parts)[0] = line[size:], part[size:]
		if (*parts)[0] == "" {
			*parts, *strong = (*parts)[1:], (*strong)[1:]
		}
	}
	return out
}

// code prints lines as they are. What was typed in a session stands out.
func (p *printer) code(lines []string) {
	typed := false // the line goes on what was typed in the line above
	for _, line := range lines {
		lead, paint := tableIndent, plain
		if command, is := strings.CutPrefix(line, "$ "); is {
			lead, line, typed = tableIndent+"$ ", command, true
		}
		if typed {
			paint = heading
		}
		typed = typed && strings.HasSuffix(line, `\`)
		if room := p.terminal.Width - len(lead); p.terminal.Out && room >= narrowest && width(line) > room {
			p.broken(lead, line, paint)
		} else {
			p.line(trimRight(join(faint(lead), paint(line))))
		}
	}
}

// broken prints a line that the terminal is too narrow for: a line of a table goes on below its last column, what was
// typed a little to the right, any other line below its beginning.
func (p *printer) broken(lead, line string, paint func(string) text) {
	const enough = 16
	column := len(line) - len(strings.TrimLeft(line, " "))
	if gap := strings.LastIndex(line, "  "); gap >= 0 && p.terminal.Width-len(lead)-width(line[:gap+2]) >= enough {
		column = gap + 2
	}
	first := join(faint(lead), paint(line[:column]))
	left := first.width()
	if lead != tableIndent {
		left += 4
	}
	for _, part := range wrap(paint(line[column:]), p.terminal.Width-left) {
		for _, piece := range chopped(part, p.terminal.Width-left) {
			p.line(join(first, piece))
			first = pad(nil, left)
		}
	}
}

// markdownTable prints a table: in columns where the last of them has room, else a row below the other.
func (p *printer) markdownTable(rows [][]string) {
	var columns []int
	for _, row := range rows {
		columns = widen(columns, texts(row))
	}
	left := len(tableIndent)
	for _, column := range columns[:len(columns)-1] {
		left += column + tableGap
	}
	const enough = 32
	if last := columns[len(columns)-1]; left+min(last, enough) <= p.textWidth() {
		list := p.table(rows[0]...)
		for _, row := range rows[1:] {
			list.row(texts(row)...)
		}
		list.print(true)
		return
	}
	for _, row := range rows[1:] {
		p.line(heading(tableIndent + unmarked(row[0])))
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

func texts(cells []string) []text {
	var out []text
	for _, cell := range cells {
		out = append(out, plain(unmarked(cell)))
	}
	return out
}

// markdown writes a page for man: its headings are subsections, a table is a list of what its first column names.
func (m *manPage) markdown(blocks []block) {
	for _, b := range blocks {
		switch b.kind {
		case headingBlock:
			m.subsection(unmarked(b.text))
		case paragraphBlock:
			m.paragraph()
			m.raw(roffInline(b.text))
		case itemBlock:
			m.request("TP")
			m.raw(`\-`)
			m.raw(roffInline(b.text))
		case codeBlock:
			m.example(strings.Join(b.lines, "\n") + "\n")
		case tableBlock:
			for _, row := range b.rows[1:] {
				rest := slices.DeleteFunc(slices.Clone(row[1:]), func(cell string) bool { return cell == "" })
				m.tagged(bold(unmarked(row[0])), unmarked(strings.Join(rest, "; ")))
			}
		}
	}
}

// roffInline is a text with what is strong in bold.
func roffInline(s string) string {
	var b strings.Builder
	parts, strong := inline(s)
	for i, part := range parts {
		if strong[i] {
			b.WriteString(bold(part))
		} else {
			b.WriteString(roff(part))
		}
	}
	return b.String()
}
