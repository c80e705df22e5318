package testscripts

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/rogpeppe/go-internal/txtar"
)

// Param is a parameter that a script declares: param NAME [DEFAULT [A,B,…]].
type Param struct {
	Name     string
	Default  string
	Required bool     // it has no default
	Values   []string // what an experiment plays, one after the other; nil for none
	Says     string   // what it means: the comment behind it, or the only line of one right above; "" for none
	Line     int
}

// Columns are those of an experiment's table. No parameter is called like one.
var Columns = []string{"script", "measure", "n", "mean", "low", "high", "min", "max", "repetition", "seed"}

// seedVariable holds the seed of a run.
const seedVariable = "SEED"

// taken are the variables that every script has.
var taken = []string{
	seedVariable, "RECALLBOX_SANDBOX", "WORK", "PATH", "HOME", "USERPROFILE", "TMPDIR", "TMP", "GOTRACEBACK",
	"devnull", "exe",
}

// Play says what one run of a script is given.
type Play struct {
	Set  map[string]string // the script's parameters by name; those that it does not declare are left out
	Seed int64             // the script reads it as $SEED
}

// LineError is what is wrong with a line of a script.
type LineError struct {
	Script  string
	Line    int // 0 where no line is to blame
	Message string
}

func (e *LineError) Error() string {
	if e.Line == 0 {
		return e.Script + ": " + e.Message
	}
	return fmt.Sprintf("%s:%d: %s", e.Script, e.Line, e.Message)
}

// Params are the parameters that a script declares, in its order. An error is a *LineError, or of the script's file.
func (s Script) Params() ([]Param, error) {
	s, err := s.read()
	if err != nil {
		return nil, err
	}
	var list []Param
	number := 0
	var above []string // the comment right above
	for line := range strings.Lines(string(txtar.Parse(s.Data).Comment)) {
		number++
		line = strings.TrimSpace(line)
		if line == "" {
			above = nil
			continue
		}
		if line[0] == '#' {
			above = append(above, strings.TrimSpace(line[1:]))
			continue
		}
		words, behind, err := plainWords(line)
		if len(words) == 0 || words[0] != paramCommand {
			break
		}
		var p Param
		if err == nil {
			p, err = newParam(words[1:], list)
		}
		if err != nil {
			return nil, &LineError{s.title(), number, err.Error()}
		}
		p.Line, p.Says = number, behind
		if behind == "" && len(above) == 1 {
			p.Says = above[0]
		}
		list, above = append(list, p), nil
	}
	return list, nil
}

// paramCommand is the command that declares a parameter.
const paramCommand = "param"

// newParam is the parameter that the words behind the command declare, after others.
func newParam(words []string, others []Param) (p Param, err error) {
	if len(words) < 1 || len(words) > 3 {
		return p, fmt.Errorf("usage: param NAME [DEFAULT [A,B,…]]")
	}
	p = Param{Name: words[0], Required: len(words) == 1}
	switch {
	case !nameOfVariable.MatchString(p.Name):
		return p, fmt.Errorf("param: %q is no name: letters, digits and _ are, and no digit comes first", p.Name)
	case slices.Contains(Columns, p.Name):
		return p, fmt.Errorf("param: %s is a column of an experiment's table: the name must be another", p.Name)
	case slices.ContainsFunc(taken, func(t string) bool { return strings.EqualFold(t, p.Name) }):
		return p, fmt.Errorf("param: every script has $%s already: the name must be another", p.Name)
	case slices.ContainsFunc(others, func(o Param) bool { return o.Name == p.Name }):
		return p, fmt.Errorf("param: %s is declared twice", p.Name)
	}
	if len(words) > 1 {
		p.Default = words[1]
	}
	if len(words) > 2 {
		p.Values, err = ParamValues(words[2])
	}
	return p, err
}

// nameOfVariable matches what a parameter may be called.
var nameOfVariable = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// ParamValues are the values in a list such as A,B,C. Each is there once.
func ParamValues(list string) ([]string, error) {
	values := strings.Split(list, ",")
	for i, v := range values {
		if slices.Contains(values[:i], v) {
			return nil, fmt.Errorf("%q has %q twice", list, v)
		}
	}
	return values, nil
}

// plainWords are the words of a line as testscript reads them, but for variables, which stay as they are, and the
// comment behind them.
func plainWords(line string) (words []string, comment string, err error) {
	var word strings.Builder
	begun, quoted := false, false
	end := func() {
		if begun {
			words = append(words, word.String())
		}
		word.Reset()
		begun = false
	}
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == '\'' && quoted && strings.HasPrefix(line[i:], "''"):
			word.WriteByte(c)
			i++
		case c == '\'':
			begun, quoted = true, !quoted
		case !quoted && c == '#':
			end()
			return words, strings.TrimSpace(line[i+1:]), nil
		case !quoted && strings.IndexByte(" \t\r", c) >= 0:
			end()
		default:
			begun = true
			word.WriteByte(c)
		}
	}
	end()
	if quoted {
		return words, "", fmt.Errorf("unterminated quoted argument")
	}
	return words, "", nil
}

// valuesOf are the values of a script's parameters in one play. The error is a *LineError where one has none.
func (s Script) valuesOf(params []Param, set map[string]string) (map[string]string, error) {
	values := map[string]string{}
	for _, p := range params {
		value, given := set[p.Name]
		if !given && p.Required {
			return nil, &LineError{s.title(), p.Line, p.Name + " has no value, and no default: --set " + p.Name + "=VALUE"}
		}
		if !given {
			value = p.Default
		}
		values[p.Name] = value
	}
	return values, nil
}

// variables are what one play puts into the environment of a script.
func (s Script) variables(p Play) (map[string]string, error) {
	params, err := s.Params()
	if err != nil {
		return nil, err
	}
	values, err := s.valuesOf(params, p.Set)
	if err != nil {
		return nil, err
	}
	values[seedVariable] = strconv.FormatInt(p.Seed, 10)
	return values, nil
}

// setVariables puts them there.
func (r *scriptRun) setVariables(env *testscript.Env) {
	for _, name := range slices.Sorted(maps.Keys(r.given)) {
		env.Setenv(name, r.given[name])
	}
}

// param stands for a line that Params has read: param NAME [DEFAULT [A,B,…]].
func (r *scriptRun) param(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("param: it cannot fail")
	}
	if len(args) == 0 {
		ts.Fatalf("usage: param NAME [DEFAULT [A,B,…]]")
	}
	if _, read := r.given[args[0]]; !read || r.pastParams {
		ts.Fatalf("param stands at the top of a script, in front of all commands and without a condition")
	}
}

// condition is one that testscript does not know: [is:A=B] holds where both are the same.
func condition(text string) (bool, error) {
	both, is := strings.CutPrefix(text, "is:")
	if !is {
		return false, fmt.Errorf("unknown condition")
	}
	if !strings.Contains(both, "=") {
		return false, fmt.Errorf("is:A=B holds where A is B")
	}
	half := len(both) / 2 // of what has the same in front of its middle = and behind
	return len(both)%2 == 1 && both[half] == '=' && both[:half] == both[half+1:], nil
}
