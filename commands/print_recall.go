package commands

import (
	"fmt"
	"slices"
	"strings"

	"recallbox/commands/term"
	"recallbox/sandbox"
)

// recall prints a recall as it stands: a line for each recipient with outcome, reason and behaviour, and what they come to.
func (p *printer) recall(r sandbox.Recall, all bool) error {
	p.recallTitle(r)
	p.Line()
	if r.Number() > term.ManyRows {
		p.recallSummary(r)
	}
	if err := p.recallRows(r, all); err != nil {
		return err
	}
	ask, err := p.askTheOthers(r)
	p.Line()
	p.Line(term.Plain("  "+takenBack(r)), term.Plain(ask))
	return err
}

func (p *printer) recallTitle(r sandbox.Recall) {
	title := term.Heading(r.ID + "  ")
	if r.DryRun {
		title = term.Waiting("dry run: ")
	}
	end := ""
	switch {
	case r.Replacement != "":
		end = ", replaced by " + r.Replacement
	case r.Mode == "replace":
		end = ", replaced by a new message"
	}
	p.Line(title, term.Plain("recall of "+r.Message+` "`+r.Subject+`"`+end))
}

// recallRows prints the recipients, below a public folder the readers who tried; a group stands in a column of its own where there is one.
// Of many only those are printed whom the sender has to care about most, unless all are asked for.
func (p *printer) recallRows(r sandbox.Recall, all bool) error {
	head := []string{"RECIPIENT", "OUTCOME", "WHY"}
	if r.Grouped {
		head = slices.Insert(head, 1, "VIA")
	}
	shown, more := r.Recipients, 0
	if r.Number() > term.ManyRows && !all {
		shown, more = r.Urgent, r.Number()-sandbox.UrgentShown
	}
	return p.Table(head...).PrintRows(more, func(row func(...term.Text)) error {
		for one, err := range shown {
			if err != nil {
				return err
			}
			recipientRows(one, func(address, via string, rest ...term.Text) {
				cells := []term.Text{term.Plain(address)}
				if r.Grouped {
					cells = append(cells, term.Plain(via))
				}
				row(append(cells, rest...)...)
			})
		}
		return nil
	})
}

func recipientRows(one sandbox.Recipient, row func(address, via string, rest ...term.Text)) {
	row(one.Address, one.Via, outcomeWords(one.Outcome, one.Final), because(one.Reason, one.Behaviour))
	for _, reader := range one.Readers {
		row("  "+reader.Address, "", outcomeWords(reader.Outcome, true), because("opened the recall message at "+moment(reader.At), reader.Behaviour))
	}
}

// outcomeWords are an outcome in its colour, and whether it is for good.
func outcomeWords(outcome string, final bool) term.Text {
	if !final && outcome != "pending" {
		outcome += ", not final"
	}
	switch {
	case strings.HasPrefix(outcome, "succeeded"):
		return term.Good(outcome)
	case strings.HasPrefix(outcome, "failed"):
		return term.Bad(outcome)
	default:
		return term.Waiting(outcome)
	}
}

func because(reason, behaviour string) term.Text {
	return term.Join(term.Plain(reason+"  "), term.Faint("["+behaviour+"]"))
}

// recallSummary counts the recipients by outcome and behaviour, the most first.
func (p *printer) recallSummary(r sandbox.Recall) {
	list := p.Table("RECIPIENTS", "OUTCOME", "BEHAVIOUR")
	list.Numbers = []int{0}
	for _, a := range r.Alike {
		list.Row(term.Plain(fmt.Sprint(a.Number)), outcomeWords(a.Outcome, a.Final), term.Plain(a.Behaviour))
	}
	list.Print(true)
	p.Line()
}

// takenBack sums the outcomes up: "1 of 3 taken back, 1 pending."
func takenBack(r sandbox.Recall) string {
	how := "taken back"
	if r.DryRun {
		how = "would be taken back"
	}
	sum := fmt.Sprintf("%d of %d %s", r.Count("succeeded"), r.Number()-r.Count("not-counted"), how)
	if n := r.Count("pending"); n > 0 {
		sum += fmt.Sprintf(", %d pending", n)
	}
	return sum + "."
}

// askTheOthers is what can still be done where copies were not taken back.
func (p *printer) askTheOthers(r sandbox.Recall) (string, error) {
	if r.Left == 0 || r.DryRun {
		return "", nil
	}
	lead := "For the others"
	switch {
	case r.Count("pending") > 0:
		lead = "For those that failed"
	case r.Count("succeeded") == 0:
		lead = "What is left"
	}
	var to []string
	if r.Left <= term.ManyRows {
		var err error
		if to, err = r.Suggest.List(); err != nil {
			return "", err
		}
	}
	return " " + lead + ": " + p.askCommandLine(r.ByWord, r.Message, to), nil
}

// longLine is how many bytes a command line may have: more cannot be typed everywhere.
const longLine = 8000

// askCommandLine asks recipients to delete a message: all of them, where none is named because they are too many.
func (p *printer) askCommandLine(by, message string, to []string) string {
	all := p.suggest("`ask --as {by} {message}`", "by", by, "message", message)
	named := p.suggest("`ask --as {by} {message} --to {to}`", "by", by, "message", message, "to", strings.Join(to, ","))
	if len(to) > 0 && len(named) <= longLine {
		return named
	}
	return all
}

// shellWord is a word as a shell wants it.
func shellWord(word string) string {
	return inQuotes(word, `'\''`)
}

// inQuotes is a word in single quotes, where it needs them; an apostrophe in it is written as given. KEY='a value' is easier to read than
// 'KEY=a value'.
func inQuotes(word, apostrophe string) string {
	if isHarmless(word) {
		return word
	}
	if key, value, has := strings.Cut(word, "="); has && isHarmless(key) {
		return key + "=" + inQuotes(value, apostrophe)
	}
	return "'" + strings.ReplaceAll(word, "'", apostrophe) + "'"
}

// isHarmless is true for a word that needs no quotes anywhere.
func isHarmless(word string) bool {
	const harmless = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@%+=:,./_-"
	return word != "" && strings.Trim(word, harmless) == ""
}
