package sandbox

import (
	"cmp"
	"slices"
	"strings"

	"recallbox/sandbox/recall"
	"recallbox/sandbox/store"
)

// Possibility is one thing that may become of a recipient's copy.
type Possibility struct {
	Behaviour string `json:"behaviour"`
	Outcome   string `json:"outcome"`
	Reason    string `json:"reason"`
}

// Possibilities are what might have become of a recipient's copy: what did, and other answers of the same mail system to the same question, at
// most that many in all. They come by behaviour ID, so that their order gives nothing away. Name is what the recipient is called.
func (tx *Tx) Possibilities(id, recipient string, most int) (name string, list []Possibility, err error) {
	r, err := tx.recall(id)
	if err != nil {
		return "", nil, err
	}
	s, err := tx.standing(r)
	if err != nil {
		return "", nil, err
	}
	err = tx.store.EachOutcome(r.ID, func(o store.Outcome) error {
		if o.Address != recipient {
			return nil
		}
		name = store.Mailbox{Address: o.Address, Name: o.Name}.DisplayName()
		list, err = s.possibilities(o, most)
		return err
	})
	return name, list, err
}

func (s standing) possibilities(o store.Outcome, most int) ([]Possibility, error) {
	f := recall.Unpack(s.recall.Facts, o.Facts)
	q := s.question(o.KindKey, f)
	var list []Possibility
	for _, b := range plausible(s.system, s.system.Decide(q, f), most) {
		shown, err := s.show(o, recall.Decision{Question: q, Facts: f, Behaviour: b})
		if err != nil {
			return nil, err
		}
		list = append(list, Possibility{b.ID, shown.Outcome, shown.Reason})
	}
	slices.SortFunc(list, func(a, b Possibility) int { return strings.Compare(a.Behaviour, b.Behaviour) })
	return list, nil
}

// plausible are what decided and what might have: the nearest behaviours with other answers, then the nearest of all.
func plausible(sys recall.System, d recall.Decision, most int) []*recall.Behaviour {
	if d.Behaviour == nil {
		return nil
	}
	picked := []*recall.Behaviour{d.Behaviour}
	others := rivals(sys, d)
	for _, sameAnswer := range []bool{false, true} {
		for _, b := range others {
			if len(picked) < most && !slices.Contains(picked, b) && (sameAnswer || !answered(picked, b.Answer)) {
				picked = append(picked, b)
			}
		}
	}
	return picked
}

func answered(list []*recall.Behaviour, a recall.Answer) bool {
	return slices.ContainsFunc(list, func(b *recall.Behaviour) bool { return b.Answer == a })
}

// rivals are the other behaviours that answer the question, the nearest first. For a public folder they are those of public folders.
func rivals(sys recall.System, d recall.Decision) []*recall.Behaviour {
	var list []*recall.Behaviour
	far := map[*recall.Behaviour]int{}
	own := slices.IndexFunc(sys.Rules, func(b recall.Behaviour) bool { return b.ID == d.ID() && b.Question == d.Question })
	for i := range sys.Rules {
		b := &sys.Rules[i]
		if b.Question != d.Question || b.ID == d.ID() || isPublic(*b) != recall.PublicFolder.Get(d.Facts) {
			continue
		}
		far[b] = max(i-own, own-i)
		list = append(list, b)
	}
	slices.SortStableFunc(list, func(a, b *recall.Behaviour) int { return cmp.Compare(far[a], far[b]) })
	return list
}

// isPublic says whether a behaviour asks for a public folder.
func isPublic(b recall.Behaviour) bool {
	return slices.ContainsFunc(b.When, func(p recall.Predicate) bool {
		return p.Reads().Has(recall.PublicFolder) && p.Holds(recall.Given(recall.PublicFolder.As(true)))
	})
}
