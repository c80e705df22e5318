package sandbox

import (
	"regexp"
	"strings"
)

// placeholder is where a number goes in a pattern of addresses.
var placeholder = regexp.MustCompile(`%(0[1-9])?d`)

// onePlaceholder says whether the pattern has a place for one number, before the @, and no other %.
func onePlaceholder(pattern string) bool {
	local, _, _ := strings.Cut(pattern, "@")
	return len(placeholder.FindAllString(local, -1)) == 1 && strings.Count(pattern, "%") == 1
}
