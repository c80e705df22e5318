package store

import (
	"context"
	"errors"
	"fmt"
	"syscall"

	"github.com/mattn/go-sqlite3"
)

// How opening and using a sandbox can fail, apart from what the operating system says.
var (
	ErrMissing  = errors.New("no sandbox there")
	ErrDangling = errors.New("a link to a file that is not there")
	ErrNotOurs  = errors.New("not a recallbox sandbox")
	ErrTooNew   = errors.New("made by a newer recallbox")
	ErrDamaged  = errors.New("damaged")
	ErrNoRow    = fmt.Errorf("%w: a row is missing that others name", ErrDamaged) // of what is in it
	ErrReadOnly = errors.New("cannot be written to")
	ErrNoRoom   = errors.New("no room on the disk")
	ErrDisk     = errors.New("cannot be read or written")
	ErrBusy     = errors.New("locked by another process")
	ErrNoLocks  = errors.New("cannot be locked: its disk has no locks")
	ErrTooMuch  = errors.New("more than there is room for in memory, or in a row")
)

// meanings are what SQLite's errors mean for a user of the sandbox, in our words: nobody has to know the database's.
// All others mean that a row or a table is not as it must be.
var meanings = map[sqlite3.ErrNo]error{
	sqlite3.ErrNotADB:    ErrNotOurs,
	sqlite3.ErrCorrupt:   fmt.Errorf("%w: its pages do not fit together", ErrDamaged),
	sqlite3.ErrReadonly:  ErrReadOnly,
	sqlite3.ErrPerm:      ErrReadOnly,
	sqlite3.ErrFull:      ErrNoRoom,
	sqlite3.ErrIoErr:     ErrDisk,
	sqlite3.ErrCantOpen:  ErrDisk,
	sqlite3.ErrAbort:     ErrDisk, // it was rolled back meanwhile
	sqlite3.ErrNoLFS:     fmt.Errorf("%w: the disk takes no file that large", ErrDisk),
	sqlite3.ErrBusy:      ErrBusy,
	sqlite3.ErrLocked:    ErrBusy,
	sqlite3.ErrProtocol:  ErrNoLocks,
	sqlite3.ErrNomem:     ErrTooMuch,
	sqlite3.ErrTooBig:    ErrTooMuch,
	sqlite3.ErrInterrupt: context.Canceled,
}

// errUnfit is for what a sound file never has.
var errUnfit = fmt.Errorf("%w: a row or a table is not as it must be", ErrDamaged)

// translate tells what the driver's errors mean for a user of the sandbox. (They are values: errors.As with a
// pointer never matches.)
func translate(err error) error {
	var e sqlite3.Error
	if !errors.As(err, &e) {
		return err
	}
	switch meaning, known := meanings[e.Code]; {
	case !known:
		return errUnfit
	case meaning == ErrDisk && e.SystemErrno == syscall.ENOLCK:
		return ErrNoLocks
	case meaning == ErrDisk && e.SystemErrno != 0:
		return fmt.Errorf("%w: %w", ErrDisk, e.SystemErrno)
	default:
		return meaning
	}
}

// InOurWords is an error of this package as its users meet it: none of the database's own.
func InOurWords(err error) error { return translate(err) }
