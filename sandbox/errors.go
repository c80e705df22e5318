package sandbox

import (
	"errors"
	"fmt"
	"syscall"

	"recallbox/sandbox/eml"
	"recallbox/sandbox/store"
)

// Kind is what sort of error it is; it decides the exit code of a command.
type Kind string

const (
	Refused  Kind = "refused"   // the mail system does not allow it
	NotFound Kind = "not-found" // what was named is not there
	Invalid  Kind = "invalid"   // what was given makes no sense
	Conflict Kind = "conflict"  // it is there already
	Damaged  Kind = "damaged"   // the sandbox file is not whole
	IO       Kind = "io"        // the operating system said no
)

// Error is an error that a user can do something about: what is wrong, and what helps.
type Error struct {
	Kind      Kind
	Message   string
	Hint      Hint
	Behaviour string // the behaviour that refuses
	Confirm   bool   // it is no refusal once whoever asks has confirmed
	Field     string // what was asked for that the message is about, where the message does not name it: "in"
}

func (e *Error) Error() string { return e.Message }

func notFound(hint Hint, format string, args ...any) error {
	return &Error{Kind: NotFound, Message: fmt.Sprintf(format, args...), Hint: hint}
}

func invalid(hint Hint, format string, args ...any) error {
	return &Error{Kind: Invalid, Message: fmt.Sprintf(format, args...), Hint: hint}
}

func conflict(hint Hint, format string, args ...any) error {
	return &Error{Kind: Conflict, Message: fmt.Sprintf(format, args...), Hint: hint}
}

// notOneOf is for a word that is in none of a closed set, whose words err tells; the hint has an example of one.
func notOneOf(hint Hint, err error) error { return invalid(hint, "%v", err) }

// fromStore tells users what the store's errors mean for the file.
func fromStore(path string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, store.ErrMissing):
		return notFound(try(MakeSandbox), "no sandbox at %q", path)
	case errors.Is(err, store.ErrNotOurs):
		return invalid(try(OpenSandbox), "%q is not a recallbox sandbox", path)
	case errors.Is(err, store.ErrTooNew):
		return invalid(say("use the recallbox that made it, or a newer one"), "%q was made by a newer recallbox", path)
	case errors.Is(err, store.ErrReadOnly):
		return &Error{Kind: IO, Message: fmt.Sprintf("%q cannot be written to", path), Hint: say("see who may write to the file and its folder")}
	case errors.Is(err, store.ErrNoRoom), errors.Is(err, syscall.ENOSPC):
		return &Error{Kind: IO, Message: fmt.Sprintf("%q: no room on the disk", path), Hint: say("make room and run it again: nothing was changed")}
	case errors.Is(err, store.ErrDisk):
		return &Error{Kind: IO, Message: fmt.Sprintf("%q: %v", path, err), Hint: say("see that the disk has room and works, and who may write to the file and its folder: nothing was changed")}
	case errors.Is(err, store.ErrBusy):
		return &Error{Kind: IO, Message: fmt.Sprintf("%q: %v", path, err), Hint: try(WaitLonger)}
	case errors.Is(err, store.ErrDamaged):
		return &Error{Kind: Damaged, Message: fmt.Sprintf("%q: %v", path, err), Hint: try(ReplaceDamagedSandbox)}
	}
	return err
}

func isNotFound(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Kind == NotFound
}

func asError(err error, known **Error) bool { return errors.As(err, known) }

// unwritable is for a message that cannot be written as mail: it is too large, or what stands in its header or in a file's name is no text
// for one.
func unwritable(err error) error {
	switch {
	case errors.Is(err, eml.ErrTooLarge):
		return invalid(say("attach less, or smaller files"), "%v", err)
	case errors.Is(err, eml.ErrHeaderTooLong):
		return invalid(try(ShortenHeader), "%v", err)
	}
	return invalid(say("see the subject, the addresses and the names of the files"), "%v", err)
}

// optional says whether there is what the store was asked for, where there need not be.
func optional[T any](found T, err error) (T, bool, error) {
	if errors.Is(err, store.ErrNoRow) {
		return found, false, nil
	}
	return found, err == nil, err
}

// one is the ith of what was found, which has to be there: it was just made.
func one[T any](all []T, i int, err error) (found T, _ error) {
	if err == nil && i < 0 {
		err = store.ErrNoRow
	}
	if err != nil {
		return found, err
	}
	return all[i], nil
}

// mailboxOf is the mailbox with a number that stands in the file; nobody's where that is 0.
func (tx *Tx) mailboxOf(id int64) (store.Mailbox, error) {
	if id == 0 {
		return store.Mailbox{}, nil
	}
	return tx.store.MailboxByID(id)
}
