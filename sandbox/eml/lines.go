package eml

import "bytes"

// lines are octets in lines. Lines end in CRLF or LF, in mail that knows neither in CR.
type lines struct {
	data []byte
	eol  byte
}

func linesOf(data []byte) lines {
	if bytes.IndexByte(data, '\n') < 0 && bytes.IndexByte(data, '\r') >= 0 {
		return lines{data, '\r'}
	}
	return lines{data, '\n'}
}

// line is the line at pos without its end, and where the next begins.
func (l *lines) line(pos int) (line []byte, next int) {
	i := bytes.IndexByte(l.data[pos:], l.eol)
	if i < 0 {
		return l.data[pos:], len(l.data)
	}
	line, next = l.data[pos:pos+i], pos+i+1
	if l.eol == '\n' {
		line = bytes.TrimSuffix(line, []byte("\r"))
	}
	return line, next
}

// trimEnd is where the line that ends just before pos ends without its line end.
func (l *lines) trimEnd(start, pos int) int {
	if pos > start && l.data[pos-1] == l.eol {
		pos--
		if l.eol == '\n' && pos > start && l.data[pos-1] == '\r' {
			pos--
		}
	}
	return pos
}
