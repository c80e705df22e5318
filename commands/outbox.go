package commands

import (
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
	"recallbox/sandbox"
)

func outboxCommand() *cli.Command {
	return &cli.Command{
		Name:     "outbox",
		Category: groupRecall,
		Usage:    "messages held back: list, take-back, edit, release",
		Subcommands: []*cli.Command{
			outboxListCommand(), outboxTakeBackCommand(), outboxEditCommand(), outboxReleaseCommand(),
		},
	}
}

type outboxList struct {
	Outbox []sandbox.OutboxMessage `json:"outbox"` // the messages that wait
}

func outboxListCommand() *cli.Command {
	return &cli.Command{
		Name:      "list",
		ArgsUsage: "USER",
		Usage:     "list what waits in an Outbox",
		UsageText: "recallbox outbox list alice",
		Flags:     []cli.Flag{allFlag()},
		Action:    action(runOutboxList),
	}
}

func runOutboxList(c *call) error {
	list, err := look(c, func(tx *sandbox.Tx) ([]sandbox.OutboxMessage, error) { return tx.Outbox(c.arg(0)) })
	if err != nil {
		return err
	}
	return c.print.Show(outboxList{list}, func() {
		rows := c.print.Table("ID", "LEAVES AT", "TO", "SUBJECT")
		for _, w := range list {
			to := strings.Join(w.To, ", ")
			rows.Row(term.Plain(w.ID), term.Waiting(moment(w.HeldUntil)), term.Plain(to), term.Plain(w.Subject))
		}
		rows.Print(c.print.All)
		c.print.Empty(len(list), "nothing waits in the Outbox of "+c.arg(0))
	})
}

func outboxTakeBackCommand() *cli.Command {
	return &cli.Command{
		Name:      "take-back",
		ArgsUsage: "ID…",
		Usage:     "take a held message back: nobody receives it, and it is a draft again",
		UsageText: "recallbox outbox take-back --as alice m1",
		Flags:     []cli.Flag{required(asFlag("`USER` takes it back"))},
		Action: action(func(c *call) error {
			done := "took " + strings.Join(c.args, ", ") + " back"
			return c.onMessages(c.args, done, func(tx *sandbox.Tx, id string) error { return tx.TakeBack(c.as(), id) })
		}),
	}
}

func outboxEditCommand() *cli.Command {
	return &cli.Command{
		Name:      "edit",
		ArgsUsage: "ID",
		Usage:     "correct a held message; it leaves at the same time as before",
		UsageText: "recallbox outbox edit --as alice m1 --body 'The final figures.'",
		Flags: slices.Concat(
			[]cli.Flag{required(asFlag("`USER` corrects it"))}, recipientFlags(), contentFlags(), wholeFlags(),
		),
		Action: action(runOutboxEdit),
	}
}

func runOutboxEdit(c *call) error {
	request, err := sendRequest(c)
	if err != nil {
		return err
	}
	var sent sandbox.SendResult
	err = c.onMessages(c.args, "corrected "+c.arg(0), func(tx *sandbox.Tx, id string) (err error) {
		sent, err = tx.Correct(id, request)
		return err
	})
	c.print.warnOf(sent.Warnings, sent.Patterns)
	return err
}

func outboxReleaseCommand() *cli.Command {
	return &cli.Command{
		Name:      "release",
		ArgsUsage: "ID…",
		Usage:     "let a held message out before its time, as an administrator may",
		UsageText: "recallbox outbox release --as admin@acme.example m1",
		Flags:     []cli.Flag{required(asFlag("`ADMIN` releases it"))},
		Action: action(func(c *call) error {
			done := "released " + strings.Join(c.args, ", ")
			return c.onMessages(c.args, done, func(tx *sandbox.Tx, id string) error { return tx.Release(c.as(), id) })
		}),
	}
}
