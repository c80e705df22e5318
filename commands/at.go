package commands

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
	"recallbox/fixtures"
	"recallbox/sandbox"
	"recallbox/sandbox/delay"
)

func atCommand() *cli.Command {
	return &cli.Command{
		Name:      "at",
		Category:  groupMail,
		ArgsUsage: "WHEN -- COMMAND…",
		Usage:     "carry a command out later, when the clock gets there",
		Description: `WHEN is a time, or +7m: so long from now. Behind -- stands the command, without the
program's name; it is one that changes something and reads no file. It is carried
out by the clock command that gets there, as if typed then by whoever --as names.
One that fails then is an event, and the clock goes on.

With --spread everybody whom --as means acts alone, each after a delay of their own
behind WHEN. DELAY is fixed:5m, uniform:0s:2h, exponential:30m (mean),
lognormal:47m:1.5 (median, sigma), curve:NAME (help curves) or file:PATH, a curve of
your own. With --share 0.8 each acts with that probability.

Who acts is fixed when this is typed, and so is when: it is drawn from the seed, the
command and the address. Equal ones give equal draws. What a command does by itself
at one second comes before what waits; that goes by ID, and then in the order of --as.
`,
		UsageText: `recallbox at +7m -- recall --as alice m1
recallbox at +0s --spread lognormal:47m:1.5 --share 0.8 -- open --as 'user*@acme.example' m1
recallbox at list`,
		Flags: []cli.Flag{
			textFlag("spread", "everybody acts alone, after an own `DELAY`"),
			textFlag("share", "each acts with the probability `SHARE`, from 0 to 1"),
			numberFlag("seed", "draw from the seed `N`; 1 unless given"),
		},
		Action:      action(runAt),
		Subcommands: []*cli.Command{atListCommand(), atRemoveCommand()},
	}
}

type laterList struct {
	Later    sandbox.Rows[sandbox.Later] `json:"later"` // in the order in which they were added
	Warnings []string                    `json:"warnings,omitempty"`
}

func runAt(c *call) error {
	if len(c.line.behind) == 0 || len(c.args)-len(c.line.behind) != 1 {
		return usageHint(say("the command stands behind --: "+usage(c.line.command)), "at: one WHEN, then -- and a command")
	}
	acts, err := c.process.readActing(tree(), c.line.behind)
	if err != nil {
		return err
	}
	c.behind = acts.historyLine(nil)
	r := sandbox.LaterRequest{Command: c.behind, Line: shellWords(c.behind)}
	if r.Alone, err = c.alone(acts); err != nil {
		return err
	}
	when, err := parseWhen(c.arg(0))
	if err != nil {
		return err
	}
	add := func(tx *sandbox.Tx) (made sandbox.Later, err error) {
		if err := acts.isConfirmed(tx); err != nil {
			return made, err
		}
		warnings, patterns, err := tx.Absences(acts.absent())
		if err != nil {
			return made, err
		}
		r.At = when(tx.Now())
		made, err = tx.AddLater(r)
		made.Warnings, made.Patterns = warnings, patterns
		return made, err
	}
	return change(c, add, func(made sandbox.Later) error {
		c.print.warnOf(made.Warnings, made.Patterns)
		return c.print.Show(laterList{sandbox.RowsOf(made), made.Warnings}, func() {
			c.print.Created(made.ID, laterWords(made))
		})
	})
}

// alone is what the flags say of those who act alone; nil for a command that is carried out once.
func (c *call) alone(acts *call) (*sandbox.Alone, error) {
	if !c.IsSet("spread") && !c.IsSet("share") {
		if c.IsSet("seed") {
			return nil, usageHint(say("add --spread or --share"), "at: there is nothing to draw from --seed")
		}
		return nil, nil
	}
	if acts.line.flag("as") == nil || acts.as() == "" {
		return nil, usageHint(say("leave --spread and --share out"), "%s has no --as: nobody acts alone", acts.title())
	}
	a := &sandbox.Alone{As: acts.as(), Spread: c.String("spread"), Delay: delay.Fixed(0), Seed: 1}
	if c.IsSet("seed") {
		a.Seed = int64(c.Int("seed"))
	}
	if c.IsSet("share") {
		share, err := delay.ParseShare(c.String("share"))
		if err != nil {
			return nil, usageHint(say("--share 0.8 is four out of five"), "--share: %v", err)
		}
		a.Share = &share
	}
	if !c.IsSet("spread") {
		return a, nil
	}
	var err error
	a.Delay, err = delay.Parse(a.Spread, delay.Source{Seconds: delaySeconds, Table: c.table})
	if _, known := err.(*failure); err != nil && !known {
		forms := "a delay is " + strings.Join(delay.Forms, ", ")
		if isFileName(a.Spread) {
			forms = "did you mean " + tablePrefix + a.Spread + "? " + forms
		}
		err = usageHint(say(forms), "--spread: %v", err)
	}
	return a, err
}

// delaySeconds reads a duration that is a delay.
func delaySeconds(text string) (float64, error) {
	d, err := sandbox.ParseDuration(text)
	if err == nil && d < 0 {
		err = fmt.Errorf("%q is negative", text)
	}
	return d.Seconds(), err
}

// isFileName says whether the text of a delay looks like a file's name.
func isFileName(text string) bool { return strings.Contains(text, ".") && !strings.Contains(text, ":") }

// tablePrefix is in front of the name of a file with a curve.
const tablePrefix = "file:"

// table is the file with a curve that a flag names, or "".
func (f flagValue) table() string {
	if name, ok := strings.CutPrefix(f.value, tablePrefix); ok && f.name == "spread" {
		return name
	}
	return ""
}

// table is a curve that has a name, or stands in a file.
func (c *call) table(kind, name string) (delay.Delay, error) {
	text, read := []byte(nil), error(nil)
	if kind == "curve" {
		text, read = fixtures.Curve(name)
		if read != nil {
			return delay.Delay{}, noCurve(name)
		}
	} else if text, read = c.read(name); read != nil {
		return delay.Delay{}, asOwn(read)
	}
	d, err := delay.ParseTable(string(text), delaySeconds)
	if err != nil {
		return d, &failure{Kind: sandbox.Invalid, Message: fmt.Sprintf("%s: %v", name, err),
			Hint: try("a line is a time and the share until then, as in 5m 0.1: `help curves` has more")}
	}
	return d, nil
}

func asOwn(err error) error {
	f := asFailure(err)
	return &f
}

func noCurve(name string) error {
	h := try("`help curves` lists them")
	if near := sandbox.Nearest(name, fixtures.Curves()); near != "" {
		h = say("did you mean " + near + "?")
	}
	return usageHint(h, "no curve %q", name)
}

// parseWhen reads a time, or a duration from now with a + in front.
func parseWhen(word string) (func(now time.Time) time.Time, error) {
	text, relative := strings.CutPrefix(word, "+")
	if !relative {
		t, err := parseTime(word)
		if err != nil {
			err = withHint(err, say("a time looks like "+moment(sandbox.Start)+", and 7 minutes from now are +7m"))
		}
		return func(time.Time) time.Time { return t }, err
	}
	d, err := sandbox.ParseDuration(text)
	if err == nil && d%time.Second != 0 {
		err = badTime(word, "is not in whole seconds")
	}
	return func(now time.Time) time.Time { return now.Add(d) }, err
}

// isConfirmed demands --yes of a recall that has to be confirmed: nobody is there to ask when it is carried out.
func (c *call) isConfirmed(tx *sandbox.Tx) error {
	if c.title() != "recall" || c.Bool("yes") {
		return nil
	}
	asks, err := tx.Confirms(c.as())
	if err == nil && asks {
		err = usageHint(say("add --yes to it"), "recall: it needs a confirmation, and nobody is there to give it later")
	}
	return err
}

// laterWords say what waits: "open … by 312 alone, from 2026-01-05T09:00:04Z on".
func laterWords(l sandbox.Later) string {
	what := shellWords(l.Command)
	switch {
	case l.Left == 0:
		return what + ": nobody will"
	case l.Seed == nil:
		return moment(l.Next) + ": " + what
	}
	return fmt.Sprintf("%s: %s, the first of %s", moment(l.Next), what, term.Count(int(l.Left), "person", "people"))
}

func atListCommand() *cli.Command {
	return &cli.Command{
		Name:      "list",
		Usage:     "list what is still to come",
		UsageText: "recallbox at list",
		Flags:     []cli.Flag{allFlag()},
		Action:    action(runAtList),
	}
}

func runAtList(c *call) error {
	return c.view(func(tx *sandbox.Tx) error {
		all := tx.Laters()
		return c.print.ShowRows(laterList{Later: all}, func() error {
			rows, n := c.print.Table("ID", "NEXT", "LEFT", "COMMAND"), 0
			rows.Numbers = []int{2}
			for l, err := range all {
				if err != nil {
					return err
				}
				n++
				rows.Row(term.Plain(l.ID), term.Plain(moment(l.Next)), term.Plain(strconv.FormatInt(l.Left, 10)),
					term.Plain(shellWords(l.Command)))
			}
			rows.Print(c.print.All)
			c.print.Empty(n, "nothing is still to come")
			return nil
		})
	})
}

func atRemoveCommand() *cli.Command {
	return &cli.Command{
		Name:      "remove",
		ArgsUsage: "ID",
		Usage:     "remove what is still to come of an act",
		UsageText: "recallbox at remove a1",
		Action:    action(runAtRemove),
	}
}

func runAtRemove(c *call) error {
	return c.remove(func(tx *sandbox.Tx) error { return tx.RemoveLater(c.arg(0)) })
}
