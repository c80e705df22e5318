//go:build unix

package testscripts_test

import (
	"bytes"
	"os/exec"
	"runtime"
	"sync"
	"testing"

	"recallbox/commands"
	"recallbox/sandbox"
	"recallbox/testscripts"
	"recallbox/testscripts/speed"
)

// BenchmarkSuite plays all scripts through `recallbox run`, with nothing on its PATH; the floor is the same
// scripts as the tests run them.
func BenchmarkSuite(b *testing.B) {
	exe, err := buildOnce()
	if err != nil {
		b.Fatal(err)
	}
	list, err := scriptFiles()
	if err != nil {
		b.Fatal(err)
	}
	runner := testscripts.Runner{Program: commands.Program(sandbox.Options{}), Exe: exe}
	speed.Compare(b, func() speed.Cost { return speed.Of(func() { runParallel(b, runner, list) }) }, func() speed.Cost {
		cmd := exec.Command(exe, "run", ".")
		var said bytes.Buffer
		cmd.Env, cmd.Stdout, cmd.Stderr = []string{"PATH="}, &said, &said
		cost, err := speed.OfProcess(cmd)
		if err != nil {
			b.Fatalf("%v\n%s", err, said.String())
		}
		return cost
	})
}

// runParallel runs the scripts as parallel tests do: as many at a time as there are processors.
func runParallel(b *testing.B, r testscripts.Runner, list []testscripts.Script) {
	var all sync.WaitGroup
	next := make(chan testscripts.Script)
	for range runtime.GOMAXPROCS(0) {
		all.Go(func() {
			for s := range next {
				if result, err := r.Run(b.Context(), s); err != nil || result.Outcome == testscripts.Failed {
					b.Errorf("%s: %v\n%s", s.Name, err, result.Log)
				}
			}
		})
	}
	for _, s := range list {
		next <- s
	}
	close(next)
	all.Wait()
}
