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
	from, to := d.From, cmp.Or(d.To, "now")
	parts := []interface {
		read(*printer) error
		isEmpty() bool
		print(*printer) error
	}{
		&differing[sandbox.SetupDiff]{all: setupOf(d), table: p.Table("SET UP", "", from, to), row: setupRow},
		&differing[sandbox.MessageDiff]{
			all: d.Messages, table: p.Table("MAILBOX", "MESSAGE", from, to), row: messageRow,
			what: "differences", kind: func(m sandbox.MessageDiff) string { return strings.Join(m.Changes, " and ") },
		},
		&differing[sandbox.KeptDiff]{
			all: d.Recoverable, table: p.Table("RECOVERABLE", "MESSAGE", from, to), row: keptRow,
		},
		&differing[sandbox.RecallDiff]{
			all: sandbox.RowsOf(d.Recalls...), table: p.Table("RECALL", from, to), row: recallRow,
		},
		&differing[sandbox.OutcomeDiff]{
			all: d.Outcomes, table: p.Table("RECALL", "RECIPIENT", "IN", "OUTCOME", "WHY"), row: outcomeRows(from, to),
			what: "outcomes", kind: outcomeChange,
		},
	}
	same := true
	for _, part := range parts {
		if err := part.read(p); err != nil {
			return err
		}
		same = same && part.isEmpty()
	}
	if same {
		p.Line(term.Plain("nothing differs between " + from + " and " + to))
		return nil
	}
	p.Line(term.Heading("from " + from + " to " + to))
	for _, part := range parts {
		if err := part.print(p); err != nil {
			return err
		}
	}
	return nil
}

// differing are the rows of a list that is printed as a table. If all are wanted none is kept: they are read when they
// are printed.
type differing[T any] struct {
	all   sandbox.Rows[T] // may be nil
	table *term.Table
	row   func(T, func(cells ...term.Text))
	what  string         // the rows, in a summary of their kinds
	kind  func(T) string // nil where they are of no kind

	few  []T // the first of them
	more int // of them, not kept
	of   term.Kinds
}

// read reads the list, or the first row if all are wanted.
func (d *differing[T]) read(p *printer) error {
	if d.all == nil {
		return nil
	}
	for one, err := range d.all {
		if err != nil {
			return err
		}
		if d.kind != nil {
			d.of.Add(d.kind(one))
		}
		if len(d.few) > term.ManyRows {
			d.more++
			continue
		}
		if d.few = append(d.few, one); p.All {
			break
		}
	}
	return nil
}

func (d *differing[T]) isEmpty() bool { return len(d.few) == 0 }

// print prints the table, with a summary of the kinds above it; nothing where nothing differs.
func (d *differing[T]) print(p *printer) error {
	if d.isEmpty() {
		return nil
	}
	p.Line()
	p.CountKinds(d.what, &d.of)
	few := d.few[:p.few(len(d.few))]
	list, more := sandbox.RowsOf(few...), d.more+len(d.few)-len(few)
	if p.All {
		list, more = d.all, 0
	}
	return d.table.PrintRows(more, func(row func(...term.Text)) error {
		for one, err := range list {
			if err != nil {
				return err
			}
			d.row(one, row)
		}
		return nil
	})
}

// setupOf lists the settings that differ, the clock in front of them.
func setupOf(d sandbox.Diff) sandbox.Rows[sandbox.SetupDiff] {
	return func(yield func(sandbox.SetupDiff, error) bool) {
		if d.Clock != nil {
			clock := sandbox.SetupDiff{What: "clock", From: moment(d.Clock.From), To: moment(d.Clock.To)}
			if !yield(clock, nil) {
				return
			}
		}
		if d.Setup != nil {
			d.Setup(yield)
		}
	}
}

func setupRow(s sandbox.SetupDiff, row func(...term.Text)) {
	what := strings.TrimSpace(s.What + " " + s.Name)
	row(term.Plain(what), term.Plain(s.Key), orNothing(s.From), orNothing(s.To))
}

// messageRow is a message that differs in some mailbox.
func messageRow(m sandbox.MessageDiff, row func(...term.Text)) {
	mailbox := m.Mailbox
	if m.Reader != "" {
		mailbox += ": " + m.Reader
	}
	edited := ""
	if slices.Contains(m.Changes, "edited") {
		edited = ", edited"
	}
	row(term.Plain(mailbox), messageWords(m), orNothing(stateWords(m.From)), orNothing(stateWords(m.To)+edited))
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

// keptRow is what is in Recoverable Items otherwise.
func keptRow(k sandbox.KeptDiff, row func(...term.Text)) {
	row(term.Plain(k.Mailbox), term.Plain(k.ID+` "`+k.Subject+`"`), orNothing(k.From), orNothing(k.To))
}

// recallRow is a recall that is in only one of the states.
func recallRow(r sandbox.RecallDiff, row func(...term.Text)) {
	said := term.Plain(r.By + " asked for " + r.Message)
	if r.Change == "went" {
		row(term.Plain(r.ID), said, orNothing(""))
		return
	}
	row(term.Plain(r.ID), orNothing(""), said)
}

// outcomeRows are a recipient whose outcome, or its reason, differs.
func outcomeRows(from, to string) func(sandbox.OutcomeDiff, func(...term.Text)) {
	return func(o sandbox.OutcomeDiff, row func(...term.Text)) {
		outcome, why := outcomeCells(o.From)
		row(term.Plain(o.Recall), term.Plain(o.Recipient), term.Faint(from), outcome, why)
		outcome, why = outcomeCells(o.To)
		row(nil, nil, term.Faint(to), outcome, why)
	}
}

func outcomeCells(o *sandbox.OutcomeState) (outcome, why term.Text) {
	if o == nil {
		return orNothing(""), nil
	}
	return outcomeWords(o.Outcome, o.Final), because(o.Reason, o.Behaviour)
}

// outcomeChange is the kind of a difference between outcomes.
func outcomeChange(o sandbox.OutcomeDiff) string {
	return outcomeName(o.From) + " → " + outcomeName(o.To)
}

func outcomeName(o *sandbox.OutcomeState) string {
	if o == nil {
		return "none"
	}
	return o.Outcome
}

// orNothing is a text, or a dash where there is none.
func orNothing(s string) term.Text {
	if s == "" {
		return term.Faint("–")
	}
	return term.Plain(s)
}
