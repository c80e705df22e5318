package sandbox

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"recallbox/sandbox/eml"
	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/store"
	"recallbox/sandbox/systems"
)

// Messages that a mail system makes are not stored as text. They are rendered when somebody reads them: recall
// messages, notices, reports, receipts, bounces.

// raw are a message's bytes, as its sender has them.
func (tx *Tx) raw(m store.Message) ([]byte, error) {
	if m.Content != 0 {
		return tx.store.Content(m.Content)
	}
	w, err := tx.store.WholeMessage(m.ID)
	if err != nil {
		return nil, err
	}
	return tx.bytesOf(w)
}

// bytesOf are raw. What the mail system has written can be written again, unless the row that says so was changed.
func (tx *Tx) bytesOf(w store.Whole) ([]byte, error) {
	if w.Content != 0 {
		return w.Bytes, nil
	}
	written, err := tx.write(w)
	if err != nil {
		return nil, damaged("damaged: a message that the mail system wrote: %s: %v", makeID(messagePrefix, w.ID), err)
	}
	return written, nil
}

// write writes a message that a mail system makes.
func (tx *Tx) write(w store.Whole) ([]byte, error) {
	switch {
	case w.Class == mail.Bounce:
		return tx.renderBounce(w)
	case w.Class == mail.Receipt:
		return tx.renderReceipt(w)
	case w.Class == mail.Journal:
		return tx.renderJournal(w)
	}
	out, err := tx.renderMessage(w)
	if err != nil {
		return nil, err
	}
	return eml.Build(out)
}

// headline is what a list shows of a message.
type headline struct {
	subject string
	from    mail.Address
}

func (tx *Tx) headline(of store.Headline) headline {
	switch {
	case of.Written:
		return headline{of.Subject, of.From}
	case of.Class == mail.Bounce:
		return headline{bounceSubject(of.Subject), mailSystem(of.Party.Addr)}
	case of.Class == mail.Journal && of.Form != "":
		subject, _ := tx.formTexts(of.Form, true)
		return headline{fillTemplate(subject, map[string]string{"subject": of.Subject}), mailSystem(of.From.Addr)}
	case of.Class == mail.Journal:
		return headline{of.Subject, mailSystem(of.From.Addr)}
	case of.Class == mail.Receipt && of.Succeeded:
		return headline{deliverySubject(of.Subject), mailSystem(of.Party.Addr)}
	case of.Class == mail.Receipt:
		subject, _, _ := tx.readReceiptTexts(of.Form)
		return headline{fillTemplate(subject, map[string]string{"subject": of.Subject}), of.Party}
	}
	subject, text := tx.textsOf(of)
	from := of.From
	switch of.Class {
	case mail.NoticeMessage:
		from = mailSystem(of.Party.Addr)
	case mail.Report, mail.Response:
		if from = reporter(of); isSummary(text) {
			from = mailSystem(of.Party.Addr)
		}
	}
	return headline{Fill(subject, func(place string) string { return wordOf(of, place) }), from}
}

// wordOf stands at a place of a subject.
func wordOf(of store.Headline, place string) string {
	switch place {
	case "subject":
		return of.Subject
	case "sender":
		return of.From.Name
	case "recipient":
		return of.Party.Name
	}
	return ""
}

// textsOf are the templates of a recall message, a notice or a report.
func (tx *Tx) textsOf(m store.Headline) (subject, text string) {
	switch m.Class {
	case mail.RecallMessage:
		return tx.formTexts(m.Form, true)
	case mail.NoticeMessage:
		if m.Form == "" {
			return noticeForms[m.Notice].Subject, noticeForms[m.Notice].Text
		}
		return tx.formTexts(m.Form, true)
	case mail.Report, mail.Response:
		return tx.formTexts(m.Form, m.Succeeded)
	}
	return "", ""
}

// isSummary says whether a report is about all recipients.
func isSummary(text string) bool { return strings.Contains(text, "{list}") }

// mailSystem is the sender of notices and bounces.
func mailSystem(address string) mail.Address {
	return mail.Address{Name: "Mail system", Addr: "postmaster@" + mail.Domain(address)}
}

// renderMessage renders a recall message, a notice or a report.
func (tx *Tx) renderMessage(w store.Whole) (out eml.Outgoing, err error) {
	h, about := tx.headline(w.Headline), w.Headline
	out = eml.Outgoing{Date: at(w.SentAt), From: h.from, Subject: h.subject}
	_, text := tx.textsOf(about)
	switch {
	case w.Class == mail.RecallMessage: // to those in the To and Cc lines of the original
		lines, _ := writableLines(eml.ParseHeader(w.Bytes))
		out.To, out.Cc = lines.to, lines.cc
	case w.Class == mail.NoticeMessage:
		out.To = []mail.Address{about.Party}
	case isSummary(text):
		out.To = []mail.Address{about.Party}
	default:
		out.To = []mail.Address{about.From}
	}
	out.Text = Fill(text, func(place string) string { return wordIn(place, w) })
	out.MessageID = messageID(w.ID, w.SentAt, out.From.Addr)
	return out, err
}

// wordIn is what stands in a place of the text of a recall message, a notice or a report.
func wordIn(place string, w store.Whole) string {
	about := w.Headline
	switch place {
	case "address":
		return about.From.Addr
	case "from":
		return about.From.Name + " <" + about.From.Addr + ">"
	case "sent":
		return at(w.AboutSentAt).Format(time.RFC1123Z)
	case "now":
		return at(w.SentAt).Format(time.RFC1123Z)
	case "comment":
		if w.Class == mail.NoticeMessage && w.Comment != "" {
			return "\n\n" + w.Comment // in a paragraph of its own
		}
	case "taken":
		return fmt.Sprint(w.Summary.Succeeded)
	case "counted":
		return fmt.Sprint(w.Summary.Succeeded + w.Summary.Failed)
	case "list":
		return summaryList(w.Summary)
	}
	return wordOf(about, place)
}

// reporter is who reports to the sender what became of a recipient's copy: the recipient's program, which processed the
// recall message. Where none can, the sender's own mail system does.
func reporter(of store.Headline) mail.Address {
	if of.Reached && !recall.Reach(of.Reach).IsInside() {
		return mailSystem(of.From.Addr)
	}
	return of.Party
}

// summaryList lists the first recipients in a report about a whole recall.
func summaryList(s store.Summary) string {
	var lines []string
	for _, r := range s.First {
		lines = append(lines, "   "+r.Address+": "+cmp.Or(r.Answer, recall.Pending).String())
	}
	if more := s.Counted - int64(len(s.First)); more > 0 {
		lines = append(lines, fmt.Sprintf("   and %d more", more))
	}
	return strings.Join(lines, "\n")
}

// formTexts are the subject and text of a form, for success or failure. If no behaviour fixes the form, they are
// plain.
func (tx *Tx) formTexts(id string, succeeded bool) (subject, text string) {
	b := systems.Behaviour(tx.box.systems, id)
	if b == nil || b.Form == nil {
		return "{subject}", ""
	}
	tx.cite(id)
	if !succeeded {
		return b.Form.FailureSubject, b.Form.FailureText
	}
	return b.Form.Subject, b.Form.Text
}

// noticeForms are the texts of notices. The documents say what recipients are told, but not the words.
var noticeForms = map[mail.Notice]recall.Form{
	mail.Deleted: {
		Subject: "{sender} deleted the message: {subject}",
		Text:    "{sender} deleted the message \"{subject}\", sent {sent}, from your mailbox.",
	},
	mail.WantsToDelete: {
		Subject: "{sender} wants to delete the message: {subject}",
		Text:    "{sender} wants to delete the message \"{subject}\", sent {sent}. It is still in your mailbox.",
	},
	mail.AttemptFailed: {
		Subject: "A recall attempt failed: {subject}",
		Text:    "{sender} tried to recall the message \"{subject}\", sent {sent}. The attempt failed.",
	},
	mail.RecallFailed: {
		Subject: "The recall failed: {subject}",
		Text:    "{sender} tried to recall the message \"{subject}\", sent {sent}, from a public folder. The recall failed.",
	},
	mail.Recalled: {
		Subject: "A message was recalled: {subject}",
		Text: "A message with these characteristics was recalled:\n\n" +
			"   From:    {from}\n   Subject: {subject}\n   Sent:    {sent}",
	},
}

func bounceSubject(subject string) string { return "Undeliverable: " + subject }

func (tx *Tx) renderBounce(w store.Whole) ([]byte, error) {
	about := w.Headline
	from, to := mailSystem(about.Party.Addr), about.Party.Addr
	text := "Nobody has the address " + to + ": the message could not be delivered there."
	status := eml.RecipientStatus{Recipient: to, Action: eml.Failed, Diagnostic: "550 5.1.1 no such user"}
	if w.PassedOn {
		text = "Mail to " + to + " is forwarded from one to the next, and round again: nobody keeps it."
		status.Status, status.Diagnostic = "5.4.6", "554 5.4.6 routing loop"
	}
	return eml.BuildDeliveryReport(eml.DeliveryReport{
		From:         from,
		To:           about.From,
		Subject:      bounceSubject(about.Subject),
		Text:         text,
		Date:         at(w.SentAt),
		MessageID:    messageID(w.ID, w.SentAt, from.Addr),
		ReportingMTA: mail.Domain(from.Addr),
		ArrivalDate:  at(w.AboutSentAt),
		Recipients:   []eml.RecipientStatus{status},
		Original:     w.Bytes,
	})
}

// fillTemplate puts words into the places of a template.
func fillTemplate(template string, words map[string]string) string {
	return Fill(template, func(place string) string { return words[place] })
}

// Fill puts values into the {places} of a template.
func Fill(template string, value func(place string) string) string {
	var b strings.Builder
	for template != "" {
		before, rest, found := strings.Cut(template, "{")
		b.WriteString(before)
		if !found {
			break
		}
		place, after, _ := strings.Cut(rest, "}")
		b.WriteString(value(place))
		template = after
	}
	return b.String()
}
