package commands

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"recallbox/commands/experiment"
	"recallbox/commands/scripts"
	"recallbox/commands/term"
	"recallbox/sandbox"
	"recallbox/testscripts"
)

// experiments is the folder of the built-in ones.
const experiments = "experiments"

// experimentScripts are the scripts that the arguments name, with their parameters. A built-in experiment needs no
// folder.
func (c *call) experimentScripts() (list []experiment.Script, err error) {
	names := make([]string, len(c.args))
	short := map[string]string{}
	for i, arg := range c.args {
		names[i] = arg
		builtIn, err := testscripts.BuiltIn(experiments + "/" + arg)
		if _, missing := readFile(c.file(arg), arg); err == nil && len(builtIn) == 1 && missing != nil {
			names[i] = builtIn[0].Name
			short[builtIn[0].Name] = arg
		}
	}
	found, err := c.scripts().FindAll(names, "")
	if err != nil {
		return nil, c.noScript(err)
	}
	for _, s := range found {
		params, err := s.Params()
		if err != nil {
			return nil, invalidScript(err)
		}
		if len(s.MeasureNames()) == 0 {
			return nil, withHint(invalidScript(fmt.Errorf("%s measures nothing", s.Name)),
				say("a line such as  measure taken_back '.counts.succeeded'  keeps a number from the last JSON"))
		}
		if name := short[s.Name]; name != "" {
			s.Name = name
		}
		list = append(list, experiment.NewScript(s.Script, params))
	}
	if err := c.checkNames(found); err != nil {
		return nil, err
	}
	return list, nil
}

// noScript is the error for an argument that names no script: it may be a value that belongs to --vary.
func (c *call) noScript(err error) error {
	f := asFailure(err)
	if f.Kind != misused || !strings.Contains(f.Message, "built-in script") {
		return err
	}
	helps := f.Hint.text("")
	if !strings.HasPrefix(helps, "did you mean") {
		helps = "recallbox experiment --list lists the built-in ones"
		if near := c.nearExperiment(); near != "" {
			helps = "did you mean " + near + "?"
		}
	}
	if len(c.StringSlice("vary")) > 0 {
		helps += "; the values of --vary are joined by commas, as in --vary WAIT=5m,10m"
	}
	return withHint(err, say(helps))
}

// nearExperiment is a built-in experiment that an argument may mean, or "".
func (c *call) nearExperiment() string {
	found, err := testscripts.BuiltIn(experiments)
	if err != nil {
		return ""
	}
	var names []string
	for _, s := range found {
		names = append(names, strings.TrimPrefix(s.Name, experiments+"/"))
	}
	for _, arg := range c.args {
		if near := sandbox.Nearest(arg, names); near != "" && near != arg {
			return near
		}
	}
	return ""
}

func invalidScript(err error) error {
	return &failure{Kind: sandbox.Invalid, Message: "experiment: " + err.Error()}
}

// checkNames demands that what is varied or set is declared.
func (c *call) checkNames(found []scripts.Script) error {
	for _, word := range c.StringSlice("vary") {
		name, _, _ := strings.Cut(word, "=")
		if err := scripts.CheckDeclared("experiment", "--vary", name, found); err != nil {
			return err
		}
	}
	_, err := scripts.Set("experiment", c.StringSlice("set"), found)
	return err
}

// request is what the flags ask for, and the files that they name, which every script gets that is given them.
func (c *call) request(list []experiment.Script) (r experiment.Request, files givenFiles, err error) {
	r = experiment.Request{Set: map[string]string{}, OneAtATime: c.Bool("one-at-a-time"), Repeat: 1, Seed: 1}
	files = givenFiles{}
	for _, word := range c.StringSlice("set") {
		name, value, _ := strings.Cut(word, "=")
		if r.Set[name], err = c.give(files, list, name, value); err != nil {
			return r, nil, err
		}
	}
	for _, word := range c.StringSlice("vary") {
		varied, err := readVary(word)
		for i := 0; i < len(varied.Values) && err == nil; i++ {
			varied.Values[i], err = c.give(files, list, varied.Name, varied.Values[i])
		}
		if err != nil {
			return r, nil, err
		}
		if slices.ContainsFunc(r.Vary, func(v experiment.Varied) bool { return v.Name == varied.Name }) {
			return r, nil, usageHint(say("one --vary has all values: "+varied.Name+"=5m,1h"),
				"experiment: --vary names %s twice", varied.Name)
		}
		r.Vary = append(r.Vary, varied)
	}
	if c.IsSet("repeat") {
		r.Repeat = c.Int("repeat")
	}
	if c.IsSet("seed") {
		r.Seed = int64(c.Int("seed"))
	}
	return r, files, nil
}

// readVary reads NAME=A,B.
func readVary(word string) (experiment.Varied, error) {
	name, list, is := strings.Cut(word, "=")
	if !is {
		return experiment.Varied{}, usageHint(say("--vary WAIT=5m,1h, for a parameter that is called WAIT"),
			"experiment: --vary %s is no NAME=A,B", word)
	}
	values, err := testscripts.ParamValues(list)
	if err != nil {
		err = usageHint(say("name each value once; --repeat plays it more often"), "experiment: --vary %s: %v", name, err)
	}
	return experiment.Varied{Name: name, Values: values}, err
}

// givenFiles are the values that name files, as scripts get them, each as it was typed.
type givenFiles map[string]string

// give puts the file that a value names, as in file:my.curve, into the folder of each script that declares the
// parameter, and says how the value is called there. A script may have the file itself.
func (c *call) give(files givenFiles, list []experiment.Script, param, value string) (string, error) {
	typed, isFile := strings.CutPrefix(value, tablePrefix)
	if !isFile {
		return value, nil
	}
	if err := c.ordinary(typed); err != nil {
		return "", err
	}
	name := filepath.Base(typed)
	given := tablePrefix + name
	if before, there := files[given]; there && before != value {
		return "", usageHint(say("give one of them another name"),
			"experiment: %s and %s are called the same", before, value)
	}
	data, err := c.content(typed)
	for i := range list {
		s := &list[i]
		declares := slices.ContainsFunc(s.Params, func(p testscripts.Param) bool { return p.Name == param })
		switch {
		case !declares || s.HasFile(name) && (err != nil || files[given] != ""):
		case err != nil:
			return "", err
		case !s.Add(name, data):
			return "", usageHint(say("give it another name"), "experiment: %s has a file %s itself", s.Name, name)
		}
	}
	if err != nil {
		return value, nil
	}
	files[given] = value
	return given, nil
}

// asTyped are the words of a command line with the names of files as they were typed.
func (files givenFiles) asTyped(words []string) []string {
	words = slices.Clone(words)
	for i, word := range words {
		name, value, _ := strings.Cut(word, "=")
		if typed, given := files[value]; given {
			words[i] = name + "=" + typed
		}
	}
	return words
}

// plan is all that is to be played.
func (c *call) plan(list []experiment.Script, r experiment.Request) (experiment.Plan, error) {
	plan, err := experiment.NewPlan(thisBuild().short(), list, r)
	if err != nil {
		return plan, err
	}
	var measures []string
	for _, s := range list {
		measures = append(measures, s.MeasureNames()...)
	}
	return plan, c.checkPicture(plan, measures)
}

// listedExperiment is a built-in experiment, as the list of them shows it.
type listedExperiment struct {
	Name     string        `json:"name"`     // as experiment takes it
	Says     string        `json:"says"`     // its first comment
	Params   []listedParam `json:"params"`   // what --set and --vary may change
	Measures []string      `json:"measures"` // their names
}

type listedParam struct {
	Name    string   `json:"name"`              // of the parameter
	Says    string   `json:"says"`              // what it means, as the script says beside or above it; "" for nothing
	Default *string  `json:"default,omitempty"` // missing where a value must be given
	Values  []string `json:"values"`            // what is played unless something else is asked for
}

// experimentList is the JSON of experiment --list.
type experimentList struct {
	Experiments []listedExperiment `json:"experiments"` // the built-in ones
}

func (c *call) listExperiments() error {
	found, err := testscripts.BuiltIn(experiments)
	if err != nil {
		return err
	}
	var list experimentList
	for _, s := range found {
		params, err := s.Params()
		if err != nil {
			return err
		}
		name := strings.TrimPrefix(s.Name, experiments+"/")
		e := listedExperiment{Name: name, Says: s.Assumptions()[0], Measures: s.MeasureNames()}
		for _, p := range params {
			shown := listedParam{Name: p.Name, Says: p.Says, Values: p.Values}
			if !p.Required {
				shown.Default = &p.Default
			}
			e.Params = append(e.Params, shown)
		}
		list.Experiments = append(list.Experiments, e)
	}
	return c.print.Show(list, func() {
		for _, e := range list.Experiments {
			c.print.Line(term.Heading(e.Name), term.Plain("  "+e.Says))
			table := c.print.Table()
			for _, p := range e.Params {
				table.Row(term.Plain(p.Name), term.Plain(p.values()))
				if p.Says != "" {
					table.Row(nil, term.Faint(p.Says))
				}
			}
			table.Row(term.Faint("measures"), term.Plain(strings.Join(e.Measures, ", ")))
			table.Print(true)
			c.print.Line()
		}
		c.print.Done("recallbox experiment " + list.Experiments[0].Name +
			" plays the first; recallbox help experiments tells more")
	})
}

// values are what a parameter is, and what it may be.
func (p listedParam) values() string {
	text := "has no default"
	if p.Default != nil {
		text = *p.Default
	}
	if len(p.Values) > 0 {
		text = strings.Join(p.Values, ", ")
	}
	return text
}
