package commands

import (
	"strings"
	"sync"
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

// Whoever waits at a terminal for a clock that carries out many later acts is told how many there were.
func TestProgressOfLaterActs(t *testing.T) {
	dir, screen := t.TempDir(), &lockedText{}
	for _, line := range []string{
		"init", "org add acme --domain acme.example", "user add --count 300 --pattern u%03d@acme.example",
		"group add all@acme.example --all acme", "send --as u001 --to all --subject Plan",
		"at +0s --spread uniform:0s:1h -- open --as all@acme.example m1",
	} {
		succeeds(t, dir, strings.Fields(line))
	}
	told := false
	code := Run(Process{
		Context: t.Context(), Dir: dir, Args: []string{"clock", "advance", "1d"},
		Err: screen, Terminal: Terminal{Err: true},
		Options: sandbox.Options{Throwaway: true, Turned: func(int64) {
			for end := time.Now().Add(time.Minute); !told && time.Now().Before(end); {
				told = strings.Contains(screen.String(), "clock advance… 256 later acts, ")
				time.Sleep(10 * time.Millisecond)
			}
		}},
	})
	if said := screen.String(); code != 0 || !told || !strings.Contains(said, "\r\x1b[K\x1b[2mthe clock stands") {
		t.Errorf("exit %d, %q", code, said)
	}
}

// lockedText is what was written, by whoever.
type lockedText struct {
	mutex sync.Mutex
	text  strings.Builder
}

func (l *lockedText) Write(data []byte) (int, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.text.Write(data)
}

func (l *lockedText) String() string {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.text.String()
}
