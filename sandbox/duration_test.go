package sandbox

import (
	"testing"
	"time"
)

func TestParseDuration(t *testing.T) {
	const day = 24 * time.Hour
	tests := map[string]time.Duration{
		"0": 0, "0d": 0, "90s": 90 * time.Second, "31m": 31 * time.Minute, "2h30m": 150 * time.Minute,
		"1d": day, "1d12h": 36 * time.Hour, "365d": 365 * day, "1.5d": 36 * time.Hour, "+1d1s": day + time.Second,
		"-31m": -31 * time.Minute, "-1d12h": -36 * time.Hour, "500ms": 500 * time.Millisecond,
	}
	for word, want := range tests {
		if got, err := ParseDuration(word); err != nil || got != want {
			t.Errorf("%q: got %v, %v; want %v", word, got, err, want)
		}
	}
}

func TestParseDurationRefuses(t *testing.T) {
	for _, word := range []string{"", "d", "-", "5", "31", "1d5", "12h1d", "1dd", "1d-1h", "--1h", "-+1h", "1d+1h", "1w", "one day", "1 d", "106752d", "106751d24h", "99999999999999999999d", "NaNd", "0x1d"} {
		if got, err := ParseDuration(word); err == nil {
			t.Errorf("%q: got %v, want an error", word, got)
		}
	}
}
