package store

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// create makes a sandbox and gives its path.
func create(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "recallbox.db")
	if err := Create(path, 100, false, Options{Throwaway: true}); err != nil {
		t.Fatal(err)
	}
	return path
}

// What cannot be used is refused with its reason, and left as it is.
func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		what string
		make func(t *testing.T, path string)
		want error
	}{
		{"missing", func(*testing.T, string) {}, ErrMissing},
		{"a folder", func(t *testing.T, path string) { try(t, os.Mkdir(path, 0o700)) }, ErrNotOurs},
		{"an empty file", func(t *testing.T, path string) { try(t, os.WriteFile(path, nil, 0o600)) }, ErrNotOurs},
		{"no database", func(t *testing.T, path string) {
			try(t, os.WriteFile(path, []byte(strings.Repeat("Dear Bob\n", 1000)), 0o600))
		}, ErrNotOurs},
		{"somebody else's database", func(t *testing.T, path string) {
			makeFile(t, path, 1, "PRAGMA application_id = 7; CREATE TABLE pets (id)")
		}, ErrNotOurs},
		{"a format to come", func(t *testing.T, path string) {
			makeFile(t, path, 1, schema)
			poke(t, path, 47, 5)
		}, ErrNotOurs},
		{"newer", func(t *testing.T, path string) { makeFile(t, path, newest()+1, schema) }, ErrTooNew},
		{"of no version", func(t *testing.T, path string) { makeFile(t, path, 0, schema) }, ErrDamaged},
	}
	for _, test := range tests {
		path := filepath.Join(t.TempDir(), "it.db")
		test.make(t, path)
		before := heldBy(path)
		s, err := Open(path, Options{})
		if !errors.Is(err, test.want) {
			t.Errorf("%s: %v, want %v", test.what, err, test.want)
		}
		if err == nil {
			s.Close()
		}
		if after := heldBy(path); after != before {
			t.Errorf("%s: opening it changed it", test.what)
		}
		wantOnly(t, filepath.Dir(path), "it.db")
	}
}

// A file whose end is missing is called damaged when it is opened or read at the latest, and never taken for a
// smaller sandbox.
func TestTruncatedIsDamaged(t *testing.T) {
	t.Parallel()
	path := create(t)
	whole, err := os.ReadFile(path)
	try(t, err)
	for size := len(whole) - 1; size > 4096; size -= 4096 {
		cut := filepath.Join(t.TempDir(), "cut.db")
		try(t, os.WriteFile(cut, whole[:size], 0o600))
		s, err := Open(cut, Options{})
		if err == nil {
			err = s.View(t.Context(), func(tx *Tx) error {
				_, err := tx.IsFresh()
				return err
			})
			s.Close()
		}
		if !errors.Is(err, ErrDamaged) {
			t.Errorf("%d of %d bytes: %v", size, len(whole), err)
		}
	}
}

func readClock(tx *Tx) error {
	now, err := tx.Now()
	if err == nil && now != 100 {
		return errors.New("the clock stands elsewhere")
	}
	return err
}

// What is made is whole, and nothing else is left in the folder.
func TestCreate(t *testing.T) {
	t.Parallel()
	path := create(t)
	wantOnly(t, filepath.Dir(path), "recallbox.db")
	try(t, open(t, path).View(t.Context(), readClock))
}

// Every connection has the pragmas on which it depends that nothing is lost.
func TestPragmas(t *testing.T) {
	t.Parallel()
	s, err := Open(create(t), Options{})
	try(t, err)
	defer s.Close()
	pragmas := map[string]string{
		"journal_mode": "delete",
		"synchronous":  "3",
		"foreign_keys": "1",
		"busy_timeout": "100",
	}
	for pragma, want := range pragmas {
		var got string
		try(t, s.conn.QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&got))
		if got != want {
			t.Errorf("%s is %s, want %s", pragma, got, want)
		}
	}
}

// What is there stays.
func TestCreateOverwritesNothing(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "recallbox.db")
	try(t, os.WriteFile(path, []byte("precious"), 0o644))
	for replace, want := range map[bool]error{false: fs.ErrExist, true: ErrNotOurs} {
		if err := Create(path, 100, replace, Options{}); !errors.Is(err, want) {
			t.Errorf("got %v, want %v", err, want)
		}
		if kept, err := os.ReadFile(path); string(kept) != "precious" || err != nil {
			t.Errorf("%q, %v", kept, err)
		}
	}
	wantOnly(t, filepath.Dir(path), "recallbox.db")
}

func TestCreateNowhere(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := Create(filepath.Join(dir, "missing", "recallbox.db"), 100, false, Options{}); !errors.Is(
		err,
		fs.ErrNotExist,
	) {
		t.Errorf("no folder: %v", err)
	}
	try(t, os.Mkdir(filepath.Join(dir, "folder"), 0o700))
	for _, replace := range []bool{false, true} {
		if err := Create(filepath.Join(dir, "folder"), 100, replace, Options{}); err == nil {
			t.Errorf("a folder was replaced (%t)", replace)
		}
	}
	wantOnly(t, dir, "folder")
}

// Several who make the same sandbox at once: one of them does, the others are told.
func TestCreateAtOnce(t *testing.T) {
	t.Parallel()
	path, made := filepath.Join(t.TempDir(), "recallbox.db"), make(chan error)
	for range 8 {
		go func() { made <- Create(path, 100, false, Options{Throwaway: true}) }()
	}
	won := 0
	for range 8 {
		if err := <-made; err == nil {
			won++
		} else if !errors.Is(err, fs.ErrExist) {
			t.Error(err)
		}
	}
	if won != 1 {
		t.Errorf("%d made it", won)
	}
	wantOnly(t, filepath.Dir(path), "recallbox.db")
}

// Any name is a name: what means something to SQLite or in a URL means nothing here.
func TestAnyPath(t *testing.T) {
	t.Parallel()
	names := []string{"a b.db", "100%.db", "%20.db", "a#b.db", "a'b.db", "ñ Ω 邮件.db", "a&b;c=d@e,f+g.db"}
	if runtime.GOOS != "windows" {
		names = append(names, "what?mode=memory", ":memory:", "file:x.db", `a"b.db`, `a\b.db`)
	}
	for _, name := range names {
		dir := t.TempDir()
		try(t, Create(filepath.Join(dir, name), 100, false, Options{Throwaway: true}))
		try(t, open(t, filepath.Join(dir, name)).Update(t.Context(), readClock))
		for _, fresh := range []func(*Tx) error{readClock, nil} {
			try(t, Make(t.Context(), filepath.Join(dir, name), New{Start: 100, Replace: true, If: fresh}, Options{}))
			try(t, open(t, filepath.Join(dir, name)).View(t.Context(), readClock))
		}
		wantOnly(t, dir, name)
	}
}

// A path from the root is one wherever the root is.
func TestURIPath(t *testing.T) {
	for _, test := range []struct{ path, volume, want string }{
		{"box.db", "", "box.db"},
		{"/home/a b/box#1.db", "", "///home/a%20b/box%231.db"},
		{"//tmp/box.db", "", "////tmp/box.db"},
		{"C:/Users/a b/100%.db", "C:", "///C:/Users/a%20b/100%25.db"},
		{"c:box.db", "c:", "///c:box.db"},
		{"//server/share/box.db", "//server/share", "////server/share/box.db"},
		{"C:/box.db", "", "C:/box.db"}, // where C: is a folder
	} {
		if got := uriPath(test.path, test.volume); got != test.want {
			t.Errorf("%s: %s, want %s", test.path, got, test.want)
		}
	}
}

// wantOnly demands that nothing lies in a folder but this file, if even that.
func wantOnly(t *testing.T, dir, name string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	try(t, err)
	for _, e := range entries {
		if e.Name() != name {
			t.Errorf("%s: %s was left beside", name, e.Name())
		}
	}
}

func try(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

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
		{"a folder", func(t *testing.T, path string) { try(t, os.Mkdir(path, 0o700)) }, ErrNotOurs},
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

// What a new sandbox is made of is known without SQLite, word by word.
func TestNewSchema(t *testing.T) {
	t.Parallel()
	var got string
	try(t, open(t, create(t)).View(t.Context(), func(tx *Tx) error {
		return tx.row(fmt.Sprintf(wholeSchema, inside), nil, anyText{&got})
	}))
	if got != newSchema() {
		t.Errorf("a new sandbox is made of\n%s\nand not of\n%s", got, newSchema())
	}
}
