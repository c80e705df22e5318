package mailfile

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"recallbox/sandbox/eml"
)

// mboxReader takes an mbox file apart, a piece of a line at a time.
type mboxReader struct {
	ctx    context.Context
	in     *bufio.Reader
	limit  int
	place  string
	folder string
	to     Visitor

	offset  int64 // of the piece that is next
	blank   bool  // the line before was
	within  bool  // a line that has begun has not ended
	started bool  // a message has
	from    []byte
	begin   int64 // of the message, its From_ line included
	number  int
	body    []byte
	tooMuch bool // the body is more than is kept
	stray   bool // something stands in front of the first message
}

// piece is how much of a line is looked at together.
const piece = 64 << 10

func readMbox(ctx context.Context, in io.Reader, place, folder string, limit int, to Visitor) error {
	r := &mboxReader{ctx: ctx, in: bufio.NewReaderSize(in, piece), limit: limit, place: place, folder: folder, to: to, blank: true}
	for {
		data, err := r.in.ReadSlice('\n')
		if len(data) > 0 {
			if err := r.take(data); err != nil {
				return err
			}
		}
		switch {
		case errors.Is(err, io.EOF):
			return r.end()
		case err != nil && !errors.Is(err, bufio.ErrBufferFull):
			return err
		case ctx.Err() != nil:
			return ctx.Err()
		}
	}
}

// take takes a line, or a piece of one.
func (r *mboxReader) take(data []byte) error {
	whole := !r.within
	r.within = data[len(data)-1] != '\n'
	at := r.offset
	r.offset += int64(len(data))
	if whole && !r.within && bytes.HasPrefix(data, fromWord) {
		line := bytes.Clone(data) // looking ahead overwrites it
		if r.separates(line) {
			if err := r.end(); err != nil {
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
		r.stray = r.stray || !r.blank
		return nil
	}
	if r.tooMuch = r.tooMuch || len(r.body) > r.limit+r.limit/4+piece; !r.tooMuch { // quoting may have made it that much longer
		r.body = append(r.body, data...)
	}
	return nil
}

// separates says whether a line that begins with "From " begins a message: other programs leave such lines in texts as they are. It does
// where two of these are so: a blank line stands in front, it has a date, a header follows.
func (r *mboxReader) separates(line []byte) bool {
	if !r.started {
		return true
	}
	if _, dated := fromDate(line); dated && r.blank {
		return true
	} else if !dated && !r.blank {
		return false
	}
	next, _ := r.in.Peek(256)
	next, _, _ = bytes.Cut(next, []byte("\n"))
	return isField(next)
}

// end gives the message that was read to the visitor.
func (r *mboxReader) end() error {
	if r.stray {
		r.stray = false
		if err := r.to.Leave(r.place, "what stands in front of the first From_ line is no message"); err != nil {
			return err
		}
	}
	if !r.started {
		return nil
	}
	place := fmt.Sprintf("%s: message %d, at byte %d", r.place, r.number, r.begin)
	l := Letter{Folder: r.folder, Place: place}
	l.Received, _ = fromDate(r.from)
	tooMuch := r.tooMuch
	if !tooMuch {
		takeStatus(&l, r.body)
		l.Raw = unquote(withoutBlank(l.Raw, bytes.HasSuffix(r.from, []byte("\r\n"))))
	}
	r.started, r.tooMuch, r.body = false, false, r.body[:0]
	if tooMuch || len(l.Raw) > r.limit {
		return r.to.Leave(place, tooLarge(r.limit))
	}
	return r.to.Letter(l)
}

// withoutBlank takes the blank line away that stands behind each message.
func withoutBlank(body []byte, crlf bool) []byte {
	blank := []byte("\n")
	if crlf && bytes.HasSuffix(body, []byte("\r\n")) {
		blank = []byte("\r\n")
	}
	if rest, found := bytes.CutSuffix(body, blank); found && (len(rest) == 0 || rest[len(rest)-1] == '\n') {
		return rest
	}
	return body
}

// takeStatus reads whether a message is read, and takes the fields that say so away: they belong to the mbox file.
func takeStatus(l *Letter, body []byte) {
	for _, line := range []string{statusRead, statusUnread} {
		if rest, found := bytes.CutPrefix(body, []byte(line)); found {
			l.Raw, l.Read, l.Own = rest, line == statusRead, true
			return
		}
	}
	l.Read = strings.Contains(eml.Field(body, "status"), "R") || thunderbird(body)&1 != 0
	l.Raw = eml.Without(body, "status", "x-status")
}

// thunderbird are the flags that Thunderbird keeps in a message: 1 is read. They stay in it, there is room for more.
func thunderbird(body []byte) uint64 {
	flags, _ := strconv.ParseUint(eml.Field(body, "x-mozilla-status"), 16, 32)
	return flags
}

func tooLarge(limit int) string {
	if limit >= 1<<20 {
		return fmt.Sprintf("it is larger than %d MiB", limit>>20)
	}
	return fmt.Sprintf("it is larger than %d bytes", limit)
}

var noTime time.Time
