package mailfile_test

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-maildir"
	"github.com/emersion/go-mbox"

	"recallbox/fixtures/corpus"
	"recallbox/sandbox/mailfile"
)

// realMail is the whole corpus. Every third message is read, and one arrives each hour.
func realMail(t *testing.T) []mailfile.Message {
	t.Helper()
	names, err := fs.Glob(corpus.FS, "*/*.eml")
	if err != nil || len(names) < 133 {
		t.Fatal(len(names), err)
	}
	var messages []mailfile.Message
	for i, name := range names {
		raw, err := corpus.FS.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		received := time.Unix(1767603600+int64(i)*3600, 0)
		messages = append(messages, mailfile.Message{Received: received, Read: i%3 == 0, Raw: raw})
	}
	return messages
}

// normalized is a message without what go-mbox changes in it (line ends, quoting, blank lines at the end) and without
// the fields of an mbox file.
func normalized(raw []byte) string {
	text := strings.ReplaceAll(string(raw), "\r\n", "\n")
	return strings.TrimRight(status.ReplaceAllString(quoting.ReplaceAllString(text, "From "), ""), "\r\n")
}

var (
	quoting = regexp.MustCompile(`(?m)^>+From `)
	status  = regexp.MustCompile(`(?m)^(X-)?Status:.*\n`)
)

// go-mbox reads what this package writes.
func TestGoMboxReads(t *testing.T) {
	t.Parallel()
	messages := realMail(t)
	in := mbox.NewReader(bytes.NewReader(write(t, mailfile.Mbox, messages)[mailfile.MboxName].Data))
	for i, m := range messages {
		message, err := in.NextMessage()
		if err != nil {
			t.Fatal(i, err)
		}
		raw, err := io.ReadAll(message)
		if err != nil {
			t.Fatal(i, err)
		}
		status, rest, _ := strings.Cut(string(raw), "\r\n")
		if got := normalized([]byte(rest)); strings.Contains(status, "R") != m.Read || got != normalized(m.Raw) {
			t.Errorf("message %d: %s %q, want %q", i, status, got, normalized(m.Raw))
		}
	}
	if _, err := in.NextMessage(); !errors.Is(err, io.EOF) {
		t.Errorf("behind the last message: %v", err)
	}
}

// This package reads what go-mbox writes.
func TestGoMboxWrites(t *testing.T) {
	t.Parallel()
	messages := realMail(t)
	var file bytes.Buffer
	out := mbox.NewWriter(&file)
	for _, m := range messages {
		w, err := out.CreateMessage("alice@acme.example", m.Received)
		if err == nil {
			_, err = w.Write(m.Raw)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	g := read(t, memory{"x": {Data: file.Bytes()}}, "x", mailfile.Options{Limit: limit})
	if len(g.messages) != len(messages) || len(g.skipped) > 0 {
		t.Fatalf("%d messages of %d, left %q", len(g.messages), len(messages), g.skipped)
	}
	for i, m := range g.messages {
		if !m.Received.Equal(messages[i].Received) || normalized(m.Raw) != normalized(messages[i].Raw) {
			want := messages[i]
			t.Errorf("message %d: %v %q, want %v %q",
				i, m.Received, normalized(m.Raw), want.Received, normalized(want.Raw))
		}
	}
}

// disk is a tree of real files.
type disk string

func (d disk) Mkdir(path string) error { return os.MkdirAll(filepath.Join(string(d), path), 0o700) }

func (d disk) Create(path string, _ time.Time) (io.WriteCloser, error) {
	return os.Create(filepath.Join(string(d), path))
}

// go-maildir reads what this package writes.
func TestGoMaildirReads(t *testing.T) {
	t.Parallel()
	dir, messages := t.TempDir(), realMail(t)
	w := mailfile.NewWriter(mailfile.Maildir, disk(dir), "")
	if err := w.Folder(""); err != nil {
		t.Fatal(err)
	}
	want := map[string]bool{}
	for _, m := range messages {
		want[string(m.Raw)] = m.Read
		if err := w.Message(m); err != nil {
			t.Fatal(err)
		}
	}
	files, err := maildir.Dir(dir).Messages()
	if err != nil || len(files) != len(messages) {
		t.Fatal(len(files), err)
	}
	for _, m := range files {
		raw, err := os.ReadFile(m.Filename())
		read, known := want[string(raw)]
		if err != nil || !known || read != (len(m.Flags()) == 1 && m.Flags()[0] == maildir.FlagSeen) {
			t.Errorf("%s: %v, %v, %v", m.Filename(), known, m.Flags(), err)
		}
	}
}

// This package reads what go-maildir writes.
func TestGoMaildirWrites(t *testing.T) {
	t.Parallel()
	dir, messages := t.TempDir(), realMail(t)
	if err := maildir.Dir(dir).Init(); err != nil {
		t.Fatal(err)
	}
	want := map[string]bool{}
	for _, m := range messages {
		flags := []maildir.Flag{maildir.FlagReplied}
		if m.Read {
			flags = append(flags, maildir.FlagSeen)
		}
		_, w, err := maildir.Dir(dir).Create(flags)
		if err == nil {
			_, err = w.Write(m.Raw)
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		want[string(m.Raw)] = m.Read
	}
	var g collector
	if err := mailfile.Read(t.Context(), os.DirFS(dir), ".", mailfile.Options{Limit: limit}, &g); err != nil {
		t.Fatal(err)
	}
	if len(g.messages) != len(messages) || len(g.skipped) > 0 {
		t.Fatalf("%d messages, left %q", len(g.messages), g.skipped)
	}
	for _, m := range g.messages {
		if read, known := want[string(m.Raw)]; !known || read != m.Read || m.Received.IsZero() {
			t.Errorf("%s: %v, read %v, received %v", m.Place, known, m.Read, m.Received)
		}
	}
}
