package store

import (
	"os"
	"testing"

	"github.com/mattn/go-sqlite3"
)

// What the gate adds to a command: the header is read, the connection is told to trust nothing, and the tables' text is
// compared. Opening, with all of that, is measured beside it.
func BenchmarkGate(b *testing.B) {
	path := b.TempDir() + "/sandbox.db"
	if err := Create(path, 0, false, Options{}); err != nil {
		b.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("open", func(b *testing.B) {
		for b.Loop() {
			s, err := Open(path, Options{})
			if err != nil {
				b.Fatal(err)
			}
			s.Close()
		}
	})
	b.Run("gate", func(b *testing.B) {
		db, err := (&sqlite3.SQLiteDriver{}).Open(path)
		if err != nil {
			b.Fatal(err)
		}
		defer db.Close()
		s, err := Open(path, Options{})
		if err != nil {
			b.Fatal(err)
		}
		defer s.Close()
		t := &Tx{ctx: b.Context(), conn: s.conn}
		forget(s.file) // as a file that this process has not recognised yet
		for b.Loop() {
			if _, err := readHeader(path, info); err != nil {
				b.Fatal(err)
			}
			if err := trustNothing(db.(*sqlite3.SQLiteConn)); err != nil {
				b.Fatal(err)
			}
			if err := t.mustBeOurs(inside, newest()); err != nil {
				b.Fatal(err)
			}
		}
	})
}
