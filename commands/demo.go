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
		ArgsUsage: "[NAME|FILE…]",
		Usage:     "play a script as a demonstration: what is typed, what changes, and why",
		Description: "NAME is a built-in script: that of a behaviour has the behaviour's ID. FILE is a\n" +
			"testscript (.txtar). Without either it lists the built-in scripts: six stories to\n" +
			"start with, then by mail system; with --list only those in the folder NAME.\n" +
			"Several are played one after another, or stand on one page. Every screen fits a\n" +
			"terminal of 80 columns and 24 lines. In --pause, Enter goes on, b goes back and\n" +
			"q ends. It exits 1 when a script fails.\n",
		UsageText: `recallbox demo outlook/auto-read
recallbox demo outlook/auto-read --pause --predict
recallbox demo outlook/auto-read zoho/recalled-tag --html two.html
recallbox demo outlook/auto-read --predict --html questions.html
recallbox demo stories/salaries-to-everyone --story --from 2
recallbox demo --list zoho`,
		Flags: []cli.Flag{
			switchFlag("list", "list the built-in scripts"),
			switchFlag("pause", "wait for Enter after every screen"),
			switchFlag("predict", "ask what will happen before it is shown, and count right answers"),
			switchFlag("story", "leave commands and ticks out: what changes, and why"),
			numberFlag("from", "start at phase `N`; those before it run unseen"),
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
	plays, err := c.plays()
	if err != nil {
		return err
	}
	if err := c.present(plays); err != nil {
		return err
	}
	if slices.ContainsFunc(plays, func(p *demo.Play) bool { return p.Outcome == testscripts.Failed }) {
		return exitError(1)
	}
	return nil
}

// telling is how plays are told.
func (c *call) telling() demo.Telling {
	return demo.Telling{Predict: c.Bool("predict"), Story: c.Bool("story"), From: c.Int("from")}
}

// plays plays the scripts that are named.
func (c *call) plays() ([]*demo.Play, error) {
	var list []testscripts.Script
	for _, name := range c.args {
		s, err := c.demoScript(name)
		if err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	player := Player(c.process.Options)
	player.Exe = c.process.Exe
	temp, done, err := c.tempAside()
	if err != nil {
		return nil, err
	}
	defer done()
	player.Temp = temp
	defer c.print.StartProgress("demo")()
	var plays []*demo.Play
	for _, s := range list {
		play, err := player.Play(c.process.Context, s)
		if err != nil {
			return nil, err
		}
		if err := play.CheckFrom(c.telling()); err != nil {
			return nil, usageError("demo: %v", err)
		}
		plays = append(plays, play)
	}
	return plays, c.process.Context.Err()
}

func checkDemo(c *call) error {
	asks := c.Bool("pause") || c.Bool("predict")
	shows := asks || c.Bool("story") || c.IsSet("from")
	switch {
	case (c.Bool("list") || len(c.args) == 0) && (shows || c.IsSet("html")):
		return usageHint(try("`demo --list` lists the scripts"), "demo: name a script to play")
	case c.Bool("list") && len(c.args) > 1:
		return usageError("demo: --list takes one folder")
	case c.IsSet("html") && (c.Bool("pause") || c.print.JSON), asks && c.print.JSON:
		return usageHint(say("leave out --pause and --predict"), "demo: nobody is asked where nothing is shown")
	case c.Bool("story") && c.print.JSON:
		return usageHint(say("leave out --story"), "demo: a document for programs has the commands")
	case c.IsSet("from") && (c.Int("from") < 1 || len(c.args) > 1):
		return usageHint(say("name one script, and a phase from 1"), "demo: --from begins one script at a phase")
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

// present shows plays, as it is wanted.
func (c *call) present(plays []*demo.Play) error {
	switch {
	case c.IsSet("html"):
		page, err := demo.Page(c.telling(), plays...)
		if err != nil {
			return err
		}
		err = c.writeOutputs([]written{{"html", page}})
		if err == nil && c.String("html") != "-" {
			c.print.Done("wrote " + c.String("html"))
		}
		return err
	case c.print.JSON && len(plays) > 1:
		return c.print.WriteJSON(demosPlayed{plays})
	case c.print.JSON:
		return c.print.WriteJSON(plays[0].Begun(c.telling()))
	}
	return demo.Viewer{
		Print:   c.print.Printer,
		In:      c.process.In,
		Person:  c.process.Terminal.In,
		Pause:   c.Bool("pause"),
		Telling: c.telling(),
	}.Show(plays...)
}

// demosPlayed is the JSON of several plays.
type demosPlayed struct {
	Plays []*demo.Play `json:"plays"` // each as demo has it with one name
}

// listedDemo is a built-in script, as the list of them shows it.
type listedDemo struct {
	Name   string `json:"name"`
	Folder string `json:"folder"` // the mail system, or cli or stories
	Says   string `json:"says"`
}

// demoList is the JSON of demo --list.
type demoList struct {
	Start []string     `json:"start_here,omitempty"` // those to begin with; absent for one folder
	Demos []listedDemo `json:"demos"`                // the built-in scripts
}

// listDemos lists the built-in scripts by folder: the mail systems first, in their order.
func (c *call) listDemos(folder string) error {
	list, err := c.demos(folder)
	if err != nil {
		return err
	}
	result := demoList{Demos: list}
	if folder == "" {
		result.Start = startHere
	}
	return c.print.Show(result, func() {
		c.printStart(result)
		for i, d := range list {
			if i == 0 || d.Folder != list[i-1].Folder {
				c.printDemos(list[i:])
			}
		}
		c.print.Done("recallbox demo " + shellWord(firstDemo(result)) +
			" plays the first; --pause waits for Enter, --predict asks you what will happen")
	})
}

// startHere are the scripts to begin with: what most people ask about, told as stories.
var startHere = []string{
	"stories/same-mistake-everywhere",
	"stories/salaries-to-everyone",
	"stories/read-on-the-telephone-first",
	"stories/one-inside-one-outside",
	"stories/rules-that-take-one",
	"stories/undone-in-time",
}

func firstDemo(l demoList) string { return append(slices.Clone(l.Start), l.Demos[0].Name)[0] }

// printStart prints those to start with.
func (c *call) printStart(l demoList) {
	if len(l.Start) == 0 {
		return
	}
	c.print.Line(term.Heading("start here"))
	rows := c.print.Table()
	for _, name := range l.Start {
		i := slices.IndexFunc(l.Demos, func(d listedDemo) bool { return d.Name == name })
		rows.Row(term.Plain(name), term.Plain(l.Demos[i].Says))
	}
	rows.Print(true)
	c.print.Line()
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
