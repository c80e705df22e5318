package commands

import (
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
	"recallbox/sandbox"
)

func outboxCommand() *command {
	return &command{
		name:  "outbox",
		group: groupRecall,
		short: "messages held back: list, take-back, edit, release",
		subs:  []*command{outboxListCommand(), outboxTakeBackCommand(), outboxEditCommand(), outboxReleaseCommand()},
	}
}

type outboxList struct {
	Outbox []sandbox.Waiting `json:"outbox"`
}

func outboxListCommand() *command {
	return &command{
		name:    "list",
		args:    "USER",
		short:   "list what waits in an Outbox",
		example: "recallbox outbox list alice",
		flags:   []cli.Flag{allFlag()},
		run:     runOutboxList,
	}
}

func runOutboxList(c *call) error {
	list, err := viewed(c, func(tx *sandbox.Tx) ([]sandbox.Waiting, error) { return tx.Outbox(c.arg(0)) })
	if err != nil {
		return err
	}
	return c.print.Show(outboxList{list}, func() {
		rows := c.print.Table("ID", "LEAVES AT", "TO", "SUBJECT")
		for _, w := range list {
			rows.Row(term.Plain(w.ID), term.Waiting(moment(w.HeldUntil)), term.Plain(strings.Join(w.To, ", ")), term.Plain(w.Subject))
		}
		rows.Print(c.print.All)
		c.print.Empty(len(list), "nothing waits in the Outbox of "+c.arg(0))
	})
}

func outboxTakeBackCommand() *command {
	return &command{
		name:    "take-back",
		args:    "ID…",
		short:   "take a held message back: nobody receives it, and it is a draft again",
		example: "recallbox outbox take-back --as alice m1",
		flags:   []cli.Flag{asFlag("`USER` takes it back")},
		needs:   []string{"as"},
		run: func(c *call) error {
			return c.onMessages(c.args, "took "+strings.Join(c.args, ", ")+" back", func(tx *sandbox.Tx, id string) error { return tx.TakeBack(c.as(), id) })
		},
	}
}

func outboxEditCommand() *command {
	return &command{
		name:    "edit",
		args:    "ID",
		short:   "correct a held message; it leaves at the same time as before",
		example: "recallbox outbox edit --as alice m1 --body 'The final figures.'",
		flags:   slices.Concat([]cli.Flag{asFlag("`USER` corrects it")}, recipientFlags(), contentFlags(), wholeFlags()),
		needs:   []string{"as"},
		run:     runOutboxEdit,
	}
}

func runOutboxEdit(c *call) error {
	request, err := sendRequest(c)
	if err != nil {
		return err
	}
	var sent sandbox.Sent
	err = c.onMessages(c.args, "corrected "+c.arg(0), func(tx *sandbox.Tx, id string) (err error) {
		sent, err = tx.Correct(id, request)
		return err
	})
	c.print.Warn(sent.Warnings...)
	return err
}

func outboxReleaseCommand() *command {
	return &command{
		name:    "release",
		args:    "ID…",
		short:   "let a held message out before its time, as an administrator may",
		example: "recallbox outbox release --as admin@acme.example m1",
		flags:   []cli.Flag{asFlag("`ADMIN` releases it")},
		needs:   []string{"as"},
		run: func(c *call) error {
			return c.onMessages(c.args, "released "+strings.Join(c.args, ", "), func(tx *sandbox.Tx, id string) error { return tx.Release(c.as(), id) })
		},
	}
}
