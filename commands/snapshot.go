package commands

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
	"recallbox/sandbox"
	"recallbox/sandbox/mail"
)

func snapshotCommand() *cli.Command {
	return &cli.Command{
		Name:     "snapshot",
		Category: groupScripts,
		Usage:    "states of the sandbox to come back to: save, restore, remove, list, diff",
		Subcommands: []*cli.Command{
			snapshotSaveCommand(), snapshotRestoreCommand(), snapshotRemoveCommand(), snapshotListCommand(),
			snapshotDiffCommand(),
		},
	}
}

func snapshotSaveCommand() *cli.Command {
	return &cli.Command{
		Name:      "save",
		ArgsUsage: "NAME",
		Usage:     "keep the sandbox as it is now under a name",
		Description: "Everything is kept: mail, people, settings, the clock, the log, and which IDs come\n" +
			"next. The snapshot lies in the sandbox's own file.\n",
		UsageText: "recallbox snapshot save before",
		Flags:     []cli.Flag{switchFlag("force", "replace the snapshot that has the name")},
		Action: action(func(c *call) error {
			save := func(b *sandbox.Box, ctx context.Context, name string, show ...sandbox.Show) (sandbox.Snapshot, error) {
				return b.SaveSnapshot(ctx, name, c.Bool("force"), show...)
			}
			return c.snapshot(save, func(s sandbox.Snapshot) {
				c.print.Created(s.Name, "saved the sandbox: "+snapshotWords(s))
			})
		}),
	}
}

func snapshotRestoreCommand() *cli.Command {
	return &cli.Command{
		Name:      "restore",
		ArgsUsage: "NAME",
		Usage:     "make the sandbox again what it was when a snapshot was saved",
		Description: "What happened since is gone, and the same commands give the same results again, the\n" +
			"same IDs too. The snapshots themselves stay, those saved later too.\n",
		UsageText: "recallbox snapshot restore before",
		Action: action(func(c *call) error {
			return c.snapshot((*sandbox.Box).RestoreSnapshot, func(s sandbox.Snapshot) {
				c.print.Done("the sandbox is again as in " + s.Name + ": " + snapshotWords(s))
			})
		}),
	}
}

func snapshotRemoveCommand() *cli.Command {
	return &cli.Command{
		Name:      "remove",
		ArgsUsage: "NAME",
		Usage:     "remove a snapshot; the sandbox stays as it is",
		UsageText: "recallbox snapshot remove before",
		Action: action(func(c *call) error {
			return c.snapshot((*sandbox.Box).RemoveSnapshot, func(s sandbox.Snapshot) { c.print.Done("removed " + s.Name) })
		}),
	}
}

// snapshotAction saves, restores or removes the snapshot of a name.
type snapshotAction func(*sandbox.Box, context.Context, string, ...sandbox.Show) (sandbox.Snapshot, error)

// snapshot does something with the snapshot that the argument names, and says so in text where JSON is not wanted.
func (c *call) snapshot(do snapshotAction, text func(sandbox.Snapshot)) error {
	show := func(s sandbox.Snapshot) error { return c.print.Show(s, func() { text(s) }) }
	return c.print.Hold(c.spoolFolders(), func() error {
		return c.inBox(func(b *sandbox.Box) error {
			_, err := do(b, c.process.Context, c.arg(0), show)
			if err == nil {
				c.tookEffect()
			}
			return err
		})
	})
}

// snapshotWords say what a snapshot holds.
func snapshotWords(s sandbox.Snapshot) string {
	return term.Count(int(s.Messages), "message", "messages") + ", its clock stands at " + moment(s.SavedAt)
}

func snapshotListCommand() *cli.Command {
	return &cli.Command{
		Name:      "list",
		Usage:     "list the snapshots",
		UsageText: "recallbox snapshot list",
		Flags:     []cli.Flag{allFlag()},
		Action:    action(runSnapshotList),
	}
}

// snapshotList is the JSON of snapshot list.
type snapshotList struct {
	Snapshots []sandbox.Snapshot `json:"snapshots"`
}

func runSnapshotList(c *call) error {
	list, err := look(c, (*sandbox.Tx).Snapshots)
	if err != nil {
		return err
	}
	result := snapshotList{list}
	return c.print.Show(result, func() {
		rows := c.print.Table("NAME", "SAVED AT", "MESSAGES")
		rows.Numbers = []int{2}
		for _, s := range list {
			rows.Row(term.Plain(s.Name), term.Plain(moment(s.SavedAt)), term.Plain(strconv.FormatInt(s.Messages, 10)))
		}
		rows.Print(c.print.All)
		c.print.Empty(len(list), "there are no snapshots")
	})
}

func snapshotDiffCommand() *cli.Command {
	return &cli.Command{
		Name:      "diff",
		ArgsUsage: "A [B]",
		Usage:     "show what differs between two snapshots, or between one and now",
		Description: "Messages that lie elsewhere, were read, came or went; recalls; outcomes, with the\n" +
			"reason on either side; the clock, and what was set up.\n",
		UsageText: `recallbox snapshot diff before
recallbox snapshot diff unread opened`,
		Flags:  []cli.Flag{allFlag()},
		Action: action(runSnapshotDiff),
	}
}

func runSnapshotDiff(c *call) error {
	var diff sandbox.Diff
	err := c.inBox(func(b *sandbox.Box) (err error) {
		diff, err = b.Diff(c.process.Context, c.arg(0), c.arg(1))
		return err
	})
	if err != nil {
		return err
	}
	return c.print.Show(diff, func() { c.print.diff(diff) })
}

// diff prints what differs between two states of the sandbox, side by side. The reasons for outcomes are sentences, so
// these stand one below the other.
func (p *printer) diff(d sandbox.Diff) {
	from, to := d.From, cmp.Or(d.To, "now")
	if d.IsEmpty() {
		p.Line(term.Plain("nothing differs between " + from + " and " + to))
		return
	}
	p.Line(term.Heading("from " + from + " to " + to))
	p.setupDiff(d, from, to)
	p.messageDiff(d.Messages, from, to)
	p.keptDiff(d.Recoverable, from, to)
	p.recallDiff(d.Recalls, from, to)
	p.outcomeDiff(d.Outcomes, from, to)
}

// setupDiff prints the clock and the settings that differ.
func (p *printer) setupDiff(d sandbox.Diff, from, to string) {
	rows := p.Table("SET UP", "", from, to)
	if d.Clock != nil {
		rows.Row(term.Plain("clock"), nil, term.Plain(moment(d.Clock.From)), term.Plain(moment(d.Clock.To)))
	}
	for _, s := range d.Setup {
		rows.Row(term.Plain(s.What+" "+s.Name), term.Plain(s.Key), orNothing(s.From), orNothing(s.To))
	}
	p.diffTable(rows)
}

// messageDiff prints messages that differ in some mailbox.
func (p *printer) messageDiff(list []sandbox.MessageDiff, from, to string) {
	rows := p.Table("MAILBOX", "MESSAGE", from, to)
	for _, m := range list {
		mailbox := m.Mailbox
		if m.Reader != "" {
			mailbox += ": " + m.Reader
		}
		edited := ""
		if slices.Contains(m.Changes, "edited") {
			edited = ", edited"
		}
		rows.Row(term.Plain(mailbox), messageWords(m), orNothing(stateWords(m.From)), orNothing(stateWords(m.To)+edited))
	}
	p.diffTable(rows, func() {
		p.CountByKind("differences", len(list), func(i int) string { return strings.Join(list[i].Changes, " and ") })
	})
}

// messageWords name a message: by its ID, and by its subject or by what a mail system wrote it for.
func messageWords(m sandbox.MessageDiff) term.Text {
	if m.Class == mail.Note {
		return term.Plain(m.ID + ` "` + m.Subject + `"`)
	}
	about := strings.TrimSpace(m.Notice.String() + m.Recipient + " " + m.Outcome)
	return term.Join(term.Plain(m.ID+" "), term.Faint(strings.TrimSuffix(m.Class.String()+": "+about, ": ")))
}

// stateWords say where a message lies and what was done with it; "" where it is not there.
func stateWords(s *sandbox.MessageState) string {
	if s == nil {
		return ""
	}
	var words []string
	if s.Folder != "" {
		words = append(words, s.Folder)
	}
	if !sandbox.IsOutgoing(s.Folder) {
		words = append(words, s.Seen)
	}
	if s.Shared {
		words = append(words, "shared")
	}
	if s.Fetched != "" {
		words = append(words, "fetched by "+s.Fetched)
	}
	if s.Tagged {
		words = append(words, "recalled")
	}
	return strings.Join(words, ", ")
}

// keptDiff prints what is in Recoverable Items otherwise.
func (p *printer) keptDiff(list []sandbox.KeptDiff, from, to string) {
	rows := p.Table("RECOVERABLE", "MESSAGE", from, to)
	for _, k := range list {
		rows.Row(term.Plain(k.Mailbox), term.Plain(k.ID+` "`+k.Subject+`"`), orNothing(k.From), orNothing(k.To))
	}
	p.diffTable(rows)
}

// recallDiff prints recalls that are in only one of the states.
func (p *printer) recallDiff(list []sandbox.RecallDiff, from, to string) {
	rows := p.Table("RECALL", from, to)
	for _, r := range list {
		said := r.By + " asked for " + r.Message
		if r.Change == "went" {
			rows.Row(term.Plain(r.ID), term.Plain(said), orNothing(""))
			continue
		}
		rows.Row(term.Plain(r.ID), orNothing(""), term.Plain(said))
	}
	p.diffTable(rows)
}

// outcomeDiff prints recipients whose outcome, or its reason, differs.
func (p *printer) outcomeDiff(list []sandbox.OutcomeDiff, from, to string) {
	shown := list
	if len(list) > term.ManyRows && !p.All {
		shown = list[:term.FewRows]
	}
	rows := p.Table("RECALL", "RECIPIENT", "IN", "OUTCOME", "WHY")
	for _, o := range shown {
		outcome, why := outcomeCells(o.From)
		rows.Row(term.Plain(o.Recall), term.Plain(o.Recipient), term.Faint(from), outcome, why)
		outcome, why = outcomeCells(o.To)
		rows.Row(nil, nil, term.Faint(to), outcome, why)
	}
	p.diffTable(rows, func() {
		p.CountByKind("outcomes", len(list), func(i int) string {
			return outcomeName(list[i].From) + " → " + outcomeName(list[i].To)
		})
	})
	p.Omitted(len(list) - len(shown))
}

func outcomeCells(o *sandbox.OutcomeState) (outcome, why term.Text) {
	if o == nil {
		return orNothing(""), nil
	}
	return outcomeWords(o.Outcome, o.Final), because(o.Reason, o.Behaviour)
}

func outcomeName(o *sandbox.OutcomeState) string {
	if o == nil {
		return "none"
	}
	return o.Outcome
}

// diffTable prints a table of differences, with a summary above it. It prints nothing where nothing differs.
func (p *printer) diffTable(rows *term.Table, sumUp ...func()) {
	if len(rows.Rows) == 0 {
		return
	}
	p.Line()
	for _, say := range sumUp {
		say()
	}
	rows.Print(p.All)
}

// orNothing is a text, or a dash where there is none.
func orNothing(s string) term.Text {
	if s == "" {
		return term.Faint("–")
	}
	return term.Plain(s)
}
