package systems

import (
	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
)

// Zoho is Zoho Mail, whose web interface takes messages back from the organisation's own mailboxes without a recall
// message.
func Zoho() recall.System {
	behaviours := zohoBehaviours()
	return recall.System{
		Name:    "zoho",
		Says:    "Zoho Mail",
		Status:  "Mail Delivery Status (MDS)",
		Button:  "Recall this email",
		Account: mail.Zoho,
		Client:  mail.ZohoWeb,
		Settings: []recall.Setting{{Key: "plan", Values: []string{"paid", "free"}, Fact: recall.FreePlan,
			Says: "the plan that the organisation is on: recall comes with paid ones only, Upgrade leads there"}},
		Behaviours: behaviours,
		Rules:      behaviours,
		Limits:     recall.Limits{Sender: 30 * 60, Administrator: 24 * 60 * 60},
	}
}

var takesAway = []recall.Effect{{Do: recall.RemoveOriginal}}

func zohoBehaviours() []recall.Behaviour {
	return []recall.Behaviour{
		// May the sender recall at all?
		{ID: "zoho/personal-account", Source: "FR", Basis: recall.Documented,
			Says:     "Recall does not apply to users of personal accounts.",
			Question: recall.MayRecall, When: when(personalAccount), Answer: recall.Refused,
			Reason: "{sender} has a personal account, for which there is no recall"},
		{ID: "zoho/web-only", Source: "FR", Basis: recall.Documented,
			Says:     "Recall is offered in the web interface only, not in the mobile app.",
			Question: recall.MayRecall, When: when(recall.Not(inZohoWeb)), Answer: recall.Refused,
			Reason: "recall is offered in Zoho's web interface only, and {sender} works in {client}"},
		{ID: "zoho/sender-only", Source: "FR", Basis: recall.Documented,
			Says:     "Recall starts in one's own Sent folder.",
			Question: recall.MayRecall, When: when(outOfReachInZoho), Answer: recall.Refused,
			Reason: "it does not lie in {sender}'s own Sent folder, where recall starts"},
		{ID: "zoho/time-limit", Source: "FR", Basis: recall.Documented,
			Says:     "30 minutes or more after sending there is no recall.",
			Question: recall.MayRecall, When: when(recall.Not(administers), pastLimit), Answer: recall.Refused,
			Reason: "it was sent {age} ago: recall ends after 30 minutes"},
		{ID: "zoho/time-limit", Source: "Zoho-manual", Basis: recall.Documented,
			Question: recall.MayRecall, When: when(administers, pastEvery), Answer: recall.Refused,
			Reason: "it was sent {age} ago: recall ends after 30 minutes, for administrators after 24 hours"},
		{ID: "zoho/outside-organisation", Source: "FR", Basis: recall.Documented,
			Says:     "A recipient outside the organisation cannot be recalled from.",
			Question: recall.MayRecall, When: when(allOutside), Answer: recall.Refused,
			Reason: "no recipient belongs to the organisation"},
		{ID: "zoho/not-delivered", Source: "FR", Basis: recall.Inferred,
			Says:     "Recall is offered for delivered messages; one that came back is none.",
			Question: recall.MayRecall, When: when(noneDelivered), Answer: recall.Refused,
			Reason: "it was not delivered to anybody in the organisation"},
		{ID: "zoho/shared-mail", Source: "FR", Basis: recall.Documented,
			Says:     "A message that has been shared cannot be recalled.",
			Question: recall.MayRecall, When: when(sentCopyShared), Answer: recall.Refused,
			Reason: "{author} has shared it"},
		{ID: "zoho/shared-folder", Source: "FR", Basis: recall.Documented,
			Says:     "A message in a shared folder cannot be recalled.",
			Question: recall.MayRecall, When: when(sentFolderShared), Answer: recall.Refused,
			Reason: "it lies in a folder that {author} shares"},
		{ID: "zoho/paid-plan", Source: "FR", Basis: recall.Documented,
			Says:     "Recall is for users of paid organisation accounts; free ones see Upgrade beside the button.",
			Question: recall.MayRecall, When: when(freePlan), Answer: recall.Refused,
			Reason: "the organisation is on the free plan", Next: recall.Upgrade},
		{ID: "zoho/no-replacement", Basis: recall.Ours,
			Says:     "No replacement is described.",
			Question: recall.MayRecall, When: when(replaces), Answer: recall.Refused,
			Reason: "Zoho's recall has no replacement", Next: recall.SendInstead},
		{ID: "zoho/always-responds", Basis: recall.Ours,
			Says:     "No switch for the response is described.",
			Question: recall.MayRecall, When: when(reportsOff), Answer: recall.Refused,
			Reason: "Zoho's recall always gets a response", Next: recall.RecallPlainly},
		{ID: "zoho/no-view", Basis: recall.Ours,
			Says:     "No choice between a window and the reading pane is described.",
			Question: recall.MayRecall, When: when(viewChosen), Answer: recall.Refused,
			Reason: "Zoho's recall starts from the Mail Delivery Status (MDS), not from a view of the message",
			Next:   recall.RecallPlainly},
		{ID: "zoho/confirm", Source: "FR", Basis: recall.Documented,
			Says:     "A confirmation must be accepted: Proceed.",
			Question: recall.MayRecall, When: when(unconfirmed), Answer: recall.Refused, Effects: []recall.Effect{{Do: recall.Confirm}},
			Reason: "recall wants a confirmation, Proceed"},
		{ID: "zoho/administrator", Source: "Zoho-manual", Basis: recall.Documented,
			Says:     "An administrator may recall others' mail, for 24 hours.",
			Question: recall.MayRecall, When: when(administers, beyondUsers), Answer: recall.Yes,
			Reason: "{sender} is an administrator"},
		{ID: "zoho/from-delivery-status", Source: "FR", Basis: recall.Documented,
			Says:     "Recall starts in Sent, from the Mail Delivery Status of a delivered message.",
			Question: recall.WhereItStarts, When: when(), Answer: recall.Yes,
			Reason: "the delivery status of a sent message is where recall is offered"},

		// Who can be reached, and who counts?
		{ID: "zoho/outside-organisation", Source: "FR", Basis: recall.Documented,
			Question: recall.HowFar, When: when(outsideOrBouncedThere), Answer: recall.NotCounted, Final: recall.Always,
			Reason: "outside the organisation: not recalled there, and not counted"},
		{ID: "zoho/not-delivered", Source: "FR", Basis: recall.Inferred,
			Question: recall.HowFar, When: when(neverDelivered), Answer: recall.Failed, Final: recall.Always,
			Reason: "not delivered: there was nothing to take back"},
		{ID: "zoho/inside-only", Source: "FR", Basis: recall.Documented,
			Says:     "The result counts only the recipients inside the organisation.",
			Question: recall.WhoCounts, When: when(someSkipped), Answer: recall.Yes,
			Reason: "only recipients inside the organisation count"},

		// What happens to this copy?
		{ID: "zoho/recalled", Source: "FR", Basis: recall.Documented,
			Says:     "The copy is taken back from the recipient's Inbox.",
			Question: recall.HowFar, When: when(inOrganisation), Answer: recall.Yes,
			Reason: "in the organisation: taken back from the mailbox itself"},
		{ID: "zoho/original-gone", Basis: recall.Ours,
			Says:     "The recipient had removed it for good.",
			Question: recall.WhatHappens, When: when(originalGone), Answer: recall.Failed, Final: recall.Always,
			Reason: "gone for good already: there was nothing to take back"},
		{ID: "zoho/shared-mail", Source: "FR", Basis: recall.Documented,
			Question: recall.WhatHappens, When: when(copyShared), Answer: recall.Failed, Final: recall.Always,
			Reason: "{recipient} has shared it: it stays"},
		{ID: "zoho/shared-folder", Source: "FR", Basis: recall.Documented,
			Question: recall.WhatHappens, When: when(inSharedFolder), Answer: recall.Failed, Final: recall.Always,
			Reason: "in a shared folder: it stays"},
		{ID: "zoho/fetched-by-pop", Source: "FR", Basis: recall.Documented,
			Says:     "Mail fetched through POP cannot be recalled.",
			Question: recall.WhatHappens, When: when(fetchedByPOP), Answer: recall.Failed, Final: recall.Always,
			Reason: "{recipient}'s mail program fetched it through POP: it stays"},
		{ID: "zoho/fetched-by-imap", Source: "FR", Basis: recall.Documented,
			Says:     "Mail fetched through IMAP cannot be recalled.",
			Question: recall.WhatHappens, When: when(fetchedByIMAP), Answer: recall.Failed, Final: recall.Always,
			Reason: "{recipient}'s mail program fetched it through IMAP: it stays"},
		{ID: "zoho/read-does-not-matter", Source: "FR", Basis: recall.Inferred,
			Says:     "Reading is not among the conditions.",
			Question: recall.WhatHappens, When: when(read), Answer: recall.Succeeded, Final: recall.Always, Effects: takesAway,
			Reason: "taken back, though it had been read"},
		{ID: "zoho/any-folder", Basis: recall.Ours,
			Says:     "“From the Inbox”; no condition names other folders.",
			Question: recall.WhatHappens, When: when(recall.Not(originalInInbox)), Answer: recall.Succeeded, Final: recall.Always, Effects: takesAway,
			Reason: "taken back, though it had been moved out of the Inbox"},
		{ID: "zoho/recalled", Source: "FR", Basis: recall.Documented,
			Question: recall.WhatHappens, When: when(), Answer: recall.Succeeded, Final: recall.Always, Effects: takesAway,
			Reason: "taken back from the Inbox"},
		{ID: "zoho/recipient-notice", Source: "FR", Basis: recall.Documented,
			Says:     "The recipient is told that a message with these characteristics was recalled.",
			Question: recall.WhatRecipient, When: when(), Answer: recall.Yes, Effects: []recall.Effect{{Do: recall.Notify, Notice: mail.Recalled}},
			Reason: "{recipient} is told that it was recalled"},

		// What the sender gets.
		{ID: "zoho/single-recipient", Source: "FR", Basis: recall.Documented,
			Says:     "One recipient: the sender is told whether the recall succeeded or not.",
			Question: recall.HowSummedUp, When: when(single), Answer: recall.Yes, Effects: tells("zoho/single-recipient", mail.Response),
			Reason: "it was sent to one recipient, and {sender} is told whether it succeeded",
			Form: &recall.Form{Subject: "Recall succeeded: {subject}", FailureSubject: "Recall failed: {subject}",
				Text:        "The message \"{subject}\", sent {sent}, was recalled.\n\n{list}",
				FailureText: "The message \"{subject}\", sent {sent}, could not be recalled.\n\n{list}"}},
		{ID: "zoho/complete-success", Source: "FR", Basis: recall.Documented,
			Says:     "Taken back from the Inboxes of all recipients: Complete Success.",
			Question: recall.HowSummedUp, When: when(fromAll), Answer: recall.Yes, Effects: tells("zoho/complete-success", mail.Response),
			Reason: "taken back from all who count: Complete Success",
			Form:   response("Complete Success")},
		{ID: "zoho/partial-success", Source: "FR", Basis: recall.Documented,
			Says:     "Taken back from the Inboxes of some recipients: Partial Success.",
			Question: recall.HowSummedUp, When: when(fromSome), Answer: recall.Yes, Effects: tells("zoho/partial-success", mail.Response),
			Reason: "taken back from some who count: Partial Success",
			Form:   response("Partial Success")},
		{ID: "zoho/complete-failure", Source: "FR", Basis: recall.Documented,
			Says:     "Taken back from no recipient's Inbox: Complete Failure.",
			Question: recall.HowSummedUp, When: when(fromNone), Answer: recall.Yes, Effects: tells("zoho/complete-failure", mail.Response),
			Reason: "taken back from nobody who counts: Complete Failure",
			Form:   response("Complete Failure")},
		{ID: "zoho/recalled-tag", Source: "FR", Basis: recall.Documented,
			Says:     "Once recalled, the message bears the tag Recalled.",
			Question: recall.WhatIsTagged, When: when(recall.Not(fromNone)), Answer: recall.Yes, Effects: []recall.Effect{{Do: recall.Tag}},
			Reason: "the sender's copy bears the tag Recalled"},
	}
}

func tells(form string, class mail.Class) []recall.Effect {
	return []recall.Effect{{Do: recall.TellSender, Form: form, Class: class}}
}

func response(result string) *recall.Form {
	text := "The message \"{subject}\", sent {sent}: taken back from {taken} of {counted}.\n\n{list}"
	return &recall.Form{Subject: result + ": {subject}", Text: text, FailureSubject: result + ": {subject}", FailureText: text}
}
