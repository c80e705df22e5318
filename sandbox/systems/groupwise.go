package systems

import (
	"slices"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
)

// GroupWise is OpenText GroupWise (Novell, Micro Focus), where deleting a sent item retracts it: the mailboxes
// themselves, without a recall message. Its documents say retract.
func GroupWise(outlook recall.System) recall.System {
	first, behaviours := groupwiseFirst(), groupwiseBehaviours()
	return recall.System{
		Name:       "groupwise",
		Says:       "GroupWise, where deleting a sent item retracts it",
		Status:     "Properties",
		Account:    mail.Native,
		Client:     mail.GroupWise,
		Options:    []recall.Option{recall.FromWhere, recall.Comment},
		Reaches:    []mail.Account{mail.Native},
		Behaviours: slices.Concat(first, behaviours),
		First:      first,
		Rules:      borrow(behaviours, outlook, "never-delivered", "forwarded-copy"),
	}
}

// Where the recipient's mailbox is.
var (
	outsideGroupWise = recall.Recipient.Is(recall.OtherAccount,
		"the recipient does not use GroupWise", "the recipient uses GroupWise, or is outside the organisation")
	inGroupWise = recall.Recipient.When(recall.Reach.IsInside,
		"the recipient uses GroupWise in the organisation", "the recipient does not use GroupWise in the organisation")
)

// groupwiseFirst goes before what is said of meetings in every mail system.
func groupwiseFirst() []recall.Behaviour {
	return []recall.Behaviour{
		{ID: "groupwise/calendar-any-time", Source: "GW18-retract GW24-delete", Basis: recall.Documented,
			Says:     "Appointments, tasks and notes can be retracted at any time: their opened state does not matter.",
			Beyond:   []recall.Beyond{ours("The sandbox has appointments only, and no warning that they stay in calendars.")},
			Question: recall.WhatOfMeeting, When: when(isAppointment), Answer: recall.Yes,
			Reason: "the calendar item itself is retracted, and none stays in calendars"},
	}
}

func groupwiseBehaviours() []recall.Behaviour {
	return []recall.Behaviour{
		// May the sender retract, and what?
		{ID: "groupwise/from-sent", Source: "GW18-retract GW18-mobile", Basis: recall.Documented,
			Says:     "Retracting starts from an item in Sent Items.",
			Beyond:   []recall.Beyond{inf("What others sent, or what does not lie in Sent Items, cannot be retracted.")},
			Question: recall.MayRecall, When: when(draftOrNotInOwnSent), Answer: recall.Refused,
			Reason: "it does not lie in {sender}'s own Sent Items, where retracting starts"},
		{ID: "groupwise/resend", Source: "GW-SDK-retract", Basis: recall.Documented,
			Says: "A retraction caused by resending gives no notice: the new calendar item replaces it.",
			Beyond: []recall.Beyond{
				ours("The new item goes to the same recipients, whatever the outcome."),
				ours("Mail is not resent in this way: a recall of mail with a new message is refused."),
			},
			Question: recall.MayRecall, When: when(replaces, recall.Not(isAppointment)), Answer: recall.Refused,
			Reason: "only a calendar item is retracted by resending it", Next: recall.SendInstead},
		{ID: "groupwise/resend", Source: "GW-SDK-retract", Basis: recall.Documented,
			Question: recall.WhatInstead, When: when(replaces), Answer: recall.Yes,
			Effects: []recall.Effect{{Do: recall.SendReplacement}},
			Reason:  "the new calendar item goes to the same recipients, whatever the outcome"},
		{ID: "groupwise/my-mailbox", Source: "GW24-delete GW-SDK-retract", Basis: recall.Documented,
			Says:     "“My Mailbox” deletes the copy of the sender and retracts nothing.",
			Question: recall.WhatOfDeleting, When: when(), Answer: recall.No,
			Reason: "only the sender's own copy is deleted: nothing is retracted"},

		// Whose copies go?
		{ID: "groupwise/internet", Source: "GW18-retract", Basis: recall.Documented,
			Says:     "What went to other mail systems over the Internet cannot be retracted.",
			Beyond:   []recall.Beyond{ours("Nothing arrives there, and the outcome is final.")},
			Question: recall.HowFar, When: when(outside), Answer: recall.Failed, Final: recall.Always,
			Reason: "it went out over the Internet: it stays"},
		{ID: "groupwise/groupwise-only", Source: "GW18-mobile", Basis: recall.Documented,
			Says:     "Only where the recipient uses GroupWise.",
			Beyond:   []recall.Beyond{ours("Any other account inside stands for another mail system, and a public folder too.")},
			Question: recall.HowFar, When: when(outsideGroupWise), Answer: recall.Failed, Final: recall.Always,
			Reason: "{recipient} does not use GroupWise: it stays"},
		{ID: "groupwise/recipients-mailbox", Source: "GW18-retract GW-SDK-retract", Basis: recall.Documented,
			Says:     "“Recipient's Mailbox”: deleted from the mailboxes of all recipients.",
			Beyond:   []recall.Beyond{ours("It is so where the sender does not choose: the sender's copy stays.")},
			Question: recall.HowFar, When: when(inGroupWise), Answer: recall.Yes,
			Reason: "in GroupWise: deleted from the mailbox itself"},
		{ID: "groupwise/all-mailboxes", Source: "GW18-retract GW24-delete", Basis: recall.Documented,
			Says:     "“All Mailboxes”: from one's own mailbox too.",
			Beyond:   []recall.Beyond{ours("The sender's copy goes to Deleted Items, whatever becomes of the others.")},
			Question: recall.WhatOfOwnCopy, When: when(fromOwn), Answer: recall.Yes,
			Effects: []recall.Effect{{Do: recall.TakeOwn}},
			Reason:  "the sender's own copy goes to Deleted Items"},
		{ID: "groupwise/recipients-mailbox", Source: "GW18-retract GW-SDK-retract", Basis: recall.Documented,
			Question: recall.WhatOfOwnCopy, When: when(), Answer: recall.Yes,
			Reason: "the sender's own copy stays"},

		// What happens to this copy?
		{ID: "groupwise/purged", Basis: recall.Ours,
			Says:     "A copy that was deleted and emptied from the Trash has the status purged: there is nothing to take back.",
			Question: recall.WhatHappens, When: when(originalGone), Answer: recall.Failed, Final: recall.Always,
			Reason: "purged already: there was nothing to take back"},
		{ID: "groupwise/calendar-any-time", Source: "GW18-retract GW24-delete", Basis: recall.Documented,
			Question: recall.WhatHappens, When: when(isAppointment), Answer: recall.Succeeded, Final: recall.Always, Effects: takesAway,
			Reason: "a calendar item, taken back whether opened or not"},
		{ID: "groupwise/unopened-mail", Source: "GW18-retract GW24-delete", Basis: recall.Documented,
			Says: "Mail and phone messages can be retracted only while unopened.",
			Beyond: []recall.Beyond{
				ours("Marked read without being opened, it counts as opened; opened and then marked unread, as unopened."),
				ours("The copy is gone for good."),
			},
			Question: recall.WhatHappens, When: when(read), Answer: recall.Failed, Final: recall.Always,
			Reason: "opened already: it stays"},
		{ID: "groupwise/opened-by-proxy", Source: "GW-track", Basis: recall.Inferred,
			Says:     "Tracking knows an item as opened “by the recipient or the recipient's proxy”.",
			Beyond:   []recall.Beyond{ours("A delegate stands for the proxy; whoever is let see a copy counts as one.")},
			Question: recall.WhoseMark, When: when(readByAnyoneElse), Answer: recall.Yes,
			Reason: "opened by a proxy, it counts as opened"},
		{ID: "groupwise/any-folder", Basis: recall.Ours,
			Says:     "Folders are not among the conditions: moved or deleted, an unopened copy is taken back too.",
			Question: recall.WhatHappens, When: when(recall.Not(originalInInbox)), Answer: recall.Succeeded, Final: recall.Always, Effects: takesAway,
			Reason: "unopened: taken back, though it had been moved out of the Inbox"},
		{ID: "groupwise/unopened-mail", Source: "GW18-retract GW24-delete", Basis: recall.Documented,
			Question: recall.WhatHappens, When: when(), Answer: recall.Succeeded, Final: recall.Always, Effects: takesAway,
			Reason: "unopened: taken back from the mailbox"},

		// Who is told?
		{ID: "groupwise/resend", Source: "GW-SDK-retract", Basis: recall.Documented,
			Question: recall.WhatRecipient, When: when(isAppointment, replaces), Answer: recall.Yes,
			Reason: "{recipient} is told nothing, as the new item replaces it"},
		{ID: "groupwise/calendar-notice", Source: "GW-SDK-retract", Basis: recall.Documented,
			Says:     "A recipient who had opened (or accepted) the calendar item gets a notice in the Inbox when it is retracted.",
			Beyond:   []recall.Beyond{ours("Nobody accepts in the sandbox, which has no calendar.")},
			Question: recall.WhatRecipient, When: when(isAppointment, read), Answer: recall.Yes,
			Effects: []recall.Effect{{Do: recall.Notify, Notice: mail.Recalled, Form: "groupwise/comment"}},
			Reason:  "{recipient} had opened it, and is told that it was retracted"},
		{ID: "groupwise/comment", Source: "GW18-retract GW24-delete", Basis: recall.Documented,
			Says:   "A comment may tell the recipients why.",
			Beyond: []recall.Beyond{ours("It stands in the notice, so only who gets one reads it; the words of the notice are ours.")},
			Form: &recall.Form{Subject: "Retracted: {subject}",
				Text: "{from} retracted the item \"{subject}\", sent {sent}.{comment}"}},

		// What the sender sees.
		{ID: "groupwise/stays-in-sent", Source: "GW18-mobile", Basis: recall.Documented,
			Says:     "The message stays in Sent Items; how the retraction went is in its Properties.",
			Beyond:   []recall.Beyond{inf("No report is sent.")},
			Question: recall.HowSummedUp, When: when(), Answer: recall.Yes,
			Reason: "no report is sent: the Properties of what was sent tell how it went"},
		{ID: "groupwise/status", Source: "GW-SDK-status GW-status", Basis: recall.Documented,
			Says:     "Status of each recipient: delivered, opened, deleted, purged, downloaded, retract requested, retracted.",
			Beyond:   []recall.Beyond{ours("Retracting takes no time, so nothing is requested; of recipients elsewhere no more than delivered is known.")},
			Question: recall.HowStands, When: when(wasTakenBack), Answer: recall.Yes, Code: "retracted"},
		{ID: "groupwise/status", Source: "GW-SDK-status GW-status", Basis: recall.Documented,
			Question: recall.HowStands, When: when(originalGone), Answer: recall.Yes, Code: "purged"},
		{ID: "groupwise/status", Source: "GW-SDK-status GW-status", Basis: recall.Documented,
			Question: recall.HowStands, When: when(originalDeleted), Answer: recall.Yes, Code: "deleted"},
		{ID: "groupwise/status", Source: "GW-SDK-status GW-status", Basis: recall.Documented,
			Question: recall.HowStands, When: when(read), Answer: recall.Yes, Code: "opened"},
		{ID: "groupwise/status", Source: "GW-SDK-status GW-status", Basis: recall.Documented,
			Question: recall.HowStands, When: when(fetched), Answer: recall.Yes, Code: "downloaded"},
	}
}
