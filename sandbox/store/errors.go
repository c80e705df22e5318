package store

import (
	"errors"
	"fmt"

	"github.com/mattn/go-sqlite3"
)

// translate tells what the driver's errors mean for a user of the sandbox. (They are values: errors.As with a pointer never matches.)
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
