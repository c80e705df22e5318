package commands

import "time"

// stopwatch tells how long it has been running, by the real clock; what it tells is shown to people, and decides nothing.
func stopwatch() func() time.Duration {
	began := time.Now()
	return func() time.Duration { return time.Since(began) }
}
