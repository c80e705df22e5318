package commands

import (
	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
)

func candidatesCommand() *command {
	return &command{
		name:   "candidates",
		hidden: true,
		args:   "[WORD…]",
		short:  "print what the last word may become",
		long: "The words are a command line without the program's name; the last one is still\n" +
			"being typed, and may be empty. A line is a candidate, a tab, and what it is. A\n" +
			"line without a candidate, whose text is \"files\", says that a file is meant.\n" +
			"Nothing is changed, and nothing goes wrong: at worst there are no candidates.\n",
		example: "recallbox completion candidates -- open --as bob ''",
		flags: []cli.Flag{
			textFlag("bash", "the words are in `LINE`, as bash has it; candidates are as bash wants them"),
			textFlag("breaks", "where bash breaks words: `CHARS`"),
		},
		run: runCandidates,
	}
}

func runCandidates(c *call) error {
	words, line := c.args, bashLine{}
	if c.IsSet("bash") {
		line = readBashLine(c.String("bash"), c.String("breaks"))
		words = line.words
	}
	if len(words) == 0 {
		return nil
	}
	found := complete(c, words)
	for _, f := range found.list {
		word := f.word
		if c.IsSet("bash") {
			word = line.insert(word)
		}
		c.print.candidate(word, f.says)
	}
	if found.files {
		c.print.candidate("", "files")
	}
	return nil
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
