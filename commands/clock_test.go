package commands

import (
	"testing"
	"time"

	"recallbox/sandbox"
)

func TestParseTime(t *testing.T) {
	got, err := parseTime("2026-01-05T10:00:00+01:00")
	if want := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC); err != nil || got != want {
		t.Errorf("got %v, %v", got, err)
	}
	for _, word := range []string{
		"", "noon", "2026-01-05", "2026-01-05T09:00:00", "2026-01-05T09:00:00.5Z", "2026-13-05T09:00:00Z",
	} {
		if _, err := parseTime(word); asFailure(err).Kind != sandbox.Invalid {
			t.Errorf("%q: got %v", word, err)
		}
	}
}
