package commands

import "strings"

// parameter is one word of a command's args line.
type parameter struct {
	name               string
	optional, repeated bool
}

// parameters reads a line such as "ADDRESS… [KEY=VALUE…]".
func parameters(line string) []parameter {
	var list []parameter
	for _, word := range strings.Fields(line) {
		name := strings.Trim(word, "[]…")
		list = append(list, parameter{
			name:     name,
			optional: strings.HasPrefix(word, "["),
			repeated: strings.Contains(word, "…"),
		})
	}
	return list
}

// checkArgs demands as many arguments as the command's args line says.
func (c *command) checkArgs(args []string) error {
	var required []string
	most := 0
	for _, p := range parameters(c.args) {
		if !p.optional {
			required = append(required, p.name)
		}
		if p.repeated {
			most = len(args)
		}
		most++
	}
	if len(args) < len(required) {
		return usageError("%s: %s is missing", c.title(), required[len(args)])
	}
	if len(args) > most {
		return usageError("%s: unexpected argument %q", c.title(), args[most])
	}
	return nil
}
