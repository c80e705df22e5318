package store

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/mattn/go-sqlite3"
)

//go:embed schema.sql
var schema string

// applicationID is how the file says that it is ours.
const applicationID = 0x72634278 // "rcBx"

// How opening a sandbox can fail, apart from what the operating system says.
var (
	ErrMissing  = errors.New("no sandbox there")
	ErrNotOurs  = errors.New("not a recallbox sandbox")
	ErrTooNew   = errors.New("made by a newer recallbox")
	ErrDamaged  = errors.New("damaged")
	ErrNoRow    = fmt.Errorf("%w: a row is missing that others name", ErrDamaged) // of what is in it
	ErrReadOnly = errors.New("cannot be written to")
	ErrNoRoom   = errors.New("no room on the disk")
	ErrDisk     = errors.New("cannot be read or written")
	ErrBusy     = errors.New("locked by another process")
)

// Store is one open sandbox file. It has one connection, which is used by one goroutine at a time.
type Store struct {
	db    *sql.DB
	conn  *sql.Conn
	path  string
	file  fs.FileInfo // what was at the path when it was opened
	opts  Options
	temps []string // where temporary files go: the first folder that takes them
	turn  turn
	alone bool // writes without taking turns
	reads bool // and never writes

	waiting waiting
}

// usualPage is the size in bytes of a page, in files of this version of SQLite.
const usualPage = 4096

// Options are how the file is opened.
type Options struct {
	Throwaway bool   // does not survive a crash, and is faster for it
	Alone     bool   // no other process writes often, so writers need not take turns
	ReadOnly  bool   // nothing is written, not even to bring an older file up, and nobody is waited for long
	Temp      string // the folder for files that are there for a while, see TempFolder
	Blank     *Blank // keeps the file of a new sandbox that is thrown away; may be nil

	Wait    time.Duration // how long other processes are waited for; 60 s if it is zero
	Waiting func()        // called once a use of the file has waited for a second; may be nil
}

// Open opens the sandbox file.
func Open(path string, opts Options) (*Store, error) {
	return OpenContext(context.Background(), path, opts)
}

// OpenContext is Open that waits for other processes until the context ends.
func OpenContext(ctx context.Context, path string, opts Options) (*Store, error) {
	return openWaiting(ctx, path, opts, newWaiting(opts))
}

// openWaiting is OpenContext as a part of a use of the file that may have waited already.
func openWaiting(ctx context.Context, path string, opts Options, w waiting) (*Store, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, ErrMissing
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, ErrNotOurs
	}
	head, err := readHeader(path, info)
	if err != nil {
		return nil, err
	}
	db, err := sql.Open(driverName, dsn(path, opts))
	if err != nil {
		return nil, err
	}
	keepOpen(info)
	s := &Store{
		db: db, path: path, file: info, opts: opts, waiting: w, turn: turnOf(path),
		alone: opts.Alone, reads: opts.ReadOnly, temps: tempFolders(opts.Temp, filepath.Dir(path), "."),
	}
	err = s.waiting.forLock(ctx, func() (err error) {
		s.conn, err = connect(db)
		return err
	})
	if err != nil {
		db.Close()
		forget(info)
		return nil, openError(err)
	}
	if err = s.Recognise(ctx); err == nil && head.wal && !opts.ReadOnly {
		err = s.execOutside(ctx, "PRAGMA journal_mode = DELETE")
	}
	if err == nil {
		err = s.wholePages(ctx)
	}
	if err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// pragma reads a number that stands in the file.
func (s *Store) pragma(ctx context.Context, name string, into any) error {
	return translate(s.waiting.forLock(ctx, func() error {
		return s.conn.QueryRowContext(context.Background(), "PRAGMA "+name).Scan(into)
	}))
}

// wholePages fails where the file ends within a page, which SQLite takes for one that ends with zeros. A
// journal has been played back when this is asked.
func (s *Store) wholePages(ctx context.Context) error {
	if s.file.Size()%usualPage == 0 {
		return nil
	}
	var size int64
	if err := s.pragma(ctx, "page_size", &size); err != nil {
		return err
	}
	info, err := os.Stat(s.path)
	if err == nil && info.Size()%size != 0 {
		err = fmt.Errorf("%w: its end is missing", ErrDamaged)
	}
	return err
}

// dsn is how the driver is told the file and the pragmas, which hold for a connection only. EXTRA is FULL, and
// syncs the folder after the journal is gone: else the journal may be back after a power loss, and a command
// that has said that it is done would be undone.
func dsn(path string, opts Options) string {
	q := url.Values{
		"_busy_timeout":    {newWaiting(opts).timeout()},
		"_foreign_keys":    {"on"},
		"_synchronous":     {"EXTRA"},
		"_stmt_cache_size": {"64"},
	}
	if opts.Throwaway {
		q.Set("_synchronous", "OFF")
		q.Set("_journal_mode", "MEMORY")
	}
	if opts.ReadOnly {
		q.Set("mode", "ro")
	}
	return uri(path, q)
}

// Recognise says whether the file is, or still is, a sandbox that can be used, and brings an older one up.
func (s *Store) Recognise(ctx context.Context) error {
	var id, v int
	err := s.waiting.forLock(ctx, func() (err error) {
		id, v, err = numbers(s.conn)
		return err
	})
	if err != nil {
		return translate(err)
	}
	switch {
	case id != applicationID:
		return ErrNotOurs
	case v > newest():
		return ErrTooNew
	case v < 1:
		return ErrDamaged
	case v < newest() && s.reads:
		return ErrReadOnly
	case v < newest():
		return s.upgrade(ctx, migrations)
	}
	t := &Tx{ctx: context.Background(), conn: s.conn}
	return translate(s.waiting.forLock(ctx, func() error { return t.mustBeOurs(inside, v) }))
}

// Close closes the file.
func (s *Store) Close() error {
	defer forget(s.file)
	return errors.Join(s.conn.Close(), s.db.Close())
}

// mustBeSandbox says whether the file at a path is a sandbox, whole or damaged, so that it may be replaced: nil
// if it is. ErrMissing is for a path at which nothing is, ErrNotOurs for what anybody else may have put there,
// ErrTooNew for a newer recallbox's sandbox. What cannot be read is an error: it may be anything.
//
// The file's header decides. It is read without a lock, as the file may be another program's that holds one.
func mustBeSandbox(path string) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if _, err := os.Lstat(path); err == nil {
			return ErrNotOurs // a link to nothing
		}
		return ErrMissing
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return ErrNotOurs
	}
	_, err = readHeader(path, info)
	return err
}

// attachTolerantly runs fn on a connection that has a file as the database there, and does not mind if the
// file's end or its schema is damaged. (SQLite takes that from a connection on which the schema may be written
// to; the driver cannot open a damaged file as its first one.)
func (w *waiting) attachTolerantly(ctx context.Context, uri string, fn func(*sql.Conn) error) error {
	db, err := sql.Open(driverName, "file::memory:?_writable_schema=1&_busy_timeout="+w.timeout())
	if err != nil {
		return err
	}
	defer db.Close()
	conn, err := connect(db)
	if err != nil {
		return translate(err)
	}
	defer conn.Close()
	return withAttached(conn, func() error {
		if err := w.forLock(ctx, func() error { return execOn(conn, `ATTACH ? AS there`, uri) }); err != nil {
			return openError(err)
		}
		return translate(fn(conn))
	})
}

// openError tells what an error means that came from opening a file. One of no special kind is SQLite's for a file of a
// format to come, in which it cannot say whose the file is.
func openError(err error) error {
	var e sqlite3.Error
	if errors.As(err, &e) && e.Code == sqlite3.ErrError {
		return ErrNotOurs
	}
	return translate(err)
}

// numbers are what the header of a database says: whose it is, and of which version.
func numbers(conn *sql.Conn) (id, version int, err error) {
	err = conn.QueryRowContext(context.Background(), "PRAGMA application_id").Scan(&id)
	if err == nil {
		err = conn.QueryRowContext(context.Background(), "PRAGMA user_version").Scan(&version)
	}
	return id, version, err
}

// uri is how SQLite is told the name of a file, whatever it is called, and how it opens it.
func uri(path string, how url.Values) string {
	u := url.URL{
		Scheme:   "file",
		Opaque:   uriPath(filepath.ToSlash(path), filepath.VolumeName(path)),
		RawQuery: how.Encode(),
	}
	return u.String()
}

// uriPath is a path with slashes as it stands in a URI. The volume is "C:" or "//server/share" on Windows, else "". In
// front of a path from the root stands the server, which is none: even //server/share is a path.
func uriPath(path, volume string) string {
	escaped := strings.ReplaceAll(url.PathEscape(path), "%2F", "/")
	if strings.HasSuffix(volume, ":") {
		escaped = "/" + escaped
	}
	if strings.HasPrefix(escaped, "/") {
		escaped = "//" + escaped
	}
	return escaped
}

// translate tells what the driver's errors mean for a user of the sandbox. (They are values: errors.As with a
// pointer never matches.)
func translate(err error) error {
	var e sqlite3.Error
	if !errors.As(err, &e) {
		return err
	}
	switch e.Code {
	case sqlite3.ErrNotADB:
		return ErrNotOurs
	case sqlite3.ErrCorrupt:
		return fmt.Errorf("%w: %s", ErrDamaged, e.Error())
	case sqlite3.ErrReadonly, sqlite3.ErrPerm:
		return ErrReadOnly
	case sqlite3.ErrFull:
		return ErrNoRoom
	case sqlite3.ErrIoErr, sqlite3.ErrCantOpen:
		return fmt.Errorf("%w: %s", ErrDisk, e.Error())
	case sqlite3.ErrBusy, sqlite3.ErrLocked:
		return ErrBusy
	}
	return err
}
