package experiment

import (
	"regexp"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/txtar"

	"recallbox/testscripts"
)

// ReadScript is a script with what stands in it.
func ReadScript(s testscripts.Script, params []testscripts.Param) Script {
	commands := string(txtar.Parse(s.Data).Comment)
	return Script{
		Name: s.Name, Data: s.Data, Params: params, Assumptions: assumptions(commands), Measures: measures(commands),
	}
}

var paramLine = regexp.MustCompile(`(?m)^\s*param\s.*$`)

// assumptions are the comments above the last parameter; without one, the first comment. Each is a paragraph.
func assumptions(commands string) []string {
	end := strings.Index(commands+"\n\n", "\n\n")
	if found := paramLine.FindAllStringIndex(commands, -1); len(found) > 0 {
		end = found[len(found)-1][0]
	}
	list, inside := []string{}, false
	for line := range strings.Lines(commands[:end]) {
		text, isComment := strings.CutPrefix(strings.TrimSpace(line), "#")
		text = strings.TrimSpace(text)
		switch {
		case isComment && inside && text != "":
			list[len(list)-1] += " " + text
		case isComment && text != "":
			list = append(list, text)
		}
		inside = isComment && text != ""
	}
	return list
}

// measureLine matches a line that measures, under whatever condition.
var measureLine = regexp.MustCompile(`(?m)^\s*(?:\[\S*\]\s+)*measure\s+(\S+)`)

// measures are the names of what a script may measure, in its order.
func measures(commands string) (names []string) {
	for _, found := range measureLine.FindAllStringSubmatch(commands, -1) {
		if name := strings.Trim(found[1], "'"); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}
