package sandbox

import (
	"strings"

	"recallbox/sandbox/mail"
)

// Nearest is the candidate that a misspelt word most likely means: the first of those with the fewest slips, or with a
// beginning that was typed. It is "" where nothing is close: a word may have one slip, and one more for every four
// bytes.
func Nearest(word string, candidates []string) string {
	limit, nearest := 1+len(word)/4, ""
	for _, candidate := range candidates {
		distance := limit + 1
		if abs(len(word)-len(candidate)) <= limit { // each byte too many or too few is a slip
			distance = editDistance(word, candidate)
		}
		if len(word) > 2 && strings.HasPrefix(candidate, word) {
			distance = min(distance, 1)
		}
		if distance < limit || distance == limit && nearest == "" {
			limit, nearest = distance, candidate
		}
	}
	return nearest
}

// nearestAddress is the address that a word most likely means, which may be only the part before the @.
func nearestAddress(word string, addresses []string) string {
	var candidates []string
	address := map[string]string{}
	for _, a := range addresses {
		for _, candidate := range []string{a, mail.Local(a)} {
			if _, known := address[candidate]; !known {
				address[candidate] = a
				candidates = append(candidates, candidate)
			}
		}
	}
	return address[Nearest(word, candidates)]
}

func abs(n int) int { return max(n, -n) }

// editDistance counts the insertions, deletions, replacements and swaps of neighbours between two words.
func editDistance(a, b string) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
