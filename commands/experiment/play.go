package experiment

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"recallbox/commands/term"
	"recallbox/sandbox"
	"recallbox/testscripts"
)

// Job is a repetition to play.
type Job struct {
	Script int // its number in the plan
	Set    map[string]string
	Seed   int64
}

// Played is what one repetition measures, and the mistakes that its script seems to make.
type Played struct {
	Measures []testscripts.Measure
	Mistakes sandbox.Mistakes
}

// Player plays one repetition.
type Player func(context.Context, Job) (Played, error)

// Results are the repetitions of a plan, or of its shard.
type Results struct {
	Plan         Plan
	shard        Shard
	combinations []Combination
	values       [][]float64 // of each repetition of the shard, by the measures of its script
	mistakes     []sandbox.Mistakes
}

// Play plays the repetitions of a plan's shard, several at a time, and tells of each that is done.
func Play(ctx context.Context, p Plan, s Shard, parallel int, play Player, done func(done, of int)) (*Results, error) {
	r := &Results{Plan: p, shard: s, combinations: p.combinations()}
	if s.Of > 1 {
		r.Plan.Shard = s.String()
	}
	r.Plan.Scripts = slices.Clone(p.Scripts)
	of := s.count(len(r.combinations) * p.Repeat)
	c := &collector{results: r, waiting: map[int]played{}, of: of, told: done}
	var workers sync.WaitGroup
	for range min(parallel, of) {
		workers.Go(func() {
			for i, ok := c.next(ctx); ok; i, ok = c.next(ctx) {
				repetition, err := play(ctx, r.job(i))
				c.add(i, played{repetition, err})
			}
		})
	}
	workers.Wait()
	if c.failed != nil {
		return nil, c.failed
	}
	return r, ctx.Err()
}

// collector hands out repetitions in their order, and takes their results in that order, whoever is done first.
type collector struct {
	mutex   sync.Mutex
	results *Results
	begun   int
	waiting map[int]played // for one before them
	done    int
	of      int
	told    func(done, of int)
	ended   bool // one has failed, so that none behind it is played
	failed  error
}

type played struct {
	Played
	err error
}

func (c *collector) next(ctx context.Context) (i int, ok bool) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.ended || c.begun == c.of || ctx.Err() != nil {
		return 0, false
	}
	c.begun++
	return c.begun - 1, true
}

func (c *collector) add(i int, p played) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.waiting[i] = p
	c.done++
	c.ended = c.ended || p.err != nil
	c.told(c.done, c.of)
	for c.failed == nil {
		i := len(c.results.values)
		p, there := c.waiting[i]
		if !there {
			return
		}
		delete(c.waiting, i)
		c.failed = c.results.take(i, p)
		c.ended = c.ended || c.failed != nil
	}
}

// take takes the result of the next repetition, which measures what those before it do.
func (r *Results) take(i int, p played) error {
	if p.err != nil {
		return r.failure(i, p.err)
	}
	c, _ := r.where(i)
	script := &r.Plan.Scripts[c.script]
	var found []Measure
	var values []float64
	for _, m := range p.Measures {
		found, values = append(found, Measure{m.Name, m.Truth}), append(values, m.Value)
	}
	switch {
	case len(found) == 0:
		return r.failure(i, fmt.Errorf("nothing is measured"))
	case len(script.Measures) == 0:
		script.Measures = found
	case !slices.Equal(found, script.Measures):
		return r.failure(i, differs(found, script.Measures))
	}
	r.values, r.mistakes = append(r.values, values), append(r.mistakes, p.Mistakes)
	return nil
}

// differs says in what two lists of measures differ.
func differs(found, before []Measure) error {
	for _, m := range before {
		i := slices.IndexFunc(found, func(f Measure) bool { return f.Name == m.Name })
		switch {
		case i < 0:
			return fmt.Errorf("%s is not measured, and was in the repetitions before it", m.Name)
		case found[i].Truth != m.Truth:
			return fmt.Errorf("%s is %s, and was %s in the repetitions before it", m.Name, found[i].kind(), m.kind())
		}
	}
	for _, m := range found {
		if !slices.Contains(before, m) {
			return fmt.Errorf("%s is measured, and was not in the repetitions before it", m.Name)
		}
	}
	return fmt.Errorf("the measures come in another order than in the repetitions before it")
}

func (m Measure) kind() string {
	if m.Truth {
		return "true or false"
	}
	return "a number"
}

// jobNumber is the number in the plan of a repetition of the shard.
func (r *Results) jobNumber(i int) int { return i*r.shard.Of + r.shard.Number - 1 }

// where is the combination of a repetition of the shard, and its number, from 1.
func (r *Results) where(i int) (Combination, int) {
	job := r.jobNumber(i)
	return r.combinations[job/r.Plan.Repeat], job%r.Plan.Repeat + 1
}

func (r *Results) seed(repetition int) int64 { return r.Plan.Seed + int64(repetition) - 1 }

func (r *Results) job(i int) Job {
	c, repetition := r.where(i)
	set := r.Plan.varied(c)
	for name, value := range r.Plan.Scripts[c.script].Set {
		set[name] = value
	}
	return Job{c.script, set, r.seed(repetition)}
}

// Failure is the first repetition that fails, by combination, then number.
type Failure struct {
	Message string
	Again   []string // the words that play just that one
	Err     error
}

func (f *Failure) Error() string { return f.Message }
func (f *Failure) Unwrap() error { return f.Err }

func (r *Results) failure(i int, err error) error {
	c, repetition := r.where(i)
	script := r.Plan.Scripts[c.script]
	words := r.Plan.words(c)
	with := ""
	if len(words) > 0 {
		with = " with " + strings.Join(words, ", ")
	}
	again := []string{"experiment", script.Name}
	for _, name := range sortedNames(script.Set) {
		words = append(words, name+"="+script.Set[name])
	}
	for _, word := range words {
		again = append(again, "--set", word)
	}
	seed := r.seed(repetition)
	message := fmt.Sprintf("%s: repetition %d of %d%s (seed %d): %v",
		script.Name, repetition, r.Plan.Repeat, with, seed, err)
	return &Failure{message, append(again, "--seed", strconv.FormatInt(seed, 10)), err}
}

func sortedNames(set map[string]string) []string {
	names := make([]string, 0, len(set))
	for name := range set {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Repetitions is how many there are, in words.
func (r *Results) Repetitions() string { return term.Count(len(r.values), "repetition", "repetitions") }
