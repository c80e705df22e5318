package commands

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/urfave/cli/v2"

	"recallbox/sandbox"
)

// everyCommand visits all commands.
func everyCommand(c *cli.Command, visit func(*cli.Command)) {
	visit(c)
	for _, sub := range c.Subcommands {
		everyCommand(sub, visit)
	}
}

// vocabulary is what words are likely to be: commands, flags, and what stands behind them.
func vocabulary() []string {
	list := []string{
		"m1", "m2", "m3", "r1", "rule1", "h1", "m99", "alice", "bob", "carol@acme.example", "eve@x.example",
		"all@acme.example", "board", "*@acme.example", "nobody", "acme", "acme.example", "outlook", "zoho",
		"exchange-online", "outlook/auto-read", "Inbox", "Archive", "Sent Items", "Projects", "Projects/2026", "31m",
		"1d12h", "2026-02-01T00:00:00Z", "on", "off", "yes", "no", "Budget", "", "-", "--", "1", "3",
		"u%d@acme.example", "recallbox.db", "pop", "imap", "note", "private", "name=Bob", "auto-process=off",
		"client=outlook-web",
	}
	everyCommand(tree(), func(c *cli.Command) {
		list = append(list, c.Name)
		for _, flag := range append(c.Flags, globalFlags()...) {
			list = append(list, "--"+nameOf(flag))
		}
	})
	slices.Sort(list)
	return slices.Compact(list)
}

// wordsOf are those of a line, parted by NUL. A word of two bytes, the first of them beyond ASCII, stands for
// one of the vocabulary.
func wordsOf(line string, vocabulary []string) []string {
	list := strings.Split(line, "\x00")
	for i, word := range list {
		if len(word) == 2 && word[0] >= 0x80 {
			list[i] = vocabulary[(int(word[0])*256+int(word[1]))%len(vocabulary)]
		}
	}
	return list
}

// lessons are command lines to begin with: an example of every command, and what it is easy to get wrong.
func lessons() []string {
	var list []string
	everyCommand(tree(), func(c *cli.Command) {
		for line := range strings.Lines(c.UsageText) {
			if l, ok := newWordReader(line).next(); ok && l.err == nil && len(l.words) > 1 {
				list = append(list, strings.Join(l.words[1:], "\x00"))
			}
		}
	})
	return append(
		list,
		"",
		"--",
		"--json",
		"--json\x00send",
		"-s\x00",
		"inspect\x00--json\x00r1",
		"recall\x00--as\x00alice\x00m1\x00--json",
		"send\x00--as=alice\x00-t\x00bob,carol\x00--json",
		"open\x00--as\x00*\x00m1\x00--json",
		"user\x00add\x00--count\x003\x00--pattern\x00u%d@acme.example\x00--json",
		"help\x00\xff",
		"\x80\x01\x00\x80\x02\x00\x81\x03\x00--json",
		"behaviours\x00show\x00outlook/auto-read\x00--json",
	)
}

// FuzzCommandLine runs any words at all, with any stdin, in a small sandbox: they end with exit code 0 to 3,
// whatever they are, and with --json stdout is JSON.
func FuzzCommandLine(f *testing.F) {
	for _, line := range lessons() {
		f.Add(line, "org add b --domain b.example\nfrobnicate\n")
	}
	world, likely := smallWorld(f), vocabulary()
	f.Fuzz(func(t *testing.T, line, stdin string) {
		args := wordsOf(line, likely)
		if leads(args) {
			t.Skip("leads out of the folder")
		}
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, defaultSandbox), world, 0o600); err != nil {
			t.Fatal(err)
		}
		var in io.Reader = strings.NewReader(stdin)
		if slices.Contains(args, "run") || slices.Contains(args, "demo") {
			in = nil // a script may execute programs
		}
		var out, said bytes.Buffer
		ctx, end := endOf(args)
		defer end()
		code := Run(Process{
			Context: ctx,
			Args:    args,
			Dir:     dir,
			In:      in,
			Out:     &out,
			Err:     &said,
			Options: sandbox.Options{Throwaway: true},
		})
		if code < 0 || code > 3 {
			t.Errorf("%q: exit %d", args, code)
		}
		if code != 0 && said.Len() == 0 && out.Len() == 0 {
			t.Errorf("%q: exit %d, and not a word", args, code)
		}
		if wantsJSON(args) {
			checkJSON(t, args, out.Bytes())
		}
	})
}

// leads says whether a word may be a path that leads out of the folder, or a number of users that takes a while.
func leads(args []string) bool {
	return slices.ContainsFunc(args, func(word string) bool {
		return strings.HasPrefix(word, "/") || strings.Contains(word, "=/") || strings.Contains(word, "..") ||
			strings.ContainsAny(word, `\`) ||
			len(word) > 5 && strings.Trim(word, "0123456789") == ""
	})
}

// wantsJSON says whether the command line, as far as it can be read, wants JSON.
func wantsJSON(args []string) bool {
	in, err := readLine(tree(), args)
	return err == nil && in.has("json")
}

// checkJSON demands JSON documents, one or more.
func checkJSON(t *testing.T, args []string, out []byte) {
	d := json.NewDecoder(bytes.NewReader(out))
	for {
		var document any
		switch err := d.Decode(&document); {
		case err == io.EOF:
			return
		case err != nil:
			t.Errorf("%q: %v in\n%s", args, err, out)
			return
		}
	}
}

// smallWorld is the file of a sandbox in which a little has happened.
func smallWorld(f *testing.F) []byte {
	dir := f.TempDir()
	for _, args := range [][]string{
		{"init"}, {"org", "add", "acme", "--domain", "acme.example"},
		{"user", "add", "alice@acme.example", "bob@acme.example", "carol@acme.example"},
		{"folder", "add", "--as", "bob", "Projects"}, {"group", "add", "all@acme.example", "--all", "acme"},
		{"public-folder", "add", "board@acme.example"},
		{"send", "--as", "alice", "--to", "all,board,eve@x.example", "--subject", "Budget", "--body", "x", "--read-receipt"},
		{"open", "--as", "bob", "m1"}, {"send", "--as", "bob", "--to", "alice,carol", "--subject", "Plans", "--body", "y"},
		{"recall", "--as", "bob", "m3"},
	} {
		if code, _, said := runIn(f.Context(), dir, args...); code != 0 {
			f.Fatalf("%q: %s", args, said)
		}
	}
	data, err := os.ReadFile(filepath.Join(dir, defaultSandbox))
	if err != nil {
		f.Fatal(err)
	}
	return data
}
