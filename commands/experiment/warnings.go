package experiment

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"recallbox/commands/term"
	"recallbox/sandbox"
)

// Warning is of a script that seems to make a mistake in each repetition of some combinations: nothing that is measured
// says so.
type Warning struct {
	Says    string
	Pattern *sandbox.Pattern // of a recipient that looks like many; nil for later acts in vain
}

// Warnings are those of all scripts.
func (r *Results) Warnings() (all []Warning) {
	for i := range r.Plan.Scripts {
		sent := func(m sandbox.Mistakes) bool { return len(m.Patterns) > 0 }
		if where, m, is := r.always(i, sent); is {
			for _, p := range m.Patterns {
				all = append(all, Warning{where + p.Warning, &p})
			}
		}
		waited := func(m sandbox.Mistakes) bool { return m.InVain > 0 }
		if where, m, is := r.always(i, waited); is {
			says := fmt.Sprintf("%slater acts fail in each repetition, and nothing comes of their command; "+
				"in the first %s, as %s", where, term.Count(int(m.InVain), "fails", "fail"), m.Because)
			all = append(all, Warning{Says: says})
		}
	}
	return all
}

// always says in which combinations of a script each repetition makes a mistake, and what the first of them is.
func (r *Results) always(
	script int, makes func(sandbox.Mistakes) bool,
) (where string, first sandbox.Mistakes, is bool) {
	played, wrong := map[int]bool{}, map[int]sandbox.Mistakes{}
	for i, m := range r.mistakes {
		number := r.jobNumber(i) / r.Plan.Repeat
		if r.combinations[number].script != script {
			continue
		}
		if !played[number] {
			played[number], wrong[number] = true, m
		}
		if !makes(m) {
			delete(wrong, number)
		}
	}
	if len(wrong) == 0 {
		return "", first, false
	}
	numbers := slices.Sorted(maps.Keys(wrong))
	return r.Plan.Scripts[script].Name + r.among(numbers, played) + ": ", wrong[numbers[0]], true
}

// among says which combinations these are of those that were played: all, those with certain values, or the first and
// how many more.
func (r *Results) among(these []int, played map[int]bool) string {
	first := r.Plan.words(r.combinations[these[0]])
	common := slices.DeleteFunc(slices.Clone(first), func(word string) bool {
		return slices.ContainsFunc(these, func(c int) bool { return !r.has(c, word) })
	})
	alike := 0
	for c := range played {
		if !slices.ContainsFunc(common, func(word string) bool { return !r.has(c, word) }) {
			alike++
		}
	}
	switch {
	case len(these) == len(played):
		return ""
	case len(these) == alike:
		return " with " + strings.Join(common, ", ")
	}
	return " with " + strings.Join(first, ", ") + " and in " +
		term.Count(len(these)-1, "other combination", "other combinations")
}

func (r *Results) has(combination int, word string) bool {
	return slices.Contains(r.Plan.words(r.combinations[combination]), word)
}
