// Recallbox is a sandbox for mail: it shows what happens when somebody recalls a message.
package main

import (
	"context"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"syscall"

	"github.com/mattn/go-colorable"
	"golang.org/x/term"

	"recallbox/commands"
)

func main() {
	restore := colorable.EnableColorsStdout(nil) // a Windows console obeys escape sequences when it is told to
	code := commands.Run(process())
	restore()
	os.Exit(code)
}

// process is the only place that looks at the operating system's process.
func process() commands.Process {
	dir, _ := os.Getwd() // without one, a relative path fails where it is opened
	return commands.Process{
		Exe:     executable(),
		Context: interruptible(),
		Args:    os.Args[1:],
		Dir:     dir,
		Getenv:  os.Getenv,
		In:      os.Stdin,
		Out:     colorable.NewColorable(os.Stdout), // the file itself, but where a console cannot be told to
		Err:     colorable.NewColorable(os.Stderr),
		Terminal: commands.Terminal{
			In:    term.IsTerminal(int(os.Stdin.Fd())),
			Out:   term.IsTerminal(int(os.Stdout.Fd())),
			Err:   term.IsTerminal(int(os.Stderr.Fd())),
			Width: width(),
		},
		Browse: browse,
	}
}

// browse opens a page in the user's browser.
func browse(url string) error {
	open := []string{"xdg-open"}
	switch runtime.GOOS {
	case "darwin":
		open = []string{"open"}
	case "windows":
		open = []string{"rundll32", "url.dll,FileProtocolHandler"}
	}
	return exec.Command(open[0], append(open[1:], url)...).Start()
}

// executable is the program's file, which a script may execute, or "". Where there is no /proc, it is what was typed,
// if that names a file.
func executable() string {
	exe, err := os.Executable()
	if err == nil {
		return exe
	}
	if exe, err = exec.LookPath(os.Args[0]); err == nil {
		exe, err = filepath.Abs(exe)
	}
	if err != nil {
		return ""
	}
	return exe
}

// interruptible ends with the first interrupt; a second one kills the process, which loses nothing that was
// acknowledged.
func interruptible() context.Context {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	return ctx
}

// width is the terminal's, in columns; 0 where stdout is none.
func width() int {
	columns, _, err := term.GetSize(int(os.Stdout.Fd()))
	if err != nil {
		return 0
	}
	return columns
}
