package systems

import "recallbox/sandbox/recall"

// What goes beyond the documents follows from their words, was seen in real messages or programs, or was settled here.

func inf(says string) recall.Beyond  { return recall.Beyond{Says: says, Basis: recall.Inferred} }
func obs(says string) recall.Beyond  { return recall.Beyond{Says: says, Basis: recall.Observed} }
func ours(says string) recall.Beyond { return recall.Beyond{Says: says, Basis: recall.Ours} }

// What several behaviours do that no document says.
var (
	noReport = ours("No report comes.")
)
