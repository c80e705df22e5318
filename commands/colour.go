package commands

import (
	"strings"

	"github.com/fatih/color"
)

// palette colours the roles; a nil one leaves everything plain.
type palette map[role]*color.Color

// colourOf is the look of each role.
var colourOf = [roles][]color.Attribute{
	roleHeading: {color.Bold},
	roleGood:    {color.FgGreen},
	roleBad:     {color.FgRed},
	roleWaiting: {color.FgYellow},
	roleFaint:   {color.Faint},
	roleWarning: {color.FgMagenta},
}

// newPalette never asks the library's own opinion, which is the process's and the same for all.
func newPalette(on bool) palette {
	if !on {
		return nil
	}
	p := palette{}
	for r, attributes := range colourOf {
		if len(attributes) > 0 {
			c := color.New(attributes...)
			c.EnableColor()
			p[role(r)] = c
		}
	}
	return p
}

func (p palette) paint(t text) string {
	if p == nil {
		return t.string()
	}
	var b strings.Builder
	for _, s := range t {
		if c := p[s.role]; c != nil && s.s != "" {
			b.WriteString(c.Sprint(s.s))
			continue
		}
		b.WriteString(s.s)
	}
	return b.String()
}

// colour decides for both streams; it is false for an unknown mode.
func (p *printer) colour(mode string) bool {
	p.outColour = newPalette(wantsColour(mode, p.getenv, p.terminal.Out))
	p.errColour = newPalette(wantsColour(mode, p.getenv, p.terminal.Err))
	return mode == "auto" || mode == "always" || mode == "never"
}

// wantsColour follows no-color.org and bixense.com/clicolors: what is asked for on the command line wins.
func wantsColour(mode string, getenv func(string) string, terminal bool) bool {
	switch {
	case mode == "always":
		return true
	case mode != "auto" || getenv("NO_COLOR") != "":
		return false
	case getenv("CLICOLOR_FORCE") != "" && getenv("CLICOLOR_FORCE") != "0":
		return true
	default:
		return terminal && getenv("CLICOLOR") != "0" && getenv("TERM") != "dumb"
	}
}
