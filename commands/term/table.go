package term

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Tables: an indent of two, two spaces between the columns, nothing cut off. On a terminal the last column wraps.

const (
	tableIndent = "  "
	tableGap    = 2
	narrowest   = 20 // a last column narrower than this is not wrapped
)

// Of more than ManyRows rows only the first FewRows are printed, unless the user wants all.
const (
	ManyRows = 50
	FewRows  = 20
)

// Table collects rows and prints them aligned.
type Table struct {
	printer *Printer
	head    []string
	Rows    [][]Text
	Numbers []int // columns whose cells end below each other
	Width   int   // where the last column wraps; 0, where the terminal ends
}

// Table begins a table with these headings; without any it is a list.
func (p *Printer) Table(head ...string) *Table {
	return &Table{printer: p, head: head}
}

// Row adds one row, a text for each column.
func (t *Table) Row(cells ...Text) { t.Rows = append(t.Rows, cells) }

// Print prints the table, or nothing where it has no row. Of many rows it prints only the first, unless all is true.
func (t *Table) Print(all bool) {
	if t == nil {
		return
	}
	rows := t.Rows
	if len(rows) > ManyRows && !all {
		rows = rows[:FewRows]
	}
	more := len(t.Rows) - len(rows)
	_ = t.PrintRows(more, func(row func(...Text)) error { // reading from memory never fails
		for _, cells := range rows {
			row(cells...)
		}
		return nil
	})
}

// PrintRows prints a table without keeping its rows: it reads them once for their widths, and once to print them. Below
// them it says how many more there are.
func (t *Table) PrintRows(more int, read func(row func(cells ...Text)) error) error {
	var head []Text
	for _, title := range t.head {
		head = append(head, Heading(title))
	}
	columns, hasRows := widen(nil, head), false
	err := read(func(cells ...Text) { columns, hasRows = widen(columns, cells), true })
	if err != nil || !hasRows {
		return err
	}
	if head != nil {
		t.printRow(head, columns)
	}
	if err := read(func(cells ...Text) { t.printRow(cells, columns) }); err != nil {
		return err
	}
	t.printer.Omitted(more)
	return nil
}

// Uncounted says that there are more rows, and that nobody has counted them.
const Uncounted = -1

// Omitted says how many rows are not printed, if any.
func (p *Printer) Omitted(rows int) {
	if rows == Uncounted {
		p.Line(Plain(tableIndent), Faint("and more: --all prints them"))
	}
	if rows > 0 {
		p.Line(Plain(tableIndent), Faint(Count(rows, "more", "more")+": --all prints them"))
	}
}

// widen makes columns as wide as a row needs them.
func widen(columns []int, cells []Text) []int {
	for i, cell := range cells {
		if i == len(columns) {
			columns = append(columns, 0)
		}
		columns[i] = max(columns[i], cell.Width())
	}
	return columns
}

// align puts blanks in front of the cells in columns of numbers.
func (t *Table) align(cells []Text, columns []int) []Text {
	if len(t.Numbers) > 0 {
		cells = slices.Clone(cells)
	}
	for _, i := range t.Numbers {
		blank := strings.Repeat(" ", columns[i]-cells[i].Width())
		cells[i] = Join(Plain(blank), cells[i])
	}
	return cells
}

func (t *Table) printRow(cells []Text, columns []int) {
	cells = t.align(cells, columns)
	last := len(cells) - 1
	line := Plain(tableIndent)
	for i, cell := range cells[:last] {
		line = append(line, Pad(cell, columns[i]+tableGap)...)
	}
	indent := line.Width()
	for i, part := range t.wrapLast(cells[last], indent) {
		if i > 0 {
			line = Pad(nil, indent)
		}
		t.printer.Line(TrimRight(Join(line, part)))
	}
}

// wrapLast breaks the last cell where the table ends.
func (t *Table) wrapLast(cell Text, indent int) []Text {
	width := t.Width
	if width == 0 && t.printer.Terminal.Out {
		width = t.printer.Terminal.Width
	}
	room := width - indent
	if width == 0 || room < narrowest || cell.Width() <= room {
		return []Text{cell}
	}
	return wrap(cell, room)
}

// Kinds counts rows by kind, for CountKinds.
type Kinds struct {
	names  []string
	number map[string]int
}

// Add counts one more row.
func (k *Kinds) Add(kind string) {
	if k.number == nil {
		k.number = map[string]int{}
	}
	if k.number[kind]++; k.number[kind] == 1 {
		k.names = append(k.names, kind)
	}
}

// Total is the number of all rows.
func (k *Kinds) Total() (total int) {
	for _, n := range k.number {
		total += n
	}
	return total
}

// CountKinds says how many rows there are of each kind, the most first, above a table that prints only the first ones:
// "100002 users: 100000 exchange, 2 imap".
func (p *Printer) CountKinds(what string, k *Kinds) {
	total := k.Total()
	if total <= ManyRows || p.All {
		return
	}
	slices.SortStableFunc(k.names, func(a, b string) int {
		return cmp.Or(k.number[b]-k.number[a], strings.Compare(a, b))
	})
	var shown []string
	for _, name := range k.names {
		shown = append(shown, fmt.Sprint(k.number[name], " ", name))
	}
	p.Line(Plainf("%d %s: %s", total, what, strings.Join(shown, ", ")))
}

// Field is a name and its value.
type Field [2]string

// Fields prints one thing: a title, and a line for each field that has a value.
func (p *Printer) Fields(title string, fields ...Field) {
	p.Line(Heading(title))
	rows := p.Table()
	for _, f := range fields {
		if f[1] != "" {
			rows.Row(Faint(f[0]), Plain(f[1]))
		}
	}
	rows.Print(true)
}

// Empty tells a person that a list is empty, and what to type.
func (p *Printer) Empty(rows int, sentence string) {
	if rows == 0 {
		p.Done(sentence)
	}
}
