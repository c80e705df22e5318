package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"strings"

	"github.com/mattn/go-sqlite3"
)

// known says whether the file at a path is a sandbox, whole or damaged, so that it may be replaced: nil if it is.
// ErrMissing is for a path at which nothing is, ErrNotOurs for what anybody else may have put there, ErrTooNew for a
// newer recallbox's sandbox. What cannot be read is an error: it may be anything.
//
// The file's header decides. It is read without a lock, as the file may be another program's that holds one, and
// through SQLite: where this process has the file open already, a file descriptor of our own would drop SQLite's locks
// when it is closed.
func known(ctx context.Context, path string) error {
	switch info, err := os.Stat(path); {
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
	nobody := waiting{} // is waited for
	return nobody.tolerantly(ctx, uri(path, url.Values{"immutable": {"1"}}), func(conn *sql.Conn) error {
		id, version, err := numbers(conn, there)
		switch {
		case err != nil:
			return err
		case id != applicationID:
			return ErrNotOurs
		case version > newest():
			return ErrTooNew
		}
		return nil
	})
}

// tolerantly runs fn on a connection that has a file as the database there, and does not mind if the file's end or its
// schema is damaged. (SQLite takes that from a connection on which the schema may be written to; the driver cannot open
// a damaged file as its first one.)
func (w *waiting) tolerantly(ctx context.Context, uri string, fn func(*sql.Conn) error) error {
	db, err := sql.Open("sqlite3", "file::memory:?_writable_schema=1&_busy_timeout="+w.timeout())
	if err != nil {
		return err
	}
	defer db.Close()
	conn, err := db.Conn(context.Background())
	if err != nil {
		return translate(err)
	}
	defer conn.Close()
	if err := w.forLock(ctx, func() error { return execPlainly(conn, `ATTACH ? AS there`, uri) }); err != nil {
		return unopened(err)
	}
	return translate(fn(conn))
}

// unopened tells what an error means that came from opening a file. One of no special kind is SQLite's for a file of a
// format to come, in which it cannot say whose the file is.
func unopened(err error) error {
	var e sqlite3.Error
	if errors.As(err, &e) && e.Code == sqlite3.ErrError {
		return ErrNotOurs
	}
	return translate(err)
}

// numbers are what the header of a database says: whose it is, and of which version.
func numbers(conn *sql.Conn, where database) (id, version int, err error) {
	err = conn.QueryRowContext(context.Background(), "PRAGMA "+string(where)+".application_id").Scan(&id)
	if err == nil {
		err = conn.QueryRowContext(context.Background(), "PRAGMA "+string(where)+".user_version").Scan(&version)
	}
	return id, version, err
}

// uri is how SQLite is told the name of a file, whatever it is called, and how it opens it.
func uri(path string, how url.Values) string {
	u := url.URL{Scheme: "file", Opaque: strings.ReplaceAll(url.PathEscape(path), "%2F", "/"), RawQuery: how.Encode()}
	return u.String()
}
