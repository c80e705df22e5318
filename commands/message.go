package commands

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
	"recallbox/sandbox"
)

func inspectMessageCommand() *cli.Command {
	return &cli.Command{
		Name:      "message",
		ArgsUsage: "ID",
		Usage:     "show a message: headers, text, attachments, where its copies are",
		Description: "It is shown as its sender has it, or with --mailbox as somebody else does.\n" +
			"--raw and --attachment give the exact bytes; a terminal gets them escaped. Of two attachments\n" +
			"with one name, NAME#1 is the first.\n",
		UsageText: `recallbox inspect message m1
recallbox inspect message m1 --attachment list.pdf > list.pdf`,
		Flags: []cli.Flag{
			textFlag("mailbox", "as `USER` has it"),
			switchFlag("raw", "the message's bytes"),
			textFlag("attachment", "the bytes of the attachment `NAME`"),
			allFlag(),
		},
		Action: action(runInspectMessage),
	}
}

func runInspectMessage(c *call) error {
	switch raw, attachment := c.Bool("raw"), c.IsSet("attachment"); {
	case raw && attachment:
		return usageError("%s: --raw or --attachment, one of them", c.title())
	case (raw || attachment) && c.print.JSON:
		return usageError("%s: %s does not go with --raw and --attachment, which print bytes", c.title(), c.printsJSON())
	case raw:
		return c.printBytes(func(tx *sandbox.Tx) ([]byte, error) { return tx.RawMessage(c.arg(0), c.String("mailbox")) })
	case attachment:
		return c.printBytes(func(tx *sandbox.Tx) ([]byte, error) {
			return tx.MessageAttachment(c.arg(0), c.String("mailbox"), c.String("attachment"))
		})
	}
	return c.view(func(tx *sandbox.Tx) error {
		m, err := tx.InspectMessage(c.arg(0), c.String("mailbox"))
		if err != nil {
			return err
		}
		return c.print.ShowRows(m, func() error { return c.print.message(m) })
	})
}

func (c *call) printBytes(read func(*sandbox.Tx) ([]byte, error)) error {
	data, err := look(c, read)
	if err == nil {
		c.print.Raw(data)
	}
	return err
}

// message prints a message as its reader is shown it: headers, text, attachments, and where its copies lie.
func (p *printer) message(m sandbox.Message) error {
	p.Line(term.Heading(m.ID+"  "), subjectText(m.Subject))
	p.Line()
	p.messageHead(m)
	for i, mark := range m.Recalls {
		if i == 0 {
			p.Line()
		}
		p.Line(term.Plain("  "+mark.Says), term.Faint("  "+mark.Recall), byBehaviour(mark.Behaviour))
	}
	p.messageText(m.Text)
	p.messageAttachments(m)
	err := p.messageCopies(m)
	if k := m.Recoverable; k != nil {
		p.Line()
		p.Line(term.Faint(fmt.Sprintf("  Recoverable Items: %d in Deletions, %d in Purges", k.Deletions, k.Purges)))
	}
	p.messageDefects(m.Defects)
	return err
}

// subjectText is a subject as a title.
func subjectText(s string) term.Text {
	if s == "" {
		return term.Faint("(no subject)")
	}
	return term.Plain(s)
}

// messageHead prints the header, except the subject.
func (p *printer) messageHead(m sandbox.Message) {
	head := p.Table()
	for _, field := range []struct{ name, value string }{
		{"from", named(m.FromName, m.From)},
		{"sent by", m.SentBy},
		{"to", strings.Join(m.To, ", ")},
		{"cc", strings.Join(m.Cc, ", ")},
		{"bcc", strings.Join(m.Bcc, ", ")},
		{"date", moment(m.Date)},
		{"class", classWords(m)},
		{"sensitivity", m.Sensitivity},
		{"meeting", map[bool]string{true: "it asks to one"}[m.Appointment]},
		{"protected", map[bool]string{true: "by Azure Information Protection"}[m.Protected]},
	} {
		if field.value != "" {
			head.Row(term.Faint(field.name), term.Plain(field.value))
		}
	}
	head.Print(true)
}

// classWords say what a message is that a mail system wrote.
func classWords(m sandbox.Message) string {
	switch class, notice := m.Class.String(), m.Notice.String(); {
	case class == "note":
		return ""
	case notice != "":
		return class + ": " + notice
	default:
		return class
	}
}

// named is an address with the name that goes with it.
func named(name, address string) string {
	if name == "" || name == address {
		return address
	}
	return name + " <" + address + ">"
}

// moment is a time as everything prints it; "" for none.
func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// messageText prints a text behind a bar, so that no text from mail looks like something that the program says.
func (p *printer) messageText(s string) {
	p.Line()
	if s == "" {
		p.Line(term.Faint("  (no text)"))
		return
	}
	for line := range strings.Lines(s) {
		for _, part := range p.Fit(term.Tabbed(term.RolePlain, strings.TrimSuffix(line, "\n")), 4) {
			p.Line(term.Faint("  |"), term.TrimRight(term.Join(term.Plain(" "), part)))
		}
	}
}

// messageAttachments lists the attachments by the words that --attachment takes.
func (p *printer) messageAttachments(m sandbox.Message) {
	if len(m.Attachments) == 0 {
		return
	}
	p.Line()
	list := p.Table("ATTACHMENT", "TYPE", "SIZE")
	for i, word := range m.AttachmentWords() {
		a := m.Attachments[i]
		list.Row(term.Plain(word), term.Plain(a.Type), term.Plain(term.Count(a.Bytes, "byte", "bytes")))
	}
	list.Print(true)
}

// messageCopies prints where copies of a message lie, or that none is left.
func (p *printer) messageCopies(m sandbox.Message) error {
	number := 0
	for _, place := range m.CopyCounts {
		number += place.Number
	}
	p.Line()
	if number == 0 {
		p.Line(term.Faint("  no copy is left"))
		return nil
	}
	shown, more := m.Copies, 0
	if number > sandbox.CopiesWhole {
		p.copySummary(m.CopyCounts)
		if !p.All {
			shown, more = m.First, number-sandbox.CopiesShown
		}
	}
	return p.Table("MAILBOX", "FOLDER", "STATE").PrintRows(more, func(row func(...term.Text)) error {
		for c, err := range shown {
			if err != nil {
				return err
			}
			row(term.Plain(c.Mailbox), term.Plain(c.Folder), readWord(c.Folder, c.Read))
		}
		return nil
	})
}

// copySummary counts the copies by folder and state, the most first.
func (p *printer) copySummary(places []sandbox.CopyCount) {
	slices.SortFunc(places, func(a, b sandbox.CopyCount) int {
		stateA, stateB := readWord(a.Folder, a.Read).String(), readWord(b.Folder, b.Read).String()
		return cmp.Or(b.Number-a.Number, strings.Compare(a.Folder, b.Folder), strings.Compare(stateA, stateB))
	})
	list := p.Table("COPIES", "FOLDER", "STATE")
	list.Numbers = []int{0}
	for _, place := range places {
		list.Row(term.Plain(fmt.Sprint(place.Number)), term.Plain(place.Folder), readWord(place.Folder, place.Read))
	}
	list.Print(p.All)
	p.Line()
}

func readWord(folder string, read bool) term.Text {
	switch {
	case folder == "public folder":
		return term.Plain("")
	case read:
		return term.Plain("read")
	default:
		return term.Heading("unread")
	}
}

// messageDefects prints what is broken in a message, and how it was read.
func (p *printer) messageDefects(all []string) {
	if len(all) == 0 {
		return
	}
	p.Line()
	p.Line(term.Warning("  broken in this message, and shown as well as it goes:"))
	for _, defect := range all {
		p.Line(term.Plain("  - " + defect))
	}
}

func inspectDeliveryCommand() *cli.Command {
	return &cli.Command{
		Name:      "delivery",
		ArgsUsage: "ID",
		Usage:     "show what the sender can know of a message's delivery",
		Description: "In Zoho Mail this is the Mail Delivery Status (MDS), where recall starts.\n" +
			"In Outlook it is tracking: what the receipts tell that the sender asked for,\n" +
			"and one of its values for each recipient, from 0 to 7.\n",
		UsageText: "recallbox inspect delivery m1",
		Flags:     []cli.Flag{allFlag()},
		Action:    action(runInspectDelivery),
	}
}

func runInspectDelivery(c *call) error {
	return c.view(func(tx *sandbox.Tx) error {
		d, err := tx.InspectDelivery(c.arg(0))
		if err != nil {
			return err
		}
		if r := d.RecallRefused; r != nil && r.Next.Step != "" {
			r.Message += ": " + hintOf(r.Next).text(c.print.sandbox)
		}
		return c.print.ShowRows(d, func() error { return c.print.delivery(d) })
	})
}

// delivery prints how far a message came, what is known of who read it, and what can be done.
func (p *printer) delivery(d sandbox.Delivery) error {
	var counts term.Kinds
	var ask []string // those whom it suggests to ask
	asked := false
	for r, err := range d.Recipients {
		if err != nil {
			return err
		}
		counts.Add(r.Status)
		asked = asked || r.Asked != ""
		if r.Suggest && (p.All || len(ask) <= term.ManyRows) {
			ask = append(ask, r.Address)
		}
	}
	to := term.Count(int(d.Total), "recipient", "recipients")
	p.Line(term.Heading(d.Message), term.Plain("  "+cmp.Or(d.Status, "delivery")+` of "`+d.Subject+`" to `+to))
	p.Line()
	p.CountKinds("recipients", &counts)
	if err := p.deliveryRows(d, asked); err != nil {
		return err
	}
	p.Line()
	button := cmp.Or(d.Button, "recall")
	if d.RecallRefused != nil {
		why := because(withCode(d.RecallRefused.Message, d.RecallRefused.Code), d.RecallRefused.Behaviour)
		for _, part := range p.Fit(term.Join(term.Plain(button+" is not offered: "), why), 2) {
			p.Line(term.Plain("  "), part)
		}
	} else {
		recall := p.suggest("`recall --as {by} {message}`", "by", d.By, "message", d.Message)
		p.Line(term.Plain("  "+button+" is offered: "+recall), byBehaviour(d.Starts))
	}
	if len(ask) > 0 {
		if len(ask) > term.ManyRows && !p.All {
			ask = nil
		}
		p.Line(term.Plain("  no receipt, so perhaps it is unread: " + p.askCommandLine(d.By, d.Message, ask)))
	}
	return nil
}

// deliveryRows lists the recipients. Where some were asked to delete the message, it says what became of the request.
func (p *printer) deliveryRows(d sandbox.Delivery, asked bool) error {
	head := []string{"RECIPIENT", "WHERE", "STATUS", "READ RECEIPT"}
	if d.Tracked {
		head = append(head, "TRACKING")
	}
	if asked {
		head = append(head, "REQUEST")
	}
	few := p.few(int(d.Total))
	return p.Table(head...).PrintRows(int(d.Total)-few, func(row func(...term.Text)) error {
		return d.Recipients.First(few, func(r sandbox.DeliveryRecipient) {
			where := "outside"
			if r.Inside {
				where = "inside"
			}
			cells := []term.Text{term.Plain(r.Address), term.Plain(where), deliveryStatus(r), receiptWords(r, d.Now)}
			if d.Tracked {
				cells = append(cells, trackingWords(r.Tracking))
			}
			if asked {
				cells = append(cells, requestWord(r.Asked))
			}
			row(cells...)
		})
	})
}

// byBehaviour is the behaviour's ID, where there is one.
func byBehaviour(id string) term.Text {
	if id == "" {
		return nil
	}
	return term.Faint("  [" + id + "]")
}

// deliveryStatus is the status, and where the recipient's mailbox forwarded the message.
func deliveryStatus(r sandbox.DeliveryRecipient) term.Text {
	if r.ForwardedTo == "" || r.Status == "bounced" {
		return statusWord(r.Status)
	}
	return term.Join(statusWord(r.Status), term.Plain(", to "+r.ForwardedTo))
}

func statusWord(status string) term.Text {
	switch status {
	case "recalled":
		return term.Good(status)
	case "bounced":
		return term.Bad(status)
	case "held":
		return term.Waiting(status)
	}
	return term.Plain(status)
}

// trackingWords are a tracking value with its number.
func trackingWords(t *sandbox.Tracking) term.Text {
	if t == nil || t.Value == sandbox.TrackedNothing {
		return term.Faint("none (value 0)")
	}
	return term.Plain(fmt.Sprintf("%s (value %d)", t.Says, t.Value))
}

func requestWord(request string) term.Text {
	if request == "met" {
		return term.Good(request)
	}
	return term.Waiting(request)
}

// receiptWords say what a receipt tells of the reading; nothing else is known of it.
func receiptWords(r sandbox.DeliveryRecipient, now time.Time) term.Text {
	switch r.Receipt {
	case "sent":
		return term.Good("opened " + moment(r.OpenedAt))
	case "not-read":
		return term.Bad("deleted unread " + moment(r.DeletedAt))
	case "asked":
		return waitingFor(r, now)
	}
	return term.Plain("not asked for")
}

// waitingFor says how long a receipt has been missing. What was never delivered cannot be answered.
func waitingFor(r sandbox.DeliveryRecipient, now time.Time) term.Text {
	switch r.Status {
	case "held":
		return term.Waiting("asked for")
	case "bounced":
		return term.Plain("none")
	}
	if waited := now.Sub(r.ReceiptAskedAt); waited > 0 {
		return term.Waiting("none after " + sandbox.FormatDuration(waited))
	}
	return term.Waiting("none yet")
}
