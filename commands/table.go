package commands

import "strings"

// Tables: an indent of two, two spaces between the columns, nothing cut off. On a terminal the last column wraps.

const (
	tableIndent = "  "
	tableGap    = 2
	narrowest   = 20 // a last column narrower than this is not wrapped
	manyRows    = 50 // more than this, and only the first fewRows are printed
	fewRows     = 20
)

// table collects rows and prints them aligned.
type table struct {
	printer *printer
	head    []string
	rows    [][]text
	numbers []int // columns whose cells end below each other
}

// table begins a table with these headings; without any it is a list.
func (p *printer) table(head ...string) *table {
	return &table{printer: p, head: head}
}

// row adds one row, a text for each column.
func (t *table) row(cells ...text) { t.rows = append(t.rows, cells) }

// print prints the table; nothing where it has no row. With many rows only the first, unless all are asked for.
func (t *table) print(all bool) {
	if t == nil || len(t.rows) == 0 {
		return
	}
	rows := t.rows
	if len(rows) > manyRows && !all {
		rows = rows[:fewRows]
	}
	var columns []int
	if t.head == nil {
		t.alignNumbers(rows)
		columns = widths(rows)
	} else {
		head := make([]text, len(t.head))
		for i, title := range t.head {
			head[i] = heading(title)
		}
		withHead := append([][]text{head}, rows...)
		t.alignNumbers(withHead)
		columns = widths(withHead)
		t.printRow(head, columns)
	}
	for _, cells := range rows {
		t.printRow(cells, columns)
	}
	t.printer.left(len(t.rows) - len(rows))
}

// left says how many rows were not printed, if any.
func (p *printer) left(rows int) {
	if rows > 0 {
		p.line(plain(tableIndent), faint(count(rows, "more", "more")+": --all prints them"))
	}
}

// alignNumbers puts blanks in front of what stands in a column of numbers.
func (t *table) alignNumbers(rows [][]text) {
	columns := widths(rows)
	for _, i := range t.numbers {
		for _, cells := range rows {
			blank := strings.Repeat(" ", columns[i]-cells[i].width())
			cells[i] = join(text{{rolePlain, blank}}, cells[i])
		}
	}
}

func (t *table) printRow(cells []text, columns []int) {
	last := len(cells) - 1
	line := text{{rolePlain, tableIndent}}
	for i, cell := range cells[:last] {
		line = append(line, pad(cell, columns[i]+tableGap)...)
	}
	left := line.width()
	for i, part := range t.wrapLast(cells[last], left) {
		if i > 0 {
			line = text{{rolePlain, strings.Repeat(" ", left)}}
		}
		t.printer.line(trimRight(join(line, part)))
	}
}

// wrapLast breaks the last cell where the terminal ends.
func (t *table) wrapLast(cell text, left int) []text {
	room := t.printer.terminal.Width - left
	if !t.printer.terminal.Out || room < narrowest || cell.width() <= room {
		return []text{cell}
	}
	return wrap(cell, room)
}

// widths is the widest cell of each column.
func widths(rows [][]text) []int {
	columns := make([]int, len(rows[0]))
	for _, cells := range rows {
		for i, cell := range cells {
			columns[i] = max(columns[i], cell.width())
		}
	}
	return columns
}
