package systems

import (
	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
)

// Undo is a mail system whose only way back is a delay of some seconds: Gmail (5, 10, 20 or 30 s), Proton (0 to 20),
// Fastmail (15), Outlook on the web (0 to 10), UpMail (15, 30 or 60).
func Undo() recall.System {
	behaviours := []recall.Behaviour{
		{ID: "undo/not-recall", Source: "vendors", Basis: recall.Documented,
			Says:     "Undo send is a delay before delivery, not a deletion after it.",
			Beyond:   []recall.Beyond{inf("A recall is refused.")},
			Question: recall.MayRecall, When: when(), Answer: recall.Refused,
			Reason: "there is no recall, only undo send within the first {window}"},
		{ID: "undo/within-window", Source: "vendors UpMail", Basis: recall.Documented,
			Says:     "Within the window the message comes back as a draft, and nobody got it, wherever they are.",
			Question: recall.MayTakeBack, When: when(isHeld, inUndoWindow), Answer: recall.Yes,
			Reason: "sending can still be undone"},
		{ID: "undo/after-window", Source: "vendors", Basis: recall.Documented,
			Says:     "After the window nothing can be done.",
			Beyond:   []recall.Beyond{ours("Asking the recipient is named as what is left.")},
			Question: recall.MayTakeBack, When: when(recall.Not(isHeld), inUndoWindow), Answer: recall.Refused,
			Reason: "the window of {window} is over and it is out", Next: recall.AskInstead},
	}
	return recall.System{
		Name:    "undo",
		Says:    "undo send: a delay of some seconds, as in Gmail, Proton or Fastmail",
		Account: mail.IMAP,
		Client:  mail.GmailWeb,
		Settings: []recall.Setting{{Key: "window", Values: []string{"10s"},
			Says: "how long sending can be undone, from 0s to 1m", Longest: "1m"}},
		Limits:     recall.Limits{Undo: "window"},
		Behaviours: behaviours,
		Rules:      behaviours,
	}
}
