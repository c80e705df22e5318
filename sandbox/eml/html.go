package eml

import (
	"bytes"
	"html"
	"strings"
)

// htmlText is HTML as readable text: blocks on lines of their own, lists with dashes or numbers, quotations behind >, links as
// text (address). It understands no more than mail needs and never fails.
func htmlText(s string) string {
	w := htmlWriter{}
	scanHTML(s, w.text, w.tag)
	w.endLink()
	return w.out.String()
}

// enrichedText is text/enriched, RFC 1896: tags and their parameters are dropped, << is a <.
func enrichedText(s string) string {
	s = strings.NewReplacer("&", "&amp;", "<<", "&lt;", "<param>", "<xml>", "</param>", "</xml>").Replace(s)
	w := htmlWriter{pre: 1}
	scanHTML(s, w.text, w.tag)
	return w.out.String()
}

// scanHTML hands over text as it stands and tags with their names in lower case. What belongs to no reader is passed over:
// comments, declarations, scripts, styles.
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
			if !closing && invisible(name) && !strings.HasSuffix(attributes, "/") {
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

// afterComment is what follows a comment. One that never ends hides everything, as in browsers.
func afterComment(s string) string {
	if strings.HasPrefix(s, "<!-->") {
		return s[len("<!-->"):]
	}
	_, after, _ := strings.Cut(s[len("<!--"):], "-->")
	return after
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// tagEnd is where the > stands that ends the tag at the start of s, -1 if there is none. Once a quote has not ended, quotes count no longer.
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

func invisible(name string) bool {
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

// attribute is the value of an attribute, with entities decoded.
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
