package commands

import (
	"bytes"

	"recallbox/commands/term"
	"recallbox/sandbox"
	"recallbox/testscripts/jq"
)

// setFilter makes what is printed as JSON go through the expression that --jq gives, if it gives one.
func (l *line) setFilter(p Process, out *printer) error {
	given := l.values("jq")
	if len(given) == 0 {
		return nil
	}
	expression, err := jq.Compile(given[len(given)-1])
	if err != nil {
		return usageHint(say("--jq .id gives one field, --jq '.recipients[].address' one of each: recallbox help json"),
			"--jq: %v", err)
	}
	out.Filter = &term.Filter{Reads: expression.Field, Of: func(document []byte) ([]byte, error) {
		results, err := expression.Run(p.Context, bytes.NewReader(document), jq.Usual())
		if err == nil {
			var lines string
			lines, err = jq.Lines(results)
			document = []byte(lines)
		}
		if err != nil {
			return nil, &failure{Kind: sandbox.Invalid, Message: "--jq: " + err.Error(), Hint: say("the same command " +
				"with --json shows what the expression is given")}
		}
		return document, nil
	}}
	return nil
}

// printsJSON is the flag for which stdout is JSON.
func (c *call) printsJSON() string {
	if c.print.Filter != nil {
		return "--jq"
	}
	return "--json"
}
