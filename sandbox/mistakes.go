package sandbox

import (
	"strings"

	"recallbox/sandbox/store"
)

// Mistakes are of whoever wrote the commands that made a sandbox: nothing is wrong with it, but it hardly is as they
// meant it.
type Mistakes struct {
	InVain   int64     `json:"in_vain,omitempty"`  // turns of later acts of which nothing came
	Because  string    `json:"because,omitempty"`  // why the first of them failed
	Patterns []Pattern `json:"patterns,omitempty"` // to which mail was sent
}

// Mistakes finds them. Later acts are in vain where each turn failed, one as something was not there: a message that
// somebody has had, or that waited in the Outbox, is no mistake.
func (tx *Tx) Mistakes() (m Mistakes, err error) {
	acts, err := tx.store.ActsInVain()
	if err != nil {
		return m, err
	}
	for _, a := range acts {
		because, err := tx.store.DetailOf(a.First)
		if err != nil {
			return m, err
		}
		excused, err := tx.isExcused(a, because)
		if err != nil {
			return m, err
		}
		if excused {
			continue
		}
		m.InVain += a.Turns
		if m.Because == "" {
			m.Because = because
		}
	}
	m.Patterns, err = tx.sentToPatterns()
	return m, err
}

// isExcused says whether what was missed is a message that is on its way, or has been there.
func (tx *Tx) isExcused(a store.ActInVain, because string) (bool, error) {
	// "u1@acme.example has no m1", `nobody of "u*" has m1`
	message, is := parseID(messagePrefix, because[strings.LastIndexByte(because, ' ')+1:])
	if !is {
		return false, nil
	}
	return tx.store.HasBeenThere(message, a.First)
}

func (tx *Tx) sentToPatterns() (all []Pattern, err error) {
	addresses, err := tx.store.NobodysPatterns()
	for _, address := range addresses {
		o, is, err := tx.isNobodys(address)
		if err != nil {
			return nil, err
		}
		if is {
			all = append(all, newPattern(address, o))
		}
	}
	return all, err
}
