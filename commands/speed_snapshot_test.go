package commands

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"recallbox/sandbox"
)

// BenchmarkSnapshotOf100000 saves a sandbox with a hundred thousand copies, and restores it, or compares with it, when all of them have been
// read meanwhile; the floor copies the file's bytes to the disk.
func BenchmarkSnapshotOf100000(b *testing.B) {
	s := newSpeedBox(b, b.TempDir(), sandbox.Options{})
	s.commands([][]string{
		{"org", "add", "acme", "--domain", "acme.example"},
		{"user", "add", "--count", "100000", "--pattern", "u%06d@acme.example"},
		{"group", "add", "all@acme.example", "--all", "acme"},
		{"send", "--as", "u000001", "--to", "all@acme.example", "--subject", "Budget", "--body", "See the list."},
	})
	sent := s.bytes()
	s.commands([][]string{{"snapshot", "save", "sent"}, {"mark-read", "--as", "all@acme.example", "m1"}})
	read := s.bytes()
	floor := func() time.Duration {
		f, err := os.Create(filepath.Join(b.TempDir(), "copy"))
		s.must(err)
		began := time.Now()
		_, err = f.Write(sent)
		s.must(err)
		s.must(f.Sync())
		s.must(f.Close())
		return time.Since(began)
	}
	for _, work := range []struct {
		args   []string
		before []byte
	}{{[]string{"snapshot", "save", "sent"}, sent}, {[]string{"snapshot", "restore", "sent"}, read}, {[]string{"snapshot", "diff", "sent"}, read}} {
		b.Run(work.args[1], func(b *testing.B) {
			compare(b, floor, func() time.Duration {
				s.restore(work.before)
				began := time.Now()
				s.commands([][]string{work.args})
				return time.Since(began)
			})
		})
	}
}
