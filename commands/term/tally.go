package term

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// CountByKind says above a table of which only the first rows are printed how many there are, by kind, the most first:
// "100002 users: 100000 exchange, 2 imap".
func (p *Printer) CountByKind(what string, rows int, kind func(i int) string) {
	if rows <= ManyRows || p.All {
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
	p.Line(Plainf("%d %s: %s", rows, what, strings.Join(kinds, ", ")))
}
