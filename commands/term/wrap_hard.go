package term

import (
	"strings"

	"github.com/rivo/uniseg"
)

// WrapHard wraps a text so that no line is wider than columns, even where a word is. What goes on is indented as the text is.
func WrapHard(t Text, columns int) []Text {
	if t.Width() <= columns {
		return []Text{t}
	}
	s := t.String()
	indent := min(len(s)-len(strings.TrimLeft(s, " ")), columns/2)
	var lines []Text
	for _, line := range wrap(t, columns-indent) {
		for _, piece := range Chop(line, columns-indent) {
			lines = append(lines, Join(Pad(nil, indent), piece))
		}
	}
	return lines
}

// Chop breaks a line that is too wide between any two characters.
func Chop(t Text, columns int) []Text {
	if t.Width() <= columns {
		return []Text{t}
	}
	lines := []Text{nil}
	used := 0
	for _, s := range t {
		for rest := s.s; rest != ""; {
			piece := firstColumns(rest, columns-used)
			if piece == "" {
				lines, used = append(lines, nil), 0
				continue
			}
			rest = rest[len(piece):]
			used += Width(piece)
			last := len(lines) - 1
			lines[last] = append(lines[last], span{s.role, piece})
		}
	}
	return lines
}

// firstColumns is the beginning of a text that is no wider than columns.
func firstColumns(s string, columns int) string {
	end := 0
	for state, rest := -1, s; rest != ""; {
		var piece string
		var wide int
		piece, rest, wide, state = uniseg.FirstGraphemeClusterInString(rest, state)
		if columns -= wide; columns < 0 {
			break
		}
		end += len(piece)
	}
	return s[:end]
}
