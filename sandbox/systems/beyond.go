package systems

import "recallbox/sandbox/recall"

// What goes beyond the documents follows from their words, was seen in real messages or programs, or was settled here.

func inf(says string) recall.Beyond   { return recall.Beyond{Says: says, Basis: recall.Inferred} }
func third(says string) recall.Beyond { return recall.Beyond{Says: says, Basis: recall.ThirdParty} }
func obs(says string) recall.Beyond   { return recall.Beyond{Says: says, Basis: recall.Observed} }
func ours(says string) recall.Beyond  { return recall.Beyond{Says: says, Basis: recall.Ours} }

// What several behaviours do that no document says.
var (
	spent         = ours("The recall message is spent and leaves its folder.")
	staysOrdinary = obs("The recall message stays, and is an ordinary one from then on.")
	isFailure     = inf("This counts as a failed recall, of which the sender is told.")
	notYetFinal   = inf("The outcome is not final, and nobody is told yet: what counts is the mark when the recall message is opened.")
	whenFinal     = ours("The report comes when the outcome is final: none while the recall message waits, nor where it is removed unprocessed.")
	recorded      = ours("The outcomes are recorded all the same.")
	readerNotTold = ours("The reader is told nothing, and the outcome is final.")

	fetchedMeans = inf("Read as fetched by the recipient's program; mail that Zoho itself pulls in may be meant.")
	inboxOnly    = ours("A fetch takes what lies in the Inbox then.")
)
