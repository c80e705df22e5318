package testscripts

import (
	"regexp"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/txtar"
)

// Assumptions are the comments of a script above its last parameter, a paragraph each; without one, the first comment.
// An experiment prints them beside what follows from them.
func (s Script) Assumptions() []string {
	commands := string(txtar.Parse(s.Data).Comment)
	end := len(commands)
	if i := strings.Index(commands, "\n\n"); i >= 0 {
		end = i
	}
	params := regexp.MustCompile(`(?m)^\s*`+paramCommand+`\s`).FindAllStringIndex(commands, -1)
	if len(params) > 0 {
		end = params[len(params)-1][0]
	}
	list, inside := []string{}, false
	for line := range strings.Lines(commands[:end]) {
		text, isComment := strings.CutPrefix(strings.TrimSpace(line), "#")
		text = strings.TrimSpace(text)
		switch {
		case text == "" || !isComment:
			inside = false
		case inside:
			list[len(list)-1] += " " + text
		default:
			list, inside = append(list, text), true
		}
	}
	return list
}

// MeasureNames are the names of what a script may measure, under whatever condition, in its order.
func (s Script) MeasureNames() (names []string) {
	line := regexp.MustCompile(`(?m)^` + prefix + `measure\s+'?([^\s']+)`)
	for _, found := range line.FindAllSubmatch(txtar.Parse(s.Data).Comment, -1) {
		if name := string(found[1]); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// With is the script with one more file in its folder. Not ok where it has one of that name.
func (s Script) With(name string, data []byte) (_ Script, ok bool) {
	archive := txtar.Parse(s.Data)
	section := Section(name, data)
	if s.HasFile(name) {
		return s, false
	}
	archive.Files = append(archive.Files, section)
	s.Data, s.File = txtar.Format(archive), ""
	return s, true
}

// HasFile says whether a file of that name stands in the script.
func (s Script) HasFile(name string) bool {
	return slices.ContainsFunc(txtar.Parse(s.Data).Files, func(f txtar.File) bool {
		return f.Name == name || f.Name == name+base64Suffix
	})
}
