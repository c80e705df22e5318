//go:build unix

package store

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"testing"

	"github.com/mattn/go-sqlite3"

	"recallbox/testscripts/speed"
)

// BenchmarkGate opens a new sandbox as every command does, up to where the file is known to be ours; the floor opens it
// with the bare driver, and reads no more than whose it says that it is. What is more is the cost of the gate.
func BenchmarkGate(b *testing.B) {
	const bare, times = "sandbox without a gate", 200
	sql.Register(bare, &sqlite3.SQLiteDriver{})
	file := filepath.Join(b.TempDir(), "sandbox.db")
	try(b, Create(file, 0, false, Options{}))
	info, err := os.Stat(file)
	try(b, err)
	opened := func(driver string, recognise func(*sql.Conn) error) {
		db, err := sql.Open(driver, dsn(file, Options{}))
		try(b, err)
		conn, err := connect(db)
		try(b, err)
		_, _, err = numbers(conn)
		try(b, err)
		try(b, recognise(conn))
		try(b, conn.Close())
		try(b, db.Close())
	}
	repeated := func(do func()) func() speed.Cost {
		return func() speed.Cost {
			return speed.Of(func() {
				for range times {
					do()
				}
			}).Each(times)
		}
	}
	schemaIsRead := func(conn *sql.Conn) error {
		return execOn(conn, `SELECT 1 FROM clock`) // which each command does anyway
	}
	gate := func(conn *sql.Conn) error {
		t := &Tx{ctx: context.Background(), conn: conn}
		if err := t.mustBeOurs(inside, newest()); err != nil {
			return err
		}
		return schemaIsRead(conn)
	}
	speed.Compare(
		b,
		repeated(func() { opened(bare, schemaIsRead) }),
		repeated(func() {
			_, err := readHeader(file, info)
			try(b, err)
			opened(driverName, gate)
		}),
	)
}
