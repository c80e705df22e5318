package commands

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/urfave/cli/v2"

	"recallbox/sandbox"
)

// line is a command line taken apart: urfave/cli v2 silently ignores a flag behind an argument, so flags are put in
// front here, by the ones that the command knows.
type line struct {
	root    *cli.Command
	command *cli.Command
	flags   []flagValue
	args    []string
	behind  []string // of the arguments, those that stood behind --

	rest  []string // not yet looked at
	waits cli.Flag // for its value, which would be the next word
}

type flagValue struct{ name, value string }

// readLine takes words (without the program's name) apart. The command that it got to is set even with an error.
func readLine(root *cli.Command, words []string) (*line, error) {
	l := &line{root: root, command: root, rest: words}
	for len(l.rest) > 0 {
		if err := l.next(); err != nil {
			return l, err
		}
	}
	if l.command.Action == nil && len(l.args) > 0 {
		return l, l.unknownCommand(l.args[0])
	}
	for _, f := range l.flags {
		if l.flag(f.name) == nil {
			return l, l.unknownFlag("--" + f.name)
		}
	}
	return l, nil
}

// next places one word, and the value that belongs to it.
func (l *line) next() error {
	word := l.rest[0]
	l.rest = l.rest[1:]
	switch {
	case word == "--":
		l.args, l.behind, l.rest = append(l.args, l.rest...), l.rest, nil
		return nil
	case isFlag(word):
		return l.readFlag(word)
	}
	if sub := l.command.Command(word); sub != nil && len(l.args) == 0 {
		l.command = sub
		return nil
	}
	holdsOthers := l.command.Action == nil || len(l.command.Subcommands) > 0 && l.command.ArgsUsage == ""
	if holdsOthers && len(l.args) == 0 {
		return l.unknownCommand(word)
	}
	l.args = append(l.args, word)
	return nil
}

// isFlag tells -n and --name from the argument "-" and from negative numbers.
func isFlag(word string) bool {
	return len(word) > 1 && word[0] == '-' && (word[1] < '0' || word[1] > '9')
}

// readFlag reads --name, --name=value and --name value; -n, -n=value, -nvalue and -n value; and several without
// value, -ny.
func (l *line) readFlag(word string) error {
	name, value, given := strings.Cut(strings.TrimPrefix(word[1:], "-"), "=")
	flag := l.flag(name)
	switch isLong := strings.HasPrefix(word, "--"); {
	case isLong && (flag == nil || len(name) < 2 && nameOf(flag) != name):
		return l.unknownFlag("--" + name)
	case isLong:
		return l.add(flag, value, given)
	case len(name) > 1 && flag != nil:
		return usageHint(say("did you mean --"+name+"?"), "unknown flag %s", word)
	}
	for letters := word[1:]; letters != ""; {
		_, size := utf8.DecodeRuneInString(letters)
		flag := l.flag(letters[:size])
		if flag == nil {
			return l.unknownFlag("-" + letters[:size])
		}
		letters = letters[size:]
		if takesValue(flag) || strings.HasPrefix(letters, "=") {
			return l.add(flag, strings.TrimPrefix(letters, "="), letters != "")
		}
		if err := l.add(flag, "", false); err != nil {
			return err
		}
	}
	return nil
}

// add records a flag by its long name, with the next word as its value where it needs one.
func (l *line) add(flag cli.Flag, value string, given bool) error {
	switch {
	case given:
	case !takesValue(flag):
		value = "true"
	case len(l.rest) == 0:
		l.waits = flag
		return l.missingValue(flag)
	case l.looksLikeFlag(l.rest[0]):
		return l.missingValue(flag)
	default:
		value, l.rest = l.rest[0], l.rest[1:]
	}
	l.flags = append(l.flags, flagValue{nameOf(flag), value})
	return nil
}

// looksLikeFlag is true for a word that is more likely the next flag than a value; such a value is written
// --name=value.
func (l *line) looksLikeFlag(word string) bool {
	return strings.HasPrefix(word, "--") || isFlag(word) && l.flag(word[1:2]) != nil
}

// flag finds one of the command, or of every command, by any of its names.
func (l *line) flag(name string) cli.Flag {
	if own := flagNamed(l.command.Flags, name); own != nil {
		return own
	}
	return flagNamed(l.root.Flags, name)
}

// has reports whether a flag without value was given, before any value is parsed.
func (l *line) has(name string) bool { return slices.Contains(l.flags, flagValue{name, "true"}) }

// values are those of a flag.
func (l *line) values(name string) []string {
	var values []string
	for _, f := range l.flags {
		if f.name == name {
			values = append(values, f.value)
		}
	}
	return values
}

// sandbox is the file that the line names, or "".
func (l *line) sandbox() string {
	named := l.values("sandbox")
	if len(named) == 0 {
		return ""
	}
	return named[len(named)-1]
}

// usedFlags are those that stand on the command line.
func (l *line) usedFlags() []cli.Flag {
	var flags []cli.Flag
	for _, f := range l.flags {
		if flag := l.flag(f.name); !slices.Contains(flags, flag) {
			flags = append(flags, flag)
		}
	}
	return flags
}

// words are the command line as urfave/cli wants it.
func (l *line) words() []string {
	words := make([]string, 0, len(l.flags)+len(l.args)+2)
	words = append(words, "recallbox")
	for _, f := range l.flags {
		words = append(words, "--"+f.name+"="+f.value)
	}
	return append(append(words, "--"), l.args...)
}

// asksForJSON is for command lines that cannot be understood: their error must still be readable by a script.
func asksForJSON(words []string) bool {
	if end := slices.Index(words, "--"); end >= 0 {
		words = words[:end]
	}
	return slices.ContainsFunc(words, func(word string) bool {
		return word == "--json" || word == "--jq" || strings.HasPrefix(word, "--jq=")
	})
}

// parameter is one word of a command's ArgsUsage.
type parameter struct {
	name               string
	optional, repeated bool
}

// parameters reads a line such as "ADDRESS… [KEY=VALUE…]".
func parameters(argsUsage string) []parameter {
	var list []parameter
	for _, word := range strings.Fields(argsUsage) {
		if word == "--" {
			continue
		}
		list = append(list, parameter{
			name:     strings.Trim(word, "[]…"),
			optional: strings.HasPrefix(word, "["),
			repeated: strings.Contains(word, "…"),
		})
	}
	return list
}

// checkArgs demands as many arguments as the command's ArgsUsage says.
func checkArgs(c *cli.Command, args []string) error {
	var required []string
	limit := 0
	for _, p := range parameters(c.ArgsUsage) {
		if !p.optional {
			required = append(required, p.name)
		}
		if p.repeated {
			limit = len(args)
		}
		limit++
	}
	if len(args) < len(required) {
		return usageError("%s: %s is missing", title(c), required[len(args)])
	}
	if len(args) > limit {
		return usageError("%s: unexpected argument %q", title(c), args[limit])
	}
	return nil
}

// What to say about a word that nobody knows: the nearest one that somebody does. (What urfave/cli suggests is the
// nearest of all, however far, so that every slip would be answered with some command.)

func (l *line) unknownCommand(word string) error {
	var known []string
	for _, sub := range l.command.VisibleCommands() {
		known = append(known, sub.Names()...)
	}
	what := "unknown command"
	if title := title(l.command); title != "" {
		what = title + ": " + what
	}
	if near := sandbox.Nearest(word, known); near != "" {
		return usageHint(say("did you mean "+near+"?"), "%s %q", what, word)
	}
	return usageHint(say(l.command.HelpName+" --help lists the commands"), "%s %q", what, word)
}

func (l *line) unknownFlag(word string) error {
	what := "unknown flag " + word
	if title := title(l.command); title != "" {
		what = title + ": " + what
	}
	var known []string
	for _, flag := range slices.Concat(l.command.Flags, l.root.Flags) {
		known = append(known, nameOf(flag))
	}
	name := strings.TrimLeft(word, "-")
	if strings.Contains(l.command.ArgsUsage, "-- ") && len(l.args) > 0 {
		return usageHint(say("the command stands behind --: "+usage(l.command)), "%s", what)
	}
	switch near := sandbox.Nearest(name, known); {
	case strings.Contains(l.command.ArgsUsage, "KEY=VALUE") && slices.Contains(sandbox.UserSettings, name):
		return usageHint(say("a setting has no --: "+name+"=…"), "%s", what)
	case near != "":
		return usageHint(say("did you mean --"+near+"?"), "%s", what)
	case word == "--to" && strings.HasSuffix(l.command.ArgsUsage, "FOLDER"):
		return usageHint(l.withoutFlag(), "%s", what)
	case l.command.Action == nil:
		return usageHint(say("the flags of a command stand behind its name: "+usage(l.command)), "%s", what)
	default:
		return usageError("%s", what)
	}
}

// withoutFlag is the command line without the flag that nobody knows: what stood behind it may be an argument.
func (l *line) withoutFlag() hint {
	words := strings.Fields(title(l.command))
	for _, f := range l.flags {
		if f.name != "sandbox" {
			words = append(words, flagWords(f, takesValue(l.flag(f.name)))...)
		}
	}
	return typing(slices.Concat(words, l.args, l.rest))
}

func (l *line) missingValue(flag cli.Flag) error {
	name := "--" + nameOf(flag)
	if len(l.rest) > 0 {
		hint := say("a value that begins with - is written " + name + "=" + shellWord(l.rest[0]))
		return usageHint(hint, "%s: value is missing", name)
	}
	return usageHint(say(name+" "+placeholder(flag)), "%s: value is missing", name)
}
