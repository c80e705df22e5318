package mailfile

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
	"time"

	"recallbox/sandbox/eml"
)

// An mboxParser reads an mbox file, a piece of a line at a time.
type mboxParser struct {
	ctx    context.Context
	in     io.Reader
	limit  int    // of a message, in bytes
	place  string // of the file, for people
	folder string
	to     Visitor

	buffer    *bufio.Reader
	offset    int64  // of the next piece
	blank     bool   // the line before was blank
	midLine   bool   // the line goes on in the next piece
	started   bool   // a message has begun
	from      []byte // its From_ line
	begin     int64  // where its From_ line begins
	number    int    // of messages so far
	body      []byte
	overLimit bool // the message is too large
	stray     bool // text stands in front of the first message
}

// piece is how many bytes of a line are read together.
const piece = 64 << 10

func (r *mboxParser) read() error {
	r.buffer, r.blank = bufio.NewReaderSize(r.in, piece), true
	for {
		data, err := r.buffer.ReadSlice('\n')
		if len(data) > 0 {
			if err := r.addLine(data); err != nil {
				return err
			}
		}
		switch {
		case errors.Is(err, io.EOF):
			return r.endMessage()
		case err != nil && !errors.Is(err, bufio.ErrBufferFull):
			return err
		case r.ctx.Err() != nil:
			return r.ctx.Err()
		}
	}
}

// addLine adds a line, or a piece of one, to the message that is being read.
func (r *mboxParser) addLine(data []byte) error {
	whole := !r.midLine
	r.midLine = data[len(data)-1] != '\n'
	at := r.offset
	r.offset += int64(len(data))
	if !r.started {
		data = bytes.TrimPrefix(data, byteOrderMark)
	}
	if whole && !r.midLine && bytes.HasPrefix(data, fromWord) {
		line := bytes.Clone(data) // Peek overwrites it
		if r.isSeparator(line) {
			if err := r.endMessage(); err != nil {
				return err
			}
			r.started, r.from, r.begin, r.blank = true, line, at, true
			r.number++
			return nil
		}
		data = line
	}
	r.blank = whole && len(bytes.TrimRight(data, "\r\n")) == 0
	if !r.started {
		r.stray = r.stray || len(bytes.TrimSpace(data)) > 0
		return nil
	}
	if len(r.body) > r.limit+r.limit/4+piece { // quoting may have made it that much longer
		r.overLimit = true
	}
	if !r.overLimit {
		r.body = append(r.body, data...)
	}
	return nil
}

// isSeparator says whether a line that begins with "From " begins a message. Other programs leave such lines in texts
// as they are. It begins one if two of these are so: a blank line stands in front, it has a date, a header follows.
// Mozilla's line may have no date, and is then as good as one that has.
func (r *mboxParser) isSeparator(line []byte) bool {
	if !r.started {
		return true
	}
	if _, dated := parseFromLine(line); dated && r.blank {
		return true
	} else if !dated && !r.blank && !isMozillaLine(line) {
		return false
	}
	next, _ := r.buffer.Peek(256)
	next, _, _ = bytes.Cut(next, []byte("\n"))
	return isField(next)
}

// endMessage gives the message that was read to the visitor.
func (r *mboxParser) endMessage() error {
	if r.stray {
		r.stray = false
		if err := r.to.Skip(r.place, "what stands in front of the first From_ line is no message"); err != nil {
			return err
		}
	}
	if !r.started {
		return nil
	}
	place := fmt.Sprintf("%s: message %d, at byte %d", r.place, r.number, r.begin)
	m := Message{Folder: r.folder, Place: place}
	m.Received, _ = parseFromLine(r.from)
	overLimit := r.overLimit
	if !overLimit {
		parseStatus(&m, r.body)
		m.Raw = unquote(trimBlankLine(m.Raw, bytes.HasSuffix(r.from, []byte("\r\n"))))
	}
	r.started, r.overLimit, r.body = false, false, r.body[:0]
	if overLimit || len(m.Raw) > r.limit {
		return r.to.Skip(place, tooLarge(r.limit))
	}
	return r.to.Message(m)
}

// trimBlankLine removes the blank line that stands behind each message.
func trimBlankLine(body []byte, crlf bool) []byte {
	blank := []byte("\n")
	if crlf && bytes.HasSuffix(body, []byte("\r\n")) {
		blank = []byte("\r\n")
	}
	if rest, found := bytes.CutSuffix(body, blank); found && (len(rest) == 0 || rest[len(rest)-1] == '\n') {
		return rest
	}
	return body
}

// parseStatus reads whether a message is read. It removes the fields that say so, because they belong to the mbox file.
func parseStatus(m *Message, body []byte) {
	for _, line := range []string{statusRead, statusUnread} {
		if rest, found := bytes.CutPrefix(body, []byte(line)); found {
			m.Raw, m.Read, m.Own = rest, line == statusRead, true
			return
		}
	}
	m.Read = strings.Contains(eml.Field(body, "status"), "R") || mozillaStatus(body)&1 != 0
	m.Raw = eml.RemoveFields(body, "status", "x-status")
}

// mozillaStatus is the flags that Thunderbird keeps in a message: 1 is read. They hold more than that, so they stay in
// the message.
func mozillaStatus(body []byte) uint64 {
	flags, _ := strconv.ParseUint(eml.Field(body, "x-mozilla-status"), 16, 32)
	return flags
}

// MboxName is the file that an mbox of the top folder becomes. Apple Mail exports the folder X as X.mbox/mbox.
const MboxName = "mbox"

// mboxEnd is the end of the names of other mbox files.
const mboxEnd = ".mbox"

// These lines say whether a message is read. They stand directly behind the From_ line, where nobody can confuse them
// with the header of the message.
const (
	statusRead   = "Status: RO\n"
	statusUnread = "Status: O\n"
)

type mboxWriter struct {
	target
	out  io.WriteCloser
	some *bufio.Writer // of many small messages, which go to out together
}

func (w *mboxWriter) Folder(folder string) error {
	if err := w.endFile(); err != nil {
		return err
	}
	name := MboxName
	if folder = w.below(folder); folder != "" {
		dir, file := w.names.escapePath(folder)
		if name = path.Join(dir, file+mboxEnd); !takes(name) {
			dir, name = ".", w.shorten(folder, escapeName, mboxEnd)
		}
		if err := w.to.Mkdir(dir); err != nil {
			return err
		}
	}
	var err error
	w.out, err = w.to.Create(name, noTime)
	w.some = bufio.NewWriterSize(w.out, mboxBuffer)
	return err
}

const mboxBuffer = 1 << 16

func (w *mboxWriter) Message(m Message) error {
	raw, sender, status := endLastLine(m.Raw), "", statusUnread
	if from := eml.From(raw); len(from) > 0 {
		sender = from[0].Addr
	}
	if m.Read {
		status = statusRead
	}
	for _, part := range [][]byte{formatFromLine(sender, m.Received), []byte(status), quote(raw), []byte("\n")} {
		if _, err := w.some.Write(part); err != nil {
			return err
		}
	}
	return nil
}

// endLastLine is a message whose last line has an end. An mbox file cannot have it otherwise.
func endLastLine(raw []byte) []byte {
	if len(raw) > 0 && raw[len(raw)-1] != '\n' {
		return append(raw[:len(raw):len(raw)], '\n')
	}
	return raw
}

func (w *mboxWriter) Close() error {
	if err := w.endFile(); err != nil {
		return err
	}
	return w.putList()
}

// endFile ends the file of a folder.
func (w *mboxWriter) endFile() error {
	if w.out == nil {
		return nil
	}
	err := errors.Join(w.some.Flush(), w.out.Close())
	w.out = nil
	return err
}

// fromWord begins the From_ line, which stands in front of each message in an mbox file (RFC 4155). The line says who
// sent the message, and when it was received.
var fromWord = []byte("From ")

// byteOrderMark begins files that some programs write in UTF-8.
var byteOrderMark = []byte("\xef\xbb\xbf")

// longestSender is how many bytes an address has at most (RFC 5321 section 4.5.3.1).
const longestSender = 320

// formatFromLine is the line for a message, its time in UTC and in the form of asctime. Programs read it as ASCII, so
// that an internationalised address (RFC 6531) has no place there.
func formatFromLine(sender string, received time.Time) []byte {
	unfit := func(r rune) bool { return r <= ' ' || r >= 0x7f }
	if sender == "" || len(sender) > longestSender || strings.ContainsFunc(sender, unfit) {
		sender = "MAILER-DAEMON"
	}
	return []byte("From " + sender + " " + received.UTC().Format(time.ANSIC) + "\n")
}

// dateStart is where the date begins. Anything may be a sender, even a name with spaces.
var dateStart = pattern(` (?i:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? `)

// parseFromLine is the date in a From_ line, in any of its many forms.
func parseFromLine(line []byte) (time.Time, bool) {
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

// isMozillaLine says whether a From_ line is that of Mozilla's programs, which name nobody, without a date.
func isMozillaLine(line []byte) bool { return string(bytes.TrimSpace(line)) == "From -" }

// isField says whether a line looks like a header field. One stands behind each From_ line.
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

// needsQuote says whether a line could be read as a From_ line: it is any number of > and then "From ". In an mbox file
// it has one more > (mboxrd).
func needsQuote(line []byte) bool {
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
		if needsQuote(line) {
			out = append(out, '>')
		}
		out = append(out, line...)
	})
	return out
}

// unquote undoes quote, in place.
func unquote(data []byte) []byte {
	if !bytes.Contains(data, fromWord) {
		return data
	}
	out := data[:0]
	eachLine(data, func(line []byte) {
		if line[0] == '>' && needsQuote(line) {
			line = line[1:]
		}
		out = append(out, line...)
	})
	return out
}
