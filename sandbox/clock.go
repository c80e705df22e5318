package sandbox

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"recallbox/sandbox/store"
)

// Start is the time that the clock of a new sandbox shows first.
var Start = time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)

// Clock is the sandbox's time, with the events on the way there.
type Clock struct {
	Now    time.Time   `json:"now"`           // the sandbox's time
	Next   time.Time   `json:"next,omitzero"` // when something falls due next, if anything does
	Events Rows[Event] `json:"events"`        // what fell due

	Before int64 `json:"-"` // the number of the last event before that
}

// Now is the sandbox's time.
func (tx *Tx) Now() time.Time { return at(tx.now) }

// Clock tells the time.
func (tx *Tx) Clock() (Clock, error) {
	out := Clock{Now: at(tx.now), Events: RowsOf[Event]()}
	next, err := tx.store.NextDue()
	if next != 0 {
		out.Next = at(next)
	}
	return out, err
}

// Advance moves the clock forward by whole seconds. What falls due on the way happens in order, each at its own
// time.
func (tx *Tx) Advance(d time.Duration) (Clock, error) {
	if d < 0 {
		return Clock{}, invalid(try(AdvanceClock), "the clock never goes back: %s is negative", FormatDuration(d))
	}
	if d%time.Second != 0 {
		return Clock{}, invalid(say("the clock moves in whole seconds"), "%s is not in whole seconds", FormatDuration(d))
	}
	return tx.moveClock(at(tx.now).Add(d))
}

// SetClock moves the clock to a time that is not in the past. Before anything has been made in the sandbox, it may
// be any time.
func (tx *Tx) SetClock(to time.Time) (Clock, error) {
	fresh, err := tx.store.IsFresh()
	if err != nil {
		return Clock{}, err
	}
	if to.Unix() < tx.now && !fresh {
		return Clock{}, invalid(say("the clock never goes back"),
			"%s is before %s, the sandbox's time", to.UTC().Format(time.RFC3339), at(tx.now).Format(time.RFC3339))
	}
	return tx.moveClock(to)
}

// RFC 3339 writes no later time than latest, and mail has no earlier one than earliest (RFC 5322 section 3.3).
var (
	earliest = time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC)
	latest   = time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)
)

// CheckClock refuses a time that the clock of a sandbox cannot show, with an error of the kind Invalid.
func CheckClock(t time.Time) error {
	switch {
	case t.After(latest):
		return invalid(try(TellTime), "the clock ends with the year 9999")
	case t.Before(earliest):
		return invalid(say("no mail is older"), "the clock begins with the year 1900")
	}
	return nil
}

// after is the time so many seconds from now, or the end of the clock where that is earlier: what would be due later is
// due then.
func (tx *Tx) after(seconds int64) int64 { return min(tx.now+seconds, latest.Unix()) }

func (tx *Tx) moveClock(to time.Time) (Clock, error) {
	if err := CheckClock(to); err != nil {
		return Clock{}, err
	}
	before, err := tx.store.LastEvent()
	if err != nil {
		return Clock{}, err
	}
	if err := tx.passTime(to.Unix()); err != nil {
		return Clock{}, err
	}
	out, err := tx.Clock()
	out.Before = before
	out.Events = tx.Events(LogFilter{After: before})
	return out, err
}

// passTime moves the clock forward. It stops at each message that falls due, so that the message leaves at its own
// time, then wherever an Outlook has been idle long enough, and then for each later act.
func (tx *Tx) passTime(to int64) error {
	for {
		m, held, err := optional(tx.store.FirstDue(to))
		if err != nil {
			return err
		}
		idle, stirs, err := optional(tx.store.FirstIdle(to))
		if err != nil {
			return err
		}
		turn, acts, err := optional(tx.store.FirstTurn(to))
		if err != nil {
			return err
		}
		leaves := held && !(stirs && idle.At < m.Due) && !(acts && turn.Due < m.Due)
		waits := stirs && !leaves && !(acts && turn.Due < idle.At)
		next := to
		switch {
		case leaves:
			next = m.Due
		case waits:
			next = idle.At
		case acts:
			next = turn.Due
		}
		if err := tx.store.SetNow(next); err != nil {
			return err
		}
		tx.now = next
		if err := tx.lapse(); err != nil {
			return err
		}
		switch {
		case leaves:
			err = tx.leaveOutbox(m)
		case waits:
			err = tx.settleIdle(idle)
		case acts:
			err = tx.takeTurns(turn, beforeDue(to, m, held, idle, stirs))
		default:
			return tx.store.DeleteSpentActs()
		}
		if err != nil {
			return err
		}
	}
}

// beforeDue is the last second before something falls due by itself, or the one to which the clock goes.
func beforeDue(to int64, m store.Message, held bool, idle store.Idle, stirs bool) int64 {
	if held {
		to = min(to, m.Due-1)
	}
	if stirs {
		to = min(to, idle.At-1)
	}
	return to
}

// days are the part of a duration that Go does not have: whole days in front.
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

// FormatDuration writes a duration in the form that ParseDuration reads, in short: 1d12h, 31m.
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
