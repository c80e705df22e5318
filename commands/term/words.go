package term

import (
	"fmt"
	"strconv"
	"strings"
)

// Count says how many in words: "1 message", "3 messages".
func Count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// Names are names in a line: "a, b, c", the first ones where they are many, unless all are wanted.
func Names(list []string, all bool) string {
	const most = 8
	more := ""
	if len(list) > most && !all {
		more = fmt.Sprintf(" and %d more", len(list)-most/2)
		list = list[:most/2]
	}
	return strings.Join(list, ", ") + more
}
