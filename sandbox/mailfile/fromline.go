package mailfile

import (
	"bytes"
	"strings"
	"time"

	"recallbox/sandbox/eml"
)

// A From_ line stands in front of each message in an mbox file (RFC 4155): who sent it, and when it was received.

var fromWord = []byte("From ")

// longestSender is how many bytes an address has at most (RFC 5321 section 4.5.3.1).
const longestSender = 320

// fromLine is the line for a message, its time in UTC and in asctime's form.
func fromLine(sender string, received time.Time) []byte {
	if sender == "" || len(sender) > longestSender || strings.ContainsFunc(sender, func(r rune) bool { return r <= ' ' || r == 0x7f }) {
		sender = "MAILER-DAEMON"
	}
	return []byte("From " + sender + " " + received.UTC().Format(time.ANSIC) + "\n")
}

// dateStart is where the date begins: senders are anything, even names with spaces.
var dateStart = pattern(` (?i:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? `)

// fromDate is the date in a From_ line, whichever of its many forms it has.
func fromDate(line []byte) (time.Time, bool) {
	if len(line) > 1024 {
		return time.Time{}, false
	}
	if at := dateStart().FindAllIndex(line, -1); len(at) > 0 {
		t, ok := eml.ParseDate(string(bytes.TrimSpace(line[at[len(at)-1][0]:])))
		if year := t.UTC().Year(); ok && year >= 1900 && year <= 9998 { // in UTC, as it is written
			return t, true
		}
	}
	return time.Time{}, false
}

// isField says whether a line looks like a header field, as the one behind a From_ line does.
func isField(line []byte) bool {
	for i, c := range line {
		if c == ':' {
			return i > 0
		}
		if c <= ' ' || c > '~' {
			return false
		}
	}
	return false
}
