package testscripts

import (
	"slices"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// commands are what a script can say beside testscript's own commands.
func (r *scriptRun) commands() map[string]func(*testscript.TestScript, bool, []string) {
	return map[string]func(*testscript.TestScript, bool, []string){
		"recallbox":  r.recallbox,
		"status":     r.status,
		"jq":         r.jq,
		"measure":    r.measure,
		paramCommand: r.param,
		"exec" + own: r.exec,
		"wait" + own: r.wait,
		"kill" + own: r.kill,
		announcement: r.announce,
	}
}

// recallbox runs the program: recallbox ARG... [< FILE].
func (r *scriptRun) recallbox(ts *testscript.TestScript, neg bool, args []string) {
	switch code := r.call(ts, args); {
	case code == 0 && neg:
		ts.Fatalf("unexpected command success")
	case code != 0 && !neg:
		ts.Fatalf("unexpected command failure: exit %d", code)
	}
}

// call runs the program in the script's directory and environment.
func (r *scriptRun) call(ts *testscript.TestScript, args []string) int {
	in := ""
	if n := len(args); n >= 2 && args[n-2] == "<" {
		in = ts.ReadFile(args[n-1])
		args = args[:n-2]
	}
	if n := len(args); n > 0 && strings.HasPrefix(args[n-1], "&") {
		ts.Fatalf("recallbox does not run in the background: use exec")
	}
	code := r.program(Call{
		Context: r.ctx, Args: args, Dir: ts.MkAbs("."), Folder: r.work, Getenv: ts.Getenv,
		In: strings.NewReader(in), Out: limit(ts.Stdout()), Err: limit(ts.Stderr()), Cite: r.cite, Keep: &r.keep,
	})
	if code != 0 {
		ts.Logf("[exit %d]", code)
	}
	r.mayGoOn(ts)
	return code
}

// status demands one of some exit codes: status N[,N…] recallbox ARG..., status N[,N…] exec PROGRAM ARG...
func (r *scriptRun) status(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 2 || args[1] == "exec" && len(args) < 3 {
		ts.Fatalf("usage: status N[,N…] recallbox|exec ARG...")
	}
	var wanted []int
	for word := range strings.SplitSeq(args[0], ",") {
		code, err := strconv.Atoi(word)
		if err != nil {
			ts.Fatalf("status: %q is no exit code, nor several with commas in between", args[0])
		}
		wanted = append(wanted, code)
	}
	var code int
	var err error
	switch args[1] {
	case "recallbox":
		code = r.call(ts, args[2:])
	case "exec":
		code, err = exitCode(r.run(ts, args[2], args[3:]))
		ts.Check(err)
	default:
		ts.Fatalf("status: no command %q: recallbox or exec", args[1])
	}
	switch want := strings.ReplaceAll(args[0], ",", " or "); {
	case neg && slices.Contains(wanted, code):
		ts.Fatalf("exit %d, want another than %s", code, want)
	case !neg && !slices.Contains(wanted, code):
		ts.Fatalf("exit %d, want %s", code, want)
	}
}
