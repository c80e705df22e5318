package mailfile

import (
	"regexp"
	"sync"
)

// pattern is a regular expression that is made ready when it is first needed: most runs of the program need none.
func pattern(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}
