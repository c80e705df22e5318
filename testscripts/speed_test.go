package testscripts_test

import (
	"os/exec"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"recallbox/commands"
	"recallbox/sandbox"
	"recallbox/testscripts"
)

// BenchmarkSuite plays all scripts through `recallbox run`, with nothing on its PATH; the floor is the same scripts as the tests run them.
func BenchmarkSuite(b *testing.B) {
	exe, err := built()
	if err != nil {
		b.Fatal(err)
	}
	list, err := scriptFiles()
	if err != nil {
		b.Fatal(err)
	}
	var tests, runs []time.Duration
	for b.Loop() {
		tests = append(tests, timed(func() { together(b, testscripts.Runner{Program: commands.Program(sandbox.Options{}), Exe: exe}, list) }))
		runs = append(runs, timed(func() {
			cmd := exec.Command(exe, "run", ".")
			cmd.Env = []string{"PATH="}
			if said, err := cmd.CombinedOutput(); err != nil {
				b.Fatalf("%v\n%s", err, said)
			}
		}))
	}
	slices.Sort(tests)
	slices.Sort(runs)
	floor, ours := tests[len(tests)/2].Seconds(), runs[len(runs)/2].Seconds()
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(floor, "floor-s")
	b.ReportMetric(ours, "recallbox-s")
	b.ReportMetric(ours/floor, "ratio")
}

func timed(do func()) time.Duration {
	began := time.Now()
	do()
	return time.Since(began)
}

// together runs the scripts as parallel tests do: as many at a time as there are processors.
func together(b *testing.B, r testscripts.Runner, list []testscripts.Script) {
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
