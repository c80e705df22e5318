package commands

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// tally says above a table of which only the first rows are printed how many there are, by kind, the most first:
// "100002 users: 100000 exchange, 2 imap".
func (p *printer) tally(what string, rows int, kind func(i int) string) {
	if rows <= manyRows || p.all {
		return
	}
	number := map[string]int{}
	var kinds []string
	for i := range rows {
		k := kind(i)
		if number[k]++; number[k] == 1 {
			kinds = append(kinds, k)
		}
	}
	slices.SortStableFunc(kinds, func(a, b string) int { return cmp.Or(number[b]-number[a], strings.Compare(a, b)) })
	for i, k := range kinds {
		kinds[i] = fmt.Sprint(number[k], " ", k)
	}
	p.line(plainf("%d %s: %s", rows, what, strings.Join(kinds, ", ")))
}
