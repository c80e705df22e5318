//go:build linux

package faults_test

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	_ "github.com/mattn/go-sqlite3"
)

// hung are ways in which another process keeps the sandbox to itself and does not come to an end, as one does
// that was stopped; and what then has to wait.
var hung = map[string]struct {
	hold  func(t *testing.T, b box) (end func())
	waits [][]string
}{
	"the turn": {holdTurn, [][]string{
		{"org", "add", "globex", "--domain", "globex.example"},
		{"snapshot", "save", "now"},
		{"init", "--force"},
	}},
	"SQLite's lock": {holdFile("BEGIN IMMEDIATE"), [][]string{
		{"org", "add", "globex", "--domain", "globex.example"},
		{"snapshot", "restore", "then"},
		{"init", "--force"},
	}},
	"the whole file": {holdFile("BEGIN EXCLUSIVE"), [][]string{
		{"inspect"},
		{"clock", "advance", "1s"},
		{"check"},
		{"init", "--force"},
	}},
	"a look that stays": {holdFile("BEGIN; SELECT * FROM clock"), [][]string{
		{"clock", "advance", "1s"},
		{"snapshot", "save", "now"},
		{"init", "--force"},
	}},
	"a writer that was stopped": {stopWriter, [][]string{
		{"inspect"},
		{"org", "add", "globex", "--domain", "globex.example"},
		{"init", "--force"},
	}},
}

func holdTurn(t *testing.T, b box) func() {
	f, err := os.OpenFile(b.file()+"-lock", os.O_CREATE|os.O_RDWR, 0o600)
	try(t, err)
	try(t, syscall.Flock(int(f.Fd()), syscall.LOCK_EX))
	return func() {
		os.Remove(f.Name())
		f.Close()
	}
}

// stopWriter stops a process in the middle of its transaction, when it has written to the sandbox itself. Where it is
// killed, what it began is taken back.
func stopWriter(t *testing.T, b box) func() {
	before, err := os.Stat(b.file())
	try(t, err)
	cmd := b.command(t.Context(), "user", "add", "--count", "400000", "--pattern", "user%06d@acme.example")
	try(t, cmd.Start())
	for since := time.Now(); time.Since(since) < patience; time.Sleep(time.Millisecond) {
		if now, err := os.Stat(b.file()); err == nil && b.journal() > 0 && now.Size() > before.Size()+1<<20 {
			break
		}
	}
	try(t, cmd.Process.Signal(syscall.SIGSTOP))
	if b.journal() == 0 {
		t.Fatal("it was not stopped inside a transaction")
	}
	return func() {
		try(t, cmd.Process.Kill())
		_ = cmd.Wait()
		b.must(t, "check") // which takes back what it began
	}
}

func holdFile(how string) func(*testing.T, box) func() {
	return func(t *testing.T, b box) func() {
		db, err := sql.Open("sqlite3", b.file())
		try(t, err)
		conn, err := db.Conn(t.Context())
		try(t, err)
		_, err = conn.ExecContext(t.Context(), how)
		try(t, err)
		return func() {
			_, err := conn.ExecContext(t.Context(), "ROLLBACK")
			try(t, err)
			conn.Close()
			db.Close()
		}
	}
}

// Nobody waits for ever for a process that does not come to an end: after a second he is told that he waits,
// then what to do; an interrupt ends the waiting at once. Nothing is changed by any of it, and all goes on when
// the other is done.
func TestWaitingEnds(t *testing.T) {
	t.Parallel()
	for what, test := range hung {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			b := newBox(t)
			b.must(t, "init")
			b.batch(t, town)
			b.must(t, "snapshot", "save", "then")
			before := b.read(t)
			end := test.hold(t, b)
			for _, args := range test.waits {
				b.wantGivenUp(t, args)
				b.wantInterrupted(t, args)
			}
			end()
			if !bytes.Equal(b.read(t), before) {
				t.Error("something was changed")
			}
			for _, args := range test.waits {
				b.must(t, args...)
			}
			b.wantAtRest(t, what)
		})
	}
}

// wantGivenUp demands that a command waits as long as it is told, and then says what is wrong.
func (b box) wantGivenUp(t *testing.T, args []string) {
	t.Helper()
	r := b.run(t, append(args, "--json", "--wait", "1500ms")...)
	var said struct {
		Error struct{ Kind, Message, Hint string }
	}
	if err := json.Unmarshal([]byte(r.out), &said); err != nil || r.code != 1 || said.Error.Kind != "io" ||
		said.Error.Hint == "" ||
		!strings.Contains(said.Error.Message, "locked by another process for more than 1.5 s") {
		t.Errorf("it waited: %s", r)
	}
	if told := strings.Count(r.err, "waiting for another process"); told != 1 {
		t.Errorf("it told %d times that it waits: %s", told, r)
	}
	if r.took < 1500*time.Millisecond || r.took > 15*time.Second {
		t.Errorf("it waited %s: %s", r.took, r)
	}
	if r = b.run(t, append(args, "--wait", "0s")...); r.code != 1 || !r.clear() || r.took > time.Second {
		t.Errorf("it was not to wait, and took %s: %s", r.took, r)
	}
}

// wantInterrupted demands that the first interrupt ends a command that waits.
func (b box) wantInterrupted(t *testing.T, args []string) {
	t.Helper()
	var said bytes.Buffer
	cmd := b.command(t.Context(), args...)
	cmd.Stderr = &said
	try(t, cmd.Start())
	time.Sleep(500 * time.Millisecond)
	since := time.Now()
	try(t, cmd.Process.Signal(syscall.SIGINT))
	late := time.AfterFunc(patience, func() { cmd.Process.Kill() })
	defer late.Stop()
	_ = cmd.Wait()
	code := cmd.ProcessState.ExitCode()
	if code != 130 || !strings.Contains(said.String(), "interrupted, nothing was changed") {
		t.Errorf("%s: exit %d\n%s", strings.Join(args, " "), code, said.String())
	}
	if took := time.Since(since); took > 2*time.Second {
		t.Errorf("%s: it took %s to be interrupted", strings.Join(args, " "), took)
	}
}
