package commands

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/txtar"

	"recallbox/sandbox"
	"recallbox/testscripts"
)

// A script with expectations says of each command what was seen of it. The same commands give the same results, so they
// are played once more, in a sandbox of their own, and what they print is what was seen.

// withExpectations is a script of the history with what each of its commands has printed.
func (c *call) withExpectations(script []byte) ([]byte, error) {
	temp, done, err := c.tempAside()
	if err != nil {
		return nil, err
	}
	defer done()
	defer c.print.StartProgress("history")()
	var seen []string
	play := Program(c.process.Options)
	runner := testscripts.Runner{Temp: temp, Program: func(line testscripts.Call) int {
		if line.Args[0] == "init" { // the runner's own
			return play(line)
		}
		var out bytes.Buffer
		line.Args = append([]string{"--json"}, line.Args...)
		line.Out = io.MultiWriter(line.Out, &out)
		code := play(line)
		seen = append(seen, out.String())
		return code
	}}
	result, err := runner.Run(c.process.Context, testscripts.Script{Name: "history", Data: script})
	switch {
	case err != nil:
		return nil, err
	case c.process.Context.Err() != nil:
		return nil, c.process.Context.Err()
	case result.Failure != nil:
		return nil, &failure{
			Kind:    sandbox.Conflict,
			Message: fmt.Sprintf("history: played again, line %d fails: %s", result.Failure.Line, result.Failure.Command),
			Hint:    try("`check` tells what is wrong"),
		}
	}
	return expecting(script, seen)
}

// expecting puts behind each command of a script what was seen of it.
func expecting(script []byte, seen []string) ([]byte, error) {
	archive := txtar.Parse(script)
	var b strings.Builder
	for line := range strings.Lines(string(archive.Comment)) {
		command, is := strings.CutPrefix(line, "recallbox ")
		if !is || len(seen) == 0 {
			b.WriteString(line)
			continue
		}
		lines, err := expectations(seen[0])
		if err != nil {
			return nil, err
		}
		seen = seen[1:]
		b.WriteString(asJSON(strings.TrimSuffix(command, "\n")))
		for _, one := range lines {
			b.WriteString("jq " + scriptWord(one) + "\n")
		}
	}
	archive.Comment = []byte(b.String())
	return txtar.Format(archive), nil
}

// asJSON is a line with a command that prints JSON.
func asJSON(command string) string {
	if strings.Contains(command, " -- ") { // behind which no flag stands
		return "recallbox --json " + command + "\n"
	}
	return "recallbox " + command + " --json\n"
}

// scriptWord is a word as a script quotes it.
func scriptWord(word string) string { return inQuotes(word, "''") }

// mostExpected is how many entries of a list are told one by one. Of a longer one only the length is.
const mostExpected = 50

// untold are fields whose words may change from one version to the next, and those that are long.
var untold = []string{"reason", "warnings", "detail", "text"}

// expectations are expressions that hold for the documents that were printed: one for each object in them.
func expectations(documents string) ([]string, error) {
	decoder := json.NewDecoder(strings.NewReader(documents))
	decoder.UseNumber()
	var all []string
	for decoder.More() {
		document, err := readNode(decoder)
		if err != nil {
			return nil, err
		}
		all = append(all, document.expectations("")...)
	}
	return all, nil
}

// node is a value of JSON. The fields of an object are in their order.
type node struct {
	text     string   // of what is neither object nor list
	names    []string // of the fields of an object; nil for a list
	parts    []node   // fields or entries
	isObject bool
	isList   bool
}

func readNode(decoder *json.Decoder) (n node, err error) {
	token, err := decoder.Token()
	if err != nil {
		return n, err
	}
	delimiter, is := token.(json.Delim)
	if !is {
		text, err := jsonText(token)
		return node{text: text}, err
	}
	n.isObject, n.isList = delimiter == '{', delimiter == '['
	for decoder.More() {
		if n.isObject {
			name, err := decoder.Token()
			if err != nil {
				return n, err
			}
			n.names = append(n.names, name.(string))
		}
		part, err := readNode(decoder)
		if err != nil {
			return n, err
		}
		n.parts = append(n.parts, part)
	}
	_, err = decoder.Token()
	return n, err
}

// expectations are those of an object or a list that stands at a path.
func (n node) expectations(path string) []string {
	if n.isList {
		if len(n.parts) > mostExpected || len(n.parts) == 0 {
			return []string{fmt.Sprintf("%s | length == %d", path, len(n.parts))}
		}
		all := []string{}
		for i, entry := range n.parts {
			all = append(all, entry.expectations(fmt.Sprintf("%s[%d]", path, i))...)
		}
		return all
	}
	if !n.isObject {
		return []string{path + " == " + n.text}
	}
	var own, below []string
	for i, name := range n.names {
		field := fieldPath(name)
		switch part := n.parts[i]; {
		case slices.Contains(untold, name):
		case part.isObject, part.isList && part.holdsMore():
			below = append(below, part.expectations(path+field)...)
		case part.isList:
			own = append(own, field+" == "+part.json())
		default:
			own = append(own, field+" == "+part.text)
		}
	}
	if len(own) == 0 {
		return below
	}
	told := strings.Join(own, " and ")
	if path != "" {
		told = path + " | " + told
	}
	return append([]string{told}, below...)
}

// holdsMore says whether a list must be told entry by entry, or is too long.
func (n node) holdsMore() bool {
	return len(n.parts) > mostExpected || len(n.parts) == 0 ||
		slices.ContainsFunc(n.parts, func(entry node) bool { return entry.isObject || entry.isList })
}

// json is a list of what is neither object nor list.
func (n node) json() string {
	var texts []string
	for _, entry := range n.parts {
		texts = append(texts, entry.text)
	}
	return "[" + strings.Join(texts, ", ") + "]"
}

// plainField matches a field that needs no quotes.
var plainField = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

func fieldPath(name string) string {
	if plainField.MatchString(name) {
		return "." + name
	}
	quoted, _ := jsonText(name)
	return ".[" + quoted + "]"
}

// jsonText is a value as JSON, with < and > as they are.
func jsonText(value any) (string, error) {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return strings.TrimSuffix(b.String(), "\n"), err
}
