package term

import (
	"strings"

	"github.com/rivo/uniseg"
)

// Width is how many columns a text takes on a terminal: two for a Chinese, Japanese or Korean character or an emoji,
// none for a combining mark.
func Width(s string) int {
	if isPlainASCII(s) {
		return len(s)
	}
	return uniseg.StringWidth(s)
}

// Pad fills a text with spaces up to a width.
func Pad(t Text, columns int) Text {
	if missing := columns - t.Width(); missing > 0 {
		return append(t[:len(t):len(t)], span{RolePlain, strings.Repeat(" ", missing)})
	}
	return t
}

// wrap breaks a text at spaces so that no line is wider than columns, if its words allow it. Words stay whole, so that
// people can copy IDs and addresses; only a script without spaces breaks inside.
func wrap(t Text, columns int) []Text {
	lines := []Text{{}}
	width := 0
	for _, word := range words(t, columns) {
		last := len(lines) - 1
		blank := strings.TrimLeft(word.s, " ") == ""
		if blank && width == 0 {
			continue
		}
		if w := Width(word.s); width > 0 && !blank && width+w > columns {
			lines[last] = TrimRight(lines[last])
			lines, last, width = append(lines, Text{}), last+1, 0
		}
		lines[last] = append(lines[last], word)
		width += Width(word.s)
	}
	return lines
}

// words splits a text into words and the spaces between them.
func words(t Text, columns int) []span {
	var list []span
	for _, s := range t {
		for rest := s.s; rest != ""; {
			word := rest
			if end := strings.Index(rest, " "); end > 0 {
				word = rest[:end]
			} else if end == 0 {
				word = rest[:len(rest)-len(strings.TrimLeft(rest, " "))]
			}
			rest = rest[len(word):]
			for _, piece := range pieces(word, columns) {
				list = append(list, span{s.role, piece})
			}
		}
	}
	return list
}

// pieces breaks a word that is too long where its script allows a line to end; a word of an alphabet stays whole.
func pieces(word string, columns int) []string {
	if Width(word) <= columns || isPlainASCII(word) {
		return []string{word}
	}
	var list []string
	for state := -1; word != ""; {
		var piece string
		piece, word, _, state = uniseg.FirstLineSegmentInString(word, state)
		list = append(list, piece)
	}
	return list
}

// TrimRight is a text without the spaces at its end.
func TrimRight(t Text) Text {
	for len(t) > 0 && strings.TrimRight(t[len(t)-1].s, " ") == "" {
		t = t[:len(t)-1]
	}
	return t
}

// Fit breaks a text where the terminal ends, if there is one.
func (p *Printer) Fit(t Text, indent int) []Text {
	room := p.Terminal.Width - indent
	if !p.Terminal.Out || room < narrowest || t.Width() <= room {
		return []Text{t}
	}
	return wrap(t, room)
}

// EndOfLetter is where a word can be cut: at length bytes, or where the character there ends.
func EndOfLetter(word string, length int) int {
	if isPlainASCII(word) || length > len(word) {
		return min(length, len(word))
	}
	end := 0
	for rest, state := word, -1; end < length; {
		var piece string
		piece, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		end += len(piece)
	}
	return end
}

// WrapHard wraps a text so that no line is wider than columns, even where a word is. All lines have the indent of the
// first.
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
			if piece == "" && used == 0 { // a character that is wider than a line
				piece, _, _, _ = uniseg.FirstGraphemeClusterInString(rest, -1)
			}
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

// LastColumns is the end of a text that is no wider than columns.
func LastColumns(s string, columns int) string {
	for width, state := Width(s), -1; width > columns && s != ""; {
		var wide int
		_, s, wide, state = uniseg.FirstGraphemeClusterInString(s, state)
		width -= wide
	}
	return s
}
