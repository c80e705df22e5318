package commands

import (
	"fmt"
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
	return &failure{
		Kind:    sandbox.Invalid,
		Message: fmt.Sprintf("%q %s", word, problem),
		Hint:    say("a time looks like " + moment(sandbox.Start)),
	}
}
