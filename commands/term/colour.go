package term

import (
	"strings"

	"github.com/fatih/color"
)

// palette colours the roles; a nil one leaves everything plain.
type palette map[Role]*color.Color

// colourOf is the colour of each role.
var colourOf = [roles][]color.Attribute{
	RoleHeading: {color.Bold},
	RoleGood:    {color.FgGreen},
	RoleBad:     {color.FgRed},
	RoleWaiting: {color.FgYellow},
	RoleFaint:   {color.Faint},
	RoleWarning: {color.FgMagenta},
}

// newPalette decides without the library, whose setting is global.
func newPalette(on bool) palette {
	if !on {
		return nil
	}
	p := palette{}
	for r, attributes := range colourOf {
		if len(attributes) > 0 {
			c := color.New(attributes...)
			c.EnableColor()
			p[Role(r)] = c
		}
	}
	return p
}

func (p palette) paint(t Text) string {
	if p == nil {
		return t.String()
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

// SetColour sets the colour mode of both streams; it is false for an unknown mode.
func (p *Printer) SetColour(mode string) bool {
	p.outColour = newPalette(wantsColour(mode, p.getenv, p.Terminal.Out))
	p.errColour = newPalette(wantsColour(mode, p.getenv, p.Terminal.Err))
	return mode == "auto" || mode == "always" || mode == "never"
}

// ColourLike colours what another printer colours.
func (p *Printer) ColourLike(other *Printer) {
	p.outColour, p.errColour = other.outColour, other.errColour
}

// wantsColour follows no-color.org and bixense.com/clicolors. The command line wins over the environment.
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
