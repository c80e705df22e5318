package commands

import (
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
)

// typing is a command line of which the last word is still being typed.
type typing struct {
	line  *line    // what stands before it
	lost  bool     // in which there is no such command
	ended bool     // by --, so that no flag follows
	flag  cli.Flag // whose value the word is, or nil
	head  string   // what was typed of the word in front of the part that is completed
	part  string   // what was typed of that part
}

// readTyping takes a command line apart as far as it can be understood. The last word is the one being typed.
func readTyping(root *cli.Command, words []string) *typing {
	last := len(words) - 1
	t := &typing{line: &line{root: root, command: root, rest: words[:last]}, part: words[last]}
	for len(t.line.rest) > 0 {
		word := t.line.rest[0]
		if len(t.line.rest) == 1 {
			t.flag = t.line.waiting(word)
		}
		t.ended = t.ended || word == "--"
		if err := t.line.next(); err != nil && !isFlag(word) {
			t.lost = true
		}
	}
	if name, _, given := strings.Cut(t.part, "="); given && t.isFlag() {
		t.flag = t.line.flag(strings.TrimLeft(name, "-"))
		t.lost = t.lost || t.flag == nil
		t.take(len(name) + 1)
	}
	return t
}

// waiting is the flag that the word ends with, if its value is the next word.
func (l *line) waiting(word string) cli.Flag {
	if long, isLong := strings.CutPrefix(word, "--"); isLong {
		if flag := l.flag(long); long != "" && flag != nil && takesValue(flag) {
			return flag
		}
		return nil
	}
	for i := 1; isFlag(word) && i < len(word); i++ {
		if flag := l.flag(word[i : i+1]); flag != nil && takesValue(flag) {
			if i == len(word)-1 {
				return flag
			}
			return nil
		}
	}
	return nil
}

// isFlag says whether the word being typed is a flag, perhaps with its value.
func (t *typing) isFlag() bool {
	return !t.ended && t.flag == nil && strings.HasPrefix(t.part, "-")
}

// take moves n bytes from the part to the head.
func (t *typing) take(n int) {
	t.head, t.part = t.head+t.part[:n], t.part[n:]
}

// parameters are those that the word may be an argument for.
func (t *typing) parameters() []parameter {
	all := parameters(t.line.command.ArgsUsage)
	here := reach(all, []int{0})
	for range t.line.args {
		var next []int
		for _, i := range here {
			if all[i].repeated {
				next = append(next, i)
			}
			next = append(next, i+1)
		}
		here = reach(all, next)
	}
	var list []parameter
	for _, i := range here {
		list = append(list, all[i])
	}
	return list
}

// reach are the parameters with these numbers, and those that can be reached by leaving optional ones out.
func reach(all []parameter, numbers []int) []int {
	var out []int
	for _, i := range numbers {
		for ; i < len(all) && !slices.Contains(out, i); i++ {
			out = append(out, i)
			if !all[i].optional {
				break
			}
		}
	}
	return out
}
