package commands

import (
	"slices"
	"strings"
)

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
	more    int   // rows that it lacks
}

// table begins a table with these headings; without any it is a list.
func (p *printer) table(head ...string) *table {
	return &table{printer: p, head: head}
}

// row adds one row, a text for each column.
func (t *table) row(cells ...text) { t.rows = append(t.rows, cells) }

// print prints the table; nothing where it has no row. With many rows only the first, unless all are asked for.
func (t *table) print(all bool) {
	if t == nil {
		return
	}
	rows := t.rows
	if len(rows) > manyRows && !all {
		rows = rows[:fewRows]
	}
	_ = t.printRows(t.more+len(t.rows)-len(rows), func(row func(...text)) error { // nothing that is there already fails to be read
		for _, cells := range rows {
			row(cells...)
		}
		return nil
	})
}

// printRows prints a table whose rows are not kept: they are read once to see how wide they are, and once to be printed. Behind them it says
// how many more there are.
func (t *table) printRows(more int, read func(row func(cells ...text)) error) error {
	var head []text
	for _, title := range t.head {
		head = append(head, heading(title))
	}
	columns, some := widen(nil, head), false
	err := read(func(cells ...text) { columns, some = widen(columns, cells), true })
	if err != nil || !some {
		return err
	}
	if head != nil {
		t.printRow(head, columns)
	}
	if err := read(func(cells ...text) { t.printRow(cells, columns) }); err != nil {
		return err
	}
	t.printer.left(more)
	return nil
}

// uncounted rows are left: nobody has counted them.
const uncounted = -1

// left says how many rows were not printed, if any.
func (p *printer) left(rows int) {
	if rows == uncounted {
		p.line(plain(tableIndent), faint("and more: --all prints them"))
	}
	if rows > 0 {
		p.line(plain(tableIndent), faint(count(rows, "more", "more")+": --all prints them"))
	}
}

// widen makes columns as wide as a row needs them.
func widen(columns []int, cells []text) []int {
	for i, cell := range cells {
		if i == len(columns) {
			columns = append(columns, 0)
		}
		columns[i] = max(columns[i], cell.width())
	}
	return columns
}

// aligned is a row with blanks in front of what stands in a column of numbers.
func (t *table) aligned(cells []text, columns []int) []text {
	if len(t.numbers) > 0 {
		cells = slices.Clone(cells)
	}
	for _, i := range t.numbers {
		blank := strings.Repeat(" ", columns[i]-cells[i].width())
		cells[i] = join(text{{rolePlain, blank}}, cells[i])
	}
	return cells
}

func (t *table) printRow(cells []text, columns []int) {
	cells = t.aligned(cells, columns)
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
