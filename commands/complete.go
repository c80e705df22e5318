package commands

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"recallbox/sandbox"
)

// look is one look for what the word being typed may become.
type look struct {
	*typing
	call *call
}

// complete finds what the last of the words may become.
func complete(c *call, words []string) candidates {
	l := &look{readTyping(c.line.root, words), c}
	if l.lost {
		return candidates{}
	}
	all := l.all()
	return fewer(all.only(l.part), l.part).behind(l.head)
}

// all are the candidates, of which some may not begin with what was typed.
func (l *look) all() candidates {
	switch {
	case l.flag != nil:
		return l.values(nameOf(l.flag), placeholder(l.flag))
	case l.isFlag():
		return l.flags()
	}
	var all candidates
	if len(l.line.args) == 0 && !l.ended {
		all.add(subcommands(l.line.command))
	}
	for _, p := range l.parameters() {
		all.add(l.values("", p.name).without(l.line.args))
	}
	if l.part == "" && !l.ended && len(all.list) == 0 && !all.files {
		return l.flags()
	}
	return all
}

// values are what may stand for a flag or an argument that is called so.
func (l *look) values(flag, name string) candidates {
	find, _ := sourceOf(l.line.command, flag, name)
	return l.either(find)
}

func subcommands(c *cli.Command) candidates {
	return offer(c.VisibleCommands(), func(sub *cli.Command) candidate { return candidate{sub.Name, sub.Usage} })
}

// flags are those that can still be given: first those that must be.
func (l *look) flags() candidates {
	var needed, other []candidate
	for _, flag := range slices.Concat(l.line.command.Flags, l.line.root.Flags) {
		name := nameOf(flag)
		_, repeatable := flag.(*cli.StringSliceFlag)
		if !repeatable && len(l.line.values(name)) > 0 {
			continue
		}
		_, says := describe(flag)
		if one := (candidate{"--" + name, says}); isRequired(flag) {
			needed = append(needed, one)
		} else {
			other = append(other, one)
		}
	}
	return candidates{list: append(needed, other...)}
}

// arg is the first argument, or "".
func (l *look) arg() string {
	if len(l.line.args) == 0 {
		return ""
	}
	return l.line.args[0]
}

// see looks into the sandbox, if there is one that can be read, and changes nothing.
func (l *look) see(do func(*sandbox.Tx) error) {
	options := l.call.process.Options
	options.ReadOnly = true
	box, err := sandbox.Open(l.sandboxFile(), options)
	if err != nil {
		return
	}
	defer box.Close()
	_ = box.View(l.call.process.Context, do)
}

// sandboxFile is where the sandbox is by the line being typed, in which the shell has not replaced ~ yet.
func (l *look) sandboxFile() string {
	given := l.line.values("sandbox")
	if len(given) == 0 {
		return l.call.sandboxFile()
	}
	file := given[len(given)-1]
	if below, home := strings.CutPrefix(file, "~"+string(os.PathSeparator)); home {
		file = filepath.Join(l.call.process.Getenv("HOME"), below)
	}
	return l.call.file(file)
}
