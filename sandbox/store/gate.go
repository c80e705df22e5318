package store

import (
	"context"
	"database/sql"
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/mattn/go-sqlite3"
)

// A file may come from a stranger. Before anything in it is run, it must say that it is ours, and each table, index and
// view in it must be made as this program makes it: a view in the place of a table would be run instead of read.
//
// SQLite's defensive mode cannot be switched on through the driver. What it would forbid, nobody can do here: no text
// of a file is ever run, and the schema may be written to on one connection only, which replaces a damaged file and is
// then thrown away (see waiting.attachTolerantly).

// driverName is the driver whose connections trust no schema, and attach no other file before withAttached lets them.
const driverName = "sandbox"

func init() {
	sql.Register(driverName, &sqlite3.SQLiteDriver{ConnectHook: trustNothing})
}

func trustNothing(c *sqlite3.SQLiteConn) error {
	c.SetLimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
	_, err := c.Exec(`PRAGMA trusted_schema = OFF`, nil)
	return err
}

// withAttached runs fn while one other file may be attached to the connection.
func withAttached(conn *sql.Conn, fn func() error) error {
	allow := func(files int) error {
		return conn.Raw(func(c any) error {
			c.(*sqlite3.SQLiteConn).SetLimit(sqlite3.SQLITE_LIMIT_ATTACHED, files)
			return nil
		})
	}
	if err := allow(1); err != nil {
		return err
	}
	return errors.Join(fn(), allow(0))
}

// header is what the first bytes of a database say.
type header struct {
	application uint32
	version     uint32
	wal         bool // it was left in WAL mode, which no sandbox is in
}

// headerOf reads the header of a file, and changes nothing: not even a journal is played back, as the file may be
// another program's. It fails with ErrNotOurs where that is so, and with ErrTooNew for a newer recallbox's sandbox.
func headerOf(f io.ReaderAt) (h header, err error) {
	const magic = "SQLite format 3\x00"
	var b [100]byte
	switch _, err := f.ReadAt(b[:], 0); {
	case errors.Is(err, io.EOF):
		return h, ErrNotOurs
	case err != nil:
		return h, err
	}
	h = header{
		application: binary.BigEndian.Uint32(b[68:]),
		version:     binary.BigEndian.Uint32(b[60:]),
		wal:         b[18] > 1 || b[19] > 1,
	}
	switch {
	case string(b[:len(magic)]) != magic, h.application != applicationID:
		return h, ErrNotOurs
	case int64(h.version) > int64(newest()):
		return h, ErrTooNew
	}
	return h, nil
}

// openHere are the files that this process has open as sandboxes. Closing a file descriptor of one of them would drop
// the locks that SQLite holds on it.
var openHere struct {
	sync.Mutex
	files []fs.FileInfo
}

// readHeader is headerOf for a file at a path. A file that this process has open was recognised before.
func readHeader(path string, info fs.FileInfo) (header, error) {
	openHere.Lock()
	defer openHere.Unlock()
	if slices.ContainsFunc(openHere.files, func(f fs.FileInfo) bool { return os.SameFile(f, info) }) {
		return header{application: applicationID, version: uint32(newest())}, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return header{}, fmt.Errorf("%w: %w", ErrDisk, errors.Unwrap(err))
	}
	defer f.Close()
	return headerOf(f)
}

// keepOpen remembers that this process has the file open, until forget.
func keepOpen(info fs.FileInfo) {
	openHere.Lock()
	defer openHere.Unlock()
	openHere.files = append(openHere.files, info)
}

func forget(info fs.FileInfo) {
	openHere.Lock()
	defer openHere.Unlock()
	for i, f := range openHere.files {
		if f == info {
			openHere.files = slices.Delete(openHere.files, i, i+1)
			return
		}
	}
}

// SchemaError is for a file that is made of other tables, indexes, views or triggers than a sandbox.
type SchemaError struct{ Problems []Problem }

func (e *SchemaError) Error() string {
	text := fmt.Sprintf("%v: %s: %s", ErrDamaged, otherSchema, e.Problems[0].Where)
	if more := len(e.Problems) - 1; more > 0 {
		text += fmt.Sprintf(", and %d more", more)
	}
	return text
}

func (e *SchemaError) Unwrap() error { return ErrDamaged }

// wholeSchema is the text of all that a database is made of, in the order in which it was made. SQLite makes its own
// indexes for keys, which have no text, and sqlite_sequence, whose text is always the same.
const wholeSchema = `
SELECT coalesce(group_concat(type || ' ' || name || ' ' || tbl_name || char(10) || sql, char(10)), '')
FROM %s.sqlite_schema
WHERE sql IS NOT NULL`

// mustBeOurs fails where a database is made of other parts than a sandbox of a version.
func (t *Tx) mustBeOurs(in database, version int) error {
	var got string
	err := t.row(fmt.Sprintf(wholeSchema, in), nil, anyText{&got})
	if err != nil || version == newest() && got == newSchema() {
		return err
	}
	want, err := partsOf(version)
	if err != nil {
		return err
	}
	made, err := t.parts(in)
	if err != nil {
		return err
	}
	if wrong := compareParts(want, made); len(wrong) > 0 {
		return &SchemaError{wrong}
	}
	return nil
}

// parts are the texts of what a database is made of, by type, name and the table that it belongs to.
func (t *Tx) parts(in database) (map[string]string, error) {
	all := map[string]string{}
	err := t.each(fmt.Sprintf(`
		SELECT type || ' ' || name || CASE WHEN name <> tbl_name THEN ' of ' || tbl_name ELSE '' END, coalesce(sql, '')
		FROM %s.sqlite_schema
		WHERE sql IS NOT NULL OR type <> 'index'`, in), nil, func(scan func(...field) error) error {
		var name, made string
		err := scan(anyText{&name}, anyText{&made})
		all[name] = plain(made)
		return err
	})
	return all, err
}

func compareParts(want, got map[string]string) (wrong []Problem) {
	both := maps.Clone(want)
	maps.Copy(both, got)
	for _, name := range slices.Sorted(maps.Keys(both)) {
		w, wanted := want[name]
		switch g, there := got[name]; {
		case !there:
			wrong = append(wrong, Problem{otherSchema, name + " is missing"})
		case !wanted:
			wrong = append(wrong, Problem{otherSchema, name + " does not belong there"})
		case g != w:
			wrong = append(wrong, Problem{otherSchema, name + " is made in another way"})
		}
	}
	return wrong
}

// plain is a statement without its comments, and with single spaces: a column that was added to an older file stands
// there with other ones.
func plain(text string) string {
	text = comment().ReplaceAllString(text, "")
	return spaced().ReplaceAllString(strings.Join(strings.Fields(text), " "), "$1")
}

// These are made only where they are used: most files are as a new one.
var (
	comment = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`--[^\n]*`) })
	spaced  = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(` ?([(),]) ?`) })
)

// part is one statement of the schema: what it makes, as sqlite_schema tells it.
type part struct{ kind, name, table, text string }

// newParts are the parts of a new sandbox. SQLite keeps each statement as it is written.
var newParts = sync.OnceValue(func() (parts []part) {
	for statement := range strings.SplitSeq(schema, ";\n") {
		statement = strings.TrimSpace(statement)
		for strings.HasPrefix(statement, "--") {
			_, statement, _ = strings.Cut(statement, "\n")
			statement = strings.TrimSpace(statement)
		}
		if statement == "" {
			continue
		}
		first, _, _ := strings.Cut(statement, "\n")
		words := strings.Fields(strings.ReplaceAll(first, "(", " ("))
		p := part{strings.ToLower(words[1]), words[2], words[2], statement}
		if p.kind == "index" { // CREATE INDEX name ON table
			p.table = words[4]
		}
		parts = append(parts, p)
		if strings.Contains(statement, "AUTOINCREMENT") && !slices.Contains(parts, sequence) {
			parts = append(parts, sequence)
		}
	}
	return parts
})

// sequence is the table in which SQLite keeps the numbers that were given before.
var sequence = part{"table", "sqlite_sequence", "sqlite_sequence", "CREATE TABLE sqlite_sequence(name,seq)"}

// newSchema is what wholeSchema reads in a new sandbox.
var newSchema = sync.OnceValue(func() string {
	var all []string
	for _, p := range newParts() {
		all = append(all, p.kind+" "+p.name+" "+p.table+"\n"+p.text)
	}
	return strings.Join(all, "\n")
})

//go:embed schema-1.sql
var firstSchema string

// partsOf are the parts of a sandbox of a version: made from those of the first one as a file is that is brought up.
func partsOf(version int) (map[string]string, error) {
	made := firstSchema
	for _, step := range migrations[:version-1] {
		made += ";\n" + step
	}
	if version == newest() {
		made = schema
	}
	db, err := sql.Open(driverName, ":memory:")
	if err != nil {
		return nil, err
	}
	defer db.Close()
	conn, err := db.Conn(context.Background())
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	t := &Tx{ctx: context.Background(), conn: conn}
	if err := t.exec(made); err != nil {
		return nil, err
	}
	return t.parts(inside)
}

// stateTables are the tables of a sandbox that hold its state: all but those of the snapshots and SQLite's own.
func stateTables() (names []string) {
	for _, p := range newParts() {
		if p.kind == "table" && p != sequence && !strings.HasPrefix(p.name, "snapshot") {
			names = append(names, p.name)
		}
	}
	slices.Sort(names)
	return names
}
