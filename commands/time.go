package commands

import (
	"fmt"
	"strings"
	"time"

	"recallbox/sandbox"
)

// parseTime reads a time of the sandbox: RFC 3339, in whole seconds.
func parseTime(word string) (time.Time, error) {
	t, err := time.Parse(time.RFC3339, word)
	switch {
	case err != nil:
		return t, badTime(word, "is not a time")
	case t.Nanosecond() != 0:
		return t, badTime(word, "is not in whole seconds")
	}
	return t.UTC(), nil
}

func badTime(word, problem string) error {
	return &sandbox.Error{
		Kind:    sandbox.Invalid,
		Message: fmt.Sprintf("%q %s", word, problem),
		Hint:    "a time looks like " + moment(sandbox.Start),
	}
}

// elapsed is a duration as it is typed: 1d12h, 31m.
func elapsed(d time.Duration) string {
	const day = 24 * time.Hour
	days, rest := d/day, (d % day).String()
	for _, idle := range []string{"m0s", "h0m"} {
		if strings.HasSuffix(rest, idle) {
			rest = rest[:len(rest)-2]
		}
	}
	switch {
	case days == 0:
		return rest
	case rest == "0s":
		return fmt.Sprintf("%dd", days)
	default:
		return fmt.Sprintf("%dd%s", days, rest)
	}
}
