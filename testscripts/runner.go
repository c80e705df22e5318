package testscripts

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"recallbox/testscripts/jq"
)

// Call is one `recallbox …` line of a script, with all that its command may use.
type Call struct {
	Context  context.Context
	Args     []string
	Dir      string
	Folder   string // the script's: what the command writes must lie there
	Getenv   func(string) string
	In       io.Reader
	Out, Err io.Writer
	Cite     func(behaviour string)
	Keep     *any // the program's own between the calls of one script; an io.Closer is closed at the end
}

// Program runs one command in process and returns its exit code.
type Program func(Call) int

// Script is one script: a file, or the bytes of one.
type Script struct {
	Name string // as results show it: "outlook/auto-unread"
	File string // where it is; "" for one that is only Data
	Data []byte
}

// Runner runs scripts, several at a time if its caller likes.
type Runner struct {
	Program Program
	Exe     string        // the program as a file, which is what `exec recallbox` runs; "" for none
	Update  bool          // write what cmp finds into the script instead of failing
	Temp    string        // the folder for temporary files; "" for the system's
	KeepIn  string        // a folder for the work directories, which then stay; "" for a temporary one
	Verbose bool          // log every phase, not only the one that failed
	Timeout time.Duration // how long a script may take; 0 means for ever
	Finally string        // a command that must succeed after a script that passed, if its sandbox is there; "" for none

	AtEnd func(Call) // gets to see the sandbox of each script at its end, if it is there; nil for none

	KeepGoing bool              // run what stands behind a line that failed
	Set       map[string]string // parameters by name: each script gets those that it declares

	Watch func(line int) // gets the number of each line before it runs; nil for none
}

// Outcome is how a script ended.
type Outcome string

const (
	Passed  Outcome = "passed"
	Failed  Outcome = "failed"
	Skipped Outcome = "skipped"
)

// Result is the result of one run of one script.
type Result struct {
	Script  string
	Outcome Outcome
	Log     string   // what testscript says, with the line that failed
	Cited   []string // the IDs of the behaviours that decided something, sorted
	Failure *Failure // where and why it did not pass; nil where it did

	Measures []Measure // what it measured, until it ended
	Checks   int       // how many lines asserted something
	Work     string    // the work directory, if it stays
	Updated  []byte    // the script after an update, if it is only Data; nil where nothing changed
	Endless  bool      // something in it goes on, which only the end of the process ends
}

// Run runs one script in a fresh, initialised sandbox, with its parameters as they are set for all.
func (r Runner) Run(ctx context.Context, s Script) (Result, error) {
	return r.Play(ctx, s, Play{Set: r.Set, Seed: 1})
}

// Play runs one script in a fresh, initialised sandbox, with what one run is given.
func (r Runner) Play(ctx context.Context, s Script, p Play) (Result, error) {
	s, err := s.read()
	if err != nil {
		return Result{}, fmt.Errorf("%s: %w", s.Name, err)
	}
	given, err := s.variables(p)
	if err == nil {
		err = s.checkSections()
	}
	if err != nil { // as testscript tells one
		result := Result{Script: s.Name, Outcome: Failed, Log: "FAIL: " + err.Error() + "\n"}
		return result.withFailure(s), nil
	}
	temp, err := os.MkdirTemp(r.Temp, "recallbox-script")
	if err != nil {
		return Result{}, fmt.Errorf("%s: %w", s.Name, err)
	}
	defer removeAll(temp)
	file, prepared, err := s.prepareIn(temp)
	if err != nil {
		return Result{}, fmt.Errorf("%s: %w", s.Name, err)
	}
	keep, err := r.workdirs(s)
	if err != nil {
		return Result{}, fmt.Errorf("%s: %w", s.Name, err)
	}
	ctx, stop := r.limited(ctx)
	defer stop(nil)
	run := &scriptRun{
		program: r.Program,
		exe:     r.Exe,
		watch:   r.Watch,
		finally: r.Finally,
		atEnd:   r.AtEnd,
		lines:   strings.Split(string(s.Data), "\n"),
		cited:   map[string]bool{},
		given:   given,
	}
	run.ctx = jq.WithEndless(ctx, func(why error) {
		run.endless = true
		stop(fmt.Errorf("jq: %w, and cannot be ended", why))
	})
	defer run.end()
	t := &reporter{outcome: Passed, verbose: r.Verbose}
	run.failNow = t.FailNow
	t.run(func() {
		testscript.RunT(t, testscript.Params{
			Files:               []string{file},
			Setup:               run.setup,
			Cmds:                run.commands(),
			Condition:           condition,
			ContinueOnError:     r.KeepGoing,
			UpdateScripts:       r.Update,
			WorkdirRoot:         cmp.Or(keep, temp),
			RequireExplicitExec: true,
			RequireUniqueNames:  true,
		})
	})
	if t.outcome == Passed && run.complaint != "" {
		t.Log("recallbox " + r.Finally + " at the end of the script:\n" + run.complaint)
		t.outcome = Failed
	}
	result := Result{
		Script: s.Name, Outcome: t.outcome, Cited: run.citedIDs(), Measures: run.measures, Checks: run.checks,
		Endless: run.endless,
	}
	result.Log = asWritten(t.log.String(), file, s.title())
	result = result.withFailure(s)
	if keep != "" {
		result.Work = run.work
	}
	updated, err := readIfChanged(file, prepared)
	switch {
	case err != nil || updated == nil:
	case s.File != "":
		err = os.WriteFile(s.File, restore(updated, s.Data), 0o666)
	default:
		result.Updated = restore(updated, s.Data)
	}
	return result, err
}

// limited is a context that ends with the time that a script has.
func (r Runner) limited(ctx context.Context) (context.Context, context.CancelCauseFunc) {
	ctx, stop := context.WithCancelCause(ctx)
	if r.Timeout == 0 {
		return ctx, stop
	}
	timer := time.AfterFunc(r.Timeout, func() { stop(fmt.Errorf("took longer than %s", r.Timeout)) })
	return ctx, func(why error) { timer.Stop(); stop(why) }
}

// read is the script with the bytes of its file.
func (s Script) read() (_ Script, err error) {
	if s.File != "" {
		s.Data, err = os.ReadFile(s.File)
	}
	return s, err
}

// readIfChanged is what a file holds now; nil where it holds the same as before.
func readIfChanged(file string, before []byte) ([]byte, error) {
	now, err := os.ReadFile(file)
	if err != nil || bytes.Equal(now, before) {
		return nil, err
	}
	return now, nil
}

// prepareIn writes the script into a folder, as testscript is to run it.
func (s Script) prepareIn(folder string) (file string, prepared []byte, err error) {
	name := filepath.Base(strings.TrimSuffix(cmp.Or(s.File, s.Name), Suffix)) + Suffix
	file, prepared = filepath.Join(folder, name), prepare(s.Data)
	return file, prepared, os.WriteFile(file, prepared, 0o666)
}

// removeAll removes a folder, and what a script has made in it that nobody may write to.
func removeAll(folder string) {
	filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() {
			os.Chmod(path, 0o777)
		}
		return nil
	})
	os.RemoveAll(folder)
}

// workdirs makes the folder in which the script's work directory stays; each script has its own, as names repeat.
func (r Runner) workdirs(s Script) (string, error) {
	if r.KeepIn == "" {
		return "", nil
	}
	name := strings.TrimPrefix(s.Name, filepath.VolumeName(s.Name))
	dir := filepath.Join(r.KeepIn, filepath.FromSlash(path.Clean("/"+name))) // a name that begins with ../ stays inside
	return dir, os.MkdirAll(dir, 0o777)
}

// scriptRun is one run of a script.
type scriptRun struct {
	ctx       context.Context
	program   Program
	exe       string
	watch     func(line int)
	finally   string
	atEnd     func(Call)
	complaint string   // of the final command
	lines     []string // of the script
	mutex     sync.Mutex
	cited     map[string]bool
	keep      any // the program's own
	work      string

	ts         *testscript.TestScript // from the first line on
	variables  []string               // the names of all that were ever set
	stdin      string                 // of the next program
	terminal   bool                   // the next program gets one, from testscript
	background []*background

	given      map[string]string // the values of its parameters, and its seed
	pastParams bool              // a command has run that is no param
	line       int               // the number of the one that runs
	measures   []Measure
	checks     int    // lines that assert something
	failNow    func() // ends the script
	endless    bool   // an expression of jq goes on
}

// end closes the program's own value.
func (r *scriptRun) end() {
	if closer, ok := r.keep.(io.Closer); ok {
		closer.Close()
	}
}

func (r *scriptRun) cite(id string) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.cited[id] = true
}

func (r *scriptRun) citedIDs() []string {
	list := make([]string, 0, len(r.cited))
	for id := range r.cited {
		list = append(list, id)
	}
	slices.Sort(list)
	return list
}

// setup gives the script its sandbox. Its environment is testscript's, which has none of the program's variables.
func (r *scriptRun) setup(env *testscript.Env) error {
	r.work = env.WorkDir
	if err := Decode(env.WorkDir); err != nil {
		return err
	}
	env.Setenv("HOME", env.WorkDir)
	env.Setenv("RECALLBOX_SANDBOX", filepath.Join(env.WorkDir, "recallbox.db"))
	r.setVariables(env)
	if err := r.link(env); err != nil {
		return err
	}
	if code, output := r.runCommand(env, "init"); code != 0 {
		return fmt.Errorf("recallbox init: exit %d\n%s", code, output)
	}
	for _, variable := range env.Vars {
		name, _, _ := strings.Cut(variable, "=")
		r.variables = append(r.variables, name)
	}
	env.Defer(func() {
		r.endBackground()
		r.finish(env)
	})
	return nil
}

// finish runs the final command, if there is a sandbox for it.
func (r *scriptRun) finish(env *testscript.Env) {
	if _, err := os.Stat(env.Getenv("RECALLBOX_SANDBOX")); r.finally == "" && r.atEnd == nil || err != nil {
		return
	}
	if r.atEnd != nil {
		r.atEnd(Call{Context: r.ctx, Dir: env.WorkDir, Getenv: env.Getenv, Keep: &r.keep})
	}
	if r.finally == "" {
		return
	}
	if code, output := r.runCommand(env, r.finally); code != 0 {
		r.complaint = output
	}
}

// runCommand runs a command that stands in no script.
func (r *scriptRun) runCommand(env *testscript.Env, command string) (code int, output string) {
	var out strings.Builder
	code = r.program(Call{
		Context: r.ctx, Args: []string{command}, Dir: env.WorkDir, Folder: r.work, Getenv: env.Getenv,
		In: strings.NewReader(""), Out: &out, Err: &out, Cite: func(string) {}, Keep: &r.keep,
	})
	return code, out.String()
}

// link puts the program where exec looks for it. On Windows that is where it lies, as recallbox.exe: few people may
// make symbolic links there.
func (r *scriptRun) link(env *testscript.Env) error {
	if r.exe == "" {
		return nil
	}
	dir := filepath.Join(env.WorkDir, ".bin")
	if runtime.GOOS == "windows" {
		dir = filepath.Dir(r.exe)
	}
	env.Setenv("PATH", dir+string(os.PathListSeparator)+env.Getenv("PATH"))
	if runtime.GOOS == "windows" {
		return nil
	}
	if err := os.Mkdir(dir, 0o777); err != nil {
		return err
	}
	return os.Symlink(r.exe, filepath.Join(dir, "recallbox"))
}
