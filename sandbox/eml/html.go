package eml

import (
	"bytes"
	"fmt"
	"html"
	"strings"
)

// htmlText is HTML as readable text: blocks on lines of their own, lists with dashes or numbers, quotations behind >,
// links as text (address). It understands no more than mail needs, and never fails.
func htmlText(s string) string {
	w := htmlWriter{}
	scanHTML(s, w.text, w.tag)
	w.endLink()
	return w.out.String()
}

// enrichedText is text/enriched (RFC 1896) as plain text. It drops tags and their parameters; << is a <.
func enrichedText(s string) string {
	s = strings.NewReplacer("&", "&amp;", "<<", "&lt;", "<param>", "<xml>", "</param>", "</xml>").Replace(s)
	w := htmlWriter{pre: 1}
	scanHTML(s, w.text, w.tag)
	return w.out.String()
}

// An htmlWriter lays out text as the tags come by.
type htmlWriter struct {
	out     strings.Builder
	breaks  int    // line breaks due in front of the next text
	gap     string // space due in front of it
	started bool   // something has been written
	quote   int    // depth of blockquotes
	before  int    // the same for the line before
	pre     int    // depth of preformatted text
	lists   []int  // for each open list its last number; -1 for a list with dashes
	bullet  string // of the list item that begins

	href  string // of the open link
	label int    // where its text begins in out
}

// text writes text. It decodes entities and joins spaces.
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

// write writes a word, after the line breaks or the space that are due in front of it.
func (w *htmlWriter) write(s string) {
	s = strings.Map(plainRune, s)
	if w.pre == 0 && strings.TrimSpace(s) == "" { // some programs put a hard space into an empty paragraph
		w.gap = " "
		return
	}
	if w.breaks > 0 || !w.started {
		w.newLine()
	} else {
		w.out.WriteString(w.gap)
	}
	w.gap = ""
	w.out.WriteString(s)
}

// plainRune makes a plain space of a hard one, and drops what only controls line breaks.
func plainRune(r rune) rune {
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
	if w.started {
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
	w.started, w.breaks, w.before = true, 0, w.quote
}

// block makes at least n line breaks due.
func (w *htmlWriter) block(n int) {
	w.breaks, w.gap = max(w.breaks, n), ""
}

// tag does what a tag means for the layout.
func (w *htmlWriter) tag(name, attributes string, closing bool) {
	switch name {
	case "br":
		w.breaks++
		w.gap = ""
	case "p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "dl":
		w.block(2)
	case "div", "tr", "address", "article", "aside", "body", "center", "dd", "dt", "fieldset", "footer", "form",
		"header", "main", "nav", "option", "section", "caption":
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

// scanHTML calls text with each piece of text as it stands, and tag with each tag, its name in lower case. It skips
// what no reader sees: comments, declarations, scripts, styles.
func scanHTML(s string, text func(string), tag func(name, attributes string, closing bool)) {
	quotes := true
	for {
		i := strings.IndexByte(s, '<')
		if i < 0 || i == len(s)-1 {
			text(s)
			return
		}
		text(s[:i])
		s = s[i:]
		switch c := s[1]; {
		case strings.HasPrefix(s, "<!--"):
			s = afterComment(s)
		case c == '!' || c == '?':
			_, s, _ = strings.Cut(s, ">")
		case isLetter(c) || c == '/' && len(s) > 2 && isLetter(s[2]):
			end := tagEnd(s, &quotes)
			if end < 0 {
				text(s)
				return
			}
			name, attributes, closing := splitTag(s[1:end])
			s = s[end+1:]
			if !closing && isInvisible(name) && !strings.HasSuffix(attributes, "/") {
				s = s[closingTag(s, name):]
				continue
			}
			tag(name, attributes, closing)
		default:
			text("<")
			s = s[1:]
		}
	}
}

// afterComment is what follows a comment. A comment that never ends hides the rest, as in browsers.
func afterComment(s string) string {
	if strings.HasPrefix(s, "<!-->") {
		return s[len("<!-->"):]
	}
	_, after, _ := strings.Cut(s[len("<!--"):], "-->")
	return after
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// tagEnd is where the > stands that ends the tag at the start of s; -1 if there is none. After a quote that does not
// end, quotes count no more.
func tagEnd(s string, quotes *bool) int {
	for i := 1; *quotes && i < len(s); i++ {
		switch c := s[i]; {
		case c == '>':
			return i
		case (c == '"' || c == '\'') && s[i-1] == '=':
			n := strings.IndexByte(s[i+1:], c)
			if *quotes = n >= 0; *quotes {
				i += n + 1
			}
		}
	}
	return strings.IndexByte(s, '>')
}

func splitTag(s string) (name, attributes string, closing bool) {
	s, closing = strings.CutPrefix(s, "/")
	end := strings.IndexAny(s, " \t\r\n/")
	if end < 0 {
		end = len(s)
	}
	return strings.ToLower(s[:end]), s[end:], closing
}

func isInvisible(name string) bool {
	switch name {
	case "script", "style", "title", "template", "xml":
		return true
	}
	return false
}

// closingTag is where the closing tag of that name begins in s, or the end of s.
func closingTag(s, name string) int {
	for i := 0; ; {
		n := strings.Index(s[i:], "</")
		if n < 0 {
			return len(s)
		}
		i += n
		if rest := s[i+2:]; len(rest) >= len(name) && strings.EqualFold(rest[:len(name)], name) {
			return i
		}
		i += 2
	}
}

// attribute is the value of an attribute. It decodes entities.
func attribute(attributes, name string) string {
	for s := attributes; s != ""; {
		s = strings.TrimLeft(s, " \t\r\n/")
		end := strings.IndexAny(s, "= \t\r\n")
		if end < 0 {
			return ""
		}
		key := s[:end]
		s = strings.TrimLeft(s[end:], " \t\r\n")
		value := ""
		if strings.HasPrefix(s, "=") {
			value, s = attributeValue(strings.TrimLeft(s[1:], " \t\r\n"))
		}
		if strings.EqualFold(key, name) {
			return strings.TrimSpace(html.UnescapeString(value))
		}
	}
	return ""
}

func attributeValue(s string) (value, rest string) {
	if s != "" && (s[0] == '"' || s[0] == '\'') {
		if end := strings.IndexByte(s[1:], s[0]); end >= 0 {
			return s[1 : 1+end], s[end+2:]
		}
		s = s[1:]
	}
	end := strings.IndexAny(s, " \t\r\n")
	if end < 0 {
		end = len(s)
	}
	return s[:end], s[end:]
}

// metaCharset is the character set that HTML declares near its start.
func metaCharset(b []byte) string {
	b = bytes.ToLower(b[:min(len(b), 2048)])
	i := bytes.Index(b, []byte("charset="))
	if i < 0 || !bytes.Contains(b[:i], []byte("<meta")) {
		return ""
	}
	b = bytes.TrimLeft(b[i+len("charset="):], `"' `)
	if end := bytes.IndexAny(b, `"'; />`); end >= 0 {
		b = b[:end]
	}
	return string(b)
}
