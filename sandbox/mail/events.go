package mail

// What is a kind of event in the log.
type What uint8

const (
	WasSent What = iota
	WasDelivered
	HasBounced
	WasPreviewed
	WasOpened
	WasMarkedRead
	WasMarkedUnread
	WasMoved
	WasDeleted // to Deleted Items
	WasRemoved // for good
	ProgramStarted
	ProgramStopped
	RecallAsked
	TakenBack    // a recall took a copy back
	NotTakenBack // a recall failed for a recipient
	Attempted    // a reader opened a recall message in a public folder
	StaysBehind  // what was passed on outlives the recall
	WasHeld      // in the Outbox
	WasReleased  // from the Outbox
	WasTakenOut  // of the Outbox, by sender or administrator
	WasCorrected // in the Outbox
	WasShared
	WasFetched
	RequestMet // a recipient deleted what the sender had asked to delete
	WasImported
	WasPurged    // by an administrator
	WasRecovered // from Recoverable Items
	LaterFailed  // a later act could not be carried out
)

var whats = set{
	"event",
	[]string{
		"sent", "delivered", "bounced", "previewed", "opened", "marked-read", "marked-unread", "moved",
		"deleted", "removed", "program-started", "program-stopped", "recall-asked", "taken-back",
		"not-taken-back", "attempted", "stays-behind", "held", "released", "taken-out", "corrected",
		"shared", "fetched", "request-met", "imported",
		"purged", "recovered", "later-failed",
	},
}

func (w What) String() string               { return whats.word(uint8(w)) }
func (w What) MarshalText() ([]byte, error) { return []byte(w.String()), nil }

// Failure is the kind of error for which a later act was not carried out.
type Failure uint8

const (
	WasRefused Failure = iota
	WasNotFound
	WasInvalid
	WasInConflict
	WasMisused
)

var failures = set{"failure", []string{"refused", "not-found", "invalid", "conflict", "usage"}}

func (f Failure) String() string { return failures.word(uint8(f)) }

// ParseFailure reads the kind of an error, if it is one that a later act may have.
func ParseFailure(kind string) (Failure, error) { return parse[Failure](failures, kind) }
