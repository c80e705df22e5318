package commands

import (
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
)

// What to say about a word that nobody knows: the nearest one that somebody does.

func (in *invocation) unknownCommand(word string) error {
	var names []string
	for _, sub := range in.command.subs {
		if !sub.hidden {
			names = append(append(names, sub.name), sub.aliases...)
		}
	}
	what := "unknown command"
	if title := in.command.title(); title != "" {
		what = title + ": " + what
	}
	if near := nearest(word, names); near != "" {
		return usageHint("did you mean "+near+"?", "%s %q", what, word)
	}
	return usageHint(in.command.path()+" --help lists the commands", "%s %q", what, word)
}

func (in *invocation) unknownFlag(word string) error {
	what := "unknown flag " + word
	if title := in.command.title(); title != "" {
		what = title + ": " + what
	}
	var names []string
	for _, flag := range in.command.allFlags() {
		names = append(names, flag.Names()[0])
	}
	switch near := nearest(strings.TrimLeft(word, "-"), names); {
	case near != "":
		return usageHint("did you mean --"+near+"?", "%s", what)
	case word == "--to" && strings.HasSuffix(in.command.args, "FOLDER"):
		return usageHint(in.withoutFlag(), "%s", what)
	case in.command.run == nil:
		return usageHint("the flags of a command stand behind its name: "+in.command.usage(), "%s", what)
	default:
		return usageError("%s", what)
	}
}

// withoutFlag is the command line without the flag that nobody knows: what stood behind it may be an argument.
func (in *invocation) withoutFlag() string {
	words := strings.Fields(in.command.path())
	for _, f := range in.flags {
		words = append(words, flagWords(f, takesValue(in.command.flag(f.name)))...)
	}
	return shellWords(slices.Concat(words, in.args, in.rest))
}

func (in *invocation) missingValue(flag cli.Flag) error {
	name := "--" + flag.Names()[0]
	if len(in.rest) > 0 {
		return usageHint("a value that begins with - is written "+name+"="+shellWord(in.rest[0]), "%s: value is missing", name)
	}
	return usageHint(name+" "+placeholder(flag), "%s: value is missing", name)
}

// nearest is the candidate that word most likely means, or "".
func nearest(word string, candidates []string) string {
	best, found := 1+len(word)/4, ""
	for _, candidate := range candidates {
		distance := edits(word, candidate)
		if len(word) > 2 && strings.HasPrefix(candidate, word) {
			distance = 1
		}
		if distance < best || distance == best && found == "" {
			best, found = distance, candidate
		}
	}
	return found
}

// edits counts the letters to insert, remove, replace or swap with their neighbour to get from a to b.
func edits(a, b string) int {
	var before, last []int
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before, last, row = last, row, make([]int, len(b)+1)
		row[0] = i + 1
		for j := range len(b) {
			replace := last[j]
			if a[i] != b[j] {
				replace++
			}
			row[j+1] = min(replace, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
	}
	return row[len(b)]
}
