package commands

import (
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
)

// globalFlags work in front of every command and behind it.
func globalFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "sandbox", Aliases: []string{"s"}, Usage: "the sandbox is in `FILE` (RECALLBOX_SANDBOX; else recallbox.db)"},
		&cli.BoolFlag{Name: "json", Usage: "print one JSON document"},
		&cli.StringFlag{Name: "color", Usage: "in colour or not; `WHEN` is auto, always or never"},
		&cli.StringFlag{Name: "wait", Usage: "wait for other processes for a `DURATION` at most (60s)"},
		&cli.BoolFlag{Name: "help", Aliases: []string{"h"}, Usage: "show how a command is used"},
		&cli.BoolFlag{Name: "version", Usage: "show the program's version"},
	}
}

// Flags that several commands share, so that they are called the same everywhere. The word in backquotes names the value.
// None has a default: one that was not given reads as its zero value.

func asFlag(usage string) cli.Flag {
	return &cli.StringFlag{Name: "as", Aliases: []string{"a"}, Usage: usage + " (RECALLBOX_AS)"}
}

func dryRunFlag() cli.Flag {
	return &cli.BoolFlag{Name: "dry-run", Aliases: []string{"n"}, Usage: "show what would happen, change nothing"}
}

func yesFlag() cli.Flag {
	return &cli.BoolFlag{Name: "yes", Aliases: []string{"y"}, Usage: "do not ask first"}
}

func allFlag() cli.Flag {
	return &cli.BoolFlag{Name: "all", Usage: "print all rows, however many"}
}

func textFlag(name, usage string, aliases ...string) cli.Flag {
	return &cli.StringFlag{Name: name, Aliases: aliases, Usage: usage}
}

func switchFlag(name, usage string, aliases ...string) cli.Flag {
	return &cli.BoolFlag{Name: name, Aliases: aliases, Usage: usage}
}

func numberFlag(name, usage string) cli.Flag {
	return &cli.IntFlag{Name: name, Usage: usage}
}

// listFlag may be repeated; a value is never split, at commas or anywhere else.
func listFlag(name, usage string, aliases ...string) cli.Flag {
	return &cli.StringSliceFlag{Name: name, Aliases: aliases, Usage: usage, KeepSpace: true}
}

func takesValue(flag cli.Flag) bool {
	_, isSwitch := flag.(*cli.BoolFlag)
	return !isSwitch
}

// describe splits a flag's usage into its value's name and its sentence.
func describe(flag cli.Flag) (value, sentence string) {
	documented, _ := flag.(cli.DocGenerationFlag)
	if documented == nil {
		return "VALUE", ""
	}
	usage := documented.GetUsage()
	parts := strings.SplitN(usage, "`", 3)
	if len(parts) == 3 {
		return parts[1], strings.Join(parts, "")
	}
	return "VALUE", usage
}

// placeholder names the value of a flag; "" for a switch.
func placeholder(flag cli.Flag) string {
	if !takesValue(flag) {
		return ""
	}
	value, _ := describe(flag)
	return value
}

// isGlobal is true for the flags that every command has.
func isGlobal(name string) bool {
	return slices.ContainsFunc(globalFlags(), func(f cli.Flag) bool { return f.Names()[0] == name })
}
