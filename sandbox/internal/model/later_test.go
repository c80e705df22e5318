package model_test

import (
	"errors"
	"strings"

	"recallbox/sandbox"
	"recallbox/sandbox/delay"
	"recallbox/sandbox/internal/model"
)

// laterSteps are the steps that are done later in a sandbox, by their words.
type laterSteps map[string]model.Later

func (l laterSteps) add(step model.Step) {
	if s, ok := step.(model.Later); ok {
		l[strings.Join(s.Command(), " ")] = s
	}
}

// deed reads the words of a step.
func (l laterSteps) deed(words []string) (sandbox.Deed, error) {
	s, ok := l[strings.Join(words, " ")]
	if !ok {
		return sandbox.Deed{}, errors.New("no step has these words")
	}
	deed := sandbox.Deed{As: s.As, Do: func(tx *sandbox.Tx, as string) error {
		of := s.Of
		if as != "" {
			of = model.By(of, as)
		}
		_, err := drive(tx, of)
		return err
	}}
	if of, ok := s.Of.(model.Read); ok && of.In == "" && of.Client == "" && of.Receipt == "" {
		deed.Reads = of.ID
		deed.How = map[string]sandbox.ReadHow{
			"open": sandbox.ByOpening, "preview": sandbox.ByPreviewing,
			"mark-read": sandbox.ByMarkingRead, "mark-unread": sandbox.ByMarkingUnread,
		}[of.How]
	}
	return deed, nil
}

func doLater(tx *sandbox.Tx, s model.Later) (string, error) {
	after, err := sandbox.ParseDuration(s.After)
	if err != nil {
		return "", err
	}
	r := sandbox.LaterRequest{At: tx.Now().Add(after), Command: s.Command(), Line: s.Line()}
	if s.Spread != "" || s.Share != "" {
		r.Alone = &sandbox.Alone{As: s.As, Spread: s.Spread, Delay: s.Delay(), Seed: s.SeedNumber()}
		if share, err := delay.ParseShare(s.Share); err == nil {
			r.Alone.Share = &share
		}
	}
	made, err := tx.AddLater(r)
	return made.ID, err
}
