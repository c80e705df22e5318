package commands

import (
	"path/filepath"
	"testing"

	"recallbox/sandbox"
	"recallbox/testscripts/speed"
)

// BenchmarkSnapshotOf100000 saves a sandbox with a hundred thousand copies, and restores it, or compares with it, when all of them have been
// read meanwhile; the floor copies the tables into another file with the bare driver.
func BenchmarkSnapshotOf100000(b *testing.B) {
	s := newSpeedBox(b, b.TempDir(), sandbox.Options{})
	s.commands([][]string{
		{"org", "add", "acme", "--domain", "acme.example"},
		{"user", "add", "--count", "100000", "--pattern", "u%06d@acme.example"},
		{"group", "add", "all@acme.example", "--all", "acme"},
		{"send", "--as", "u000001", "--to", "all@acme.example", "--subject", "Budget", "--body", "See the list."},
	})
	sent, db := s.save(), s.open()
	tables := s.list(db, `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`)
	s.must(db.Close())
	s.commands([][]string{{"snapshot", "save", "sent"}, {"mark-read", "--as", "all@acme.example", "m1"}})
	read := s.save()
	floor := func() speed.Cost {
		s.restore(sent)
		copying := []statement{{"ATTACH ? AS copy", []any{filepath.Join(b.TempDir(), "copy")}}, {"BEGIN IMMEDIATE", nil}}
		for _, table := range tables {
			copying = append(copying, statement{`CREATE TABLE copy."` + table + `" AS SELECT * FROM main."` + table + `"`, nil})
		}
		return speed.Of(func() { s.transaction(append(copying, statement{"COMMIT", nil})) })
	}
	for _, work := range []struct {
		args   []string
		before string
	}{{[]string{"snapshot", "save", "sent"}, sent}, {[]string{"snapshot", "restore", "sent"}, read}, {[]string{"snapshot", "diff", "sent"}, read}} {
		b.Run(work.args[1], func(b *testing.B) {
			speed.Compare(b, floor, s.timed(work.before, func() { s.commands([][]string{work.args}) }))
		})
	}
}
