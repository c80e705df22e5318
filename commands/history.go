package commands

import (
	"cmp"
	"fmt"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
	"recallbox/sandbox"
	"recallbox/testscripts"
)

func historyCommand() *cli.Command {
	return &cli.Command{
		Name:     "history",
		Category: groupLooking,
		Usage:    "print the commands that made this sandbox",
		Description: `The lines are a batch: run in a new sandbox, they make an equal one. Only commands
that changed something are kept, with who acted.

The files that they read (--eml, --attach, …, and stdin) are kept in the sandbox.
recallbox export --fixture DIR writes them out, beside the batch.

With --script it is a testscript with those files in it, to go on from, which
recallbox run runs as it is. A file that text cannot hold is there as NAME.base64.
With --expect it also checks each command by what that printed here.
`,
		UsageText: `recallbox history
recallbox history > lesson.batch
recallbox history --script > lesson.txtar`,
		Flags: []cli.Flag{
			switchFlag("script", "print a testscript"),
			switchFlag("expect", "with --script: and that what was seen must come again"),
		},
		Action: action(runHistory),
	}
}

func runHistory(c *call) error {
	switch {
	case c.Bool("script"):
		return historyScript(c)
	case c.Bool("expect"):
		return usageHint(try("`history --script --expect`"), "history: --expect goes with --script")
	}
	h, err := look(c, (*sandbox.Tx).History)
	if err == nil {
		err = checkHistory(h)
	}
	if err != nil {
		return err
	}
	c.print.Warn(h.Warnings...)
	return c.print.Show(h, func() {
		c.print.Empty(len(h.Commands), "nothing has been done yet")
		c.print.Raw(batchText(h.Commands))
		if h.Inputs != nil {
			c.print.Say(term.Faint("hint: "), term.Plain(c.print.suggest(
				"some of these commands read files: `export --fixture DIR` writes those too")))
		}
	})
}

// wholeHistory is the history of a sandbox that can be made again, by lines that a batch may hold.
func wholeHistory(tx *sandbox.Tx) (sandbox.History, error) {
	h, err := tx.WholeHistory()
	if err == nil {
		err = checkHistory(h)
	}
	return h, err
}

// checkHistory refuses a history that no recallbox has kept: the file may come from anybody, and its lines will be run.
func checkHistory(h sandbox.History) error {
	line, err := strangeLine(h)
	if err == nil {
		return nil
	}
	return &failure{
		Kind:    sandbox.Damaged,
		Message: fmt.Sprintf("damaged: the history: line %d is none that a command leaves: %v", line, err),
		Hint:    hintOf(sandbox.Hint{Step: sandbox.ReplaceDamagedSandbox}),
	}
}

// strangeLine is the number of the first line that no command has left, and why it is none; nil where all are.
func strangeLine(h sandbox.History) (number int64, why error) {
	tree := tree()
	for _, command := range h.Commands {
		if err := checkKept(tree, command.Line); err != nil {
			return command.Seq, err
		}
	}
	return 0, nil
}

// checkKept demands that a line is as the history keeps it: one command that can stand in a batch, with no flag that
// says where or how to print, and with files that lie beside it.
func checkKept(tree *cli.Command, kept string) error {
	words, _ := newWordReader(kept).next()
	if words.err != nil || len(words.words) == 0 || shellWords(words.words) != kept {
		return fmt.Errorf("%q is no line", kept)
	}
	l, err := readBatchLine(tree, words.words)
	if err != nil {
		return err
	}
	for _, f := range l.flags {
		if isGlobal(f.name) {
			return fmt.Errorf("--%s is not kept", f.name)
		}
	}
	for _, file := range l.files() {
		if !sandbox.IsInputName(file) {
			return fmt.Errorf("the file %q does not lie beside it", file)
		}
	}
	if len(l.behind) == 0 {
		return nil
	}
	if l, err = readBatchLine(tree, l.behind); err == nil { // which is carried out later
		err = l.mayWait()
	}
	return err
}

// batchText are commands as a batch.
func batchText(commands []sandbox.Command) []byte {
	var text strings.Builder
	for _, command := range commands {
		text.WriteString(command.Line + "\n")
	}
	return []byte(text.String())
}

const (
	scriptBegins = "# What was done in a sandbox, command by command, from its beginning.\n\n"
	scriptEnds   = "\n# Go on from here: what happens next, and what must have come of it?\n"
)

// historyScript prints the history as a script that makes an equal sandbox.
func historyScript(c *call) error {
	if c.print.JSON {
		return usageError("history: %s does not go with --script, which prints a script", c.printsJSON())
	}
	write := c.print.Raw
	var script []byte
	if c.Bool("expect") {
		write = func(part []byte) { script = append(script, part...) }
	}
	err := c.view(func(tx *sandbox.Tx) error {
		h, err := wholeHistory(tx)
		if err != nil {
			return err
		}
		return writeScript(h, tx.Inputs(), write)
	})
	if err != nil || !c.Bool("expect") {
		return err
	}
	if script, err = c.withExpectations(script); err == nil {
		c.print.Raw(script)
	}
	return err
}

// scriptWriter writes a script, its lines and the files that they read.
type scriptWriter struct {
	lines  strings.Builder
	inputs map[string]string // by name, the section that has the file
	files  []txtar.File      // the other ones
	names  map[string]bool   // of all files
}

// writeScript writes a script that runs commands beside the files that they read. It keeps one of these at a time.
func writeScript(h sandbox.History, inputs sandbox.Rows[sandbox.Input], write func([]byte)) error {
	w := scriptWriter{inputs: map[string]string{}, names: map[string]bool{}}
	for _, name := range h.Inputs {
		w.names[name] = true
	}
	w.lines.WriteString(scriptBegins)
	for _, name := range h.Inputs {
		if !namesSection(name) {
			w.move(name)
		}
	}
	for _, command := range h.Commands {
		w.command(command)
	}
	w.lines.WriteString(scriptEnds)
	write(txtar.Format(&txtar.Archive{Comment: []byte(w.lines.String())}))
	for in, err := range inputs {
		if err != nil {
			return err
		}
		section := testscripts.Section(cmp.Or(w.inputs[in.Name], in.Name), in.Data)
		write(txtar.Format(&txtar.Archive{Files: []txtar.File{{Name: section.Name}}}))
		write(section.Data)
	}
	write(txtar.Format(&txtar.Archive{Files: w.files}))
	return nil
}

// namesSection says whether a file can stand in a script under its own name, be it as it is or in base64.
func namesSection(name string) bool {
	binary := testscripts.Section(name, []byte("\r"))
	return testscripts.FitsSection(binary) && !strings.Contains(name, "$") // is expanded
}

// move gives a file another name, from which it is copied.
func (w *scriptWriter) move(name string) {
	w.inputs[name] = w.free("input")
	if folder := path.Dir(name); folder != "." {
		w.line("mkdir", folder)
	}
	w.line("cp", w.inputs[name], name)
}

// command writes a line, or one that runs a batch of one line where a script could not say it.
func (w *scriptWriter) command(command sandbox.Command) {
	l, _ := newWordReader(command.Line).next()
	if fitsScriptLine(l.words) {
		w.line(append([]string{"recallbox"}, l.words...)...)
		return
	}
	name := w.free(fmt.Sprintf("%d.batch", command.Seq))
	w.files = append(w.files, testscripts.Section(name, []byte(command.Line+"\n")))
	w.line("recallbox", "batch", name)
}

// free is a name that no file has yet.
func (w *scriptWriter) free(name string) string {
	for w.names[name] {
		name = "_" + name
	}
	w.names[name] = true
	return name
}

// fitsScriptLine is true for words that a line of a script can have: it is one line of text, and its last words must
// not look like a file for stdin, nor like a sign to run it in the background.
func fitsScriptLine(words []string) bool {
	for _, word := range words {
		if !utf8.ValidString(word) || strings.ContainsFunc(word, unicode.IsControl) {
			return false
		}
	}
	n := len(words)
	return !strings.HasPrefix(words[n-1], "&") && (n < 2 || words[n-2] != "<")
}

// line writes words as a script quotes them.
func (w *scriptWriter) line(words ...string) {
	for i, word := range words {
		if i > 0 {
			w.lines.WriteByte(' ')
		}
		w.lines.WriteString(scriptWord(word))
	}
	w.lines.WriteByte('\n')
}
