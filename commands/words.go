package commands

import "strconv"

// count says how many in words: "1 message", "3 messages".
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}
