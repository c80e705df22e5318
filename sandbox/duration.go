package sandbox

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// days is the part of a duration that Go's have not: whole days in front.
var days = regexp.MustCompile(`^(\d+)d`)

// ParseDuration reads a duration as Go writes it (1h30m, 45s), with d for days in front (365d, 1d12h).
func ParseDuration(s string) (time.Duration, error) {
	var whole time.Duration
	rest := s
	if m := days.FindStringSubmatch(s); m != nil {
		n, err := strconv.ParseInt(m[1], 10, 64)
		if err != nil || n > int64(math.MaxInt64/(24*time.Hour)) {
			return 0, invalid(say("durations end at 292 years"), "duration %q is too long", s)
		}
		whole, rest = time.Duration(n)*24*time.Hour, strings.TrimPrefix(s, m[0])
		if rest == "" {
			return whole, nil
		}
	}
	d, err := time.ParseDuration(rest)
	if err != nil || d < 0 && whole > 0 {
		return 0, invalid(say("durations look like 90s, 31m, 1h30m or 1d12h"), "%q is no duration", s)
	}
	if d > math.MaxInt64-whole {
		return 0, invalid(say("durations end at 292 years"), "duration %q is too long", s)
	}
	return whole + d, nil
}

// FormatDuration writes a duration as ParseDuration reads it, shortly: 1d12h, 31m.
func FormatDuration(d time.Duration) string {
	const day = 24 * time.Hour
	whole, rest := d/day, (d % day).String()
	for _, idle := range []string{"m0s", "h0m"} {
		if strings.HasSuffix(rest, idle) {
			rest = rest[:len(rest)-2]
		}
	}
	switch {
	case whole == 0:
		return rest
	case rest == "0s":
		return fmt.Sprintf("%dd", whole)
	default:
		return fmt.Sprintf("%dd%s", whole, rest)
	}
}
