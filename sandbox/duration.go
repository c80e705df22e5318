package sandbox

import (
	"math"
	"strings"
	"time"
)

// ParseDuration reads a duration as Go writes it, which may begin with days of 24 hours: 90s, 31m, 1h30m, 1d, 1d12h.
func ParseDuration(s string) (time.Duration, error) {
	bare := strings.TrimLeft(s, "+-")
	days, rest, hasDays := strings.Cut(bare, "d")
	if !hasDays {
		days, rest = "0", bare
	}
	d, err := time.ParseDuration(days + "h")
	if d > math.MaxInt64/24 || strings.Trim(days, "0123456789.") != "" {
		return 0, badDuration(s)
	}
	d *= 24
	if err == nil && (rest != "" || !hasDays) {
		var more time.Duration
		more, err = time.ParseDuration(rest)
		d += more
	}
	if err != nil || len(s)-len(bare) > 1 || strings.ContainsAny(rest, "+-") || d < 0 {
		return 0, badDuration(s)
	}
	if strings.HasPrefix(s, "-") {
		return -d, nil
	}
	return d, nil
}

func badDuration(s string) error {
	return invalid("a duration looks like 90s, 31m, 2h30m or 1d12h", "%q is not a duration", s)
}
