package commands

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"recallbox/commands/scripts"
	"recallbox/commands/term"
	"recallbox/sandbox"
	"recallbox/sandbox/portable"
	"recallbox/testscripts"
)

// errInterrupted stands for whatever error an interrupt caused on its way, where the command has had no effect yet.
var errInterrupted = &failure{Kind: interrupted, Message: "interrupted, nothing was changed"}

// Kinds that no use case returns.
const (
	misused     sandbox.Kind = "usage" // the command line cannot be understood
	interrupted sandbox.Kind = "interrupted"
)

// lineError is an error in a line of a batch, or of something else that has a name.
type lineError struct {
	of   string
	line int
	err  error
}

func (e *lineError) Error() string { return fmt.Sprintf("%s: %v", e.place(), e.err) }

func (e *lineError) place() string {
	if e.of == "" {
		return fmt.Sprintf("line %d", e.line)
	}
	return fmt.Sprintf("%s: line %d", e.of, e.line)
}

func (e *lineError) Unwrap() error { return e.err }

// exitError ends the program with a code and prints nothing: what went wrong is printed already.
type exitError int

func (e exitError) Error() string { return fmt.Sprintf("exit %d", int(e)) }

// usageError is a command line that cannot be understood; its hint is the command's usage line.
func usageError(format string, args ...any) error {
	return &failure{Kind: misused, Message: fmt.Sprintf(format, args...)}
}

// usageHint is a usageError for which a better hint is known.
func usageHint(h hint, format string, args ...any) error {
	return &failure{Kind: misused, Message: fmt.Sprintf(format, args...), Hint: h}
}

// exitCode is what the contract says for the kind of err.
func exitCode(err error) int {
	var exit exitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return int(exit)
	}
	switch asFailure(err).Kind {
	case misused:
		return 2
	case sandbox.Refused:
		return 3
	case interrupted:
		return 130
	default:
		return 1
	}
}

// failure is an error as this program tells of it: its own, or another in its words.
type failure struct {
	Kind      sandbox.Kind
	Message   string
	Hint      hint
	Behaviour string
	Code      string
	Status    string
	Line      int
}

func (f *failure) Error() string { return f.Message }

// shownFailure is an error as its user meets it, also in JSON.
type shownFailure struct {
	// usage, refused, not-found, invalid, conflict, damaged, io or interrupted
	Kind      sandbox.Kind `json:"kind"`
	Message   string       `json:"message"`             // what is wrong
	Hint      string       `json:"hint,omitempty"`      // what to do next
	Behaviour string       `json:"behaviour,omitempty"` // the behaviour that refuses
	Line      int          `json:"line,omitempty"`      // of the batch
	Code      string       `json:"code,omitempty"`      // what the mail system itself calls the reason
	Status    string       `json:"status,omitempty"`    // what it calls a refusal
}

// failureShown is the JSON of a command that failed.
type failureShown struct {
	Error shownFailure `json:"error"`
}

// shown is the failure after a command line on which the sandbox was named, or "".
func (f failure) shown(sandbox string) shownFailure {
	return shownFailure{f.Kind, bounded(f.Message), f.Hint.text(sandbox), f.Behaviour, f.Line, f.Code, f.Status}
}

// bounded leaves out the middle of a message that quotes too much.
func bounded(message string) string {
	const begin, end = 1000, 500
	if len(message) <= begin+end {
		return message
	}
	return strings.ToValidUTF8(message[:begin], "") + "…" + strings.ToValidUTF8(message[len(message)-end:], "")
}

// asFailure says everything that is known about an error; one that nobody made for users is io.
func asFailure(err error) failure {
	var line *lineError
	if errors.As(err, &line) {
		err = line.err
	}
	f := failure{Kind: sandbox.IO, Message: plainMessage(err)}
	var own *failure
	var unclear *scripts.UsageError
	var known *sandbox.Error
	var script *testscripts.LineError
	switch {
	case errors.As(err, &own):
		f = *own
	case errors.As(err, &unclear):
		f.Kind, f.Hint = misused, say(unclear.Hint)
	case errors.As(err, &script):
		f.Kind = sandbox.Invalid
	case errors.As(err, &known):
		f = failure{Kind: known.Kind, Message: inFlags(known), Hint: hintOf(known.Hint), Behaviour: known.Behaviour,
			Code: known.Code, Status: known.Status}
	}
	if mark := "[" + f.Behaviour + "]"; f.Behaviour != "" && !strings.HasSuffix(f.Message, mark) {
		f.Message += " " + mark
	}
	if line != nil {
		f.Line = line.line
		f.Message = line.place() + ": " + f.Message
	}
	return f
}

// orDone is the error of a command that has done its work: nobody shall do it again because it could not be told.
func orDone(err error, logged bool) error {
	var unprinted *term.PrintError
	if !errors.As(err, &unprinted) {
		return err
	}
	f := &failure{Kind: sandbox.IO, Message: "done, but could not be printed: " + plainMessage(unprinted)}
	if logged {
		f.Hint = try("`log` tells what was done")
	}
	return f
}

// inFlags is the library's message, with the flags that it is about.
func inFlags(e *sandbox.Error) string {
	switch {
	case e.Field != "":
		return "--" + e.Field + " " + e.Message
	case e.Confirm:
		return strings.TrimSuffix(e.Message, " ["+e.Behaviour+"]") + ", and --yes gives it"
	}
	return e.Message
}

// plainMessage leaves out the system call that failed: users know the file, not the call.
func plainMessage(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		return strings.Replace(err.Error(), path.Error(), path.Path+": "+portable.Why(path), 1)
	}
	return err.Error()
}

// renamed puts the name that the user typed into an error about a file. One of printing is about another file.
func renamed(err error, name string) error {
	var path *fs.PathError
	var unprinted *term.PrintError
	if errors.As(err, &path) && !errors.As(err, &unprinted) {
		return &fs.PathError{Op: path.Op, Path: name, Err: path.Err}
	}
	return err
}

// withHint is an error with another hint.
func withHint(err error, h hint) error {
	f := asFailure(err)
	return &failure{Kind: f.Kind, Message: f.Message, Hint: h, Behaviour: f.Behaviour, Code: f.Code, Status: f.Status}
}
