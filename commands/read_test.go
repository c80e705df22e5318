package commands

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"recallbox/sandbox"
)

// A person is told what was done, and of the receipt that a sender wants from a program that asks, until it is
// answered.
func TestPersonIsTold(t *testing.T) {
	file := filepath.Join(t.TempDir(), "recallbox.db")
	run := func(line string) string {
		var out, said bytes.Buffer
		p := Process{
			Args:     append([]string{"--color", "never", "--sandbox", file}, strings.Fields(line)...),
			Out:      &out,
			Err:      &said,
			Terminal: Terminal{Err: true},
			Options:  sandbox.Options{Throwaway: true},
		}
		if code := Run(p); code != 0 {
			t.Fatalf("%s: exit %d\n%s", line, code, said.String())
		}
		return said.String()
	}
	for _, line := range []string{
		"init", "org add acme --domain acme.example", "user add alice@acme.example carol@acme.example",
		"user add bob@acme.example receipts=ask",
		"send --as alice --to bob,carol --subject Budget --read-receipt",
	} {
		run(line)
	}
	for _, step := range []struct{ line, said string }{
		{
			"open --as bob m1",
			"Alice asks for a read receipt: recallbox open --as bob m1 --receipt yes --sandbox " + file + "\n",
		},
		{"open --as bob m1 --receipt yes", ""},
		{"open --as bob m1", ""},
		{"open --as carol m1", ""},
		{"user set bob receipts=always auto-process=off", "bob: receipts=always auto-process=off\n"},
		{"org set acme recall=off", "acme: recall=off\n"},
	} {
		if said := run(step.line); said != step.said {
			t.Errorf("%s: said %q", step.line, said)
		}
	}
}
