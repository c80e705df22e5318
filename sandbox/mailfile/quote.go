package mailfile

import "bytes"

// In an mbox file a line that could be taken for a From_ line has a > in front, one more than it had (mboxrd).

// mustQuote says whether a line is any number of > and then "From ".
func mustQuote(line []byte) bool {
	return bytes.HasPrefix(bytes.TrimLeft(line, ">"), fromWord)
}

// eachLine visits the lines, with their ends. Only LF ends a line.
func eachLine(data []byte, visit func(line []byte)) {
	for len(data) > 0 {
		end := bytes.IndexByte(data, '\n') + 1
		if end == 0 {
			end = len(data)
		}
		visit(data[:end])
		data = data[end:]
	}
}

// quote is a message as it stands in an mbox file.
func quote(raw []byte) []byte {
	if !bytes.Contains(raw, fromWord) {
		return raw
	}
	out := make([]byte, 0, len(raw)+64)
	eachLine(raw, func(line []byte) {
		if mustQuote(line) {
			out = append(out, '>')
		}
		out = append(out, line...)
	})
	return out
}

// unquote takes the quoting back, in place.
func unquote(data []byte) []byte {
	if !bytes.Contains(data, fromWord) {
		return data
	}
	out := data[:0]
	eachLine(data, func(line []byte) {
		if line[0] == '>' && mustQuote(line) {
			line = line[1:]
		}
		out = append(out, line...)
	})
	return out
}
