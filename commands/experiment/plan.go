package experiment

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"recallbox/commands/scripts"
	"recallbox/sandbox"
	"recallbox/testscripts"
)

// Script is a script to play, the parameters that it declares, and the files that were put beside it.
type Script struct {
	testscripts.Script
	Params []testscripts.Param
	Files  []File
	sum    string
}

// File is a file by what is in it.
type File struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
}

// NewScript is a script as it was found.
func NewScript(s testscripts.Script, params []testscripts.Param) Script {
	return Script{Script: s, Params: params, Files: []File{}, sum: sum(s.Data)}
}

// Add puts a file beside the script. Not ok where it has one of that name.
func (s *Script) Add(name string, data []byte) (ok bool) {
	if s.Script, ok = s.With(name, data); ok {
		s.Files = append(s.Files, File{name, sum(data)})
	}
	return ok
}

func sum(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Request is what somebody wants played.
type Request struct {
	Vary       []Varied
	Set        map[string]string
	OneAtATime bool // each alone varies, while the others keep their defaults
	Repeat     int
	Seed       int64 // of the first repetition
}

// Varied is a parameter with its values.
type Varied struct {
	Name   string   `json:"name"`
	Values []string `json:"values"`
	Base   string   `json:"base,omitempty"` // its value while another one varies, where each varies alone
}

// Plan says what is played, all of it: it is the first line of the file in which the repetitions are.
type Plan struct {
	Version    string    `json:"version"`
	Simulated  bool      `json:"simulated"` // always
	Scripts    []Planned `json:"scripts"`
	OneAtATime bool      `json:"one_at_a_time"`
	Repeat     int       `json:"repeat"`
	Seed       int64     `json:"seed"`
	Shard      string    `json:"shard,omitempty"` // "2/16" of a part, "" of all
}

// Planned is a script in a plan.
type Planned struct {
	Name        string            `json:"name"`
	SHA256      string            `json:"sha256"`
	Files       []File            `json:"files"`
	Assumptions []string          `json:"assumptions"`
	Vary        []Varied          `json:"vary"`
	Set         map[string]string `json:"set"`
	Defaults    map[string]string `json:"defaults"` // of the other parameters
	Measures    []Measure         `json:"measures"` // once they are known
}

// Measure is what each repetition of a script measures.
type Measure struct {
	Name  string `json:"name"`
	Truth bool   `json:"true_or_false"` // 1 or 0
}

// MostRepetitions is how many a plan may have.
const MostRepetitions = 10_000_000

func misuse(hint, format string, args ...any) error {
	return &scripts.UsageError{Message: "experiment: " + fmt.Sprintf(format, args...), Hint: hint}
}

// NewPlan is the plan that a request makes of some scripts. Somebody else has looked whether they declare its names.
func NewPlan(version string, list []Script, r Request) (Plan, error) {
	p := Plan{
		Version: version, Simulated: true, OneAtATime: r.OneAtATime, Repeat: r.Repeat, Seed: r.Seed,
		Scripts: []Planned{},
	}
	if r.Repeat < 1 {
		return p, misuse("--repeat 30 plays each combination 30 times", "--repeat: %d is less than 1", r.Repeat)
	}
	if r.Seed < 0 {
		return p, misuse("--seed 1 is as if it were left out", "--seed: %d is less than 0", r.Seed)
	}
	order := r.order(list)
	for _, s := range list {
		planned, err := r.planned(s, order)
		if err != nil {
			return p, err
		}
		p.Scripts = append(p.Scripts, planned)
	}
	if _, ok := p.size(); !ok {
		return p, misuse("vary less, or with --one-at-a-time, or repeat it less often",
			"there are more than %d repetitions, or more than %d parameters vary", MostRepetitions, mostVaried)
	}
	if last := r.Seed + int64(r.Repeat) - 1; last > sandbox.MostSeed || last < 0 {
		return p, misuse("begin with a smaller one",
			"--seed: the last repetition has the seed %d, of more than 15 digits", uint64(last))
	}
	return p, nil
}

// order is in which order parameters vary: as the scripts declare them, and those that the request names among
// themselves as it names them.
func (r Request) order(list []Script) []string {
	var order, named []string
	for _, s := range list {
		for _, p := range s.Params {
			if r.varies(p) && !slices.Contains(order, p.Name) {
				order = append(order, p.Name)
			}
		}
	}
	for _, v := range r.Vary {
		if slices.Contains(order, v.Name) {
			named = append(named, v.Name)
		}
	}
	for i, name := range order {
		if r.named(name) != nil {
			order[i], named = named[0], named[1:]
		}
	}
	return order
}

func (r Request) varies(p testscripts.Param) bool {
	_, set := r.Set[p.Name]
	return r.named(p.Name) != nil || len(p.Values) > 0 && !set
}

func (r Request) named(name string) []string {
	for _, v := range r.Vary {
		if v.Name == name {
			return v.Values
		}
	}
	return nil
}

// planned is a script with what varies in it, and with what is set.
func (r Request) planned(s Script, order []string) (Planned, error) {
	planned := Planned{
		Name: s.Name, SHA256: s.sum, Files: s.Files, Assumptions: s.Assumptions(), Vary: []Varied{},
		Set: map[string]string{}, Defaults: map[string]string{}, Measures: []Measure{},
	}
	for _, name := range order {
		i := slices.IndexFunc(s.Params, func(p testscripts.Param) bool { return p.Name == name })
		if i < 0 || !r.varies(s.Params[i]) {
			continue
		}
		p := s.Params[i]
		values := r.named(name)
		if values == nil {
			values = p.Values
		}
		base, set := r.Set[name]
		switch {
		case set && !r.OneAtATime:
			return planned, misuse("leave one of them out", "%s is named by both --set and --vary", name)
		case r.OneAtATime && !set && p.Required:
			return planned, misuse("--set "+name+"=VALUE says what it is while another one varies",
				"%s has no default in %s", name, s.Name)
		case r.OneAtATime && !set:
			base = p.Default
		}
		planned.Vary = append(planned.Vary, Varied{name, values, base})
	}
	for _, p := range s.Params {
		value, set := r.Set[p.Name]
		switch {
		case r.varies(p):
		case set:
			planned.Set[p.Name] = value
		case p.Required:
			return planned, misuse("--set "+p.Name+"=VALUE, or --vary "+p.Name+"=A,B",
				"%s has no default in %s", p.Name, s.Name)
		default:
			planned.Defaults[p.Name] = p.Default
		}
	}
	return planned, nil
}

// mostVaried is how many parameters of a script may vary.
const mostVaried = 100

// size is how many repetitions there are, without a list of them; not ok where they are none, or more than may be.
func (p Plan) size() (n int, ok bool) {
	for _, s := range p.Scripts {
		one, ok := s.combinations(p.OneAtATime)
		if n += one; !ok || n > MostRepetitions {
			return 0, false
		}
	}
	if n == 0 || p.Repeat < 1 || p.Repeat > MostRepetitions/n {
		return 0, false
	}
	return n * p.Repeat, true
}

// combinations is how many a script has.
func (s Planned) combinations(oneAtATime bool) (n int, ok bool) {
	if len(s.Vary) > mostVaried {
		return 0, false
	}
	product, sum, based := 1, 0, 0
	for _, v := range s.Vary {
		if len(v.Values) == 0 || len(v.Values) > MostRepetitions {
			return 0, false
		}
		product, sum = min(product*len(v.Values), MostRepetitions+1), sum+len(v.Values)
		if slices.Contains(v.Values, v.Base) {
			based++
		}
	}
	if oneAtATime && len(s.Vary) > 0 {
		return sum - max(0, based-1), true
	}
	return product, true
}

// Combination is a script with a value for each parameter of it that varies.
type Combination struct {
	script int
	values []string // in the order of what varies
}

// combinations are all, script by script; the last parameter varies fastest. Where each varies alone, equal ones
// stand once.
func (p Plan) combinations() []Combination {
	var list []Combination
	for i, s := range p.Scripts {
		if p.OneAtATime && len(s.Vary) > 0 {
			list = append(list, s.oneAtATime(i)...)
			continue
		}
		values := [][]string{nil}
		for _, v := range s.Vary {
			var more [][]string
			for _, before := range values {
				for _, value := range v.Values {
					more = append(more, append(slices.Clone(before), value))
				}
			}
			values = more
		}
		for _, v := range values {
			list = append(list, Combination{i, v})
		}
	}
	return list
}

func (s Planned) bases() (bases []string) {
	for _, v := range s.Vary {
		bases = append(bases, v.Base)
	}
	return bases
}

func (s Planned) oneAtATime(script int) (list []Combination) {
	there := map[string]bool{}
	for i, v := range s.Vary {
		for _, value := range v.Values {
			values := s.bases()
			values[i] = value
			if key := strings.Join(values, "\x00"); !there[key] {
				there[key] = true
				list = append(list, Combination{script, values})
			}
		}
	}
	return list
}

// varied are the values of a combination by their names.
func (p Plan) varied(c Combination) map[string]string {
	set := map[string]string{}
	for i, v := range p.Scripts[c.script].Vary {
		set[v.Name] = c.values[i]
	}
	return set
}

// words are the parameters of a combination as NAME=VALUE.
func (p Plan) words(c Combination) (words []string) {
	for i, v := range p.Scripts[c.script].Vary {
		words = append(words, v.Name+"="+c.values[i])
	}
	return words
}

// VariedNames are the parameters that vary in any script, in their order.
func (p Plan) VariedNames() (names []string) {
	for _, s := range p.Scripts {
		for _, v := range s.Vary {
			if !slices.Contains(names, v.Name) {
				names = append(names, v.Name)
			}
		}
	}
	return names
}

// Shard is a part of a plan: each Of-th repetition, from the Number-th on, counted from 1.
type Shard struct{ Number, Of int }

// MostShards is how many parts a plan may have.
const MostShards = 10_000

// ParseShard reads "2/16"; "" is all.
func ParseShard(text string) (s Shard, ok bool) {
	if text == "" {
		return Shard{1, 1}, true
	}
	number, of, found := strings.Cut(text, "/")
	i, err := strconv.Atoi(number)
	n, err2 := strconv.Atoi(of)
	s = Shard{i, n}
	return s, found && err == nil && err2 == nil && 1 <= i && i <= n && n <= MostShards && s.String() == text
}

func (s Shard) String() string { return fmt.Sprintf("%d/%d", s.Number, s.Of) }

// flag is the flag among others that plays the part; "" of all.
func (s Shard) flag() string {
	if s.Of == 1 {
		return ""
	}
	return ", --shard " + s.String() + " among them"
}

// count is how many of all belong to the part.
func (s Shard) count(all int) int { return (all - s.Number + s.Of) / s.Of }
