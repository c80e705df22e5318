package store

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// What else differs between operating systems.

// move gives a file the name to, where nothing is. It survives power loss.
func move(path, to string) error {
	from, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return err
	}
	name, err := windows.UTF16PtrFromString(to)
	if err != nil {
		return err
	}
	if err := windows.MoveFileEx(from, name, windows.MOVEFILE_WRITE_THROUGH); err != nil {
		return &os.LinkError{Op: "move", Old: path, New: to, Err: err}
	}
	return nil
}

// syncFolder has nothing to do: move does it.
func syncFolder(string) error { return nil }

// IsFull says whether a disk has no room left.
func IsFull(err error) bool {
	return errors.Is(err, windows.ERROR_DISK_FULL) || errors.Is(err, windows.ERROR_HANDLE_DISK_FULL)
}

// isReadOnly says whether a disk cannot be written to.
func isReadOnly(err error) bool { return errors.Is(err, windows.ERROR_WRITE_PROTECT) }
