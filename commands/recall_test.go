package commands

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"recallbox/sandbox"
)

// inZoho is a sandbox with a message that its sender may recall after a confirmation, and a way to run commands in it.
func inZoho(t *testing.T) func(in string, terminal Terminal, line string) (code int, out, said string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "recallbox.db")
	run := func(in string, terminal Terminal, line string) (int, string, string) {
		var out, said bytes.Buffer
		args := append([]string{"--sandbox", file}, strings.Fields(line)...)
		code := Run(Process{
			Args:     args,
			In:       strings.NewReader(in),
			Out:      &out,
			Err:      &said,
			Terminal: terminal,
			Options:  sandbox.Options{Throwaway: true},
		})
		return code, out.String(), said.String()
	}
	for _, line := range []string{
		"init", "org add acme --domain acme.example --system zoho", "user add alice@acme.example bob@acme.example",
		"send --as alice --to bob --subject Budget",
	} {
		if code, _, said := run("", Terminal{}, line); code != 0 {
			t.Fatalf("%s: exit %d\n%s", line, code, said)
		}
	}
	return run
}

// Somebody at a terminal is asked on stderr; whatever is no yes leaves everything as it is.
func TestRecallAsks(t *testing.T) {
	person := Terminal{In: true, Out: true, Err: true}
	tests := []struct {
		in       string
		terminal Terminal
		flags    string
		asked    bool
		code     int
	}{
		{"y\n", person, "", true, 0},
		{" YES \n", person, "", true, 0},
		{"y", person, "", true, 0},
		{"y\n", Terminal{In: true, Err: true}, "--json", true, 0},
		{"n\n", person, "", true, 3},
		{"\n", person, "", true, 3},
		{"yes please\n", person, "", true, 3},
		{"", person, "", true, 3},
		{"y\n", Terminal{Err: true}, "", false, 3},
		{"y\n", Terminal{In: true}, "", false, 3},
		{"", person, "--yes", false, 0},
		{"", person, "--dry-run", false, 0},
	}
	for _, test := range tests {
		run := inZoho(t)
		code, out, said := run(test.in, test.terminal, "recall --as alice m1 "+test.flags)
		if asked := strings.HasPrefix(said, `Recall m1 "Budget" from 1 recipient. Proceed? [y/N] `); code != test.code ||
			asked != test.asked {
			t.Errorf("%q %v %s: exit %d, said %q", test.in, test.terminal, test.flags, code, said)
		}
		if strings.Contains(out, "Proceed") {
			t.Errorf("%q: asked on stdout", test.in)
		}
		recalled, _, _ := run("", Terminal{}, "inspect recall r1")
		if want := code == 0 && test.flags != "--dry-run"; (recalled == 0) != want {
			t.Errorf("%q %s: exit %d, and inspect recall %d", test.in, test.flags, code, recalled)
		}
	}
}
