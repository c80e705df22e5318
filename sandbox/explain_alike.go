package sandbox

import (
	"bytes"
	"fmt"
	"slices"

	"recallbox/sandbox/recall"
	"recallbox/sandbox/store"
)

// ExplainedAlike are recipients about whom everything was decided alike, and those decisions in their order.
type ExplainedAlike struct {
	Recipients Rows[string]
	Number     int
	Decisions  []ExplainedDecision // their Recipients are absent
}

// footing is all about a recipient that decisions depend on. Recipients on one footing are decided about once.
type footing struct {
	store.KindKey
	reach   uint8
	grouped bool
	answer  uint8
	hand    otherHand // who else read the copy
	idle    bool      // it was decided once Outlook was idle
}

func (s recallStatus) footingOf(o store.Outcome) footing {
	idle := s.wasIdle(o, recall.Unpack(s.recall.Facts, o.Facts))
	return footing{o.KindKey, o.Reach, o.Via != "", o.Answer, s.readers[o.Mailbox], idle}
}

// onFootings are recipients in their order, in few bytes: the address of each, and the number of the footing.
type onFootings struct {
	addresses [][]byte // in blocks, a line each
	footings  []uint32
}

func (r *onFootings) add(address string, footing uint32) {
	const block = 1 << 16
	last := len(r.addresses) - 1
	if last < 0 || len(r.addresses[last])+len(address) >= block {
		r.addresses = append(r.addresses, make([]byte, 0, block))
		last++
	}
	r.addresses[last] = append(append(r.addresses[last], address...), '\n')
	r.footings = append(r.footings, footing)
}

// on are the addresses of those on some of the footings.
func (r *onFootings) on(some []uint32) Rows[string] {
	return func(yield func(string, error) bool) {
		footings := r.footings
		for _, block := range r.addresses {
			for line := range bytes.Lines(block) {
				if slices.Contains(some, footings[0]) && !yield(string(line[:len(line)-1]), nil) {
					return
				}
				footings = footings[1:]
			}
		}
	}
}

// explained is one decision about all recipients on some footings.
type explained struct {
	ExplainedDecision
	by       recall.Decision
	footings []uint32
	varies   bool // the reason is not the same for all of them, and left out
}

// explainedAlike are recipients with the same decisions.
type explainedAlike struct {
	footings  []uint32
	number    int
	decisions []*explained
}

// explainRecipients explains the decisions about recipients: all, or one mailbox unless it is 0. Each decision is there
// once, by question and then by the first recipient; and once more for those about whom all was decided alike.
func (tx *Tx) explainRecipients(s recallStatus, only int64) ([]ExplainedDecision, []ExplainedAlike, error) {
	var fates []*explainedAlike
	var all onFootings
	known := map[footing]uint32{}
	err := tx.store.EachOutcome(s.recall.ID, func(o store.Outcome) error {
		if only != 0 && o.Mailbox != only {
			return nil
		}
		at := s.footingOf(o)
		number, ok := known[at]
		if !ok {
			number = uint32(len(fates))
			known[at] = number
			fates = append(fates, &explainedAlike{footings: []uint32{number}, decisions: tx.explainOutcome(s, o)})
		}
		all.add(o.Address, number)
		fate := fates[number]
		fate.number++
		readers, err := s.attempts(o)
		if err != nil {
			return err
		}
		for _, d := range fate.decisions {
			if d.varies {
				continue
			}
			reason, err := s.reason(o, d.by, readers)
			if err != nil {
				return err
			}
			if fate.number == 1 {
				d.Reason = reason
			}
			d.agree(reason, false)
		}
		return nil
	})
	var alike []ExplainedAlike
	for _, fate := range joinAlike(fates) {
		one := ExplainedAlike{Recipients: all.on(fate.footings), Number: fate.number}
		for _, d := range fate.decisions {
			one.Decisions = append(one.Decisions, d.ExplainedDecision)
		}
		alike = append(alike, one)
	}
	var decisions []ExplainedDecision
	for _, d := range joinDecisions(fates) {
		d.Recipients = all.on(d.footings)
		decisions = append(decisions, d.ExplainedDecision)
	}
	return decisions, alike, err
}

// agree takes the reason for more recipients in: if it is another one, there is none for all.
func (d *explained) agree(reason string, varies bool) {
	if varies || d.Reason != reason {
		d.Reason, d.varies = "", true
	}
}

// sameness is equal for decisions that differ only in the recipient.
func (d *explained) sameness() string {
	same := d.ExplainedDecision
	same.Reason = ""
	return fmt.Sprint(same)
}

// joinAlike joins those about whom all was decided alike, in the order of the first of them.
func joinAlike(fates []*explainedAlike) (joined []*explainedAlike) {
	known := map[string]*explainedAlike{}
	for _, fate := range fates {
		same := ""
		for _, d := range fate.decisions {
			same += d.sameness()
		}
		if known[same] == nil {
			known[same] = &explainedAlike{}
			joined = append(joined, known[same])
		}
		known[same].join(fate)
	}
	return joined
}

func (a *explainedAlike) join(fate *explainedAlike) {
	a.footings = append(a.footings, fate.footings...)
	a.number += fate.number
	for i, d := range fate.decisions {
		if len(a.decisions) == i {
			one := *d
			a.decisions = append(a.decisions, &one)
		}
		a.decisions[i].agree(d.Reason, d.varies)
	}
}

// joinDecisions joins equal decisions: what was asked first of everybody, then what was asked next.
func joinDecisions(fates []*explainedAlike) (joined []*explained) {
	known := map[string]*explained{}
	for turn, more := 0, true; more; turn++ {
		more = false
		for _, fate := range fates {
			if turn >= len(fate.decisions) {
				continue
			}
			more = true
			d := fate.decisions[turn]
			same := d.sameness()
			if known[same] == nil {
				one := *d
				one.footings = nil
				known[same] = &one
				joined = append(joined, &one)
			}
			known[same].agree(d.Reason, d.varies)
			known[same].footings = append(known[same].footings, fate.footings...)
		}
	}
	return joined
}
