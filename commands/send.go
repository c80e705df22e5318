package commands

import (
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/urfave/cli/v2"

	"recallbox/sandbox"
	"recallbox/sandbox/eml"
	"recallbox/sandbox/portable"
)

func sendCommand() *cli.Command {
	return &cli.Command{
		Name:     "send",
		Category: groupMail,
		Usage:    "send a message",
		Description: `A message is written from the flags, or is a real one in a file. A file is sent
byte for byte, to whom it is addressed; --to, --cc and --bcc replace its
recipients. A word without an @ stands for a user, a public folder or a group.

Check it before it goes, layout and content, and take care over what is
confidential: nothing is sure to bring it back. --read-receipt and
--delivery-receipt ask for tracking: recallbox inspect delivery.
`,
		UsageText: `recallbox send --as alice --to bob,carol --subject Budget --attach list.pdf
recallbox send --as alice --eml newsletter.eml --to bob
recallbox send --as alice --draft m1 --to carol`,
		Flags: slices.Concat(
			[]cli.Flag{required(asFlag("`USER` sends")), textFlag("for", "for this `USER`, whose delegate the sender is")},
			recipientFlags(), contentFlags(), wholeFlags(),
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
		switchFlag("appointment", "ask to a meeting, the next day at this time"),
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
	if c.IsSet("draft") && c.IsSet("for") {
		return usageHint(say("a draft stays for whom it was written"), "send: --draft and --for exclude each other")
	}
	request, err := sendRequest(c)
	if err != nil {
		return err
	}
	request.For = c.String("for")
	return change(c, func(tx *sandbox.Tx) (sandbox.SendResult, error) {
		if c.IsSet("draft") {
			return tx.SendDraft(c.String("draft"), request)
		}
		return tx.Send(request)
	}, func(sent sandbox.SendResult) error {
		return c.print.sent(sent, c.as()+" sent it"+c.recipients()+waits(sent))
	})
}

// waits says that a message has not gone out yet.
func waits(s sandbox.SendResult) string {
	if s.Message.HeldUntil.IsZero() {
		return ""
	}
	return "; it waits in the Outbox until " + moment(s.Message.HeldUntil)
}

// sent prints the ID of a message that was sent.
func (p *printer) sent(s sandbox.SendResult, sentence string) error {
	p.warnOf(s.Warnings, s.Patterns)
	return p.Show(s, func() { p.Created(s.Message.ID, sentence) })
}

// warnOf prints warnings. Behind those of recipients that look like many stands what to type instead.
func (p *printer) warnOf(warnings []string, patterns []sandbox.Pattern) {
	for _, w := range warnings {
		if i := slices.IndexFunc(patterns, func(one sandbox.Pattern) bool { return one.Warning == w }); i >= 0 {
			w += p.reachesMany(patterns[i])
		}
		p.Warn(w)
	}
}

func (p *printer) reachesMany(one sandbox.Pattern) string {
	return ": " + p.suggest("`group add {group} --all {organisation}` makes one that reaches many",
		"group", "all@"+one.Domain, "organisation", one.Organisation)
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
	r = sandbox.SendRequest{
		As:        c.as(),
		To:        c.StringSlice("to"),
		Cc:        c.StringSlice("cc"),
		Bcc:       c.StringSlice("bcc"),
		Protected: c.Bool("protected"),
		Delivery:  c.Bool("delivery-receipt"),
	}
	if err := c.oneStdin(); err != nil {
		return r, err
	}
	if c.IsSet("eml") {
		return sendFile(c, r)
	}
	r.Subject, r.InReplyTo = c.String("subject"), c.String("in-reply-to")
	r.Sensitivity, r.ReadReceipt = c.String("sensitivity"), c.Bool("read-receipt")
	r.Appointment = c.Bool("appointment")
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
			hint := say("--eml sends the file as it is; only recipients, --protected and --delivery-receipt go with it")
			return r, usageHint(hint, "%s: --%s and --eml exclude each other", c.title(), name)
		}
	}
	err := c.ordinary(c.String("eml"))
	if err == nil {
		r.EML, err = c.read(c.String("eml"))
	}
	if err == nil && r.EML == nil {
		r.EML = []byte{}
	}
	return r, err
}

// Flags that the commands about mail share, and what stands in them.

func inFlag() cli.Flag {
	return textFlag("in", "the copy in `PLACE`: a folder, a public folder, or the mailbox of who shares it or is "+
		"acted for")
}

func clientFlag(usage string) cli.Flag {
	return textFlag("client", usage)
}

// recipientFlags are RFC 5322 address lists; each may be repeated.
func recipientFlags() []cli.Flag {
	return []cli.Flag{
		listFlag("to", "to `ADDRESSES`, as in 'bob, Carol <carol@acme.example>'; may be repeated", "t"),
		listFlag("cc", "a copy to `ADDRESSES`; may be repeated"),
		listFlag("bcc", "a copy to `ADDRESSES` that nobody else sees; may be repeated"),
	}
}

func bodyFlags() []cli.Flag {
	return []cli.Flag{
		textFlag("body", "the message's `TEXT`"),
		textFlag("body-file", "its text is in `FILE`; - is stdin"),
	}
}

func attachFlag() cli.Flag {
	return listFlag("attach", "attach `FILE`; may be repeated")
}

// body is the text given by --body or --body-file, and whether there is one.
func (c *call) body() (s string, given bool, err error) {
	switch {
	case c.IsSet("body") && c.IsSet("body-file"):
		return "", false, usageHint(say("choose one of them"), "%s: --body and --body-file exclude each other", c.title())
	case c.IsSet("body-file"):
		s, err = c.readText(c.String("body-file"))
		return s, true, err
	default:
		return c.String("body"), c.IsSet("body"), nil
	}
}

// readText is the content of a text file; "-" is stdin.
func (c *call) readText(name string) (string, error) {
	data, err := c.read(name)
	data = portable.Text(data)
	if err == nil && !utf8.Valid(data) {
		err = &failure{
			Kind:    sandbox.Invalid,
			Message: name + ": is not UTF-8 text",
			Hint:    say("convert it, or send it as it is with --attach " + shellWord(name)),
		}
	}
	return string(data), err
}

// attachments are the files that --attach names, called as they are called there.
func (c *call) attachments() ([]eml.File, error) {
	var files []eml.File
	for _, name := range c.StringSlice("attach") {
		data, err := c.read(name)
		if err != nil {
			return nil, err
		}
		if name == "-" {
			name = "stdin"
		}
		files = append(files, eml.File{Name: filepath.Base(name), Data: data})
	}
	return files, nil
}

// oneStdin refuses a command line on which several flags want stdin.
func (c *call) oneStdin() error {
	wanted := 0
	for _, f := range c.line.flags {
		if f.value == "-" && slices.Contains(fileFlags, f.name) {
			wanted++
		}
	}
	if wanted > 1 {
		return usageHint(say("give the others as files"), "%s: stdin can be read only once", c.title())
	}
	return nil
}

func forwardCommand() *cli.Command {
	return &cli.Command{
		Name:      "forward",
		Category:  groupMail,
		ArgsUsage: "ID",
		Usage:     "pass a message on, as a message of its own",
		UsageText: "recallbox forward --as bob m1 --to carol --body 'What do you think?'",
		Flags: slices.Concat(
			[]cli.Flag{required(asFlag("`USER` forwards it"))}, recipientFlags(), bodyFlags(), []cli.Flag{inFlag()},
		),
		Action: action(runForward),
	}
}

func runForward(c *call) error {
	request := sandbox.ForwardRequest{
		As:  c.as(),
		ID:  c.arg(0),
		In:  c.String("in"),
		To:  c.StringSlice("to"),
		Cc:  c.StringSlice("cc"),
		Bcc: c.StringSlice("bcc"),
	}
	var err error
	if request.Text, _, err = c.body(); err != nil {
		return err
	}
	return change(c, func(tx *sandbox.Tx) (sandbox.SendResult, error) {
		return tx.Forward(request)
	}, func(sent sandbox.SendResult) error {
		return c.print.sent(sent, c.as()+" forwarded "+c.arg(0)+c.recipients())
	})
}

func askCommand() *cli.Command {
	return &cli.Command{
		Name:      "ask",
		Category:  groupMail,
		ArgsUsage: "ID",
		Usage:     "ask the recipients of a message to delete it",
		Description: "It is a message of its own, and nothing makes anybody obey: the request stays\n" +
			"open until the recipient deletes the message. inspect delivery ID shows it.\n" +
			"You can also telephone, or tell them in another way. Be open and frank. It works\n" +
			"best among people who know each other, where nothing confidential is in the\n" +
			"message, and where something must be put right quickly.\n",
		UsageText: `recallbox ask --as alice m1
recallbox ask --as alice m1 --to bob --note 'It was meant for Carol.'`,
		Flags: []cli.Flag{
			required(asFlag("`USER` sent the message and asks")),
			listFlag("to", "only these `ADDRESSES` among its recipients; may be repeated", "t"),
			textFlag("note", "what is added to the request: a `TEXT`"),
		},
		Action: action(runAsk),
	}
}

func runAsk(c *call) error {
	request := sandbox.AskRequest{As: c.as(), ID: c.arg(0), To: c.StringSlice("to"), Note: c.String("note")}
	return change(c, func(tx *sandbox.Tx) (sandbox.SendResult, error) {
		return tx.Ask(request)
	}, func(sent sandbox.SendResult) error {
		whom := "all its recipients"
		if to := c.StringSlice("to"); len(to) > 0 {
			whom = strings.Join(to, ", ")
		}
		return c.print.sent(sent, c.as()+" asked "+whom+" to delete "+c.arg(0))
	})
}
