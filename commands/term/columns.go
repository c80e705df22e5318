package term

// ColumnGap is how many spaces stand between columns.
const ColumnGap = 4

// ColumnLine is a line of a column. Where Rest does not fit beside Lead it goes on in the next line, below itself.
type ColumnLine struct{ Lead, Rest Text }

// WrapColumns breaks the lines of each column so that none is wider than room.
func WrapColumns(block [][]ColumnLine, room int) [][]Text {
	wrapped := make([][]Text, len(block))
	for i, lines := range block {
		for _, line := range lines {
			wrapped[i] = append(wrapped[i], line.wrap(room)...)
		}
	}
	return wrapped
}

func (l ColumnLine) wrap(room int) []Text {
	indent := l.Lead.Width()
	var lines []Text
	for i, part := range wrap(l.Rest, max(room-indent, narrowest)) {
		lead := l.Lead
		if i > 0 {
			lead = Pad(nil, indent)
		}
		lines = append(lines, Join(lead, part))
	}
	return lines
}

// ColumnWidths is how wide each column is over all blocks.
func ColumnWidths(blocks [][][]Text) []int {
	columns := make([]int, len(blocks[0]))
	for _, block := range blocks {
		for i, lines := range block {
			for _, line := range lines {
				columns[i] = max(columns[i], line.Width())
			}
		}
	}
	return columns
}

// Columns prints the columns of a block beside each other.
func (p *Printer) Columns(block [][]Text, columns []int) {
	for _, line := range SideBySide(block, columns) {
		p.Line(line)
	}
}

// SideBySide puts the columns of a block beside each other.
func SideBySide(block [][]Text, columns []int) []Text {
	height := 0
	for _, lines := range block {
		height = max(height, len(lines))
	}
	rows := make([]Text, height)
	for y := range rows {
		for i, lines := range block {
			var cell Text
			if y < len(lines) {
				cell = lines[y]
			}
			rows[y] = Join(rows[y], Pad(cell, columns[i]+ColumnGap))
		}
		rows[y] = TrimRight(rows[y])
	}
	return rows
}
