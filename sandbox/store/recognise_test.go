package store

import (
	"bytes"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// Only a sandbox is replaced: what is anything else, or may be, is left as it is.
func TestReplacesOnlyASandbox(t *testing.T) {
	t.Parallel()
	pets := func(t *testing.T, path string) *sql.DB {
		db, err := sql.Open("sqlite3", "file:"+path)
		try(t, err)
		t.Cleanup(func() { db.Close() })
		db.SetMaxOpenConns(1)
		_, err = db.Exec(`CREATE TABLE pets (name)`)
		try(t, err)
		return db
	}
	tests := []struct {
		what string
		make func(t *testing.T, path string)
		want error
	}{
		{"a text", func(t *testing.T, path string) {
			try(t, os.WriteFile(path, []byte(strings.Repeat("Dear Bob\n", 1000)), 0o600))
		}, ErrNotOurs},
		{"an empty file", func(t *testing.T, path string) { try(t, os.WriteFile(path, nil, 0o600)) }, ErrNotOurs},
		{"another's database", func(t *testing.T, path string) { pets(t, path) }, ErrNotOurs},
		{"another's that is locked", func(t *testing.T, path string) {
			_, err := pets(t, path).Exec(`BEGIN EXCLUSIVE`)
			try(t, err)
		}, ErrNotOurs},
		{"another's with a log", func(t *testing.T, path string) {
			_, err := pets(t, path).Exec(`PRAGMA journal_mode = WAL; INSERT INTO pets VALUES ('Rex')`)
			try(t, err)
		}, ErrNotOurs},
		{"another's, cut off", func(t *testing.T, path string) {
			pets(t, path)
			try(t, os.Truncate(path, 5000))
		}, ErrNotOurs},
		{"another's of a format to come", func(t *testing.T, path string) {
			pets(t, path)
			poke(t, path, 19, 3)
		}, ErrNotOurs},
		{"another's with a schema to come", func(t *testing.T, path string) {
			pets(t, path)
			poke(t, path, 47, 5)
		}, ErrNotOurs},
		{"a newer sandbox", func(t *testing.T, path string) { makeFile(t, path, newest()+1, schema) }, ErrTooNew},
		{"a pipe", func(t *testing.T, path string) { try(t, syscall.Mkfifo(path, 0o600)) }, ErrNotOurs},
		{"a folder", func(t *testing.T, path string) { try(t, os.Mkdir(path, 0o700)) }, ErrNotOurs},
		{"a link to nothing", func(t *testing.T, path string) { try(t, os.Symlink("nothing", path)) }, ErrNotOurs},
	}
	for _, test := range tests {
		path := filepath.Join(t.TempDir(), "it.db")
		test.make(t, path)
		before, err := os.Lstat(path)
		try(t, err)
		held := heldBy(path)
		if err := Create(path, 300, true, Options{}); !errors.Is(err, test.want) {
			t.Errorf("%s: %v, want %v", test.what, err, test.want)
		}
		after, err := os.Lstat(path)
		if err != nil || !os.SameFile(before, after) || heldBy(path) != held {
			t.Errorf("%s: it was changed", test.what)
		}
	}
}

// What cannot be read is not replaced: nobody knows what it is.
func TestReplacesNothingUnread(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "it.db")
	try(t, os.WriteFile(path, []byte("precious"), 0))
	try(t, os.Chmod(dir, 0o777))
	try(t, os.Chmod(filepath.Dir(dir), 0o755))
	asNobodySpecial(t, func() {
		if err := Create(path, 300, true, Options{}); !errors.Is(err, ErrDisk) {
			t.Errorf("got %v", err)
		}
	})
	if held, err := os.ReadFile(path); string(held) != "precious" {
		t.Errorf("it holds %.40q, %v", held, err)
	}
}

// A damaged file that says that it is a sandbox is replaced, whatever is wrong with the rest of it.
func TestReplacesADamagedSandbox(t *testing.T) {
	t.Parallel()
	for what, damage := range map[string]func(t *testing.T, path string){
		"its end is missing":   func(t *testing.T, path string) { try(t, os.Truncate(path, 9000)) },
		"a page is half there": func(t *testing.T, path string) { try(t, os.Truncate(path, 4096*3+7)) },
		"its header is left":   func(t *testing.T, path string) { try(t, os.Truncate(path, 100)) },
		"its schema is no schema": func(t *testing.T, path string) {
			poke(t, path, 100, bytes.Repeat([]byte{0xaa}, 3000)...)
		},
		"its version is none": func(t *testing.T, path string) { poke(t, path, 60, 0, 0, 0, 0) },
		"a table is another": func(t *testing.T, path string) {
			makeFile(t, path+"-", newest(), strings.Replace(schema, "CREATE TABLE clock", "CREATE TABLE watch", 1))
			try(t, os.Rename(path+"-", path))
		},
	} {
		path := create(t)
		damage(t, path)
		if err := Create(path, 300, true, Options{}); err != nil {
			t.Errorf("%s: %v", what, err)
			continue
		}
		wantClock(t, path, 300)
		wantSound(t, path)
		wantOnly(t, filepath.Dir(path), "recallbox.db")
	}
}

// heldBy is what a file holds, if it is one.
func heldBy(path string) string {
	if info, err := os.Lstat(path); err != nil || !info.Mode().IsRegular() {
		return ""
	}
	data, _ := os.ReadFile(path)
	return string(data)
}

// poke writes bytes into a file.
func poke(t *testing.T, path string, at int64, data ...byte) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	try(t, err)
	defer f.Close()
	_, err = f.WriteAt(data, at)
	try(t, err)
}

// wantSound demands that check finds nothing wrong.
func wantSound(t *testing.T, path string) {
	t.Helper()
	try(t, open(t, path).View(t.Context(), func(tx *Tx) error {
		return tx.Check(func(p Problem) { t.Errorf("%s: %s", p.What, p.Where) })
	}))
}
