package commands

import (
	"path/filepath"
	"slices"
	"unicode/utf8"

	"github.com/urfave/cli/v2"

	"recallbox/sandbox"
	"recallbox/sandbox/eml"
)

// Flags that the commands about mail share, and what stands in them.

func inFlag() cli.Flag {
	return textFlag("in", "the copy in `PLACE`: a folder, a public folder's address, or the address of who shares it")
}

func clientFlag(usage string) cli.Flag {
	return textFlag("client", usage)
}

// recipientFlags are RFC 5322 address lists; each may be repeated.
func recipientFlags() []cli.Flag {
	return []cli.Flag{
		listFlag("to", "to `ADDRESSES`, as in 'bob, Carol <carol@acme.example>'; may be repeated", "t"),
		listFlag("cc", "a copy to `ADDRESSES`; may be repeated"),
		listFlag("bcc", "a copy to `ADDRESSES` that nobody else sees; may be repeated"),
	}
}

func bodyFlags() []cli.Flag {
	return []cli.Flag{
		textFlag("body", "the message's `TEXT`"),
		textFlag("body-file", "its text is in `FILE`; - is stdin"),
	}
}

func attachFlag() cli.Flag {
	return listFlag("attach", "attach `FILE`; may be repeated")
}

// body is the text given by --body or --body-file, and whether there is one.
func (c *call) body() (s string, given bool, err error) {
	switch {
	case c.IsSet("body") && c.IsSet("body-file"):
		return "", false, usageHint(say("choose one of them"), "%s: --body and --body-file exclude each other", c.title())
	case c.IsSet("body-file"):
		s, err = c.readText(c.String("body-file"))
		return s, true, err
	default:
		return c.String("body"), c.IsSet("body"), nil
	}
}

// readText is the content of a text file; "-" is stdin.
func (c *call) readText(name string) (string, error) {
	data, err := c.read(name)
	if err == nil && !utf8.Valid(data) {
		err = &failure{Kind: sandbox.Invalid, Message: name + ": is not UTF-8 text", Hint: say("convert it, or send it as it is with --attach " + shellWord(name))}
	}
	return string(data), err
}

// attachments are the files that --attach names, called as they are called there.
func (c *call) attachments() ([]eml.File, error) {
	var files []eml.File
	for _, name := range c.StringSlice("attach") {
		data, err := c.read(name)
		if err != nil {
			return nil, err
		}
		if name == "-" {
			name = "stdin"
		}
		files = append(files, eml.File{Name: filepath.Base(name), Data: data})
	}
	return files, nil
}

// oneStdin refuses a command line on which several flags want stdin.
func (c *call) oneStdin() error {
	wanted := 0
	for _, f := range c.line.flags {
		if f.value == "-" && slices.Contains(fileFlags, f.name) {
			wanted++
		}
	}
	if wanted > 1 {
		return usageHint(say("give the others as files"), "%s: stdin can be read only once", c.title())
	}
	return nil
}
