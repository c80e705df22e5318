package commands

import (
	"strings"

	"github.com/rivo/uniseg"
)

// width is how many columns a terminal gives a text: two for Chinese, Japanese, Korean and emoji, none for what combines.
func width(s string) int {
	if isPlainASCII(s) {
		return len(s)
	}
	return uniseg.StringWidth(s)
}

// pad fills a text with spaces up to a width.
func pad(t text, columns int) text {
	if missing := columns - t.width(); missing > 0 {
		return append(t[:len(t):len(t)], span{rolePlain, strings.Repeat(" ", missing)})
	}
	return t
}

// wrap breaks a text at spaces so that no line is wider than columns, if its words allow it. Words stay whole, so that
// IDs and addresses can be copied; only text that is written without spaces is broken inside.
func wrap(t text, columns int) []text {
	lines := []text{{}}
	used := 0
	for _, word := range words(t, columns) {
		last := len(lines) - 1
		blank := strings.TrimLeft(word.s, " ") == ""
		if blank && used == 0 {
			continue
		}
		if w := width(word.s); used > 0 && !blank && used+w > columns {
			lines[last] = trimRight(lines[last])
			lines, last, used = append(lines, text{}), last+1, 0
		}
		lines[last] = append(lines[last], word)
		used += width(word.s)
	}
	return lines
}

// words takes a text apart into words and the spaces between them.
func words(t text, columns int) []span {
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
	if width(word) <= columns || isPlainASCII(word) {
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

func trimRight(t text) text {
	for len(t) > 0 && strings.TrimRight(t[len(t)-1].s, " ") == "" {
		t = t[:len(t)-1]
	}
	return t
}
