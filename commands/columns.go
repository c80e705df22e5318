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
	height := 0
	for _, lines := range block {
		height = max(height, len(lines))
	}
	for y := range height {
		var line text
		for i, lines := range block {
			var cell text
			if y < len(lines) {
				cell = lines[y]
			}
			line = join(line, pad(cell, columns[i]+columnGap))
		}
		p.line(trimRight(line))
	}
}
