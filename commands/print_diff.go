package commands

import (
	"cmp"
	"slices"
	"strings"

	"recallbox/commands/term"
	"recallbox/sandbox"
	"recallbox/sandbox/mail"
)

// diff prints what differs between two states of the sandbox, one beside the other; outcomes, whose reasons are sentences, one below the other.
func (p *printer) diff(d sandbox.Diff) {
	from, to := d.From, cmp.Or(d.To, "now")
	if d.IsEmpty() {
		p.Line(term.Plain("nothing differs between " + from + " and " + to))
		return
	}
	p.Line(term.Heading("from " + from + " to " + to))
	p.setupDiff(d, from, to)
	p.messageDiff(d.Messages, from, to)
	p.recallDiff(d.Recalls, from, to)
	p.outcomeDiff(d.Outcomes, from, to)
}

// setupDiff prints the clock and what was set up otherwise.
func (p *printer) setupDiff(d sandbox.Diff, from, to string) {
	rows := p.Table("SET UP", "", from, to)
	if d.Clock != nil {
		rows.Row(term.Plain("clock"), nil, term.Plain(moment(d.Clock.From)), term.Plain(moment(d.Clock.To)))
	}
	for _, s := range d.Setup {
		rows.Row(term.Plain(s.What+" "+s.Name), term.Plain(s.Key), orNothing(s.From), orNothing(s.To))
	}
	p.differing(rows)
}

// messageDiff prints messages that a mailbox has otherwise.
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
	p.differing(rows, func() {
		p.CountByKind("differences", len(list), func(i int) string { return strings.Join(list[i].Changes, " and ") })
	})
}

// messageWords are a message's ID, and its subject or what it is if nobody wrote it.
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

// recallDiff prints recalls that were asked for in one of the states only.
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
	p.differing(rows)
}

// outcomeDiff prints recipients whose outcome is another, or has another reason.
func (p *printer) outcomeDiff(list []sandbox.OutcomeDiff, from, to string) {
	shown := list
	if len(list) > term.ManyRows && !p.All {
		shown = list[:term.FewRows]
	}
	rows := p.Table("RECALL", "RECIPIENT", "IN", "OUTCOME", "WHY")
	for _, o := range shown {
		rows.Row(append([]term.Text{term.Plain(o.Recall), term.Plain(o.Recipient), term.Faint(from)}, outcomeCells(o.From)...)...)
		rows.Row(append([]term.Text{nil, nil, term.Faint(to)}, outcomeCells(o.To)...)...)
	}
	p.differing(rows, func() {
		p.CountByKind("outcomes", len(list), func(i int) string { return outcomeName(list[i].From) + " → " + outcomeName(list[i].To) })
	})
	p.Omitted(len(list) - len(shown))
}

func outcomeCells(o *sandbox.OutcomeState) []term.Text {
	if o == nil {
		return []term.Text{orNothing(""), nil}
	}
	return []term.Text{outcomeWords(o.Outcome, o.Final), because(o.Reason, o.Behaviour)}
}

func outcomeName(o *sandbox.OutcomeState) string {
	if o == nil {
		return "none"
	}
	return o.Outcome
}

// differing prints a table of differences below a blank line, and above it what they come to; nothing where there are none.
func (p *printer) differing(rows *term.Table, sumUp ...func()) {
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
