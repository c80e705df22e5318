package testscripts

import (
	"flag"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// reporter is the T of one script, inside and outside of go test.
type reporter struct {
	log     strings.Builder
	outcome Outcome
	verbose bool
}

// run runs f to its end, which FailNow, Fatal and Skip may bring early. A panic fails this script, not all of them.
func (t *reporter) run(f func()) {
	testingFlags.Do(parseTestingFlags)
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer t.catch()
		f()
	}()
	<-done
}

func (t *reporter) catch() {
	if cause := recover(); cause != nil {
		t.Log("panic:", cause, "\n"+string(debug.Stack()))
		t.outcome = Failed
	}
}

// Run runs the one script that testscript finds; the goroutine is the same, so what ends the script ends it all.
func (t *reporter) Run(_ string, f func(testscript.T)) { f(t) }

func (t *reporter) Parallel()     {}
func (t *reporter) Verbose() bool { return t.verbose }

func (t *reporter) Log(args ...any) { fmt.Fprintln(&t.log, args...) }

func (t *reporter) Skip(args ...any) {
	t.Log(args...)
	t.outcome = Skipped
	runtime.Goexit()
}

func (t *reporter) Fatal(args ...any) {
	t.Log(args...)
	t.FailNow()
}

func (t *reporter) FailNow() {
	t.outcome = Failed
	runtime.Goexit()
}

// testingFlags parses the process's flags once: the conditions [short] and [net] panic where nobody has parsed them.
var testingFlags sync.Once

func parseTestingFlags() {
	if !testing.Testing() {
		testing.Init()
		flag.CommandLine.Parse(nil)
	}
}
