package systems

import "recallbox/sandbox/recall"

// Purge is what is left to an administrator after a failed recall: to search all mailboxes for a message, and to delete
// it there. It is part of the mail systems that have Exchange.
func Purge() recall.System {
	behaviours := []recall.Behaviour{
		{ID: "purge/administrator", Source: "delete-messages PurgeType", Basis: recall.Documented,
			Says:     "It needs a role that even administrators do not have by default.",
			Beyond:   []recall.Beyond{ours("An administrator is taken to have it, and has it in the own organisation.")},
			Question: recall.MayPurge, When: when(recall.Not(administers)), Answer: recall.Refused,
			Reason: "only an administrator of the organisation may do this, and {sender} is none"},
		{ID: "purge/administrator", Source: "delete-messages PurgeType", Basis: recall.Documented,
			Question: recall.MayRestore, When: when(recall.Not(administers)), Answer: recall.Refused,
			Reason: "only an administrator of the organisation may do this, and {sender} is none"},
		{ID: "purge/soft", Source: "delete-messages PurgeType recoverable-srv", Basis: recall.Documented,
			Says:     "SoftDelete moves it into Recoverable Items, from where its owner can get it back for 14 days.",
			Beyond:   []recall.Beyond{ours("No administrator brings it back for its owner.")},
			Question: recall.MayPurge, When: when(recall.Not(purgedForGood)), Answer: recall.Yes,
			Reason: "its owner can recover it"},
		{ID: "purge/hard", Source: "PurgeType delete-2013 Set-Mailbox", Basis: recall.Documented,
			Says: "HardDelete, and Search-Mailbox with -DeleteContent, remove it for good; in the cloud it is kept out of reach.",
			Beyond: []recall.Beyond{
				ours("What its owner could still recover is out of reach then too."),
				ours("What is kept administrators see, and do not bring back."),
			},
			Question: recall.MayPurge, When: when(purgedForGood), Answer: recall.Yes,
			Reason: "its owner cannot recover it"},
		{ID: "purge/inside-only", Source: "delete-messages", Basis: recall.Documented,
			Says: "Only mailboxes of the organisation are searched.",
			Beyond: []recall.Beyond{
				inf("Copies outside stay, and the answer names whose."),
				ours("So does what lies in a public folder, or in an account other than Exchange."),
			},
			Question: recall.WhatIsPurged, When: when(notSearched), Answer: recall.No,
			Reason: "not in a mailbox of the organisation: it stays"},
		{ID: "purge/forwarded", Source: "delete-messages", Basis: recall.Inferred,
			Says: "The search goes by subject, sender, dates or words, and so finds what was forwarded too.",
			Beyond: []recall.Beyond{ours(
				"Here it goes by the words of the subject, in what people wrote and what has been sent.")},
			Question: recall.WhatIsPurged, When: when(passesOn), Answer: recall.Yes,
			Reason: "forwarded, and found by its subject"},
		{ID: "purge/all-mailboxes", Source: "delete-messages", Basis: recall.Documented,
			Says:     "What the search finds goes from all mailboxes; the outcome is a number for each.",
			Beyond:   []recall.Beyond{inf("Read or unread, in whatever folder, the sender's copy too.")},
			Question: recall.WhatIsPurged, When: when(recall.Not(passesOn)), Answer: recall.Yes,
			Reason: "in a mailbox of the organisation"},
		{ID: "purge/soft", Source: "delete-messages PurgeType recoverable-srv", Basis: recall.Documented,
			Question: recall.WhatIsKept, When: when(purged), Answer: recall.Yes, Effects: keeps,
			Reason: "its owner can recover it"},
		{ID: "purge/held", Source: "delete-messages", Basis: recall.Documented,
			Says:     "In a mailbox on hold it is kept until the hold ends.",
			Beyond:   []recall.Beyond{inf("So is what its owner removes."), ours("It is kept for 14 days at least.")},
			Question: recall.WhatIsKept, When: when(purgedForGood, onHold), Answer: recall.Yes, Effects: keepsHidden,
			Reason: "the mailbox is on hold: it is kept, and only administrators see it"},
		{ID: "purge/held", Source: "delete-messages", Basis: recall.Documented,
			Question: recall.WhatLapses, When: when(onHold, recall.Not(takenBack)), Answer: recall.No,
			Reason: "the mailbox is on hold: it is kept"},
		{ID: "purge/soft", Source: "delete-messages PurgeType recoverable-srv", Basis: recall.Documented,
			Question: recall.MayRestore, When: when(recall.Not(outOfSight)), Answer: recall.Refused,
			Reason: "{recipient} can recover it, and nobody else does", Next: recall.LetOwner},
		{ID: "purge/hard", Source: "PurgeType delete-2013 Set-Mailbox", Basis: recall.Documented,
			Question: recall.MayRestore, When: when(outOfSight, recall.Not(wasTakenBack)), Answer: recall.Refused,
			Reason: "it is removed for good: administrators see what is kept, and do not bring it back"},
		{ID: "purge/silent", Basis: recall.Ours,
			Says:     "No source speaks of a notice: neither sender nor recipient is told.",
			Question: recall.WhoHearsOfPurge, When: when(), Answer: recall.No,
			Reason: "nobody is told"},
	}
	return recall.System{Name: "purge", Says: "an administrator's purge, in mail systems with Exchange", Feature: true,
		Optional: true, Behaviours: behaviours, Rules: behaviours}
}

// recoverFor is how many seconds Recoverable Items are kept.
const recoverFor = 14 * 24 * 60 * 60

// What becomes of what is removed for good.
var (
	keeps       = []recall.Effect{{Do: recall.Keep, For: recoverFor}}
	keepsHidden = []recall.Effect{{Do: recall.Keep, For: recoverFor, Hidden: true}}
)
