package sandbox

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"recallbox/sandbox/recall"
)

// Comparison sets mail systems side by side. Nothing in it is written for a system: each cell is what the system answers to cases.
type Comparison struct {
	Systems    []string    `json:"systems"`
	Dimensions []Dimension `json:"dimensions"`
	Features   []Feature   `json:"features"`
}

// Dimension is one respect in which mail systems differ, with a cell for each system, in their order.
type Dimension struct {
	Name  string `json:"dimension"`
	Cells []Cell `json:"cells"`
}

// Cell is what one system says in one respect, and the behaviours that say it.
type Cell struct {
	System     string   `json:"system"`
	Says       string   `json:"says"`
	Behaviours []string `json:"behaviours"`
}

// Feature is what every mail system has besides.
type Feature struct {
	Name string `json:"name"`
	Says string `json:"says"`
}

// dimensions are what is compared, in order: what a system says where it recalls, and what holds where its only way back is the Outbox.
var dimensions = []struct {
	name   string
	recall func(*witness) []string
	outbox string
}{
	{"who may", (*witness).whoMay, "whoever sent it"},
	{"until when", (*witness).untilWhen, "until it leaves the Outbox"},
	{"read or not", (*witness).readOrNot, "nobody has it yet"},
	{"moved or not", (*witness).movedOrNot, "nobody has it yet"},
	{"which client", (*witness).whichClient, "any"},
	{"outside recipients", (*witness).outsiders, "like all others: nobody has it yet"},
	{"what the recipient sees", (*witness).recipientSees, "nothing"},
	{"what the sender gets", (*witness).senderGets, "the message back, as a draft"},
	{"replacement", (*witness).replacement, "the draft, corrected and sent again"},
}

// Compare asks the mail systems in every dimension. What is part of every one of them is only named. It needs no sandbox.
func Compare(all []recall.System) Comparison {
	var out Comparison
	var compared []recall.System
	for _, s := range all {
		if s.Feature {
			out.Features = append(out.Features, Feature{s.Name, s.Says})
			continue
		}
		compared = append(compared, s)
		out.Systems = append(out.Systems, s.Name)
	}
	for _, d := range dimensions {
		shown := Dimension{Name: d.name}
		for _, s := range compared {
			w := &witness{system: s}
			says := w.says(d.recall, d.outbox)
			shown.Cells = append(shown.Cells, Cell{s.Name, says, w.cited})
		}
		out.Dimensions = append(out.Dimensions, shown)
	}
	return out
}

// witness is a mail system that is asked about cases. It remembers which behaviours answered.
type witness struct {
	system recall.System
	cited  []string
}

func (w *witness) ask(q recall.Question, f recall.Facts) recall.Decision {
	d := w.system.Decide(q, f)
	if id := d.ID(); id != "" && !slices.Contains(w.cited, id) {
		w.cited = append(w.cited, id)
	}
	return d
}

// sender is who can recall if anybody can: with the system's own account and program, a fresh message, confirming it. And
// what is different.
func (w *witness) sender(and ...recall.Value) recall.Facts {
	own := recall.Given(recall.SenderAccount.As(w.system.Account), recall.SenderClient.As(w.system.Client))
	return own.With(and...)
}

// may says whether a recall with these facts is not refused.
func (w *witness) may(f recall.Facts) bool {
	return w.ask(recall.MayRecall, f).Answer() != recall.Refused
}

// says is a system's cell: what it says of its recall, or of its Outbox where it has no recall, or that there is no way back.
func (w *witness) says(recalls func(*witness) []string, outbox string) string {
	if w.system.Decide(recall.MayRecall, w.sender()).Answer() != recall.Refused {
		return strings.Join(recalls(w), "; ")
	}
	w.may(w.sender())
	held := recall.Given(recall.MessageState.As(recall.Held), recall.HeldBy.As(recall.UndoWindow))
	if w.ask(recall.MayTakeBack, held).Answer() != recall.Yes {
		return "no way back"
	}
	if window := w.setting(w.system.Limits.Undo); window != "" {
		outbox = strings.Replace(outbox, "until it leaves the Outbox", window+", in the Outbox", 1)
	}
	return outbox
}

// setting is what a setting of the system comes as, and the setting's name.
func (w *witness) setting(key string) string {
	for _, s := range w.system.Settings {
		if s.Key == key {
			return s.Values[0] + " (" + key + ")"
		}
	}
	return ""
}

// limit is how old a message may be: by the system's setting, or in seconds.
func (w *witness) limit(setting string, seconds int64) string {
	return cmp.Or(w.setting(setting), FormatDuration(time.Duration(seconds)*time.Second))
}

// among puts the words that are in and those that are not into few words.
func among(in, out []string) string {
	switch {
	case len(out) == 0:
		return "any"
	case len(in) == 0:
		return "none"
	case len(out) < len(in):
		return "any but " + oneOf(out)
	}
	return oneOf(in)
}

// oneOf is a list in words: a, b or c.
func oneOf(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}
