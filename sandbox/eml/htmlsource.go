package eml

// HTML is the source of the first part that is shown as HTML, in UTF-8; "" where a message has none.
func HTML(raw []byte) string {
	var d defects
	return (&shower{d: &d}).html(readTree(raw, readHeader(raw, true), &d), true)
}

func (s *shower) html(n *node, root bool) string {
	if n.typ.value == "text/html" && n.isText(root) {
		body := s.decode(n)
		charset := n.typ.params["charset"]
		if charset == "" {
			charset = metaCharset(body)
		}
		return decodeCharset(charset, body, s.d)
	}
	for _, part := range n.parts {
		if source := s.html(part, false); source != "" {
			return source
		}
	}
	return ""
}
