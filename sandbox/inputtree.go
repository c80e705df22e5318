package sandbox

import (
	"bytes"
	"io"
	"time"
)

// inputTree is a folder of the history's files as a place to write files to.
type inputTree struct{ folder InputFolder }

func (t inputTree) Mkdir(string) error { return nil }

func (t inputTree) Create(path string, _ time.Time) (io.WriteCloser, error) {
	return &inputWriter{folder: t.folder, path: path}, nil
}

// inputWriter is a file that is kept once it is whole.
type inputWriter struct {
	bytes.Buffer
	folder InputFolder
	path   string
}

func (w *inputWriter) Close() error { return w.folder.Put(w.path, w.Bytes()) }
