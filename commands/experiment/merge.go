package experiment

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"recallbox/commands/term"
	"recallbox/sandbox"
)

// Merge puts the shards of one experiment together: the result is as if it had been played at once. Each file is read
// when its turn comes.
func Merge(files []string, read func(file string) ([]byte, error)) (*Results, error) {
	var parts []part
	for _, file := range files {
		data, err := read(file)
		if err != nil {
			return nil, err
		}
		p, err := readPart(file, data)
		if err != nil {
			return nil, err
		}
		if len(parts) > 0 {
			if err := parts[0].plan.sameAs(p.plan); err != nil {
				return nil, fmt.Errorf("%s and %s are not of one experiment: %w", parts[0].file, file, err)
			}
		}
		parts = append(parts, p)
	}
	if err := complete(parts); err != nil {
		return nil, err
	}
	return join(parts)
}

// MergeError says why files are no shards of one experiment.
type MergeError struct{ Message, Hint string }

func (e *MergeError) Error() string { return e.Message }

func noMerge(hint, format string, args ...any) error {
	return &MergeError{fmt.Sprintf(format, args...), hint}
}

// sameAs says in what two plans differ that should be of one experiment.
func (p Plan) sameAs(other Plan) error {
	if p.Version != other.Version {
		return fmt.Errorf("one is of %s, one of %s", p.Version, other.Version)
	}
	names := func(p Plan) (list []string) {
		for _, s := range p.Scripts {
			list = append(list, s.Name)
		}
		return list
	}
	if a, b := names(p), names(other); !slices.Equal(a, b) {
		return fmt.Errorf("one plays %s, one %s", strings.Join(a, ", "), strings.Join(b, ", "))
	}
	for i, s := range p.Scripts {
		o := other.Scripts[i]
		sameValues := func(a, b Varied) bool {
			return a.Name == b.Name && a.Base == b.Base && slices.Equal(a.Values, b.Values)
		}
		switch {
		case s.SHA256 != o.SHA256 || !slices.Equal(s.Assumptions, o.Assumptions):
			return fmt.Errorf("the script %s is not the same", s.Name)
		case !slices.Equal(s.Files, o.Files):
			return fmt.Errorf("the files that %s was given are not the same", s.Name)
		case !slices.EqualFunc(s.Vary, o.Vary, sameValues):
			return fmt.Errorf("other values of %s vary", s.Name)
		case !maps.Equal(s.Set, o.Set) || !maps.Equal(s.Defaults, o.Defaults):
			return fmt.Errorf("other parameters of %s are set", s.Name)
		}
	}
	switch {
	case p.Repeat != other.Repeat:
		return fmt.Errorf("one repeats %d times, one %d times", p.Repeat, other.Repeat)
	case p.Seed != other.Seed:
		return fmt.Errorf("the seeds begin with %d and with %d", p.Seed, other.Seed)
	case p.OneAtATime != other.OneAtATime:
		return fmt.Errorf("only one is with --one-at-a-time")
	}
	return nil
}

// complete demands each shard once.
func complete(parts []part) error {
	of := parts[0].shard.Of
	files := map[int]string{}
	for _, p := range parts {
		if p.shard.Of != of {
			return fmt.Errorf("%s is shard %s, %s is shard %s", parts[0].file, parts[0].shard, p.file, p.shard)
		}
		if before, twice := files[p.shard.Number]; twice {
			return noMerge("name one of the two", "shard %s is there twice: %s and %s", p.shard, before, p.file)
		}
		files[p.shard.Number] = p.file
	}
	var missing []string
	for i := range of {
		if _, there := files[i+1]; !there {
			missing = append(missing, Shard{i + 1, of}.String())
		}
	}
	if len(missing) == 0 {
		return nil
	}
	hint := "play it with the flags of the others, and --shard " + missing[0] + " --jsonl FILE"
	if len(missing) > 1 {
		hint = strings.Replace(hint, "it", "them", 1) + ", …"
	}
	return noMerge(hint, "%s missing: %s", term.Count(len(missing), "shard is", "shards are"), term.Names(missing, false))
}

// join puts the repetitions of all shards in their order.
func join(parts []part) (*Results, error) {
	plan := parts[0].plan
	plan.Shard, plan.Scripts = "", slices.Clone(plan.Scripts)
	r := &Results{Plan: plan, shard: Shard{1, 1}}
	size, _ := plan.size()
	for _, p := range parts { // so that no list is made that is longer than the files
		if want := p.shard.count(size); len(p.lines) != want {
			return nil, noMerge("play it again with the same flags"+p.shard.flag(),
				"%s: has %d of %s", p.file, len(p.lines), term.Count(want, "repetition", "repetitions"))
		}
	}
	r.combinations = plan.combinations()
	for i := range plan.Scripts {
		if err := r.joinMeasures(i, parts); err != nil {
			return nil, err
		}
	}
	r.values = make([][]float64, len(r.combinations)*plan.Repeat)
	r.mistakes = make([]sandbox.Mistakes, len(r.values))
	for _, p := range parts {
		own := &Results{Plan: r.Plan, shard: p.shard, combinations: r.combinations}
		for i, l := range p.lines {
			values, err := own.valuesOf(i, l)
			if err != nil {
				return nil, fmt.Errorf("%s: line %d: %w", p.file, i+2, err)
			}
			r.values[own.jobNumber(i)], r.mistakes[own.jobNumber(i)] = values, l.Mistakes
		}
	}
	return r, nil
}

// joinMeasures demands that all shards in which a script is played measure the same.
func (r *Results) joinMeasures(script int, parts []part) error {
	known, from := []Measure{}, ""
	for _, p := range parts {
		switch found := p.plan.Scripts[script].Measures; {
		case len(found) == 0:
		case len(known) == 0:
			known, from = found, p.file
		case !slices.Equal(found, known):
			return fmt.Errorf("%s: %s: %w (%s)", p.file, r.Plan.Scripts[script].Name, differs(found, known), from)
		}
	}
	r.Plan.Scripts[script].Measures = known
	return nil
}

// valuesOf are the values of a repetition, by its number in the shard, which the line must be.
func (r *Results) valuesOf(i int, l line) ([]float64, error) {
	c, repetition := r.where(i)
	script := r.Plan.Scripts[c.script]
	switch {
	case l.Script != script.Name || !maps.Equal(l.Set, r.Plan.varied(c)) || l.Repetition != repetition:
		return nil, fmt.Errorf("is not repetition %d of %s", repetition,
			strings.Join(append([]string{script.Name}, r.Plan.words(c)...), " "))
	case l.Seed != r.seed(repetition):
		return nil, fmt.Errorf("has the seed %d, not %d", l.Seed, r.seed(repetition))
	case len(l.Measures) != len(script.Measures):
		return nil, fmt.Errorf("has %d measures, not %d", len(l.Measures), len(script.Measures))
	}
	values := make([]float64, len(script.Measures))
	for m, measure := range script.Measures {
		value := l.Measures[measure.Name]
		switch {
		case value == nil:
			return nil, fmt.Errorf("measures no %s", measure.Name)
		case measure.Truth && *value != 0 && *value != 1:
			return nil, fmt.Errorf("%s is neither 0 nor 1", measure.Name)
		}
		values[m] = *value
	}
	return values, nil
}
