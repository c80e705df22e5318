package commands

import (
	"slices"
	"strings"

	"recallbox/commands/term"
)

// demo is a built-in script, as the list of them shows it.
type demo struct {
	Name   string `json:"name"`
	Folder string `json:"folder"`
	Says   string `json:"says"`
}

// listDemos lists the built-in scripts by folder: the mail systems first, in their order.
func (c *call) listDemos(folder string) error {
	list, err := c.demos(folder)
	if err != nil {
		return err
	}
	result := struct {
		Demos []demo `json:"demos"`
	}{list}
	return c.print.Show(result, func() {
		for i, d := range list {
			if i == 0 || d.Folder != list[i-1].Folder {
				c.printDemos(list[i:])
			}
		}
		c.print.Done("recallbox demo " + list[0].Name + " plays the first one; add --pause to go on when you like, --predict to be asked")
	})
}

// printDemos prints those in the folder of the first, below a heading.
func (c *call) printDemos(list []demo) {
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
	return map[string]string{"stories": "what happens when several things come together", "cli": "what the commands do"}[folder]
}

func (c *call) demos(folder string) ([]demo, error) {
	if folder == "" {
		folder = "testscripts"
	}
	found, err := builtInScripts(c.command.name, folder)
	if err != nil {
		return nil, err
	}
	var list []demo
	for _, s := range found {
		of, _, _ := strings.Cut(s.name, "/")
		list = append(list, demo{s.name, of, newPerformance(s).Says})
	}
	slices.SortStableFunc(list, func(a, b demo) int { return c.folderOrder(a.Folder) - c.folderOrder(b.Folder) })
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
