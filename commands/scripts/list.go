package scripts

import (
	"strings"

	"recallbox/commands/term"
	"recallbox/testscripts"
)

// Listed are scripts that could be played: the JSON of run --list.
type Listed struct {
	Scripts []ListedScript `json:"scripts"` // that could be played
}

// ListedScript is a script with what it lets others change.
type ListedScript struct {
	Script     string            `json:"script"`     // its name
	Parameters []ListedParameter `json:"parameters"` // in the order of the script
}

// ListedParameter is a parameter of a script.
type ListedParameter struct {
	Name    string   `json:"name"`
	Default *string  `json:"default,omitempty"` // absent where --set must give a value
	Values  []string `json:"values,omitempty"`  // what an experiment plays, one after the other
}

// List lists scripts with their parameters.
func List(list []Script) (Listed, error) {
	all := Listed{Scripts: []ListedScript{}}
	for _, s := range list {
		params, err := s.Params()
		if err != nil {
			return Listed{}, err
		}
		one := ListedScript{Script: s.Name, Parameters: []ListedParameter{}}
		for _, p := range params {
			one.Parameters = append(one.Parameters, listedParameter(p))
		}
		all.Scripts = append(all.Scripts, one)
	}
	return all, nil
}

func listedParameter(p testscripts.Param) ListedParameter {
	shown := ListedParameter{Name: p.Name, Values: p.Values}
	if !p.Required {
		shown.Default = &p.Default
	}
	return shown
}

// Print prints a name a line, with the parameters behind it.
func (l Listed) Print(p *term.Printer) {
	for _, s := range l.Scripts {
		line := []term.Text{term.Plain(s.Script)}
		for _, one := range s.Parameters {
			line = append(line, term.Faint("  "+one.String()))
		}
		p.Line(line...)
	}
}

// String is a parameter as it is set, with what else an experiment plays: WAIT=5m (5m,1h).
func (p ListedParameter) String() string {
	text := p.Name + "=…"
	if p.Default != nil {
		text = p.Name + "=" + plainOrQuotedValue(*p.Default)
	}
	if len(p.Values) > 0 {
		text += " (" + strings.Join(p.Values, ",") + ")"
	}
	return text
}

// plainOrQuotedValue is a value in quotes where a shell needs them, and empty where it is.
func plainOrQuotedValue(value string) string {
	if value == "" {
		return ""
	}
	return plainOrQuoted(value)
}
