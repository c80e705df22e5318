package commands

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"time"

	"recallbox/testscripts"
)

// played is what came of one script.
type played struct {
	script foundScript
	result testscripts.Result
	took   time.Duration
	err    error
}

// playAll plays scripts, several at a time, and reports them in their order; a report that is enough ends it.
func (c *call) playAll(runner testscripts.Runner, list []foundScript, report *runReport) error {
	ctx, stop := context.WithCancel(c.process.Context)
	done := make([]chan played, len(list))
	for i := range done {
		done[i] = make(chan played, 1)
	}
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(c.atOnce(), len(list)) {
		workers.Go(func() {
			for i := range next {
				done[i] <- play(ctx, runner, i, list[i])
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
			if enough, err := report.add(p); enough || err != nil {
				return err
			}
		}
	}
	return nil
}

// atOnce is how many scripts are played at a time.
func (c *call) atOnce() int {
	if c.IsSet("parallel") {
		return c.Int("parallel")
	}
	return runtime.GOMAXPROCS(0)
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
func play(ctx context.Context, runner testscripts.Runner, i int, s foundScript) played {
	if runner.KeepIn != "" {
		runner.KeepIn = filepath.Join(runner.KeepIn, strconv.Itoa(i+1))
	}
	took := stopwatch()
	result, err := runner.Run(ctx, testscripts.Script{Name: s.name, Data: s.data})
	if err != nil {
		err = fmt.Errorf("run: %w", err)
	}
	return played{script: s, result: result, took: took(), err: err}
}
