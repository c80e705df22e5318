package eml

import (
	"bytes"
	"strings"
)

// A node is a MIME entity where it stands in the message. Nothing is copied or decoded yet.
type node struct {
	header     header
	typ        mediaType // never empty
	disp       mediaType // empty where there is none
	body       []byte
	parts      []*node
	opaque     bool   // beyond a limit: an attachment, whatever it says
	guessed    bool   // typ is a guess
	written    string // what stands in its place
	noBoundary bool   // a multipart without a boundary
}

func (n *node) multipart() bool { return strings.HasPrefix(n.typ.value, "multipart/") && !n.opaque }

// A treeReader finds the parts of all nested multiparts in one pass over the message (RFC 2046 section 5.1), however
// deep they are. Only the delimiters of the open multiparts matter.
type treeReader struct {
	lines
	pos   int
	d     *defects
	count int
	open  []openPart
	level map[string]int // boundary -> index in open of the innermost multipart that uses it
}

// An openPart is a multipart whose end has not come yet.
type openPart struct {
	node     *node
	boundary string
	hidden   int // the entry of level that this one hides, or -1
	body     int // while reading: where the body of the last of node.parts begins
	reading  bool
	ended    bool // its last delimiter has come; what follows is epilogue
}

// readTree reads the body of the message that has this header.
func readTree(data []byte, h header, d *defects) *node {
	t := treeReader{lines: linesOf(data), pos: h.body, d: d, level: map[string]int{}}
	root := t.entity(h, "text/plain")
	root.body = data[h.body:]
	for len(t.open) > 0 && t.pos < len(data) {
		line, next := t.line(t.pos)
		if i, final, found := t.delimiter(line); found {
			t.closeAbove(i, t.pos)
			t.endPart(i, t.pos)
			t.pos = next
			if final {
				t.open[i].ended = true
			} else if !t.begin(i) {
				break
			}
			continue
		}
		t.pos = t.nextDashes(next)
	}
	if len(t.open) > 0 {
		t.closeAbove(-1, len(data))
	}
	t.checkGuess(root)
	return root
}

// nextDashes is where the first line begins, at pos or behind it, that begins with two hyphens.
func (t *treeReader) nextDashes(pos int) int {
	if bytes.HasPrefix(t.data[pos:], []byte("--")) {
		return pos
	}
	i := bytes.Index(t.data[pos:], []byte{t.eol, '-', '-'})
	if i < 0 {
		return len(t.data)
	}
	return pos + i + 1
}

// delimiter says which open multipart the line delimits, and whether it ends it.
func (t *treeReader) delimiter(line []byte) (i int, final, found bool) {
	if !bytes.HasPrefix(line, []byte("--")) {
		return 0, false, false
	}
	line = bytes.TrimRight(line[2:], " \t")
	if i, found = t.level[string(line)]; found {
		return i, false, true
	}
	if line, final = bytes.CutSuffix(line, []byte("--")); final {
		i, found = t.level[string(line)]
	}
	return i, final, found
}

// begin reads the header of the next part of multipart i. It is false when there are too many parts. The rest is one
// attachment then.
func (t *treeReader) begin(i int) bool {
	parent := &t.open[i]
	if parent.ended {
		t.d.add("parts stand behind the end of a multipart: they are shown too")
		parent.ended = false
	}
	t.count++
	if t.count > maxParts {
		t.d.add("more than %d parts: the rest is one attachment, as it stands", maxParts)
		rest := &node{typ: mediaType{value: octetStream}, body: t.data[t.pos:], opaque: true}
		parent.node.parts = append(parent.node.parts, rest)
		for j := range t.open {
			t.open[j].ended = true
		}
		return false
	}
	r := headerReader{lines: t.lines, limit: maxHeaderBytes, pos: t.pos}
	h := r.read(false)
	for _, s := range h.defects {
		t.d.add("in a part: %s", s)
	}
	t.pos = h.body
	parent.body, parent.reading = t.pos, true
	def := "text/plain"
	if parent.node.typ.value == "multipart/digest" { // RFC 2046 section 5.1.5
		def = "message/rfc822"
	}
	owner := parent.node // entity may move t.open, and parent with it
	owner.parts = append(owner.parts, t.entity(h, def))
	return true
}

// entity makes the node for a header. A multipart becomes an open one.
func (t *treeReader) entity(h header, def string) *node {
	n := &node{header: h, typ: mediaType{value: def}}
	if value := h.get("content-disposition"); value != nil {
		n.disp = readMediaType(value, t.d)
	}
	if value := h.get("content-type"); value != nil {
		if n.typ = readMediaType(value, t.d); !isMediaType(n.typ.value) {
			n.guessed, n.written = true, n.typ.value
			n.typ.value = n.guessType()
		}
	}
	if n.multipart() {
		t.push(n)
	}
	return n
}

func (t *treeReader) push(n *node) {
	if len(t.open) == maxDepth {
		t.d.add("multiparts nested deeper than %d: what is inside is one attachment, as it stands", maxDepth)
		n.opaque = true
		return
	}
	boundary := strings.TrimRight(n.typ.params["boundary"], " \t")
	if boundary == "" {
		if boundary = t.guessBoundary(); boundary == "" {
			t.d.add("a multipart without a boundary: shown as text")
			n.noBoundary = true
			return
		}
		t.d.add("a multipart without a boundary parameter: taken from its first delimiter")
	}
	hidden, used := t.level[boundary]
	if !used {
		hidden = -1
	}
	t.level[boundary] = len(t.open)
	t.open = append(t.open, openPart{node: n, boundary: boundary, hidden: hidden})
}

// guessBoundary looks for the first delimiter near the start of the body: a line of two hyphens and a boundary, with
// the header of a part behind it.
func (t *treeReader) guessBoundary() string {
	const near = 4096
	for pos := t.pos; pos < len(t.data) && pos < t.pos+near; {
		line, next := t.line(pos)
		if b, found := bytes.CutPrefix(line, []byte("--")); found && len(b) > 0 && len(b) <= 200 && next < len(t.data) {
			after, _ := t.line(next)
			if len(after) == 0 || strings.HasPrefix(fieldName(after), "content-") {
				return string(bytes.TrimRight(b, " \t"))
			}
		}
		pos = next
	}
	return ""
}

// endPart ends the part of multipart i that is being read, at a delimiter. The line end in front of a delimiter belongs
// to it.
func (t *treeReader) endPart(i, pos int) {
	p := &t.open[i]
	if !p.reading {
		return
	}
	if pos < len(t.data) {
		pos = max(p.body, t.trimEnd(p.body, pos))
	}
	part := p.node.parts[len(p.node.parts)-1]
	part.body = t.data[p.body:pos:pos]
	t.checkGuess(part)
	p.reading = false
}

// checkGuess takes back the guess that a part is text if nobody could read it.
func (t *treeReader) checkGuess(n *node) {
	if !n.guessed {
		return
	}
	if n.typ.value == "text/plain" {
		body := decodeTransfer(encodingName(n.header.get("content-transfer-encoding")), n.body, nil)
		unreadable := func(r rune) bool { return r < ' ' && !strings.ContainsRune("\t\r\n\f\x1b", r) }
		if bytes.ContainsFunc(body, unreadable) {
			n.typ.value = octetStream
		}
	}
	if n.written != "text" {
		t.d.add("content type %q is none: taken for %s", n.written, n.typ.value)
	}
}

// closeAbove ends the multiparts that are open inside multipart i.
func (t *treeReader) closeAbove(i, pos int) {
	for j := len(t.open) - 1; j > i; j-- {
		p := t.open[j]
		if !p.ended && len(p.node.parts) > 0 {
			t.d.add("a multipart without its final boundary")
		}
		t.endPart(j, pos)
		if t.level[p.boundary] = p.hidden; p.hidden < 0 {
			delete(t.level, p.boundary)
		}
		t.open = t.open[:j]
	}
}
