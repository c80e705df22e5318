//go:build linux

package faults_test

import (
	"bytes"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"sync"
	"testing"
	"time"
)

// Many work in a sandbox that others replace all the time: nobody is told that it is damaged, or cannot be read, and it
// is sound at the end.
func TestReplacedAtWork(t *testing.T) {
	t.Parallel()
	b, all := newBox(t), sync.WaitGroup{}
	b.must(t, "init")
	for i := range *processes {
		all.Go(func() {
			for n := range *each {
				name := fmt.Sprintf("org%d-%d", i, n)
				line := [][]string{
					{"init", "--force", "--fixture", "office"},
					{"org", "add", name, "--domain", name + ".example"},
					{"check"},
					{"inspect"},
				}[(i+n)%4]
				if r := b.run(t, line...); r.code != 0 {
					t.Error(r)
				}
			}
		})
	}
	all.Wait()
	b.must(t, "check")
	b.wantAtRest(t, "many that replace it")
}

// A sandbox is replaced while somebody has the old one open, and then a writer is killed: what it began is taken back,
// whoever looks first.
func TestReplacedAndKilled(t *testing.T) {
	t.Parallel()
	for what, replace := range map[string][]string{
		"by force":    {"init", "--force"},
		"a fresh one": {"init", "--start", "2026-03-02T08:00:00Z"},
	} {
		b := newBox(t)
		b.must(t, "init")
		reader, err := sql.Open("sqlite3", "file:"+b.file())
		try(t, err)
		defer reader.Close()
		reader.SetMaxOpenConns(1)
		if n := mailboxes(t, reader); n != 0 {
			t.Fatalf("%s: %d mailboxes at first", what, n)
		}
		b.must(t, replace...)
		fresh := b.read(t)
		b.killInside(t, "user", "add", "--count", "400000", "--pattern", "user%06d@acme.example")
		if n := mailboxes(t, reader); n != 0 {
			t.Errorf("%s: the reader sees %d mailboxes", what, n)
		}
		if said := b.must(t, "check"); !strings.HasPrefix(said, "ok: 0 mailboxes") {
			t.Errorf("%s: %s", what, said)
		}
		if left := b.read(t); !bytes.Equal(left, fresh) {
			t.Errorf("%s: half of what was begun is left: %d bytes, a new sandbox has %d", what, len(left), len(fresh))
		}
		b.must(t, "clock", "advance", "1s")
		b.wantAtRest(t, what)
	}
}

func mailboxes(t *testing.T, db *sql.DB) (n int) {
	t.Helper()
	try(t, db.QueryRow(`SELECT count(*) FROM mailboxes`).Scan(&n))
	return n
}

// killInside kills a command when it has written to the sandbox itself, and not only to its journal.
func (b box) killInside(t *testing.T, args ...string) {
	t.Helper()
	before, err := os.Stat(b.file())
	try(t, err)
	cmd := b.command(t.Context(), args...)
	try(t, cmd.Start())
	for since := time.Now(); time.Since(since) < patience; time.Sleep(time.Millisecond) {
		if now, err := os.Stat(b.file()); err == nil && b.journal() > 0 && now.Size() > before.Size()+1<<20 {
			break
		}
	}
	try(t, cmd.Process.Kill())
	if err := cmd.Wait(); err == nil || b.journal() == 0 {
		t.Fatalf("%s was not killed inside a transaction", strings.Join(args, " "))
	}
}

// Whenever a process is killed that replaces a sandbox, the old one is there or the new one.
func TestKilledWhileReplacing(t *testing.T) {
	t.Parallel()
	old := makeKillWorld(t)
	v := measured(t, "init --force", []string{"init", "--force", "--fixture", "office"}, old)
	b, random, inside := newBox(t), rand.New(rand.NewPCG(1, 9)), 0
	for range max(6, *kills/3) {
		_, hit := v.strike(t, b, random)
		if hit {
			inside++
		}
		b.must(t, "check")
		if now := dump(t, b.file()); now != old.holds && now != v.after.holds {
			t.Error("it is neither the old one nor the new one")
		}
	}
	t.Logf("%d of them inside a transaction", inside)
	if inside == 0 {
		t.Error("none was killed inside a transaction")
	}
}
