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

// Options say how scripts run, and what the report tells of them.
type Options struct {
	Runner   testscripts.Runner
	Parallel int  // how many scripts run at a time
	FailFast bool // the first script that fails is the last one
	DryRun   bool // an update only shows what it would change
	Times    bool // tell how long scripts took
	Work     bool // keep the work folders, in a new folder
	Checks   bool // a script that asserts nothing fails
	Annotate bool // tell GitHub Actions of failures
	Print    *term.Printer
	Write    func(path string, data []byte) error // puts an updated script in the place of the old one
	Cite     func(behaviour string)               // gets each behaviour that decided something; may be nil
}

// scriptRun is one run of one script.
type scriptRun struct {
	script  Script
	result  testscripts.Result
	elapsed time.Duration
	err     error
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
		folder, err := os.MkdirTemp(o.Runner.Temp, "recallbox-run")
		if err != nil {
			return nil, err
		}
		o.Runner.KeepIn = folder
	}
	report := newReport(list, o)
	return report, report.runAll(ctx, list)
}

// runAll runs scripts and adds them to the report, until that has enough.
func (r *Report) runAll(ctx context.Context, list []Script) error {
	ctx, stop := context.WithCancel(ctx)
	done := make([]chan scriptRun, len(list))
	for i := range done {
		done[i] = make(chan scriptRun, 1)
	}
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(r.options.Parallel, len(list)) {
		workers.Go(func() {
			for i := range next {
				done[i] <- run(ctx, r.options.Runner, i, list[i])
			}
		})
	}
	go feed(ctx, next, len(list))
	defer workers.Wait() // each script that has begun cleans up after itself
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

// run runs one script.
func run(ctx context.Context, runner testscripts.Runner, i int, s Script) scriptRun {
	if runner.KeepIn != "" {
		runner.KeepIn = filepath.Join(runner.KeepIn, strconv.Itoa(i+1))
	}
	elapsed := startTimer()
	result, err := runner.Run(ctx, s.Script)
	if err != nil {
		err = fmt.Errorf("run: %w", err)
	}
	return scriptRun{script: s, result: result, elapsed: elapsed(), err: err}
}

// startTimer starts a timer by the real clock. People see its time; nothing depends on it.
func startTimer() (elapsed func() time.Duration) {
	began := time.Now()
	return func() time.Duration { return time.Since(began) }
}
