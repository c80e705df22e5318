package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// ErrNoTemp is for files that are there for a while, where no folder takes them.
var ErrNoTemp = errors.New("no folder takes temporary files")

// TempFolder is the folder for files that are there for a while: the one that is wanted, "" being the system's, or
// where no file can be made there, the first of the others where one can.
func TempFolder(wanted string, others ...string) (string, error) {
	path, done, err := makeTempFile(tempFolders(wanted, others...))
	if err != nil {
		return "", err
	}
	done()
	return filepath.Dir(filepath.Dir(path)), nil
}

// tempFolders are the folders that TempFolder tries.
func tempFolders(wanted string, others ...string) []string {
	if wanted == "" {
		wanted = os.TempDir()
	}
	return append([]string{wanted}, others...)
}

// withTempFile gives fn the name of an empty file in the first folder that takes it. It is gone when fn is done.
func withTempFile(folders []string, fn func(path string) error) error {
	path, done, err := makeTempFile(folders)
	if err != nil {
		return err
	}
	defer done()
	return fn(path)
}

// makeTempFile makes an empty file, in a folder of its own in the first folder that takes it. Done removes it.
func makeTempFile(folders []string) (path string, done func(), err error) {
	for _, folder := range folders {
		aside, done, err := Aside(folder)
		if err != nil {
			continue
		}
		path := filepath.Join(aside, "it.db")
		if err := makeEmpty(path); err != nil {
			done()
			continue
		}
		return path, done, nil
	}
	return "", nil, fmt.Errorf("%w: neither %s", ErrNoTemp, strings.Join(folders, " nor "))
}

// makeEmpty makes a file that is its owner's alone.
func makeEmpty(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

// connect opens a connection. SQLite's own temporary files are kept in memory where the system has no folder for them:
// it would else look for one where the process is, and fail where it cannot write there.
func connect(db *sql.DB) (*sql.Conn, error) {
	conn, err := db.Conn(context.Background())
	if err != nil {
		return nil, err
	}
	if info, err := os.Stat(os.TempDir()); err == nil && info.IsDir() {
		return conn, nil
	}
	return conn, execOn(conn, "PRAGMA temp_store = MEMORY")
}
