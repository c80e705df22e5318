package testscripts

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// Programs that scripts run: as testscript runs them, but they end when the script has to, with all that they have
// started, and no more is kept of their output than of a command's.

// grace is how long a program may take to end once it is asked to.
const grace = 2 * time.Second

// process is a program that runs.
type process struct {
	cmd      *exec.Cmd
	out, err *output
	done     chan struct{}
	failed   error // once it is done
}

// background is a program that a script does not wait for.
type background struct {
	*process
	name     string
	mustFail bool
}

// start starts a program in the script's directory and environment.
func (r *scriptRun) start(ts *testscript.TestScript, name string, args []string) (*process, error) {
	path, err := lookPath(name, ts)
	if err != nil {
		return nil, err
	}
	p := &process{cmd: exec.Command(path, args...), out: newOutput(), err: newOutput(), done: make(chan struct{})}
	p.cmd.Dir = ts.MkAbs(".")
	for _, name := range r.variables {
		p.cmd.Env = append(p.cmd.Env, name+"="+ts.Getenv(name))
	}
	p.cmd.Env = append(p.cmd.Env, "PWD="+p.cmd.Dir)
	p.cmd.Stdin, p.cmd.Stdout, p.cmd.Stderr = strings.NewReader(r.stdin), p.out, p.err
	r.stdin = ""
	setGroup(p.cmd)
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		ended := p.cmd.Wait()
		p.failed = cmp.Or(p.out.full, p.err.full, ended)
		close(p.done)
	}()
	return p, nil
}

// lookPath finds a program by the script's own PATH.
func lookPath(name string, ts *testscript.TestScript) (string, error) {
	if filepath.Base(name) != name {
		return name, nil
	}
	for _, folder := range filepath.SplitList(ts.Getenv("PATH")) {
		if path, err := exec.LookPath(ts.MkAbs(filepath.Join(folder, name))); err == nil {
			return path, nil
		}
	}
	return "", &exec.Error{Name: name, Err: exec.ErrNotFound}
}

// wait waits for the end of the program, or ends it where the context ends. Whatever has left the program's group may
// hold its output for ever, and is not waited for.
func (p *process) wait(ctx context.Context) error {
	select {
	case <-p.done:
		return p.failed
	case <-ctx.Done():
		p.end()
		return context.Cause(ctx)
	}
}

// end asks a program to end, with all that it has started, and ends it after a while.
func (p *process) end() {
	interruptGroup(p.cmd)
	select {
	case <-p.done:
	case <-time.After(grace):
	}
	killGroup(p.cmd)
	select {
	case <-p.done:
	case <-time.After(grace):
	}
}

// run runs a program to its end. Where the script gives it a terminal, testscript does.
func (r *scriptRun) run(ts *testscript.TestScript, name string, args []string) error {
	if r.terminal {
		r.terminal = false
		return ts.Exec(name, args...)
	}
	p, err := r.start(ts, name, args)
	if err != nil {
		return err
	}
	err = p.wait(r.ctx)
	io.WriteString(ts.Stdout(), p.out.String())
	io.WriteString(ts.Stderr(), p.err.String())
	r.mayGoOn(ts)
	return err
}

// exitCode is the exit code that an error of a program stands for.
func exitCode(err error) (int, error) {
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode(), nil
	}
	return 0, err
}

// inBackground matches the last word of a line that is not waited for.
var inBackground = regexp.MustCompile(`^&([a-zA-Z_0-9]+&)?$`)

// exec runs a program: exec PROGRAM ARG... [&|&NAME&].
func (r *scriptRun) exec(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) == 0 || len(args) == 1 && args[0] == "&" {
		ts.Fatalf("usage: exec program [args...] [&]")
	}
	if last := args[len(args)-1]; inBackground.MatchString(last) {
		r.execInBackground(ts, neg, strings.Trim(last, "&"), args[:len(args)-1])
		return
	}
	wantEnd(ts, neg, r.run(ts, args[0], args[1:]))
}

func (r *scriptRun) execInBackground(ts *testscript.TestScript, neg bool, name string, args []string) {
	if name != "" && r.named(name) != nil {
		ts.Fatalf("duplicate background process name %q", name)
	}
	p, err := r.start(ts, args[0], args[1:])
	if err != nil {
		wantEnd(ts, neg, err)
		return
	}
	r.background = append(r.background, &background{p, name, neg})
	ts.Stdout() // which is empty
}

// wantEnd demands that a program has ended well, or with neg that it has not.
func wantEnd(ts *testscript.TestScript, neg bool, err error) {
	if err != nil {
		ts.Logf("[%v]", err)
	}
	switch {
	case err == nil && neg:
		ts.Fatalf("unexpected command success")
	case err != nil && !neg:
		ts.Fatalf("unexpected command failure")
	}
}

// wait waits for programs in the background: wait [NAME].
func (r *scriptRun) wait(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 1 {
		ts.Fatalf("usage: wait [name]")
	}
	waited := r.background
	if len(args) == 1 {
		waited = []*background{r.mustBeNamed(ts, args[0])}
	}
	for _, b := range waited {
		err := b.process.wait(r.ctx)
		io.WriteString(ts.Stdout(), b.out.String())
		io.WriteString(ts.Stderr(), b.err.String())
		r.background = slices.DeleteFunc(slices.Clone(r.background), func(one *background) bool { return one == b })
		r.mayGoOn(ts)
		wantEnd(ts, b.mustFail, err)
	}
}

// kill signals programs in the background: kill [-INT|-KILL] [NAME].
func (r *scriptRun) kill(ts *testscript.TestScript, neg bool, args []string) {
	signal := os.Kill
	if len(args) > 0 && strings.HasPrefix(args[0], "-") {
		known := map[string]os.Signal{"-INT": os.Interrupt, "-KILL": os.Kill}
		if signal = known[args[0]]; signal == nil {
			ts.Fatalf("unknown signal: %s", args[0][1:])
		}
		args = args[1:]
	}
	if neg || len(args) > 1 {
		ts.Fatalf("usage: kill [-SIGNAL] [name]")
	}
	signalled := r.background
	if len(args) == 1 {
		signalled = []*background{r.mustBeNamed(ts, args[0])}
	}
	for _, b := range signalled {
		if err := b.cmd.Process.Signal(signal); err != nil {
			ts.Fatalf("unexpected error terminating background command %q: %v", b.name, err)
		}
	}
}

// named is a program in the background; nil where none is called so.
func (r *scriptRun) named(name string) *background {
	for _, b := range r.background {
		if b.name == name {
			return b
		}
	}
	return nil
}

func (r *scriptRun) mustBeNamed(ts *testscript.TestScript, name string) *background {
	b := r.named(name)
	if b == nil {
		ts.Fatalf("unknown background process %q", name)
	}
	return b
}

// endBackground ends what still runs when the script is over, and logs what that has printed.
func (r *scriptRun) endBackground() {
	var all sync.WaitGroup
	for _, b := range r.background {
		all.Go(b.end)
	}
	all.Wait()
	for _, b := range r.background {
		r.ts.Logf("[background] %s", strings.Join(b.cmd.Args, " "))
		for stream, printed := range map[string]string{"stdout": b.out.String(), "stderr": b.err.String()} {
			if printed != "" {
				r.ts.Logf("[%s]\n%s", stream, printed)
			}
		}
	}
	r.background = nil
}

// maxOutput is how much is kept of what a command prints on one of its streams.
const maxOutput = 64 << 20

// limit is a writer that takes no more than maxOutput bytes, and fails then: so the command ends.
func limit(to io.Writer) io.Writer { return &limited{to: to, left: maxOutput} }

type limited struct {
	to   io.Writer
	left int
	full error // that more was written; nil where it was not
}

func (l *limited) Write(data []byte) (int, error) {
	fits := min(len(data), l.left)
	n, err := l.to.Write(data[:fits])
	l.left -= n
	if fits < len(data) {
		l.full = fmt.Errorf("more than %d MiB were printed: the rest is not kept", maxOutput>>20)
		err = cmp.Or(err, l.full)
	}
	return n, err
}

// output is what a program has printed, which may still print more.
type output struct {
	mutex sync.Mutex
	kept  strings.Builder
	limited
}

func newOutput() *output {
	o := &output{}
	o.limited = limited{to: &o.kept, left: maxOutput}
	return o
}

func (o *output) Write(data []byte) (int, error) {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	return o.limited.Write(data)
}

func (o *output) String() string {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	return o.kept.String()
}
