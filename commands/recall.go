package commands

import (
	"slices"

	"github.com/urfave/cli/v2"

	"recallbox/sandbox"
)

func recallCommand() *cli.Command {
	return &cli.Command{
		Name:      "recall",
		Category:  groupRecall,
		ArgsUsage: "ID",
		Usage:     "recall a message, and see for each recipient what happens and why",
		Description: `With --replace a new message goes to the same recipients; what is not given is
as in the original. --dry-run shows what would happen now and changes nothing.
Where the mail system wants a confirmation, somebody at a terminal is asked;
elsewhere --yes gives it.
`,
		UsageText: `recallbox recall --as alice m1 --dry-run
recallbox recall --as alice m1
recallbox recall --as alice m1 --replace --attach list.pdf`,
		Flags: slices.Concat([]cli.Flag{
			required(asFlag("`USER` recalls it")),
			switchFlag("replace", "send a new message in its place"),
			textFlag("subject", "the new message's `SUBJECT`"),
		}, bodyFlags(), []cli.Flag{
			attachFlag(),
			switchFlag("no-report", "no report about each recipient"),
			textFlag("view", "where the sender shows the message: `VIEW` is window or reading-pane"),
			clientFlag("in this `CLIENT` instead of the sender's own, as in outlook-web"),
			dryRunFlag(), yesFlag(), allFlag(),
		}),
		Action: action(runRecall),
	}
}

func runRecall(c *call) error {
	request, err := recallRequest(c)
	if err != nil {
		return err
	}
	return c.confirmed(request, func(r sandbox.Recall) error {
		if c.Bool("dry-run") {
			r = r.AsDryRun()
		}
		c.print.Warn(r.Warnings...)
		return c.print.ShowRows(r, func() error {
			if err := c.print.recall(r, c.print.All); err != nil {
				return err
			}
			if r.Request != "" {
				c.print.Done("the recall message is " + r.Request)
			}
			return nil
		})
	})
}

// recallRequest is the recall that the flags describe.
func recallRequest(c *call) (r sandbox.RecallRequest, err error) {
	r = sandbox.RecallRequest{As: c.as(), ID: c.arg(0), NoReport: c.Bool("no-report"), View: c.String("view"), Client: c.String("client")}
	if r.View != "" && r.View != "window" && r.View != "reading-pane" {
		return r, usageHint(say("--view window, which it is without the flag"), "--view %s: not one of window, reading-pane", r.View)
	}
	if !c.Bool("replace") {
		for _, name := range []string{"subject", "body", "body-file", "attach"} {
			if c.IsSet(name) {
				return r, usageHint(say("add --replace to send a new message"), "recall: --%s needs --replace", name)
			}
		}
		return r, nil
	}
	r.Replace, err = replacement(c)
	return r, err
}

func replacement(c *call) (*sandbox.Replacement, error) {
	if err := c.oneStdin(); err != nil {
		return nil, err
	}
	r := &sandbox.Replacement{}
	if c.IsSet("subject") {
		subject := c.String("subject")
		r.Subject = &subject
	}
	body, given, err := c.body()
	if err != nil {
		return nil, err
	}
	if given {
		r.Text = &body
	}
	r.Attachments, err = c.attachments()
	return r, err
}
