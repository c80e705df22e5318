//go:build unix

// Package speed measures the program beside its floor, the least that does the same, for benchmarks. The two
// take turns, so that a machine with other work slows both alike; and processor time, which that disturbs
// least, stands beside the time that passed.
package speed

import (
	"os/exec"
	"runtime"
	"slices"
	"syscall"
	"testing"
	"time"
)

// Cost is what it takes to do something.
type Cost struct {
	Passed    time.Duration
	Processor time.Duration
	Peak      int64 // of memory, in bytes, of a process; never less than that of the process that started it
}

// Times is the cost of doing it n times.
func (c Cost) Times(n int) Cost {
	return Cost{c.Passed * time.Duration(n), c.Processor * time.Duration(n), c.Peak}
}

// Of is what it costs this process, and those that it starts, to do something.
func Of(do func()) Cost {
	began, used := time.Now(), processorTime()
	do()
	return Cost{Passed: time.Since(began), Processor: processorTime() - used}
}

func processorTime() (all time.Duration) {
	for _, who := range []int{syscall.RUSAGE_SELF, syscall.RUSAGE_CHILDREN} {
		var u syscall.Rusage
		_ = syscall.Getrusage(who, &u) // fails for other numbers only
		all += time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	return all
}

// OfProcess runs a process, whose cost is its own alone.
func OfProcess(cmd *exec.Cmd) (Cost, error) {
	began := time.Now()
	err := cmd.Run()
	cost := Cost{Passed: time.Since(began)}
	if state := cmd.ProcessState; state != nil {
		cost.Processor = state.UserTime() + state.SystemTime()
		cost.Peak = state.SysUsage().(*syscall.Rusage).Maxrss
		if runtime.GOOS != "darwin" { // which counts in bytes, as others do in KiB
			cost.Peak <<= 10
		}
	}
	return cost, err
}

// Compare measures the two in turns, as often as the benchmark is told to, and reports medians: of processor
// time, and the ratio of the time that passed. A fuller floor does a part more of what the program does, which nobody
// could leave out.
func Compare(b *testing.B, floor, program func() Cost, fuller ...func() Cost) {
	var floors, programs, more []Cost
	for b.Loop() {
		floors, programs = append(floors, floor()), append(programs, program())
		for _, floor := range fuller {
			more = append(more, floor())
		}
	}
	passed := func(c Cost) float64 { return c.Passed.Seconds() * 1000 }
	processor := func(c Cost) float64 { return c.Processor.Seconds() * 1000 }
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(median(floors, processor), "floor-ms")
	b.ReportMetric(median(programs, processor), "recallbox-ms")
	b.ReportMetric(median(programs, processor)/median(floors, processor), "ratio")
	b.ReportMetric(median(programs, passed)/median(floors, passed), "ratio-passed")
	if more != nil {
		b.ReportMetric(median(more, processor), "fuller-ms")
		b.ReportMetric(median(programs, processor)/median(more, processor), "ratio-fuller")
	}
	b.ReportMetric(median(programs, processor)-median(floors, processor), "more-ms")
}

// Each is the cost of one of n.
func (c Cost) Each(n int) Cost {
	return Cost{c.Passed / time.Duration(n), c.Processor / time.Duration(n), c.Peak}
}

func median(costs []Cost, of func(Cost) float64) float64 {
	var all []float64
	for _, c := range costs {
		all = append(all, of(c))
	}
	slices.Sort(all)
	return all[len(all)/2]
}
