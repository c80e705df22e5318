package commands

import (
	"strings"

	"github.com/urfave/cli/v2"

	"recallbox/sandbox"
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
	case escape(word) != word:
	case says == "":
		p.line(plain(word))
	default:
		p.line(plain(word), text{{rolePlain, "\t"}}, plain(says))
	}
}

// candidate is what the word being typed may become.
type candidate struct{ word, says string }

// candidates are all of them, and whether it may be a file too.
type candidates struct {
	list  []candidate
	files bool
}

func (f *candidates) add(more candidates) {
	f.list = append(f.list, more.list...)
	f.files = f.files || more.files
}

// only are those that begin with prefix, however it is capitalised.
func (f candidates) only(prefix string) candidates {
	kept := candidates{files: f.files}
	for _, one := range f.list {
		if len(one.word) >= len(prefix) && strings.EqualFold(one.word[:len(prefix)], prefix) {
			kept.list = append(kept.list, one)
		}
	}
	return kept
}

// behind puts head, which was typed before the part that is completed, in front of each.
func (f candidates) behind(head string) candidates {
	for i := range f.list {
		f.list[i].word = head + f.list[i].word
	}
	return f
}

// offer makes candidates of words that explain themselves.
func offer(list ...string) candidates {
	var f candidates
	for _, word := range list {
		f.list = append(f.list, candidate{word: word})
	}
	return f
}

// found are candidates from the sandbox.
func found(list []sandbox.Word) candidates {
	var f candidates
	for _, w := range list {
		f.list = append(f.list, candidate{w.Text, w.Says})
	}
	return f
}
