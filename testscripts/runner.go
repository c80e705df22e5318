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

	"github.com/rogpeppe/go-internal/testscript"
)

// Call is one `recallbox …` line of a script, with all that its command may use.
type Call struct {
	Context  context.Context
	Args     []string
	Dir      string
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
	Exe     string // the program as a file, which is what `exec recallbox` runs; "" for none
	Update  bool   // write what cmp finds into the script instead of failing
	Temp    string // the folder for temporary files; "" for the system's
	KeepIn  string // a folder for the work directories, which then stay; "" for a temporary one
	Verbose bool   // log every phase, not only the one that failed
	Finally string // a command that must succeed after a script that passed, unless the sandbox is gone; "" for none

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
	Work    string   // the work directory, if it stays
	Updated []byte   // the script after an update, if it is only Data; nil where nothing changed
}

// Run runs one script in a fresh, initialised sandbox.
func (r Runner) Run(ctx context.Context, s Script) (Result, error) {
	s, err := r.withAnnouncements(s)
	if err != nil {
		return Result{}, fmt.Errorf("%s: %w", s.Name, err)
	}
	temp, err := os.MkdirTemp(r.Temp, "recallbox-script")
	if err != nil {
		return Result{}, fmt.Errorf("%s: %w", s.Name, err)
	}
	defer removeAll(temp)
	file, err := s.onDisk(temp)
	if err != nil {
		return Result{}, fmt.Errorf("%s: %w", s.Name, err)
	}
	keep, err := r.workdirs(s)
	if err != nil {
		return Result{}, fmt.Errorf("%s: %w", s.Name, err)
	}
	run := &scriptRun{
		ctx:     ctx,
		program: r.Program,
		exe:     r.Exe,
		watch:   r.Watch,
		finally: r.Finally,
		cited:   map[string]bool{},
	}
	defer run.end()
	t := &reporter{outcome: Passed, verbose: r.Verbose}
	t.run(func() {
		testscript.RunT(t, testscript.Params{
			Files:               []string{file},
			Setup:               run.setup,
			Cmds:                run.commands(),
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
	result := Result{Script: s.Name, Outcome: t.outcome, Log: t.log.String(), Cited: run.citedIDs()}
	if keep != "" {
		result.Work = run.work
	}
	if r.Watch != nil {
		result.Log = removeAnnouncements(result.Log, file)
	}
	if s.File == "" {
		result.Log = strings.ReplaceAll(result.Log, file, s.Name)
		result.Updated, err = readIfChanged(file, s.Data)
	}
	return result, err
}

// withAnnouncements is the script, with its lines announced where the caller watches.
func (r Runner) withAnnouncements(s Script) (Script, error) {
	if r.Watch == nil {
		return s, nil
	}
	if s.File != "" {
		data, err := os.ReadFile(s.File)
		if err != nil {
			return s, err
		}
		s.File, s.Data = "", data
	}
	s.Data = addAnnouncements(s.Data)
	return s, nil
}

// readIfChanged is what a file holds now; nil where it holds the same as before.
func readIfChanged(file string, before []byte) ([]byte, error) {
	now, err := os.ReadFile(file)
	if err != nil || bytes.Equal(now, before) {
		return nil, err
	}
	return now, nil
}

// onDisk is the script as a file, which testscript wants: its own, or a new one in the folder.
func (s Script) onDisk(folder string) (file string, err error) {
	if s.File != "" {
		return s.File, nil
	}
	file = filepath.Join(folder, filepath.Base(strings.TrimSuffix(s.Name, ".txtar"))+".txtar")
	return file, os.WriteFile(file, s.Data, 0o666)
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
	complaint string // of the final command
	mutex     sync.Mutex
	cited     map[string]bool
	keep      any // the program's own
	work      string
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
	if err := r.link(env); err != nil {
		return err
	}
	if code, output := r.runCommand(env, "init"); code != 0 {
		return fmt.Errorf("recallbox init: exit %d\n%s", code, output)
	}
	env.Defer(func() { r.finish(env) })
	return nil
}

// finish runs the final command, if there is a sandbox for it.
func (r *scriptRun) finish(env *testscript.Env) {
	if _, err := os.Stat(env.Getenv("RECALLBOX_SANDBOX")); r.finally == "" || err != nil {
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
		Context: r.ctx, Args: []string{command}, Dir: env.WorkDir, Getenv: env.Getenv,
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
