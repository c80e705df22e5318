package eml

import (
	"bytes"
	"time"
)

// Field is what the first field of that name, which is in lower case, holds as it was written; "" where there is none.
func Field(raw []byte, name string) string {
	h := readHeader(raw, true)
	return string(bytes.TrimSpace(h.get(name)))
}

// HasHeader says whether a message has any header field, as every message should.
func HasHeader(raw []byte) bool { return len(readHeader(raw, true).fields) > 0 }

// Received is when a message arrived, as far as itself says: the date that the last server noted (RFC 5321 section 4.4), else that of
// writing. It is zero where there is neither.
func Received(raw []byte) time.Time {
	h := readHeader(raw, true)
	if trace := h.get("received"); trace != nil {
		if t, ok := parseDate(string(trace[bytes.LastIndexByte(trace, ';')+1:])); ok {
			return t
		}
	}
	f := fieldReader{&h, "", nil}
	return f.date("date")
}

// ParseDate reads a date as mail has it, in any of the forms that programs write.
func ParseDate(s string) (time.Time, bool) { return parseDate(s) }
