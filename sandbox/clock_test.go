package sandbox

import (
	"errors"
	"testing"
	"time"
)

func TestParseDuration(t *testing.T) {
	tests := []struct {
		in   string
		want time.Duration
		ok   bool
	}{
		{"31m", 31 * time.Minute, true},
		{"1d12h", 36 * time.Hour, true},
		{"365d", 365 * 24 * time.Hour, true},
		{"0s", 0, true},
		{"-5m", -5 * time.Minute, true},
		{"1d-1h", 0, false},
		{"", 0, false},
		{"d", 0, false},
		{"1d1d", 0, false},
		{"12", 0, false},
		{"106751d", 106751 * 24 * time.Hour, true},
		{"106752d", 0, false},
		{"106751d24h", 0, false},
		{"99999999999999999999d", 0, false},
	}
	for _, test := range tests {
		got, err := ParseDuration(test.in)
		if got != test.want || (err == nil) != test.ok {
			t.Errorf("%q: got %v, %v", test.in, got, err)
		}
	}
}

func TestFormatDuration(t *testing.T) {
	for _, want := range []string{
		"0s", "59s", "31m", "1h", "10m", "2h30m", "1h0m1s", "1d", "1d12h", "10d10m", "365d1h1m1s",
	} {
		d, err := ParseDuration(want)
		if got := FormatDuration(d); err != nil || got != want {
			t.Errorf("%v, %v: got %q, want %q", d, err, got, want)
		}
	}
}

func FuzzDuration(f *testing.F) {
	for _, s := range []string{
		"31m", "1d12h", "365d", "-5m", "1d-1h", "106751d23h", "1.5h", "µs", "9223372036854775807ns",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseDuration(s)
		if err != nil {
			var known *Error
			if !errors.As(err, &known) || known.Hint.Words == "" {
				t.Errorf("%q: %v has no hint", s, err)
			}
			return
		}
		if again, err := ParseDuration(FormatDuration(d)); d >= 0 && (err != nil || again != d) {
			t.Errorf("%q: %v is written %s, which is %v, %v", s, d, FormatDuration(d), again, err)
		}
	})
}
