package scripts

import (
	"maps"
	"slices"
	"strings"

	"recallbox/sandbox"
)

// Set reads the words NAME=VALUE of --set for a command, each a parameter that one of the scripts declares.
func Set(command string, words []string, list []Script) (map[string]string, error) {
	set := map[string]string{}
	for _, word := range words {
		name, value, is := strings.Cut(word, "=")
		if !is || name == "" {
			return nil, usage("--set WAIT=30m, for a parameter that is called WAIT", "%s: --set %s is no NAME=VALUE",
				command, plainOrQuoted(word))
		}
		if err := CheckDeclared(command, "--set", name, list); err != nil {
			return nil, err
		}
		if _, twice := set[name]; twice {
			return nil, usage("", "%s: --set names %s twice", command, name)
		}
		set[name] = value
	}
	return set, nil
}

// CheckDeclared demands that one of the scripts declares the parameter that a flag names.
func CheckDeclared(command, flag, name string, list []Script) error {
	known := map[string]bool{}
	for _, s := range list {
		params, _ := s.Params() // a script whose declarations are wrong fails once it is played
		for _, p := range params {
			known[p.Name] = true
		}
	}
	if known[name] {
		return nil
	}
	names := slices.Sorted(maps.Keys(known))
	hint := "the parameters are " + strings.Join(names, ", ")
	near := sandbox.Nearest(name, names)
	switch {
	case near != "":
		hint = "did you mean " + flag + " " + near + "=…? " + hint
	case len(names) == 0:
		hint = "a script declares parameters at its top: param NAME DEFAULT"
	}
	return usage(hint, "%s: %s: no script declares the parameter %s", command, flag, plainOrQuoted(name))
}
