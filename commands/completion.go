package commands

import (
	"cmp"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"recallbox/commands/complete"
	"recallbox/commands/term"
)

func completionCommand() *cli.Command {
	return &cli.Command{
		Name:     "completion",
		Category: groupScripts,
		Usage:    "make a shell complete what is typed: bash, zsh, fish",
		Description: "The shell then offers commands, flags and their values, and what is in the\n" +
			"sandbox: users, folders, and the IDs of messages with their subjects.\n",
		Subcommands: []*cli.Command{
			shellCommand("bash", "Once, or in ~/.bashrc to have it always:\n\n  source <(recallbox completion bash)\n"),
			shellCommand("zsh", "Once, or in ~/.zshrc behind compinit to have it always:\n\n"+
				"  source <(recallbox completion zsh)\n\n"+
				"A file named _recallbox in a folder of $fpath does as well, and loads faster.\n"),
			shellCommand("fish", "Once:\n\n  recallbox completion fish | source\n\n"+
				"To have it always:\n\n  recallbox completion fish > ~/.config/fish/completions/recallbox.fish\n"),
			candidatesCommand(),
		},
	}
}

func shellCommand(shell, long string) *cli.Command {
	return &cli.Command{
		Name:        shell,
		Usage:       "print the script that makes " + shell + " complete",
		Description: long,
		UsageText:   "recallbox completion " + shell,
		Action: action(func(c *call) error {
			script, err := complete.Script(shell)
			if err != nil {
				return err
			}
			return c.print.Page(func() { c.print.Body(script) })
		}),
	}
}
func candidatesCommand() *cli.Command {
	return &cli.Command{
		Name:      "candidates",
		Hidden:    true,
		ArgsUsage: "[WORD…]",
		Usage:     "print what the last word may become",
		Description: "The words are a command line without the program's name; the last one is still\n" +
			"being typed, and may be empty. A line is a candidate, a tab, and what it is. A\n" +
			"line without a candidate, whose text is \"files\", says that a file is meant.\n" +
			"Nothing is changed, and nothing goes wrong: at worst there are no candidates.\n",
		UsageText: "recallbox completion candidates -- open --as bob ''",
		Flags: []cli.Flag{
			textFlag("bash", "the words are in `LINE`, as bash has it; candidates are as bash wants them"),
			textFlag("breaks", "where bash breaks words: `CHARS`"),
		},
		Action: action(runCandidates),
	}
}

func runCandidates(c *call) error {
	words, bash := c.args, complete.BashLine{}
	if c.IsSet("bash") {
		bash = complete.ReadBashLine(c.String("bash"), c.String("breaks"))
		words = bash.Words
	}
	if len(words) == 0 {
		return nil
	}
	typed, known := readTyping(c.line.root, words)
	if !known {
		return nil
	}
	found := complete.Find(typed, c.completionWorld(typed))
	if c.IsSet("bash") {
		found = c.asBashInserts(bash, found, typed)
	}
	for _, f := range found.List {
		c.print.candidate(f.Word, f.Says)
	}
	if found.Files {
		c.print.candidate("", "files")
	}
	return nil
}

// asBashInserts are candidates as bash must insert them. Where they may be files too these are among them: what bash
// finds itself does not go together with others.
func (c *call) asBashInserts(
	bash complete.BashLine, found complete.Candidates, typed complete.Line,
) complete.Candidates {
	if found.Files && len(found.List) > 0 {
		for _, file := range c.filesLike(typed.Part) {
			found.List = append(found.List, complete.Candidate{Word: typed.Head + file})
		}
		found.Files = false
	}
	found.List = slices.DeleteFunc(found.List, func(f complete.Candidate) bool { return term.Escape(f.Word) != f.Word })
	words := make([]string, len(found.List))
	for i, f := range found.List {
		words[i] = f.Word
	}
	inserts, more := bash.Insert(words)
	found.List = found.List[:len(inserts)]
	for i, insert := range inserts {
		found.List[i].Word = insert
		if more {
			found.List[i].Says = "…"
		}
	}
	return found
}

// filesLike are the files and folders whose paths begin with a part.
func (c *call) filesLike(part string) []string {
	folder, begins := path.Split(filepath.ToSlash(part))
	where := cmp.Or(folder, ".")
	if below, home := strings.CutPrefix(folder, "~/"); home {
		where = filepath.Join(c.process.Getenv("HOME"), below)
	}
	entries, err := os.ReadDir(c.file(where))
	if err != nil {
		return nil
	}
	var files []string
	for _, entry := range entries {
		name := entry.Name()
		if !strings.HasPrefix(name, begins) || begins == "" && name[0] == '.' {
			continue
		}
		if info, err := os.Stat(filepath.Join(c.file(where), name)); err == nil && info.IsDir() {
			name += "/"
		}
		files = append(files, folder+name)
	}
	return files
}

// candidate prints one, unless a terminal would not show it as it is.
func (p *printer) candidate(word, says string) {
	switch {
	case term.Escape(word) != word:
	case says == "":
		p.Line(term.Plain(word))
	default:
		p.Line(term.Plain(word), term.Tabbed(term.RolePlain, "\t"), term.Plain(says))
	}
}

// completionWorld is what candidates for a line come from.
func (c *call) completionWorld(typed complete.Line) complete.World {
	return complete.World{
		Context:  c.process.Context,
		Sandbox:  c.sandboxOf(typed),
		Options:  c.process.Options,
		As:       c.process.Getenv("RECALLBOX_AS"),
		Systems:  c.systems(),
		Subjects: c.helpSubjects,
		Hold:     holdWords,
		Snapshot: snapshotWords,
		Messages: howMany,
	}
}

// sandboxOf is where the sandbox is by a line being typed, in which the shell has not replaced ~ yet.
func (c *call) sandboxOf(typed complete.Line) string {
	given := typed.FlagValues["sandbox"]
	if len(given) == 0 {
		return c.sandboxFile()
	}
	file := given[len(given)-1]
	if below, home := strings.CutPrefix(filepath.ToSlash(file), "~/"); home {
		file = filepath.Join(c.process.Getenv("HOME"), below)
	}
	return c.file(file)
}

// helpSubjects are the commands below those that were named, and the topics.
func (c *call) helpSubjects(words []string) []complete.Candidate {
	about := c.line.root
	for _, word := range words {
		if about = about.Command(word); about == nil {
			return nil
		}
	}
	subjects := about.VisibleCommands()
	if about == c.line.root {
		isCommand := func(topic *cli.Command) bool { return about.Command(topic.Name) != nil }
		subjects = append(subjects, slices.DeleteFunc(topics(), isCommand)...)
	}
	return commandCandidates(subjects)
}

func commandCandidates(commands []*cli.Command) []complete.Candidate {
	var list []complete.Candidate
	for _, c := range commands {
		list = append(list, complete.Candidate{Word: c.Name, Says: c.Usage})
	}
	return list
}

// readTyping takes a command line, of which the last word is still being typed, apart as far as it can be understood.
// It is not known where it names no command. (urfave/cli's own hook gets neither that last word nor a line that has a
// -- in it.)
func readTyping(root *cli.Command, words []string) (typed complete.Line, known bool) {
	last := len(words) - 1
	l := &line{root: root, command: root, rest: words[:last]}
	known, typed.Part = true, words[last]
	mayBeFlag := true
	for len(l.rest) > 0 {
		word := l.rest[0]
		mayBeFlag = mayBeFlag && word != "--"
		if err := l.next(); err != nil && !isFlag(word) {
			known = false
		}
	}
	if title(l.command) == "at" && l.behind != nil {
		inner, known := readTyping(root, append(slices.Clone(l.behind), words[last]))
		if inner.FlagValues != nil {
			inner.FlagValues["sandbox"] = l.values("sandbox")
		}
		return inner, known
	}
	flag := l.waits
	name, value, given := strings.Cut(typed.Part, "=")
	if given && flag == nil && mayBeFlag && strings.HasPrefix(name, "-") {
		flag = l.flag(strings.TrimLeft(name, "-"))
		known = known && flag != nil
		typed.Head, typed.Part = name+"=", value
	}
	typed.Command, typed.Args, typed.FlagValues = title(l.command), l.args, map[string][]string{}
	for _, f := range l.flags {
		typed.FlagValues[f.name] = append(typed.FlagValues[f.name], f.value)
	}
	if flag != nil {
		typed.Flag, typed.Value = nameOf(flag), placeholder(flag)
	}
	if mayBeFlag {
		typed.Flags = l.flagCandidates()
	}
	if mayBeFlag && len(l.args) == 0 {
		typed.Commands = commandCandidates(l.command.VisibleCommands())
	}
	all := parameters(l.command.ArgsUsage)
	for i, p := range all {
		if i == 0 {
			typed.First = p.name
		}
		if slices.Contains(reached(all, len(l.args)), i) {
			typed.Arguments = append(typed.Arguments, p.name)
		}
	}
	return typed, known
}

// flagCandidates are the flags that can still be given: first those that must be.
func (l *line) flagCandidates() []complete.Candidate {
	var needed, other []complete.Candidate
	for _, flag := range slices.Concat(l.command.Flags, l.root.Flags) {
		name := nameOf(flag)
		_, repeatable := flag.(*cli.StringSliceFlag)
		if !repeatable && slices.ContainsFunc(l.flags, func(f flagValue) bool { return f.name == name }) {
			continue
		}
		_, says := describe(flag)
		if one := (complete.Candidate{Word: "--" + name, Says: says}); isRequired(flag) {
			needed = append(needed, one)
		} else {
			other = append(other, one)
		}
	}
	return append(needed, other...)
}

// reached are the numbers of the parameters that an argument behind so many others may be for.
func reached(all []parameter, args int) []int {
	here := reach(all, []int{0})
	for range args {
		var next []int
		for _, i := range here {
			if all[i].repeated {
				next = append(next, i)
			}
			next = append(next, i+1)
		}
		here = reach(all, next)
	}
	return here
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
