package commands

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/urfave/cli/v2"
)

// invocation is a command line taken apart. urfave/cli v2 silently ignores a flag behind an argument, so the words are
// sorted here, by the flags that the command knows, and handed to it as --name=value with the arguments last.
type invocation struct {
	command *command
	flags   []flagValue
	args    []string

	rest   []string // not yet looked at
	placed bool     // an argument was seen: what follows is no subcommand
}

type flagValue struct{ name, value string }

// readArgs takes argv (without the program's name) apart. The command that it got to is set even with an error.
func readArgs(root *command, argv []string) (*invocation, error) {
	in := &invocation{command: root, rest: argv}
	for len(in.rest) > 0 {
		if err := in.next(); err != nil {
			return in, err
		}
	}
	if in.command.run == nil && len(in.args) > 0 {
		return in, in.unknownCommand(in.args[0])
	}
	for _, f := range in.flags {
		if in.command.flag(f.name) == nil {
			return in, in.unknownFlag("--" + f.name)
		}
	}
	return in, nil
}

// next places one word, and the value that belongs to it.
func (in *invocation) next() error {
	word := in.rest[0]
	in.rest = in.rest[1:]
	switch {
	case word == "--":
		in.args, in.rest = append(in.args, in.rest...), nil
		return nil
	case strings.HasPrefix(word, "--"):
		return in.long(word)
	case isShort(word):
		return in.short(word)
	default:
		return in.word(word)
	}
}

// isShort tells -n from the argument "-" and from negative numbers.
func isShort(word string) bool {
	return len(word) > 1 && word[0] == '-' && (word[1] < '0' || word[1] > '9')
}

// word is a subcommand or an argument.
func (in *invocation) word(word string) error {
	if !in.placed {
		if sub := in.command.sub(word); sub != nil {
			in.command = sub
			return nil
		}
		if in.command.run == nil || len(in.command.subs) > 0 && in.command.args == "" {
			return in.unknownCommand(word)
		}
	}
	in.placed = true
	in.args = append(in.args, word)
	return nil
}

// long is --name, --name=value or --name value.
func (in *invocation) long(word string) error {
	name, value, given := strings.Cut(word[2:], "=")
	flag := in.command.flag(name)
	if flag == nil || len(name) < 2 {
		return in.unknownFlag("--" + name)
	}
	return in.add(flag, value, given)
}

// short is -n, -nVALUE, -n=VALUE, -n VALUE or several without value, -ny.
func (in *invocation) short(word string) error {
	if long, _, _ := strings.Cut(word[1:], "="); len(long) > 1 && in.command.flag(long) != nil {
		return usageHint("did you mean --"+long+"?", "unknown flag %s", word)
	}
	for letters := word[1:]; letters != ""; {
		_, size := utf8.DecodeRuneInString(letters)
		flag := in.command.flag(letters[:size])
		if flag == nil {
			return in.unknownFlag("-" + letters[:size])
		}
		letters = letters[size:]
		if takesValue(flag) || strings.HasPrefix(letters, "=") {
			return in.add(flag, strings.TrimPrefix(letters, "="), letters != "")
		}
		if err := in.add(flag, "", false); err != nil {
			return err
		}
	}
	return nil
}

// add records a flag by its long name, with the next word as its value where it needs one.
func (in *invocation) add(flag cli.Flag, value string, given bool) error {
	name := flag.Names()[0]
	switch {
	case given:
	case !takesValue(flag):
		value = "true"
	case len(in.rest) == 0 || in.looksLikeFlag(in.rest[0]):
		return in.missingValue(flag)
	default:
		value, in.rest = in.rest[0], in.rest[1:]
	}
	in.flags = append(in.flags, flagValue{name, value})
	return nil
}

// looksLikeFlag is true for a word that is more likely the next flag than a value; such a value is written --name=value.
func (in *invocation) looksLikeFlag(word string) bool {
	if strings.HasPrefix(word, "--") {
		return true
	}
	return isShort(word) && in.command.flag(word[1:2]) != nil
}

// canonical is the command line as urfave/cli wants it.
func (in *invocation) canonical() []string {
	words := make([]string, 0, len(in.flags)+len(in.args)+2)
	words = append(words, "recallbox")
	for _, f := range in.flags {
		words = append(words, "--"+f.name+"="+f.value)
	}
	return append(append(words, "--"), in.args...)
}

// given are the flags that stand on the command line.
func (in *invocation) given() []cli.Flag {
	var flags []cli.Flag
	for i, f := range in.flags {
		if !slices.ContainsFunc(in.flags[:i], func(before flagValue) bool { return before.name == f.name }) {
			flags = append(flags, unused(in.command.flag(f.name)))
		}
	}
	return flags
}

// unused is a copy of a flag: urfave/cli keeps in it what it parsed, and the lines of a batch share one tree.
func unused(flag cli.Flag) cli.Flag {
	switch f := flag.(type) {
	case *cli.StringFlag:
		own := *f
		return &own
	case *cli.BoolFlag:
		own := *f
		return &own
	case *cli.IntFlag:
		own := *f
		return &own
	case *cli.StringSliceFlag:
		own := *f
		return &own
	}
	panic("a kind of flag that is not in flags.go")
}

// has reports whether a flag without value was given, before any value is parsed.
func (in *invocation) has(name string) bool {
	for _, f := range in.flags {
		if f.name == name && f.value == "true" {
			return true
		}
	}
	return false
}
