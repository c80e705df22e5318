package commands

// foldColumns breaks the lines of each column so that none is wider than room.
func foldColumns(block [][]sideLine, room int) [][]text {
	folded := make([][]text, len(block))
	for i, lines := range block {
		for _, line := range lines {
			folded[i] = append(folded[i], line.fold(room)...)
		}
	}
	return folded
}

func (l sideLine) fold(room int) []text {
	indent := l.lead.width()
	var lines []text
	for i, part := range wrap(l.rest, max(room-indent, narrowest)) {
		lead := l.lead
		if i > 0 {
			lead = pad(nil, indent)
		}
		lines = append(lines, join(lead, part))
	}
	return lines
}

// columnWidths is how wide each column is over all blocks.
func columnWidths(blocks [][][]text) []int {
	columns := make([]int, len(blocks[0]))
	for _, block := range blocks {
		for i, lines := range block {
			for _, line := range lines {
				columns[i] = max(columns[i], line.width())
			}
		}
	}
	return columns
}

// printColumns prints the columns of a block beside each other.
func (p *printer) printColumns(block [][]text, columns []int) {
	for _, line := range beside(block, columns) {
		p.line(line)
	}
}

// beside puts the columns of a block beside each other.
func beside(block [][]text, columns []int) []text {
	height := 0
	for _, lines := range block {
		height = max(height, len(lines))
	}
	rows := make([]text, height)
	for y := range rows {
		for i, lines := range block {
			var cell text
			if y < len(lines) {
				cell = lines[y]
			}
			rows[y] = join(rows[y], pad(cell, columns[i]+columnGap))
		}
		rows[y] = trimRight(rows[y])
	}
	return rows
}
