package term

import (
	"strings"

	"github.com/rivo/uniseg"
)

// Width is how many columns a terminal gives a text: two for Chinese, Japanese, Korean and emoji, none for what combines.
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
// IDs and addresses can be copied; only text that is written without spaces is broken inside.
func wrap(t Text, columns int) []Text {
	lines := []Text{{}}
	used := 0
	for _, word := range words(t, columns) {
		last := len(lines) - 1
		blank := strings.TrimLeft(word.s, " ") == ""
		if blank && used == 0 {
			continue
		}
		if w := Width(word.s); used > 0 && !blank && used+w > columns {
			lines[last] = TrimRight(lines[last])
			lines, last, used = append(lines, Text{}), last+1, 0
		}
		lines[last] = append(lines[last], word)
		used += Width(word.s)
	}
	return lines
}

// words takes a text apart into words and the spaces between them.
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
