package complete

import (
	"strings"

	"recallbox/testscripts"
)

// What stands in the built-in scripts that the line names.

// experiments are the built-in experiments, and what run finds.
func (c *completer) experiments() Candidates {
	all := c.scripts()
	list, _ := testscripts.BuiltIn("experiments")
	for _, s := range list {
		all.List = append(all.List, Candidate{strings.TrimPrefix(s.Name, "experiments/"), s.Assumptions()[0]})
	}
	return all
}

func (c *completer) namedScripts() (all []testscripts.Script) {
	for _, name := range c.Args {
		for _, folder := range []string{"", "experiments/"} {
			list, _ := testscripts.BuiltIn(folder + name)
			all = append(all, list...)
		}
	}
	return all
}

// params are the parameters of those scripts.
func (c *completer) params() (all []testscripts.Param) {
	for _, s := range c.namedScripts() {
		list, _ := s.Params()
		all = append(all, list...)
	}
	return all
}

func (c *completer) paramNames() (f Candidates) {
	for _, p := range c.params() {
		f.List = append(f.List, Candidate{p.Name, p.Default})
	}
	return f
}

// paramSettings are NAME=, and its values once that is typed.
func (c *completer) paramSettings() (f Candidates) {
	for _, p := range c.params() {
		f.setting(c.Part, p.Name, p.Default, p.Values)
	}
	return f
}

func (c *completer) measures() (f Candidates) {
	for _, s := range c.namedScripts() {
		for _, name := range s.MeasureNames() {
			f.List = append(f.List, Candidate{name, ""})
		}
	}
	return f
}
