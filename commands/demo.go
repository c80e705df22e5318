package commands

import (
	"os"

	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
	"recallbox/testscripts"
)

func demoCommand() *command {
	return &command{
		name:  "demo",
		group: groupScripts,
		args:  "[NAME|FILE]",
		short: "play a script as a demonstration: what is typed, what changes, and why",
		long: "NAME is a built-in script: that of a behaviour has the behaviour's ID. FILE is a\n" +
			"testscript (.txtar). Without either it lists the built-in scripts, by mail\n" +
			"system; with --list only those in the folder NAME. Every screen fits a terminal\n" +
			"of 80 columns and 24 lines. It exits 1 when the script fails.\n",
		example: "recallbox demo outlook/auto-read\nrecallbox demo outlook/auto-read --pause --predict\nrecallbox demo outlook/auto-read --html auto-read.html\nrecallbox demo --list zoho",
		flags: []cli.Flag{
			switchFlag("list", "list the built-in scripts"),
			switchFlag("pause", "wait for Enter after every screen"),
			switchFlag("predict", "ask what will happen before it is shown, and count right answers"),
			textFlag("html", "write it all to `FILE`, as a web page for hand-outs"),
		},
		run: runDemo,
	}
}

func runDemo(c *call) error {
	if err := checkDemo(c); err != nil {
		return err
	}
	if c.Bool("list") || len(c.args) == 0 {
		return c.listDemos(c.arg(0))
	}
	s, err := c.demoScript(c.arg(0))
	if err != nil {
		return err
	}
	p, err := c.perform(s)
	if err != nil {
		return err
	}
	if err := c.present(p); err != nil {
		return err
	}
	if p.Outcome == testscripts.Failed {
		return exitError(1)
	}
	return nil
}

func checkDemo(c *call) error {
	asks := c.Bool("pause") || c.Bool("predict")
	switch {
	case (c.Bool("list") || len(c.args) == 0) && (asks || c.IsSet("html")):
		return usageHint("recallbox demo --list lists the scripts", "demo: name a script to play")
	case c.IsSet("html") && (asks || c.print.JSON), asks && c.print.JSON:
		return usageHint("leave out --pause and --predict", "demo: nobody is asked where nothing is shown")
	case c.Bool("pause") && !(c.process.Terminal.In && c.process.Terminal.Out):
		return usageHint("without it the screens follow each other", "demo: --pause needs a terminal")
	}
	return nil
}

// demoScript is the one script that a name means.
func (c *call) demoScript(name string) (s foundScript, err error) {
	list, err := c.scriptsOf(name)
	switch {
	case err != nil:
		return s, err
	case len(list) == 1:
		return list[0], nil
	}
	return s, usageHint("recallbox demo --list "+shellWord(name)+" lists its "+term.Count(len(list), "script", "scripts"), "demo: %q is a folder", name)
}

// present shows a play, as it is wanted.
func (c *call) present(p *performance) error {
	switch {
	case c.IsSet("html"):
		page, err := p.page()
		if err != nil {
			return err
		}
		if err := os.WriteFile(c.file(c.String("html")), page, 0o666); err != nil {
			return renamed(err, c.String("html"))
		}
		c.print.Done("wrote " + c.String("html"))
		return nil
	case c.print.JSON:
		return c.print.WriteJSON(p)
	}
	return c.showPlay(p)
}
