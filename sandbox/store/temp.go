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
	path, err := makeTempFile(tempFolders(wanted, others...))
	if err != nil {
		return "", err
	}
	return filepath.Dir(path), os.Remove(path)
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
	path, err := makeTempFile(folders)
	if err != nil {
		return err
	}
	defer os.Remove(path)
	return fn(path)
}

// makeTempFile makes an empty file with a name of its own in the first folder that takes it.
func makeTempFile(folders []string) (path string, err error) {
	for _, folder := range folders {
		if f, err := os.CreateTemp(folder, "recallbox-*.db"); err == nil {
			return f.Name(), f.Close()
		}
	}
	return "", fmt.Errorf("%w: neither %s", ErrNoTemp, strings.Join(folders, " nor "))
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
