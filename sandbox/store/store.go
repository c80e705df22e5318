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
	"sync/atomic"
	"time"

	_ "github.com/mattn/go-sqlite3"
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
	turn  turn
	alone bool // writes without taking turns
	reads bool // and never writes
	long  bool // it is so large that a statement may have to be interrupted

	waiting waiting
}

// usualPage is the size in bytes of a page, in files of this version of SQLite.
const usualPage = 4096

// small is the size in bytes up to which every statement ends soon.
const small = 4 << 20

// Options are how the file is opened.
type Options struct {
	Throwaway bool   // does not survive a crash, and is faster for it
	Alone     bool   // no other process writes often, so writers need not take turns
	ReadOnly  bool   // nothing is written, not even to bring an older file up, and nobody is waited for long
	Temp      string // the folder for files that are there for a while; "" for the system's
	Blank     *Blank // keeps the file of a new sandbox that is thrown away; may be nil

	Wait    time.Duration // how long other processes are waited for; 60 s if it is zero
	Waiting func()        // called once a use of the file has waited for a second; may be nil
}

// New is a sandbox file to be made.
type New struct {
	Start   int64              // where its clock stands, in Unix seconds
	Replace bool               // the sandbox that is there, if one is, whole or damaged
	If      func(*Tx) error    // fails where the sandbox that is there must not be replaced; nil if any may be
	Fill    func(*Store) error // puts into it what it has from the start; may be nil
}

// Create makes a new sandbox file whose clock stands at start (Unix seconds): replacing a sandbox that is there if told
// to, else failing with fs.ErrExist.
func Create(path string, start int64, replace bool, opts Options) error {
	return Make(context.Background(), path, New{Start: start, Replace: replace}, opts)
}

// Make makes a new sandbox file. It is built aside and put in its place whole. What is there and no sandbox is never
// replaced.
func Make(ctx context.Context, path string, n New, opts Options) error {
	// Asked before it is made, which may take a while, and again when it is put in its place.
	if err := n.allowed(ctx, path, opts); err != nil {
		return err
	}
	aside, err := os.CreateTemp(filepath.Dir(path), ".recallbox-*")
	if err != nil {
		return err
	}
	defer os.Remove(aside.Name())
	if err := aside.Close(); err != nil {
		return err
	}
	if err := build(aside.Name(), n.Start, opts); err != nil {
		return err
	}
	if err := fill(ctx, aside.Name(), n.Fill, opts); err != nil {
		return err
	}
	if err := place(ctx, aside.Name(), path, n, opts); err != nil || opts.Throwaway {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// fill opens a file that nobody else knows yet, to put something into it.
func fill(ctx context.Context, path string, with func(*Store) error, opts Options) error {
	if with == nil {
		return nil
	}
	opts.Alone = true
	s, err := OpenContext(ctx, path, opts)
	if err != nil {
		return err
	}
	if err := with(s); err != nil {
		s.Close()
		return err
	}
	return s.Close()
}

// syncFolder makes a new name in a folder survive power loss.
func syncFolder(folder string) error {
	f, err := os.Open(folder)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}

// Blank keeps the file of a new sandbox, for whoever makes many that are thrown away, and mostly alike. Several goroutines may use it.
type Blank struct{ last atomic.Pointer[blankFile] }

type blankFile struct {
	start int64
	data  []byte
}

// build makes the file: as a copy, where one like it is kept.
func build(path string, start int64, opts Options) error {
	if !opts.Throwaway || opts.Blank == nil {
		return execute(path, start, opts)
	}
	if last := opts.Blank.last.Load(); last != nil && last.start == start {
		return os.WriteFile(path, last.data, 0o600)
	}
	if err := execute(path, start, opts); err != nil {
		return err
	}
	data, err := os.ReadFile(path)
	if err == nil {
		opts.Blank.last.Store(&blankFile{start, data})
	}
	return err
}

// execute makes the file from the schema.
func execute(path string, start int64, opts Options) error {
	db, err := sql.Open("sqlite3", dsn(path, opts))
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.Exec(fmt.Sprintf("BEGIN; PRAGMA application_id = %d; PRAGMA user_version = %d; %s INSERT INTO clock VALUES (1, %d); COMMIT",
		applicationID, newest(), schema, start))
	return err
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
	db, err := sql.Open("sqlite3", dsn(path, opts))
	if err != nil {
		return nil, err
	}
	s := &Store{
		db: db, path: path, file: info, opts: opts, waiting: w, turn: turnOf(path),
		alone: opts.Alone, reads: opts.ReadOnly, long: info.Size() > small,
	}
	err = s.waiting.forLock(ctx, func() (err error) {
		s.conn, err = db.Conn(context.Background())
		return err
	})
	if err != nil {
		db.Close()
		return nil, unopened(err)
	}
	err = s.Recognise(ctx)
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

// wholePages fails where the file ends within a page, which SQLite takes for one that ends with zeros. A journal has been played back when
// this is asked.
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

// dsn is how the driver is told the file and the pragmas, which hold for a connection only. EXTRA is FULL, and syncs the folder after the journal
// is gone: else the journal may be back after a power loss, and a command that has said that it is done would be undone.
func dsn(path string, opts Options) string {
	q := url.Values{
		"_busy_timeout":    {newWaiting(opts).timeout()},
		"_foreign_keys":    {"on"},
		"_journal_mode":    {"DELETE"},
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
		id, v, err = numbers(s.conn, inside)
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
	return nil
}

// Close closes the file.
func (s *Store) Close() error {
	return errors.Join(s.conn.Close(), s.db.Close())
}
