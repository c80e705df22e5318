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
	show := func(d sandbox.Diff) error {
		return c.print.ShowRows(d, func() error { return c.print.diff(d) })
	}
	return c.print.Hold(c.spoolFolders(), func() error {
		return c.inBox(func(b *sandbox.Box) error { return b.Diff(c.process.Context, c.arg(0), c.arg(1), show) })
	})
}

// diff prints what differs between two states of the sandbox, side by side. The reasons for outcomes are sentences, so
// these stand one below the other.
func (p *printer) diff(d sandbox.Diff) error {
	setup, err1 := differences(p, d.Setup, nil)
	messages, err2 := differences(p, d.Messages, func(m sandbox.MessageDiff) string {
		return strings.Join(m.Changes, " and ")
	})
	kept, err3 := differences(p, d.Recoverable, nil)
	outcomes, err4 := differences(p, d.Outcomes, func(o sandbox.OutcomeDiff) string {
		return outcomeName(o.From) + " → " + outcomeName(o.To)
	})
	if err := cmp.Or(err1, err2, err3, err4); err != nil {
		return err
	}
	from, to := d.From, cmp.Or(d.To, "now")
	if d.Clock == nil && len(setup.few)+len(messages.few)+len(kept.few)+len(d.Recalls)+len(outcomes.few) == 0 {
		p.Line(term.Plain("nothing differs between " + from + " and " + to))
		return nil
	}
	p.Line(term.Heading("from " + from + " to " + to))
	p.setupDiff(d.Clock, setup, from, to)
	p.messageDiff(messages, from, to)
	p.keptDiff(kept, from, to)
	p.recallDiff(d.Recalls, from, to)
	p.outcomeDiff(outcomes, from, to)
	return nil
}

// differing are as many rows of a list as may be printed, the number of the others, and how many are of each kind.
type differing[T any] struct {
	few  []T
	more int
	of   term.Kinds
}

// differences reads a list. Its rows are of no kind if that is nil.
func differences[T any](p *printer, list sandbox.Rows[T], kind func(T) string) (d differing[T], err error) {
	if list == nil {
		return d, nil
	}
	for one, err := range list {
		if err != nil {
			return d, err
		}
		if kind != nil {
			d.of.Add(kind(one))
		}
		if len(d.few) > term.ManyRows && !p.All {
			d.more++
			continue
		}
		d.few = append(d.few, one)
	}
	return d, nil
}

// setupDiff prints the clock and the settings that differ.
func (p *printer) setupDiff(clock *sandbox.ClockDiff, list differing[sandbox.SetupDiff], from, to string) {
	rows := p.Table("SET UP", "", from, to)
	if clock != nil {
		rows.Row(term.Plain("clock"), nil, term.Plain(moment(clock.From)), term.Plain(moment(clock.To)))
	}
	for _, s := range list.few {
		rows.Row(term.Plain(s.What+" "+s.Name), term.Plain(s.Key), orNothing(s.From), orNothing(s.To))
	}
	rows.More = list.more
	p.diffTable(rows)
}

// messageDiff prints messages that differ in some mailbox.
func (p *printer) messageDiff(list differing[sandbox.MessageDiff], from, to string) {
	rows := p.Table("MAILBOX", "MESSAGE", from, to)
	for _, m := range list.few {
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
	rows.More = list.more
	p.diffTable(rows, func() { p.CountKinds("differences", &list.of) })
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
func (p *printer) keptDiff(list differing[sandbox.KeptDiff], from, to string) {
	rows := p.Table("RECOVERABLE", "MESSAGE", from, to)
	for _, k := range list.few {
		rows.Row(term.Plain(k.Mailbox), term.Plain(k.ID+` "`+k.Subject+`"`), orNothing(k.From), orNothing(k.To))
	}
	rows.More = list.more
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
func (p *printer) outcomeDiff(list differing[sandbox.OutcomeDiff], from, to string) {
	shown := list.few[:p.few(len(list.few))]
	rows := p.Table("RECALL", "RECIPIENT", "IN", "OUTCOME", "WHY")
	for _, o := range shown {
		outcome, why := outcomeCells(o.From)
		rows.Row(term.Plain(o.Recall), term.Plain(o.Recipient), term.Faint(from), outcome, why)
		outcome, why = outcomeCells(o.To)
		rows.Row(nil, nil, term.Faint(to), outcome, why)
	}
	p.diffTable(rows, func() { p.CountKinds("outcomes", &list.of) })
	p.Omitted(list.more + len(list.few) - len(shown))
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
