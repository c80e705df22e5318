package commands

import (
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"recallbox/sandbox"
)

func sendCommand() *cli.Command {
	return &cli.Command{
		Name:     "send",
		Category: groupMail,
		Usage:    "send a message",
		Description: `A message is written from the flags, or is a real one in a file. A file is sent
byte for byte, to whom it is addressed; --to, --cc and --bcc replace its
recipients. A word without an @ stands for a user, a public folder or a group.
`,
		UsageText: `recallbox send --as alice --to bob,carol --subject Budget --attach list.pdf
recallbox send --as alice --eml newsletter.eml --to bob
recallbox send --as alice --draft m1 --to carol`,
		Flags: slices.Concat(
			[]cli.Flag{required(asFlag("`USER` sends"))}, recipientFlags(), contentFlags(), wholeFlags(),
			[]cli.Flag{
				textFlag("draft", "send the message with this `ID`, which was taken back, "+
					"with what is given in place of its own"),
			},
		),
		Action: action(runSend),
	}
}

// contentFlags say what is in a message that is written here.
func contentFlags() []cli.Flag {
	return slices.Concat([]cli.Flag{textFlag("subject", "the message's `SUBJECT`")}, bodyFlags(), []cli.Flag{
		textFlag("html-file", "its text as HTML is in `FILE`; - is stdin"),
		attachFlag(),
		textFlag("in-reply-to", "an answer to the message with this `ID`"),
		textFlag("sensitivity", "`HOW` sensitive it is: personal, private or confidential"),
		switchFlag("read-receipt", "ask to be told when a recipient opens it"),
	})
}

// wholeFlags are about the message as a whole.
func wholeFlags() []cli.Flag {
	return []cli.Flag{
		switchFlag("delivery-receipt", "ask to be told of each recipient to whom it was delivered"),
		switchFlag("protected", "protected by Azure Information Protection"),
		textFlag("eml", "the message is the one in `FILE`, as it is; - is stdin"),
	}
}

func runSend(c *call) error {
	request, err := sendRequest(c)
	if err != nil {
		return err
	}
	var sent sandbox.Sent
	err = c.update(func(tx *sandbox.Tx) (err error) {
		if c.IsSet("draft") {
			sent, err = tx.SendDraft(c.String("draft"), request)
			return err
		}
		sent, err = tx.Send(request)
		return err
	})
	if err != nil {
		return err
	}
	return c.print.sent(sent, c.as()+" sent it"+c.recipients()+waits(sent))
}

// waits says that a message has not gone out yet.
func waits(s sandbox.Sent) string {
	if s.Message.HeldUntil.IsZero() {
		return ""
	}
	return "; it waits in the Outbox until " + moment(s.Message.HeldUntil)
}

// sent prints the ID of a message that was sent.
func (p *printer) sent(s sandbox.Sent, sentence string) error {
	p.Warn(s.Warnings...)
	return p.Show(s, func() { p.Made(s.Message.ID, sentence) })
}

// recipients are the addresses as they were typed, for people.
func (c *call) recipients() string {
	all := slices.Concat(c.StringSlice("to"), c.StringSlice("cc"), c.StringSlice("bcc"))
	if len(all) == 0 {
		return ""
	}
	var words []string
	for word := range strings.SplitSeq(strings.Join(all, ","), ",") {
		words = append(words, strings.TrimSpace(word))
	}
	return " to " + strings.Join(words, ", ")
}

// sendRequest is the message that the flags describe.
func sendRequest(c *call) (r sandbox.SendRequest, err error) {
	r = sandbox.SendRequest{As: c.as(), To: c.StringSlice("to"), Cc: c.StringSlice("cc"), Bcc: c.StringSlice("bcc"), Protected: c.Bool("protected"), Delivery: c.Bool("delivery-receipt")}
	if err := c.oneStdin(); err != nil {
		return r, err
	}
	if c.IsSet("eml") {
		return sendFile(c, r)
	}
	r.Subject, r.InReplyTo, r.Sensitivity, r.ReadReceipt = c.String("subject"), c.String("in-reply-to"), c.String("sensitivity"), c.Bool("read-receipt")
	if r.Text, _, err = c.body(); err != nil {
		return r, err
	}
	if c.IsSet("html-file") {
		if r.HTML, err = c.readText(c.String("html-file")); err != nil {
			return r, err
		}
	}
	r.Attachments, err = c.attachments()
	return r, err
}

// sendFile is a real message, into which nothing is written.
func sendFile(c *call, r sandbox.SendRequest) (sandbox.SendRequest, error) {
	for _, flag := range contentFlags() {
		if name := flag.Names()[0]; c.IsSet(name) {
			return r, usageHint(say("--eml sends the file as it is; only recipients, --protected and --delivery-receipt go with it"), "%s: --%s and --eml exclude each other", c.title(), name)
		}
	}
	var err error
	if r.EML, err = c.read(c.String("eml")); err == nil && r.EML == nil {
		r.EML = []byte{}
	}
	return r, err
}
