package commands

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"recallbox/sandbox"
)

// recall prints a recall as it stands: a line for each recipient with outcome, reason and behaviour, and what they come to.
func (p *printer) recall(r sandbox.Recall, all bool) {
	p.recallTitle(r)
	p.line()
	if len(r.Recipients) > manyRows {
		p.recallSummary(r)
	}
	p.recallRows(r, all)
	p.line()
	p.line(plain("  "+takenBack(r)), plain(askTheOthers(r, all)))
}

func (p *printer) recallTitle(r sandbox.Recall) {
	title := heading(r.ID + "  ")
	if r.DryRun {
		title = waiting("dry run: ")
	}
	end := ""
	switch {
	case r.Replacement != "":
		end = ", replaced by " + r.Replacement
	case r.Mode == "replace":
		end = ", replaced by a new message"
	}
	p.line(title, plain("recall of "+r.Message+` "`+r.Subject+`"`+end))
}

// recallRows prints the recipients, below a public folder the readers who tried; a group stands in a column of its own where there is one.
func (p *printer) recallRows(r sandbox.Recall, all bool) {
	grouped := slices.ContainsFunc(r.Recipients, func(one sandbox.Recipient) bool { return one.Via != "" })
	head := []string{"RECIPIENT", "OUTCOME", "WHY"}
	if grouped {
		head = slices.Insert(head, 1, "VIA")
	}
	list := p.table(head...)
	row := func(address, via string, rest ...text) {
		cells := []text{plain(address)}
		if grouped {
			cells = append(cells, plain(via))
		}
		list.row(append(cells, rest...)...)
	}
	shown := r.Recipients
	if len(shown) > manyRows && !all {
		shown = slices.SortedStableFunc(slices.Values(shown), func(a, b sandbox.Recipient) int { return urgency(a.Outcome) - urgency(b.Outcome) })
	}
	for _, one := range shown {
		row(one.Address, one.Via, outcomeWords(one.Outcome, one.Final), because(one.Reason, one.Behaviour))
		for _, reader := range one.Readers {
			row("  "+reader.Address, "", outcomeWords(reader.Outcome, true), because("opened the recall message at "+moment(reader.At), reader.Behaviour))
		}
	}
	list.print(all)
}

// urgency puts first whom the sender has to care about, where only the first are printed.
func urgency(outcome string) int {
	return slices.Index([]string{"failed", "pending", "not-counted", "succeeded"}, outcome)
}

// outcomeWords are an outcome in its colour, and whether it is for good.
func outcomeWords(outcome string, final bool) text {
	if !final && outcome != "pending" {
		outcome += ", not final"
	}
	switch {
	case strings.HasPrefix(outcome, "succeeded"):
		return good(outcome)
	case strings.HasPrefix(outcome, "failed"):
		return bad(outcome)
	default:
		return waiting(outcome)
	}
}

func because(reason, behaviour string) text {
	return join(plain(reason+"  "), faint("["+behaviour+"]"))
}

// recallSummary counts the recipients by outcome and behaviour, the most first.
func (p *printer) recallSummary(r sandbox.Recall) {
	type kind struct {
		outcome   string
		final     bool
		behaviour string
	}
	number := map[kind]int{}
	var kinds []kind
	for _, one := range r.Recipients {
		k := kind{one.Outcome, one.Final, one.Behaviour}
		if number[k]++; number[k] == 1 {
			kinds = append(kinds, k)
		}
	}
	slices.SortStableFunc(kinds, func(a, b kind) int { return cmp.Compare(number[b], number[a]) })
	list := p.table("RECIPIENTS", "OUTCOME", "BEHAVIOUR")
	list.numbers = []int{0}
	for _, k := range kinds {
		list.row(plain(fmt.Sprint(number[k])), outcomeWords(k.outcome, k.final), plain(k.behaviour))
	}
	list.print(true)
	p.line()
}

// takenBack sums the outcomes up: "1 of 3 taken back, 1 pending."
func takenBack(r sandbox.Recall) string {
	count := map[string]int{}
	for _, one := range r.Recipients {
		count[one.Outcome]++
	}
	sum := fmt.Sprintf("%d of %d taken back", count["succeeded"], len(r.Recipients)-count["not-counted"])
	if r.DryRun {
		sum = fmt.Sprintf("%d of %d would be taken back", count["succeeded"], len(r.Recipients)-count["not-counted"])
	}
	if n := count["pending"]; n > 0 {
		sum += fmt.Sprintf(", %d pending", n)
	}
	return sum + "."
}

// askTheOthers is what can still be done where copies were not taken back.
func askTheOthers(r sandbox.Recall, all bool) string {
	if len(r.Suggest) == 0 || r.DryRun {
		return ""
	}
	has := func(outcome string) bool {
		return slices.ContainsFunc(r.Recipients, func(one sandbox.Recipient) bool { return one.Outcome == outcome })
	}
	lead := "For the others"
	switch {
	case has("pending"):
		lead = "For those that failed"
	case !has("succeeded"):
		lead = "What is left"
	}
	return " " + lead + ": " + askCommandLine(r.ByWord, r.Message, r.Suggest, all)
}

// askCommandLine asks recipients to delete a message: all of them, where those meant are too many to be named.
func askCommandLine(by, message string, to []string, all bool) string {
	command := "recallbox ask --as " + shellWord(by) + " " + message
	if len(to) <= manyRows || all {
		command += " --to " + shellWord(strings.Join(to, ","))
	}
	return command
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
