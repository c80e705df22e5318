package testscripts_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"recallbox/testscripts"
)

// A script that a stranger wrote leaves alone what is outside of its folder, whatever its commands and its files are
// called.
func TestScriptStaysInItsFolder(t *testing.T) {
	outside := t.TempDir()
	kept := filepath.Join(outside, "kept")
	for _, text := range []string{
		"recallbox say\n-- ../out --\nx\n", "recallbox say\n-- a/../../out --\nx\n",
		"recallbox say\n-- OUTSIDE/out --\nx\n", "recallbox say\n-- $nothing/../out --\nx\n",
		"recallbox say\n-- ../out.base64 --\neA==\n",
		"cp a OUTSIDE/out\n-- a --\nx\n", "recallbox say x\ncp stdout ../../out\n", "mkdir OUTSIDE/out",
		"mv a OUTSIDE/out\n-- a --\nx\n", "mv OUTSIDE/kept a", "rm OUTSIDE/kept", "rm ..", "cd ..\nrm kept",
		"rm $WORK/../../../kept",
		"symlink OUTSIDE/out -> kept", "chmod 000 OUTSIDE/kept", "unquote OUTSIDE/kept", "unix2dos OUTSIDE/kept",
		"symlink away -> OUTSIDE\ncp a away/out\n-- a --\nx\n", "symlink away -> OUTSIDE\nrm away/kept",
		"symlink away -> OUTSIDE/out\ncp a away\n-- a --\nx\n", "symlink away -> OUTSIDE\nmkdir away/b/c",
		"symlink away -> OUTSIDE\nsymlink more -> away\nmv a more/out\n-- a --\nx\n", "env X=rm\n$X OUTSIDE/kept",
		"[unix] rm OUTSIDE/kept\n[windows] rm OUTSIDE/kept",
		"env X=[unix]\n$X rm OUTSIDE/kept\nenv X=[windows]\n$X rm OUTSIDE/kept",
	} {
		if err := os.WriteFile(kept, []byte(">x\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		before, _ := os.Stat(kept)
		text := strings.ReplaceAll(text, "OUTSIDE", filepath.ToSlash(outside))
		temp := filepath.Join(outside, "temp")
		if err := os.MkdirAll(temp, 0o777); err != nil {
			t.Fatal(err)
		}
		result := run(t, testscripts.Runner{Program: toy, Temp: temp}, script(text))
		if result.Outcome != testscripts.Failed || !strings.Contains(result.Log, "the script's folder") ||
			!strings.Contains(result.Log, "FAIL: sample:") {
			t.Errorf("%s\n%s\n%s", text, result.Outcome, result.Log)
		}
		data, _ := os.ReadFile(kept)
		after, err := os.Stat(kept)
		if err != nil || string(data) != ">x\n" || after.Mode() != before.Mode() {
			t.Errorf("%s\nthe file outside is %q, %v", text, data, err)
		}
		if left, _ := filepath.Glob(filepath.Join(outside, "*")); len(left) != 2 {
			t.Errorf("%s\nleft %q", text, left)
		}
	}
}

// What lies inside may be reached in every way.
func TestScriptUsesItsFolder(t *testing.T) {
	text := `
mkdir a/b
cp in a/b/c
symlink a/link -> b
cp in a/link/d
mv a/link/d $WORK/e
mkdir new/../other
symlink away -> /nowhere
rm away
cd a/b
rm ../../e
cp c ../f
chmod 644 $WORK/a/f
rm $WORK/a
-- in --
x
-- deep/../name --
x
`
	if result := run(t, testscripts.Runner{Program: toy}, script(text)); result.Outcome != testscripts.Passed {
		t.Error(result.Log)
	}
}

// A script ends in time, with all that it has started, and its log has what ran until then.
func TestTimeout(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("runs programs of Unix")
	}
	slow := func(c testscripts.Call) int {
		if c.Args[0] == "sleep" {
			<-c.Context.Done()
			return 130
		}
		return toy(c)
	}
	for _, line := range []string{
		"recallbox sleep", "! recallbox sleep", "status 130 recallbox sleep", "exec sleep 600", "! exec sleep 600",
		"status 0 exec sleep 600", "exec sh -c 'sleep 600; true'", "exec sh -c 'sleep 600 & exit'",
		"exec sh -c 'trap : TERM; sleep 600; sleep 600'", "exec sleep 600 &\nwait", "exec sleep 600 &a&\nwait a",
		"recallbox say 1\njq 'def f: f; f'",
	} {
		t.Run(line, func(t *testing.T) {
			t.Parallel()
			temp, began := t.TempDir(), time.Now()
			text := "# First.\nrecallbox say first\n" + line + "\nrecallbox say last\n"
			r := testscripts.Runner{Program: slow, Temp: temp, Timeout: 2 * time.Second}
			result := run(t, r, script(text))
			if result.Outcome != testscripts.Failed || !strings.Contains(result.Log, "took longer than 2s") ||
				!strings.Contains(result.Log, "\nfirst\n") || strings.Contains(result.Log, "last") {
				t.Errorf("%s\n%s", result.Outcome, result.Log)
			}
			if spent := time.Since(began); spent > 20*time.Second {
				t.Errorf("took %s", spent)
			}
			if left, err := os.ReadDir(temp); len(left) > 0 || err != nil {
				t.Errorf("left %v, %v", left, err)
			}
		})
	}
}

// A step of an expression that nothing can interrupt is not waited for, and told.
func TestEndlessStep(t *testing.T) {
	const twice = "(reduce range(29) as $i (1; [., .]))"
	for _, timeout := range []time.Duration{0, 300 * time.Millisecond} {
		text := "recallbox say 1\njq '" + twice + " == " + twice + "'\nrecallbox say last\n"
		if timeout == 0 {
			text = "recallbox say 1\njq true\n"
		}
		result := run(t, testscripts.Runner{Program: toy, Timeout: timeout}, script(text))
		if result.Endless != (timeout > 0) || result.Endless != strings.Contains(result.Log, "took longer than 300ms") {
			t.Errorf("%s: %s, endless %t\n%s", timeout, result.Outcome, result.Endless, result.Log)
		}
	}
}

// An interrupt ends a script in the same way, and so does the end of a script what it has left in the background.
func TestProgramsEnd(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("runs programs of Unix")
	}
	for _, test := range []struct {
		text string
		want testscripts.Outcome
	}{
		{"exec sh -c 'echo $$ > pid; cp pid %s; sleep 600 & wait'", testscripts.Failed},
		{"exec sh -c 'echo $$ > pid; cp pid %s; sleep 600 & wait' &\nexec sh -c 'until test -s %[1]s; do sleep 0.1; done'",
			testscripts.Passed},
	} {
		file := filepath.Join(t.TempDir(), "pid")
		ctx, stop := context.WithCancel(t.Context())
		if test.want == testscripts.Failed {
			go func() {
				for {
					if data, _ := os.ReadFile(file); len(data) > 0 {
						stop()
						return
					}
					time.Sleep(10 * time.Millisecond)
				}
			}()
		}
		result, err := testscripts.Runner{Program: toy}.Run(ctx, script(fmt.Sprintf(test.text, file)))
		stop()
		if err != nil || result.Outcome != test.want {
			t.Errorf("%v, %s\n%s", err, result.Outcome, result.Log)
		}
		pid, _ := os.ReadFile(file)
		if err := wantGone(strings.TrimSpace(string(pid))); err != nil {
			t.Error(err)
		}
	}
}

// Programs see and say what testscript's own commands would let them.
func TestExec(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("runs programs of Unix")
	}
	tests := []struct {
		text string
		want testscripts.Outcome
		log  string
	}{
		{
			"env A=1\nenv A=2 B=x\nexec sh -c 'echo $A$B $PWD; echo e >&2'\nstdout '^2x '$WORK'$'\nstderr ^e$",
			testscripts.Passed, "",
		},
		{"stdin a\nexec cat\ncmp stdout a\nexec cat\n! stdout .\n-- a --\nx\n", testscripts.Passed, ""},
		{"recallbox say x\nstdin stdout\nexec cat\nstdout ^x$", testscripts.Passed, ""},
		{"exec sh -c 'echo x' &\n! stdout .\nwait\nstdout ^x$", testscripts.Passed, ""},
		{"exec sh -c 'echo x' &a&\nexec sh -c 'echo y' &b&\nwait b\nstdout ^y$\nwait a\nstdout ^x$", testscripts.Passed, ""},
		{"! exec false &\nwait", testscripts.Passed, ""},
		{"exec false &\nwait", testscripts.Failed, "FAIL: sample:2: unexpected command failure"},
		{"exec sleep 600 &a&\nkill -KILL a\n! exec false", testscripts.Passed, ""},
		{"exec sleep 600 &\nkill -INT\nstop", testscripts.Passed, ""},
		{"kill a", testscripts.Failed, "unknown background process"},
		{"exec sleep 600 &a&\nexec sleep 600 &a&", testscripts.Failed, "duplicate background process"},
		{"exec false", testscripts.Failed, "> exec false\n[exit status 1]\nFAIL: sample:1: unexpected command failure"},
		{"! exec true", testscripts.Failed, "unexpected command success"},
		{"! exec no-such-program", testscripts.Passed, ""},
		{"env PATH=\nexec true", testscripts.Failed, "executable file not found"},
		{
			"mkdir bin\ncp tool bin/tool\nchmod 755 bin/tool\nenv PATH=$WORK/bin:$PATH\nexec tool\nstdout ^t$\n" +
				"-- tool --\n#!/bin/sh\necho t\n",
			testscripts.Passed, "",
		},
		{"env X=exec\n$X true", testscripts.Failed, "exec is written as it is"},
		{"'exec' true", testscripts.Failed, "exec is written as it is"},
		{"exec yes\n", testscripts.Failed, "more than 64 MiB"},
		{"exec mkfifo pipe\ncmp pipe a\n-- a --\n", testscripts.Failed, "pipe is a device or a pipe"},
		{"exec mkfifo pipe\nrecallbox copy < pipe", testscripts.Failed, "pipe is a device or a pipe"},
		{"cp /dev/zero a", testscripts.Failed, "/dev/zero is a device or a pipe"},
		{"stdin /dev/zero", testscripts.Failed, "/dev/zero is a device or a pipe"},
		{"grep x /dev/zero", testscripts.Failed, "/dev/zero is a device or a pipe"},
	}
	for _, test := range tests {
		t.Run(test.text, func(t *testing.T) {
			result := run(t, testscripts.Runner{Program: toy}, script(test.text))
			log := result.Log
			if result.Outcome != test.want || !strings.Contains(log, test.log) || strings.Contains(log, "exec_") {
				t.Errorf("%s, want %s with %q\n%s", result.Outcome, test.want, test.log, log[max(0, len(log)-1000):])
			}
		})
	}
}

// The program itself, told to end, ends what it has started and leaves nothing behind.
func TestTerminate(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("has no signal that asks a program to end")
	}
	temp := t.TempDir()
	pid := filepath.Join(t.TempDir(), "pid")
	text := "exec sh -c 'echo $$ > pid; cp pid " + pid + "; sleep 600 & wait'\n"
	command := exec.Command(build(t), "run", "-", "--junit", "report.xml")
	command.Stdin, command.Dir = strings.NewReader(text), filepath.Dir(pid)
	command.Env = append(os.Environ(), "TMPDIR="+temp)
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	var group []byte
	for len(group) == 0 {
		time.Sleep(10 * time.Millisecond)
		group, _ = os.ReadFile(pid)
	}
	command.Process.Signal(syscall.SIGTERM)
	command.Wait()
	if code := command.ProcessState.ExitCode(); code != 130 {
		t.Errorf("exit %d", code)
	}
	if err := wantGone(strings.TrimSpace(string(group))); err != nil {
		t.Error(err)
	}
	if left, err := os.ReadDir(temp); len(left) > 0 || err != nil {
		t.Errorf("left %v, %v", left, err)
	}
	if _, err := os.Stat(filepath.Join(command.Dir, "report.xml")); err != nil {
		t.Error(err)
	}
}

// wantGone demands that a group of processes is gone, which somebody else may have to reap.
func wantGone(group string) error {
	for until := time.Now().Add(5 * time.Second); time.Now().Before(until); time.Sleep(10 * time.Millisecond) {
		if exec.Command("sh", "-c", "kill -0 -"+group).Run() != nil {
			return nil
		}
	}
	return fmt.Errorf("the group %s still runs", group)
}
