package commands

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"recallbox/sandbox"
)

// endless is a line that never ends.
type endless struct{ given int64 }

func (e *endless) Read(into []byte) (int, error) {
	for i := range into {
		into[i] = 'x'
	}
	e.given += int64(len(into))
	return len(into), nil
}

// limitBox is a sandbox with three people, in a folder of its own.
type limitBox struct {
	t   *testing.T
	dir string
}

func newLimitBox(t *testing.T) limitBox {
	b := limitBox{t, t.TempDir()}
	for _, args := range [][]string{
		{"init"}, {"org", "add", "acme", "--domain", "acme.example"},
		{"user", "add", "alice@acme.example", "bob@acme.example", "carol@acme.example"},
	} {
		if code, _, said := b.run(nil, args...); code != 0 {
			t.Fatalf("%q: exit %d\n%s", args, code, said)
		}
	}
	return b
}

func (b limitBox) run(in io.Reader, args ...string) (code int, out, said string) {
	var stdout, stderr strings.Builder
	code = Run(Process{
		Context: b.t.Context(),
		Args:    args,
		Dir:     b.dir,
		In:      in,
		Out:     &stdout,
		Err:     &stderr,
		Options: sandbox.Options{Throwaway: true},
	})
	return code, stdout.String(), stderr.String()
}

// file makes a file that begins with some text and then has zeros up to its size.
func (b limitBox) file(name, start string, size int64) {
	path := filepath.Join(b.dir, name)
	if err := os.WriteFile(path, []byte(start), 0o600); err != nil {
		b.t.Fatal(err)
	}
	if err := os.Truncate(path, max(size, int64(len(start)))); err != nil {
		b.t.Fatal(err)
	}
}

// What is too large, too long or too many is refused with one line, and nothing has happened.
func TestBeyondLimits(t *testing.T) {
	t.Parallel()
	b := newLimitBox(t)
	b.file("huge.eml", "From: alice@acme.example\nTo: bob\n\n", 151<<20)
	b.file("large.bin", "", 115<<20)
	many := make([]string, 10_001)
	for i := range many {
		many[i] = fmt.Sprintf("u%d@x.example", i)
	}
	all := strings.Join(many, ",")
	b.file("many.eml", "From: alice@acme.example\nTo: "+all+"\n\nx", 0)
	tests := []struct {
		name string
		want string
		args []string
	}{
		{
			"message",
			"huge.eml: is larger than 150 MiB",
			[]string{"send", "--as", "alice", "--eml", "huge.eml", "--to", "bob"},
		},
		{
			"attachment",
			"huge.eml: is larger than 150 MiB",
			[]string{"send", "--as", "alice", "--to", "bob", "--attach", "huge.eml"},
		},
		{
			"all attachments",
			"the message would be larger than 150 MiB",
			[]string{"send", "--as", "alice", "--to", "bob", "--attach", "large.bin"},
		},
		{
			"text",
			"huge.eml: is larger than 150 MiB",
			[]string{"send", "--as", "alice", "--to", "bob", "--body-file", "huge.eml"},
		},
		{"batch", "huge.eml: is larger than 150 MiB", []string{"batch", "huge.eml"}},
		{"recipients", "10001 recipients are written out", []string{"send", "--as", "alice", "--to", all}},
		{"recipients in a file", "10001 recipients are written out", []string{"send", "--as", "alice", "--eml", "many.eml"}},
		{
			"header",
			"header would be longer than 1 MiB",
			[]string{"send", "--as", "alice", "--to", "bob", "--subject", strings.Repeat("long ", 1<<18)},
		},
		{"address", "longer than 320", []string{"send", "--as", "alice", "--to", strings.Repeat("x", 400) + "@x.example"}},
		{"long word", "no user", []string{"inspect", "mailbox", strings.Repeat("x", 1<<20)}},
		{"pattern", "at most 4 stars", []string{"client", "stop", "--as", strings.Repeat("*a", 100)}},
		{
			"users",
			"at most 10000000 at once",
			[]string{"user", "add", "--count", "10000001", "--pattern", "u%d@acme.example"},
		},
		{"digits", "must have one", []string{"user", "add", "--count", "1", "--pattern", "u%099999999d@acme.example"}},
		{"folder depth", "folders deep", []string{"folder", "add", "--as", "bob", strings.Repeat("a/", 32) + "a"}},
		{"folder name", "no folder path", []string{"folder", "add", "--as", "bob", strings.Repeat("a", 256)}},
		{"organisation name", "no name", []string{"org", "add", strings.Repeat("a", 256), "--domain", "b.example"}},
		{"user name", "no name", []string{"user", "set", "bob", "name=" + strings.Repeat("a", 256)}},
		{"duration", "durations end at 292 years", []string{"clock", "advance", "999999999d"}},
	}
	_, before, _ := b.run(nil, "log", "--json")
	for _, test := range tests {
		code, out, said := b.run(nil, test.args...)
		if code != 1 || out != "" || !strings.Contains(said, test.want) {
			t.Errorf("%s: exit %d, %.100q, %.300q", test.name, code, out, said)
		}
	}
	if _, after, _ := b.run(nil, "log", "--json"); after != before {
		t.Errorf("something happened: %.500s", after)
	}
}

// A line that never ends is read up to the limit.
func TestEndlessInput(t *testing.T) {
	t.Parallel()
	b := newLimitBox(t)
	for _, args := range [][]string{
		{"batch"}, {"send", "--as", "alice", "--to", "bob", "--body-file", "-"}, {"send", "--as", "alice", "--eml", "-"},
		{"run", "-"},
	} {
		in := &endless{}
		code, _, said := b.run(in, args...)
		if code != 1 || !strings.Contains(said, "stdin: is larger than 150 MiB") || in.given > maxFile+1<<20 {
			t.Errorf("%q: exit %d after %d bytes: %s", args, code, in.given, said)
		}
	}
}

// What a mail system writes about a message has its subject, and is read back whatever length that has.
func TestLongestSubject(t *testing.T) {
	t.Parallel()
	b := newLimitBox(t)
	b.file("long.eml", "From: alice@acme.example\nTo: bob@acme.example, nobody@acme.example\nSubject: "+
		strings.Repeat("x", 1<<20-100)+"\n\ntext", 0)
	for _, line := range []string{
		"send --as alice --eml long.eml --delivery-receipt", "recall --as alice m1 --yes",
		"export --as alice --format eml alice", "export --as bob --format eml bob", "check",
	} {
		if code, out, said := b.run(nil, strings.Fields(line)...); code != 0 {
			t.Errorf("%s: exit %d, %.300s\n%.300s", line, code, out, said)
		}
	}
}

// Messages in which there is very much are sent as they are, and shown in bounded time; what is beyond the
// limits of their form is named.
func TestWithinLimits(t *testing.T) {
	t.Parallel()
	b := newLimitBox(t)
	head := "From: alice@acme.example\nTo: bob@acme.example\nSubject: s\nDate: Mon, 5 Jan 2026 09:00:00 +0000\n"
	mixed := "Content-Type: multipart/mixed; boundary=b\n\n"
	b.file("100 MiB.eml", head+"Content-Type: application/octet-stream\nContent-Transfer-Encoding: 8bit\n\n", 100<<20)
	b.file("parts.eml", head+mixed+strings.Repeat("--b\nContent-Type: image/png\n\nx\n", 10_002)+"--b--\n", 0)
	b.file("nested.eml", head+strings.Repeat("Content-Type: multipart/mixed; boundary=b\n\n--b\n", 1000)+"\ninnermost", 0)
	b.file("fields.eml", head+strings.Repeat("X: y\n", 300_000)+"\ntext", 0)
	for i, test := range []struct{ file, defect string }{
		{"100 MiB.eml", ""},
		{"parts.eml", "more than 10000 parts"},
		{"nested.eml", "nested deeper than 100"},
		{"fields.eml", "the header is longer than 1 MiB"},
	} {
		if code, out, said := b.run(nil, "send", "--as", "alice", "--eml", test.file); code != 0 ||
			out != fmt.Sprintf("m%d\n", i+1) {
			t.Errorf("%s: exit %d, %s%s", test.file, code, out, said)
			continue
		}
		if code, out, said := b.run(nil, "open", "--as", "bob", fmt.Sprintf("m%d", i+1)); code != 0 ||
			!strings.Contains(out, test.defect) {
			t.Errorf("%s: exit %d, %.2000s\n%s", test.file, code, out, said)
		}
	}
}

// So many acts wait, and not one more.
func TestAtMostSoManyActsWait(t *testing.T) {
	if testing.Short() {
		t.Skip("writes ten million rows")
	}
	t.Parallel()
	b := newLimitBox(t)
	later := []string{"at", "+1m", "--", "client", "stop", "--as", "bob"}
	if code, _, said := b.run(nil, later...); code != 0 {
		t.Fatal(said)
	}
	full := damage(t, readSandbox(t, b.dir), "many turns", `
		WITH RECURSIVE more(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM more WHERE n < 9999999)
		INSERT INTO turns (due, act, position) SELECT due, act, n FROM turns, more;
		UPDATE acts SET left = 9999999`)
	if err := os.WriteFile(filepath.Join(b.dir, "recallbox.db"), full, 0o600); err != nil {
		t.Fatal(err)
	}
	if code, _, said := b.run(nil, later...); code != 0 {
		t.Errorf("the last that may wait: %s", said)
	}
	code, _, said := b.run(nil, later...)
	const want = "recallbox: at most 10000000 acts wait, and 10000000 do already\n"
	if code != 1 || !strings.HasPrefix(said, want) {
		t.Errorf("one more: exit %d, %s", code, said)
	}
}
