package commands

import (
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"recallbox/commands/demo"
	"recallbox/commands/term"
	"recallbox/sandbox/portable"
	"recallbox/testscripts"
)

func demoCommand() *cli.Command {
	return &cli.Command{
		Name:      "demo",
		Category:  groupScripts,
		ArgsUsage: "[NAME|FILE]",
		Usage:     "play a script as a demonstration: what is typed, what changes, and why",
		Description: "NAME is a built-in script: that of a behaviour has the behaviour's ID. FILE is a\n" +
			"testscript (.txtar). Without either it lists the built-in scripts, by mail\n" +
			"system; with --list only those in the folder NAME. Every screen fits a terminal\n" +
			"of 80 columns and 24 lines. It exits 1 when the script fails.\n",
		UsageText: `recallbox demo outlook/auto-read
recallbox demo outlook/auto-read --pause --predict
recallbox demo outlook/auto-read --html auto-read.html
recallbox demo --list zoho`,
		Flags: []cli.Flag{
			switchFlag("list", "list the built-in scripts"),
			switchFlag("pause", "wait for Enter after every screen"),
			switchFlag("predict", "ask what will happen before it is shown, and count right answers"),
			textFlag("html", "write it all to `FILE`, as a web page for hand-outs; - is stdout"),
			switchFlag(outputForce, "with --html: write over a FILE that is no such page"),
		},
		Action: action(runDemo),
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
	play, err := c.play(s)
	if err != nil {
		return err
	}
	if err := c.present(play); err != nil {
		return err
	}
	if play.Outcome == testscripts.Failed {
		return exitError(1)
	}
	return nil
}

// play plays a script, and thinks of questions where they will be asked.
func (c *call) play(s testscripts.Script) (*demo.Play, error) {
	player := Player(c.process.Options)
	player.Exe, player.Predict = c.process.Exe, c.Bool("predict")
	temp, done, err := c.tempAside()
	if err != nil {
		return nil, err
	}
	defer done()
	player.Temp = temp
	defer c.print.StartProgress("demo")()
	play, err := player.Play(c.process.Context, s)
	if err != nil {
		return nil, err
	}
	return play, c.process.Context.Err()
}

func checkDemo(c *call) error {
	asks := c.Bool("pause") || c.Bool("predict")
	switch {
	case (c.Bool("list") || len(c.args) == 0) && (asks || c.IsSet("html")):
		return usageHint(try("`demo --list` lists the scripts"), "demo: name a script to play")
	case c.IsSet("html") && (asks || c.print.JSON), asks && c.print.JSON:
		return usageHint(say("leave out --pause and --predict"), "demo: nobody is asked where nothing is shown")
	case c.Bool("pause") && !(c.process.Terminal.In && c.process.Terminal.Out):
		return usageHint(say("without it the screens follow each other"), "demo: --pause needs a terminal")
	}
	return nil
}

// demoScript is the one script that a name means.
func (c *call) demoScript(name string) (s testscripts.Script, err error) {
	list, err := c.scripts().Find(name)
	switch {
	case err != nil:
		return s, err
	case len(list) == 1:
		return list[0].Script, nil
	}
	h := try("`demo --list {folder}` lists its {scripts}",
		"folder", name, "scripts", term.Count(len(list), "script", "scripts"))
	return s, usageHint(h, "demo: %s is a folder", portable.Quote(name))
}

// present shows a play, as it is wanted.
func (c *call) present(play *demo.Play) error {
	switch {
	case c.IsSet("html"):
		page, err := play.Page()
		if err != nil {
			return err
		}
		err = c.writeOutput("html", page)
		if err == nil && c.String("html") != "-" {
			c.print.Done("wrote " + c.String("html"))
		}
		return err
	case c.print.JSON:
		return c.print.WriteJSON(play)
	}
	return demo.Viewer{
		Print:   c.print.Printer,
		In:      c.process.In,
		Person:  c.process.Terminal.In,
		Pause:   c.Bool("pause"),
		Predict: c.Bool("predict"),
	}.Show(play)
}

// listedDemo is a built-in script, as the list of them shows it.
type listedDemo struct {
	Name   string `json:"name"`
	Folder string `json:"folder"` // the mail system, or cli or stories
	Says   string `json:"says"`
}

// demoList is the JSON of demo --list.
type demoList struct {
	Demos []listedDemo `json:"demos"` // the built-in scripts
}

// listDemos lists the built-in scripts by folder: the mail systems first, in their order.
func (c *call) listDemos(folder string) error {
	list, err := c.demos(folder)
	if err != nil {
		return err
	}
	result := demoList{list}
	return c.print.Show(result, func() {
		for i, d := range list {
			if i == 0 || d.Folder != list[i-1].Folder {
				c.printDemos(list[i:])
			}
		}
		c.print.Done("recallbox demo " + shellWord(list[0].Name) +
			" plays the first; --pause waits for Enter, --predict asks you what will happen")
	})
}

// printDemos prints those in the folder of the first, below a heading.
func (c *call) printDemos(list []listedDemo) {
	folder := list[0].Folder
	c.print.Line(term.Heading(folder), term.Plain("  "+c.aboutFolder(folder)))
	rows := c.print.Table()
	for _, d := range list {
		if d.Folder != folder {
			break
		}
		rows.Row(term.Plain(d.Name), term.Plain(d.Says))
	}
	rows.Print(true)
	c.print.Line()
}

// aboutFolder says what the scripts in a folder are about.
func (c *call) aboutFolder(folder string) string {
	for _, s := range c.systems() {
		if s.Name == folder {
			return s.Says
		}
	}
	return map[string]string{
		"stories": "what happens when several things come together",
		"cli":     "what the commands do",
	}[folder]
}

func (c *call) demos(folder string) ([]listedDemo, error) {
	if folder == "" {
		folder = "testscripts"
	}
	found, err := c.scripts().FindBuiltIn(folder)
	if err != nil {
		return nil, err
	}
	var list []listedDemo
	for _, s := range found {
		of, _, _ := strings.Cut(s.Name, "/")
		list = append(list, listedDemo{s.Name, of, demo.Says(s.Script)})
	}
	slices.SortStableFunc(list, func(a, b listedDemo) int { return c.folderOrder(a.Folder) - c.folderOrder(b.Folder) })
	return list, nil
}

// folderOrder puts mail systems first, then stories, then all else.
func (c *call) folderOrder(folder string) int {
	all := c.systems()
	for i, s := range all {
		if s.Name == folder {
			return i
		}
	}
	if folder == "stories" {
		return len(all)
	}
	return len(all) + 1
}
