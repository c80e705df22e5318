package mailfile_test

import (
	"fmt"
	"io"
	"io/fs"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"recallbox/sandbox/mailfile"
)

const asctime = "Mon Jan  5 09:00:00 2026"

// The mbox files of other programs are read as they were meant.
func TestForeignMboxes(t *testing.T) {
	t.Parallel()
	const at9 = "2026-01-05T09:00:00Z "
	for name, test := range map[string]struct {
		file string
		want []string // received, read, bytes
		left []string
	}{
		"nothing": {"", nil, nil},
		"one": {
			"From a@b " + asctime + "\nTo: c\n\nhi\n\n",
			[]string{at9 + "unread To: c\n\nhi\n"},
			nil,
		},
		"no blank at the end": {
			"From a@b " + asctime + "\nTo: c\n\nhi\n",
			[]string{at9 + "unread To: c\n\nhi\n"},
			nil,
		},
		"cut off":              {"From a@b " + asctime + "\nTo: c\n\nhi", []string{at9 + "unread To: c\n\nhi"}, nil},
		"blank lines in front": {"\n\r\n\nFrom a@b " + asctime + "\nTo: c\n\n", []string{at9 + "unread To: c\n"}, nil},
		"blanks in front":      {" \t\nFrom a@b " + asctime + "\nTo: c\n\n", []string{at9 + "unread To: c\n"}, nil},
		"a mark in front": {
			"\xef\xbb\xbfFrom a@b " + asctime + "\nTo: c\n\nhi\n\nFrom a@b " + asctime + "\nTo: d\n\n",
			[]string{at9 + "unread To: c\n\nhi\n", at9 + "unread To: d\n"},
			nil,
		},
		"a mark behind blanks": {
			"\n \n\xef\xbb\xbfFrom a@b " + asctime + "\nTo: c\n\n", []string{at9 + "unread To: c\n"}, nil,
		},
		"a mark alone": {"\xef\xbb\xbf", nil, nil},
		"CRLF": {
			"From a@b " + asctime + "\r\nTo: c\r\n\r\nhi\r\n\r\nFrom a@b " + asctime + "\r\nTo: d\r\n\r\n\r\n",
			[]string{at9 + "unread To: c\r\n\r\nhi\r\n", at9 + "unread To: d\r\n\r\n"},
			nil,
		},
		"read": {
			"From a " + asctime + "\nTo: c\nStatus: RO\nX-Status: A\n\nhi\n\n",
			[]string{at9 + "read To: c\n\nhi\n"},
			nil,
		},
		"old": {
			"From a " + asctime + "\nTo: c\nStatus: O\n\nhi\n\n",
			[]string{at9 + "unread To: c\n\nhi\n"},
			nil,
		},
		"Thunderbird": {
			"From - " + asctime + "\nX-Mozilla-Status: 0001\nTo: c\n\nhi\n\n",
			[]string{at9 + "read X-Mozilla-Status: 0001\nTo: c\n\nhi\n"},
			nil,
		},
		"Thunderbird unread": {
			"From - " + asctime + "\nX-Mozilla-Status: 0010\nTo: c\n\n\n",
			[]string{at9 + "unread X-Mozilla-Status: 0010\nTo: c\n\n"},
			nil,
		},
		"Gmail": {
			"From 1823456789@xxx Mon Jan 05 09:00:00 +0000 2026\nTo: c\n\n\n",
			[]string{at9 + "unread To: c\n\n"},
			nil,
		},
		"a zone": {
			"From a@b Mon Jan  5 10:00:00 2026 +0100\nTo: c\n\n\n",
			[]string{at9 + "unread To: c\n\n"},
			nil,
		},
		"a zone by name": {
			"From a@b Mon Jan  5 10:00:00 CET 2026\nTo: c\n\n\n",
			[]string{at9 + "unread To: c\n\n"},
			nil,
		},
		"a sender with a day": {
			"From \"Sun Day\" <a@b> " + asctime + "\nTo: c\n\n\n",
			[]string{at9 + "unread To: c\n\n"},
			nil,
		},
		"no date": {
			"From nobody\nTo: c\n\n\nFrom nobody\nTo: d\n\n\n",
			[]string{"- unread To: c\n\n", "- unread To: d\n\n"},
			nil,
		},
		"no sender": {"From " + asctime + "\nTo: c\n\n\n", []string{at9 + "unread To: c\n\n"}, nil},
		"nothing between": {
			"From a " + asctime + "\nTo: c\n\nhi\nFrom a " + asctime + "\nTo: d\n\nho\n",
			[]string{at9 + "unread To: c\n\nhi\n", at9 + "unread To: d\n\nho\n"},
			nil,
		},
		"Mozilla, nothing between": {
			"From - " + asctime + "\nX-Mozilla-Status: 0001\nTo: c\n\nhi\nFrom - " + asctime + "\nTo: d\n\nho\nFrom - \n" +
				"X-Mozilla-Status: 0001\nTo: e\n\n",
			[]string{
				at9 + "read X-Mozilla-Status: 0001\nTo: c\n\nhi\n", at9 + "unread To: d\n\nho\n",
				"- read X-Mozilla-Status: 0001\nTo: e\n",
			},
			nil,
		},
		"Mozilla, with CRLF": {
			"From - \r\nTo: c\r\n\r\nhi\r\nFrom - \r\nTo: d\r\n\r\n",
			[]string{"- unread To: c\r\n\r\nhi\r\n", "- unread To: d\r\n"},
			nil,
		},
		"a dash in a text": {
			"From a " + asctime + "\nTo: c\n\nhi\nFrom - there\nto: here\nFrom - \nthere to here\n" +
				"From - Monday on:\nwe save\n>From - \nTo: save\n\n",
			[]string{at9 + "unread To: c\n\nhi\nFrom - there\nto: here\nFrom - \nthere to here\n" +
				"From - Monday on:\nwe save\nFrom - \nTo: save\n"},
			nil,
		},
		"unquoted": {
			"From a " + asctime + "\nTo: c\n\n\nFrom here on it gets warmer.\nFrom time to time.\n\nFrom now on:\n" +
				"all is well.\n\n",
			[]string{at9 + "unread To: c\n\n\nFrom here on it gets warmer.\nFrom time to time.\n\nFrom now on:\n" +
				"all is well.\n"},
			nil,
		},
		"quoted": {
			"From a " + asctime + "\nTo: c\n\n>From x\n>>From y\n >From z\n\n",
			[]string{at9 + "unread To: c\n\nFrom x\n>From y\n >From z\n"},
			nil,
		},
		"text in front": {
			"hello\n\nFrom a " + asctime + "\nTo: c\n\n\n",
			[]string{at9 + "unread To: c\n\n"},
			[]string{"x.mbox: what stands in front of the first From_ line is no message"},
		},
		"too large": {
			"From a " + asctime + "\nTo: c\n\n" + strings.Repeat("x", 5000) + "\n\nFrom a " + asctime + "\nTo: d\n\n\n",
			[]string{at9 + "unread To: d\n\n"},
			[]string{"x.mbox: message 1, at byte 0: it is larger than 4096 bytes"},
		},
		"as large as can be": {
			"From a " + asctime + "\n" + strings.Repeat("x", 4095) + "\n\n",
			[]string{at9 + "unread " + strings.Repeat("x", 4095) + "\n"},
			nil,
		},
		"no text at all": {"From a " + asctime + "\n", []string{at9 + "unread "}, nil},
	} {
		g := read(t, memory{"x.mbox": {Data: []byte(test.file)}}, "x.mbox", mailfile.Options{Limit: 4096})
		var got []string
		for _, m := range g.messages {
			got = append(got, describe(m))
		}
		if !slices.Equal(got, test.want) || !slices.Equal(g.skipped, test.left) {
			t.Errorf("%s: got %q, left %q\nwant %q, left %q", name, got, g.skipped, test.want, test.left)
		}
	}
}

func describe(m mailfile.Message) string {
	received, state := "-", "unread"
	if !m.Received.IsZero() {
		received = m.Received.UTC().Format(time.RFC3339)
	}
	if m.Read {
		state = "read"
	}
	return fmt.Sprintf("%s %s %s", received, state, m.Raw)
}

// endless is a file of one line. Only the part that is asked for is in memory.
type endless struct {
	fs.FS
	size int64
}

func (e endless) Open(string) (fs.File, error) { return &endlessFile{left: e.size}, nil }

type endlessFile struct {
	at, left int64
}

func (f *endlessFile) Stat() (fs.FileInfo, error) { return fstest.MapFS{"x": {}}.Stat("x") }
func (f *endlessFile) Close() error               { return nil }

func (f *endlessFile) Read(into []byte) (int, error) {
	const head = "From a " + asctime + "\nTo: "
	n := int(min(int64(len(into)), f.left))
	if n == 0 {
		return 0, io.EOF
	}
	for i := range n {
		into[i] = 'x'
	}
	if f.at < int64(len(head)) {
		copy(into[:n], head[f.at:])
	}
	f.at += int64(n)
	f.left -= int64(n)
	return n, nil
}

// A line of many gibibytes takes no more memory than the largest message.
func TestMemoryIsBounded(t *testing.T) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	var g collector
	file := endless{size: 256 << 20}
	if err := mailfile.Read(t.Context(), file, "x", mailfile.Options{Limit: limit}, &g); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if len(g.messages) > 0 || !slices.Equal(g.skipped, []string{"x: message 1, at byte 0: it is larger than 1 MiB"}) {
		t.Errorf("%d messages, left %q", len(g.messages), g.skipped)
	}
	if used := after.TotalAlloc - before.TotalAlloc; used > 16<<20 {
		t.Errorf("%d MiB", used>>20)
	}
}
