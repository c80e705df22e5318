package commands

import (
	"bufio"
	"errors"
	"fmt"
	"strings"

	"recallbox/commands/term"
	"recallbox/sandbox"
)

// confirmed runs a recall and shows it, and once more with the user's word for it where the mail system wants that. Nobody is asked in a
// batch, whose transaction others wait for, nor where nobody could answer.
func (c *call) confirmed(request sandbox.RecallRequest, show func(sandbox.Recall) error) error {
	request.Confirmed = c.Bool("yes") || c.Bool("dry-run")
	recall := func(tx *sandbox.Tx) error {
		r, err := tx.Recall(request)
		if err != nil {
			return err
		}
		return show(r)
	}
	err := c.update(recall)
	var refused *sandbox.Error
	if !errors.As(err, &refused) || !refused.Confirm {
		return err
	}
	c.line.flags = append(c.line.flags, flagValue{"yes", "true"}) // what was typed, had it been confirmed at once
	if c.process.within == nil && c.proceed(c.whatHappens(request)) {
		request.Confirmed = true
		return c.update(recall)
	}
	return withHint(err, typing(c.typed(nil)))
}

// whatHappens is what a person is asked to agree to: `Recall m1 "Oops" from 2 recipients.`
func (c *call) whatHappens(request sandbox.RecallRequest) string {
	d, err := viewed(c, func(tx *sandbox.Tx) (sandbox.Delivery, error) { return tx.InspectDelivery(request.ID) })
	if err != nil {
		return "Recall " + request.ID + "."
	}
	what := fmt.Sprintf("Recall %s %q from %s", d.Message, d.Subject, term.Count(len(d.Recipients), "recipient", "recipients"))
	if request.Replace != nil {
		what += " and send a new message in its place"
	}
	return what + "."
}

// proceed asks a person on the terminal; what is no yes is a no.
func (c *call) proceed(what string) bool {
	if !c.process.Terminal.In || !c.process.Terminal.Err {
		return false
	}
	c.print.Prompt(what + " Proceed? [y/N] ")
	answer, err := bufio.NewReader(c.process.In).ReadString('\n') // the end of stdin is no answer
	if err != nil {
		c.print.Prompt("\n")
	}
	switch strings.ToLower(strings.TrimSpace(answer)) {
	case "y", "yes":
		return true
	}
	return false
}

// shellWords is a command line that can be typed as it is.
func shellWords(words []string) string {
	typed := make([]string, len(words))
	for i, word := range words {
		typed[i] = shellWord(word)
	}
	return strings.Join(typed, " ")
}
