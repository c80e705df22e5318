package portable

import (
	"errors"
	"io/fs"
)

// Why is why a file cannot be used, without its name: in the same words on each system where most people meet them.
func Why(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "no such file or directory"
	case errors.Is(err, fs.ErrPermission):
		return "permission denied"
	}
	return err.Error()
}
