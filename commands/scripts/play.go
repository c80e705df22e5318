package scripts

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"recallbox/commands/term"
	"recallbox/testscripts"
)

// Options say how scripts are run, and what is told of them.
type Options struct {
	Runner   testscripts.Runner
	Parallel int    // how many run at a time
	FailFast bool   // the first script that fails is the last one
	DryRun   bool   // an update only shows what it would change
	Times    bool   // tell how long things took
	Work     bool   // the work folders stay, in a new folder
	Temp     string // where that folder is made; "" for the system's place
	Print    *term.Printer
	Write    func(path string, data []byte) error // puts an updated script in the place of the old one
	Cite     func(behaviour string)               // told what decided something; nil for nobody
}

// played is what came of one script.
type played struct {
	script Script
	result testscripts.Result
	took   time.Duration
	err    error
}

// Run runs scripts, several at a time, and reports them in their order. The report is whole unless there is an error.
func Run(ctx context.Context, list []Script, o Options) (*Report, error) {
	for _, s := range list {
		if s.path == "" && o.Runner.Update && !o.DryRun {
			hint := "add --dry-run to see what it would change"
			return nil, usage(hint, "run: %s is no file that --update could write", s.Name)
		}
	}
	if o.Work {
		folder, err := os.MkdirTemp(o.Temp, "recallbox-run")
		if err != nil {
			return nil, err
		}
		o.Runner.KeepIn = folder
	}
	report := newReport(list, o)
	return report, report.playAll(ctx, list)
}

// playAll plays scripts and adds them to the report, until that has enough.
func (r *Report) playAll(ctx context.Context, list []Script) error {
	ctx, stop := context.WithCancel(ctx)
	done := make([]chan played, len(list))
	for i := range done {
		done[i] = make(chan played, 1)
	}
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(r.options.Parallel, len(list)) {
		workers.Go(func() {
			for i := range next {
				done[i] <- play(ctx, r.options.Runner, i, list[i])
			}
		})
	}
	go feed(ctx, next, len(list))
	defer workers.Wait() // the ones that were begun clean up after themselves
	defer stop()
	for i := range list {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case p := <-done[i]:
			if enough, err := r.add(p); enough || err != nil {
				return err
			}
		}
	}
	return nil
}

// feed hands out the numbers of scripts, in order.
func feed(ctx context.Context, next chan<- int, n int) {
	defer close(next)
	for i := range n {
		select {
		case next <- i:
		case <-ctx.Done():
			return
		}
	}
}

// play runs one script.
func play(ctx context.Context, runner testscripts.Runner, i int, s Script) played {
	if runner.KeepIn != "" {
		runner.KeepIn = filepath.Join(runner.KeepIn, strconv.Itoa(i+1))
	}
	took := startTimer()
	result, err := runner.Run(ctx, s.Script)
	if err != nil {
		err = fmt.Errorf("run: %w", err)
	}
	return played{script: s, result: result, took: took(), err: err}
}

// startTimer starts a timer by the real clock. What it tells is shown to people, and decides nothing.
func startTimer() (elapsed func() time.Duration) {
	began := time.Now()
	return func() time.Duration { return time.Since(began) }
}
