//go:build linux

package faults_test

import (
	"crypto/sha256"
	"database/sql"
	"fmt"
	"hash"
	"testing"

	_ "github.com/mattn/go-sqlite3"
)

// dump is a hash of every row of every table: two sandboxes with the same one hold the same.
func dump(t *testing.T, file string) string {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+file+"?mode=ro")
	try(t, err)
	defer db.Close()
	sum := sha256.New()
	for _, table := range rows(t, db, sum, `SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`) {
		rows(t, db, sum, `SELECT * FROM "`+table+`"`)
	}
	return fmt.Sprintf("%x", sum.Sum(nil))
}

// rows adds what a query gives to the hash, and gives the first column.
func rows(t *testing.T, db *sql.DB, sum hash.Hash, query string) (first []string) {
	t.Helper()
	found, err := db.Query(query)
	try(t, err)
	defer found.Close()
	columns, err := found.Columns()
	try(t, err)
	values, into := make([]sql.RawBytes, len(columns)), make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	for found.Next() {
		try(t, found.Scan(into...))
		first = append(first, string(values[0]))
		for _, v := range values {
			fmt.Fprintf(sum, "%t %d ", v == nil, len(v))
			sum.Write(v)
		}
	}
	try(t, found.Err())
	return first
}
