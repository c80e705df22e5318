package eml

import (
	"fmt"
	"html"
	"strings"
)

// An htmlWriter lays text out while tags go by.
type htmlWriter struct {
	out    strings.Builder
	breaks int    // line breaks wanted in front of the next text
	gap    string // space wanted in front of it
	begun  bool   // something has been written
	quote  int    // depth of blockquotes
	before int    // that of the line before
	pre    int    // depth of preformatted text
	lists  []int  // for each open list the last number, -1 for one with dashes
	bullet string // of the list item that begins

	href  string // of the open link
	label int    // where its text begins in out
}

// text writes text with its entities decoded and its space collapsed.
func (w *htmlWriter) text(s string) {
	if s == "" {
		return
	}
	s = html.UnescapeString(s)
	if w.pre > 0 {
		w.preformatted(s)
		return
	}
	for s != "" {
		i := strings.IndexAny(s, " \t\r\n\f")
		if i == 0 {
			if w.gap == "" {
				w.gap = " "
			}
			s = strings.TrimLeft(s, " \t\r\n\f")
			continue
		}
		if i < 0 {
			i = len(s)
		}
		w.write(s[:i])
		s = s[i:]
	}
}

func (w *htmlWriter) preformatted(s string) {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	for {
		line, rest, more := strings.Cut(s, "\n")
		if line != "" {
			w.write(line)
		}
		if !more {
			return
		}
		w.breaks++
		s = rest
	}
}

// write writes what is to stand together, after the breaks or the space that are wanted in front of it.
func (w *htmlWriter) write(s string) {
	s = strings.Map(visible, s)
	if w.pre == 0 && strings.TrimSpace(s) == "" { // hard spaces hold empty paragraphs open
		w.gap = " "
		return
	}
	if w.breaks > 0 || !w.begun {
		w.newLine()
	} else {
		w.out.WriteString(w.gap)
	}
	w.gap = ""
	w.out.WriteString(s)
}

// visible makes a space of a hard one and drops what only controls line breaks.
func visible(r rune) rune {
	switch r {
	case '\u00a0':
		return ' '
	case '\u00ad', '\u200b', '\ufeff':
		return -1
	}
	return r
}

func (w *htmlWriter) newLine() {
	prefix := strings.Repeat("> ", min(w.quote, 10))
	if w.begun {
		limit := 2 // at most one blank line
		if w.pre > 0 {
			limit = 10
		}
		for range min(w.breaks, limit) - 1 {
			w.out.WriteString("\n" + strings.TrimRight(prefix[:2*min(w.before, w.quote, 10)], " "))
		}
		w.out.WriteByte('\n')
	}
	w.out.WriteString(prefix)
	if n := len(w.lists); n > 0 {
		indent := strings.Repeat("  ", min(n, 10))
		if w.bullet != "" {
			indent = indent[2:]
		}
		w.out.WriteString(indent + w.bullet)
		w.bullet = ""
	}
	w.begun, w.breaks, w.before = true, 0, w.quote
}

// block wants at least n line breaks.
func (w *htmlWriter) block(n int) {
	w.breaks, w.gap = max(w.breaks, n), ""
}

// tag lays out what a tag means for the text.
func (w *htmlWriter) tag(name, attributes string, closing bool) {
	switch name {
	case "br":
		w.breaks++
		w.gap = ""
	case "p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "dl":
		w.block(2)
	case "div", "tr", "address", "article", "aside", "body", "center", "dd", "dt", "fieldset", "footer", "form", "header", "main", "nav", "option", "section", "caption":
		w.block(1)
	case "td", "th":
		w.gap = "  "
	case "hr":
		w.block(1)
		w.write("----------")
		w.block(1)
	case "ul", "ol", "li":
		w.list(name, closing)
	case "blockquote":
		w.block(2)
		w.quote = max(0, w.quote+step(closing))
	case "pre":
		w.block(2)
		w.pre = max(0, w.pre+step(closing))
	case "img":
		if alt := strings.Join(strings.Fields(attribute(attributes, "alt")), " "); alt != "" {
			w.write("[" + alt + "]")
		}
	case "a":
		w.endLink()
		if !closing {
			w.href, w.label = attribute(attributes, "href"), w.out.Len()
		}
	}
}

func step(closing bool) int {
	if closing {
		return -1
	}
	return 1
}

func (w *htmlWriter) list(name string, closing bool) {
	n := len(w.lists)
	switch {
	case name == "li":
		w.block(1)
		w.bullet = ""
		if !closing && n > 0 && w.lists[n-1] >= 0 {
			w.lists[n-1]++
			w.bullet = fmt.Sprintf("%d. ", w.lists[n-1])
		} else if !closing {
			w.bullet = "- "
		}
	case closing && n > 0:
		w.lists = w.lists[:n-1]
		w.block(2 - min(n-1, 1))
	case !closing:
		w.block(2 - min(n, 1))
		w.lists = append(w.lists, -1)
		if name == "ol" {
			w.lists[n] = 0
		}
	}
}

// endLink writes where a link leads, unless its text says so.
func (w *htmlWriter) endLink() {
	href := w.href
	w.href = ""
	scheme, rest, _ := strings.Cut(href, ":")
	switch strings.ToLower(scheme) {
	case "mailto":
		href, _, _ = strings.Cut(rest, "?")
	case "http", "https", "ftp", "tel":
	default:
		return
	}
	label := strings.TrimSpace(w.out.String()[min(w.label, w.out.Len()):])
	same := func(s string) string {
		s = strings.TrimPrefix(strings.TrimPrefix(s, "http://"), "https://")
		return strings.TrimSuffix(strings.TrimPrefix(s, "tel:"), "/")
	}
	if strings.EqualFold(same(label), same(href)) {
		return
	}
	if w.gap == "" && label != "" {
		w.gap = " "
	}
	if label == "" {
		w.write(href)
		return
	}
	w.write("(" + href + ")")
}
