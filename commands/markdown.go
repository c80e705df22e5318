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
			blocks = append(blocks, block{kind: headingBlock, text: inline(strings.TrimLeft(line, "# "))})
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
	for i, b := range blocks {
		if b.kind == paragraphBlock || b.kind == itemBlock {
			blocks[i].text = inline(b.text)
		}
	}
	return blocks
}

// tableCells are the cells of a line of a table; a bar that belongs to a cell is written \|.
func tableCells(line string) []string {
	line = strings.ReplaceAll(strings.Trim(line, "|"), `\|`, "\x00")
	var cells []string
	for cell := range strings.SplitSeq(line, "|") {
		cells = append(cells, inline(strings.ReplaceAll(strings.TrimSpace(cell), "\x00", "|")))
	}
	return cells
}

var (
	markdownLink = regexp.MustCompile(`\[([^\]]+)\]\([^)]+\)`)
	markdownCode = regexp.MustCompile("`([^`]+)`")
)

// inline is a text without its marks. A link's text must say where it leads, as `recallbox help ci` does.
func inline(s string) string {
	s = markdownLink.ReplaceAllString(s, "$1")
	s = markdownCode.ReplaceAllString(s, "$1")
	return strings.ReplaceAll(s, "**", "")
}

// widestProse is how wide a paragraph is printed, however wide the terminal is.
const widestProse = 80

// markdown prints a page. Code stays as it is: what was typed in a session stands out, and only a line that is wider
// than the terminal is broken.
func (p *printer) markdown(blocks []block) {
	for i, b := range blocks {
		if i == 0 || b.kind != itemBlock || blocks[i-1].kind != itemBlock {
			p.line()
		}
		switch b.kind {
		case headingBlock:
			p.line(heading(b.text))
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
	for _, part := range wrap(plain(s), p.textWidth()-len(mark)) {
		p.line(join(lead, part))
		lead = pad(nil, len(mark))
	}
}

func (p *printer) code(lines []string) {
	typed := false // the line goes on what was typed in the line above
	for _, line := range lines {
		shown := plain(line)
		if command, is := strings.CutPrefix(line, "$ "); is {
			shown, typed = join(faint("$ "), heading(command)), true
		} else if typed {
			shown = heading(line)
		}
		typed = typed && strings.HasSuffix(line, `\`)
		room := max(p.terminal.Width-len(tableIndent), narrowest)
		if !p.terminal.Out {
			room = shown.width()
		}
		for _, part := range wrapHard(shown, room) {
			p.line(trimRight(join(plain(tableIndent), part)))
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
		p.line(plain(tableIndent + row[0]))
		for i, cell := range row[1:] {
			if head := rows[0][i+1]; head != "" && cell != "" && len(row) > 2 {
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
		out = append(out, plain(cell))
	}
	return out
}

// markdown writes a page for man: its headings are subsections, a table is a list of what its first column names.
func (m *manPage) markdown(blocks []block) {
	for _, b := range blocks {
		switch b.kind {
		case headingBlock:
			m.subsection(b.text)
		case paragraphBlock:
			m.paragraph()
			m.text(b.text)
		case itemBlock:
			m.tagged(`\-`, b.text)
		case codeBlock:
			m.example(strings.Join(b.lines, "\n") + "\n")
		case tableBlock:
			for _, row := range b.rows[1:] {
				rest := slices.DeleteFunc(slices.Clone(row[1:]), func(cell string) bool { return cell == "" })
				m.tagged(bold(row[0]), strings.Join(rest, "; "))
			}
		}
	}
}
