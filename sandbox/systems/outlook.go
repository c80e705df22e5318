package systems

import (
	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
)

// Outlook is the classic recall, of Outlook with Exchange, as the current article and those who explain it tell.
func Outlook() recall.System {
	behaviours := outlookBehaviours()
	return recall.System{
		Name:       "outlook",
		Says:       "the classic recall: Outlook for Windows with Exchange, or Microsoft 365 without recall in the cloud",
		Account:    mail.Exchange,
		Client:     mail.Outlook,
		Settings:   []recall.Setting{recallSwitch},
		Behaviours: behaviours,
		Rules:      behaviours,
		ByMessage:  true,
		Request:    requestForm,
		Default:    true,
	}
}

var recallSwitch = recall.Setting{Key: "recall", Values: []string{"on", "off"}, Fact: recall.RecallOff, Says: "whether the organisation lets its users recall messages"}

// requestForm is the behaviour that fixes how recall messages look.
const requestForm = "outlook/outside-sees-request"

// What a processed recall message does to a mailbox.
var (
	takesBack    = []recall.Effect{{Do: recall.RemoveOriginal}, {Do: recall.RemoveRequest}, {Do: recall.Notify, Notice: mail.Deleted}}
	asksInVain   = []recall.Effect{{Do: recall.Notify, Notice: mail.WantsToDelete}}
	triesInVain  = []recall.Effect{{Do: recall.Notify, Notice: mail.AttemptFailed}}
	clearsFolder = []recall.Effect{{Do: recall.RemoveOriginal}, {Do: recall.RemoveRequest}}
	comesAsMail  = []recall.Effect{{Do: recall.DeliverAsMail, Form: requestForm}}
)

func outlookBehaviours() []recall.Behaviour {
	return []recall.Behaviour{
		// May the sender recall at all?
		{ID: "outlook/after-send", Says: "Recall is there after Send: a message that was taken back is a draft, and nothing is out to be recalled.", Source: "EL NO", Basis: recall.Documented,
			Question: recall.MayRecall, When: when(isDraft), Answer: recall.Refused,
			Reason: "it is a draft, so nobody has it: recall is there after it has been sent"},
		{ID: "outlook/sent-items", Says: "Recall starts from a message in one's own Sent Items.", Source: "EL NO RU", Basis: recall.Documented,
			Question: recall.MayRecall, When: when(notInOwnSent), Answer: recall.Refused,
			Reason: "it does not lie in {sender}'s own Sent Items, where recall starts"},
		{ID: "outlook/disabled-in-organisation", Says: "The organisation may have switched recall off, by policy or server restrictions.", Source: "EL NO RU", Basis: recall.Documented,
			Question: recall.MayRecall, When: when(recallIsOff), Answer: recall.Refused,
			Reason: "the organisation has switched recall off"},
		{ID: "outlook/sender-account", Says: "Without an Exchange or Microsoft 365 account the command is missing.", Source: "EL NO RU", Basis: recall.Documented,
			Question: recall.MayRecall, When: when(recall.Not(senderOnExchange)), Answer: recall.Refused,
			Reason: "recall needs an Exchange or Microsoft 365 account, and {sender}'s account is {account}"},
		{ID: "outlook/outlook-on-the-web", Says: "There is no recall in Outlook on the web.", Source: "EL NO", Basis: recall.Documented,
			Question: recall.MayRecall, When: when(senderOnTheWeb), Answer: recall.Refused,
			Reason: "Outlook on the web has no recall"},
		{ID: "outlook/sender-client", Says: "Sender and recipient must both use Outlook.", Source: "RU", Basis: recall.Documented,
			Question: recall.MayRecall, When: when(recall.Not(senderInOutlook)), Answer: recall.Refused,
			Reason: "recall needs Outlook, and {sender} works in {client}"},
		{ID: "outlook/open-window", Says: "The message must be opened in its own window; the reading pane gives no recall.", Source: "EL NO", Basis: recall.Documented,
			Question: recall.MayRecall, When: when(inReadingPane), Answer: recall.Refused,
			Reason: "the reading pane has no recall: the message must be opened in its own window"},
		{ID: "outlook/protected-message", Says: "A message protected by Azure Information Protection cannot be recalled.", Source: "EL NO", Basis: recall.Documented,
			Question: recall.MayRecall, When: when(protected), Answer: recall.Refused,
			Reason: "it is protected by Azure Information Protection"},
		{ID: "outlook/repeated-recall", Says: "Recalling again may confuse more than it helps.", Source: "RU", Basis: recall.Documented,
			Question: recall.FirstWarn, When: when(recalledBefore), Answer: recall.Yes, Effects: []recall.Effect{{Do: recall.Warn}},
			Reason: "{message} was recalled before, by {earlier}: another recall may confuse more than it helps"},

		// How far does the recall message come?
		{ID: "outlook/never-delivered", Says: "A message that bounced lies in no mailbox.", Basis: recall.Ours,
			Question: recall.HowFar, When: when(neverDelivered), Answer: recall.Failed, Final: recall.Always,
			Reason: "the message was never delivered there, so there is nothing to take back"},
		{ID: "outlook/same-organisation", Says: "Recall works only with accounts in the same organisation.", Source: "EL NO RU ES", Basis: recall.Documented,
			Question: recall.HowFar, When: when(outside), Answer: recall.Failed, Final: recall.Always, Effects: comesAsMail,
			Reason: "outside the organisation: got the recall message as ordinary mail"},
		{ID: "outlook/recipient-account", Says: "From a recipient without an Exchange account (Gmail, Yahoo or another service) nothing can be recalled.", Source: "EL NO RU", Basis: recall.Documented,
			Question: recall.HowFar, When: when(otherAccount), Answer: recall.Failed, Final: recall.Always, Effects: comesAsMail,
			Reason: "no Exchange account: got the recall message as ordinary mail"},
		{ID: "outlook/group-members", Says: "A message to a distribution list is recalled from those it was delivered to when it was sent.", Basis: recall.Ours,
			Question: recall.HowFar, When: when(inside, throughGroup), Answer: recall.Yes,
			Reason: "in the group when the message was sent: gets the recall message"},
		{ID: "outlook/delete-unread", Says: "“Delete unread copies”: from everyone who has not opened the message.", Source: "EL NO RU", Basis: recall.Documented,
			Question: recall.HowFar, When: when(inside), Answer: recall.Yes,
			Reason: "in the organisation: gets the recall message, which deletes an unread copy"},

		// What comes in place of the original?
		{ID: "outlook/replace-attachment", Says: "The forgotten attachment: recall the message, then send a replacement that has it.", Source: "EL NO", Basis: recall.Documented,
			Question: recall.WhatInstead, When: when(addsAttachment), Answer: recall.Yes, Effects: []recall.Effect{{Do: recall.SendReplacement}},
			Reason: "a new message with the forgotten attachment goes to the same recipients"},
		{ID: "outlook/replace", Says: "“Delete unread copies and replace with a new message”.", Source: "EL NO RU", Basis: recall.Documented,
			Question: recall.WhatInstead, When: when(replaces), Answer: recall.Yes, Effects: []recall.Effect{{Do: recall.SendReplacement}},
			Reason: "a new message goes to the same recipients, also where the recall fails"},

		// What happens to this copy? Where the recall message is gone, in a public folder, and in other programs.
		{ID: "outlook/recall-message-gone", Says: "A recall message that is removed for good before it is processed can do nothing any more.", Basis: recall.Ours,
			Question: recall.WhatHappens, When: when(requestGone), Answer: recall.Failed, Final: recall.Always,
			Reason: "the recall message was removed before it was processed: it stays"},
		{ID: "outlook/recipient-client", Says: "Sender and recipient must both use Outlook; elsewhere the recall message is ordinary text.", Source: "RU", Basis: recall.Documented,
			Question: recall.WhatHappens, When: when(otherProgram), Answer: recall.Pending,
			Reason: "not in Outlook, where alone the recall message is more than text: waits until {recipient} opens it in Outlook"},
		{ID: "outlook/public-other-rights", Says: "A user with other rights in the public folder opens the recall message: the recall fails, the user is told, and both messages stay.", Source: "EL NO", Basis: recall.Documented,
			Question: recall.WhatHappens, When: when(inPublicFolder, otherRights), Answer: recall.Failed, Acts: opened, Effects: []recall.Effect{{Do: recall.Notify, Notice: mail.RecallFailed}},
			Reason: "{reader} may not read all items: the recall message did nothing, {reader} was told that the recall failed, and both stay"},
		{ID: "outlook/public-reader-rights", Says: "In a public folder the reader's rights decide, not the sender's.", Source: "EL NO", Basis: recall.Documented,
			Question: recall.WhatHappens, When: when(inPublicFolder, nobodyYet), Answer: recall.Pending,
			Reason: "waits in the public folder until a reader opens the recall message: the reader's rights decide, not {sender}'s"},
		{ID: "outlook/original-gone", Says: "Where the recipient had removed the original for good, the sender gets a failure.", Source: "KB185038", Basis: recall.Documented,
			Question: recall.WhatHappens, When: when(originalGone), Answer: recall.Failed, Final: processed,
			Effects: []recall.Effect{{Do: recall.Notify, Notice: mail.AttemptFailed, If: recall.Not(inPublicFolder)},
				{Do: recall.Notify, Notice: mail.RecallFailed, If: inPublicFolder}, {Do: recall.RemoveRequest, If: inPublicFolder}},
			Reason:    "the original was gone for good: there was nothing to take back",
			Meanwhile: "the original is gone for good: there will be nothing to take back"},
		{ID: "outlook/public-read", Says: "The reader has marked the original read: told that the recall failed, and only the recall message is deleted.", Source: "EL NO", Basis: recall.Documented,
			Question: recall.WhatHappens, When: when(inPublicFolder, read), Answer: recall.Failed, Final: processed,
			Effects: []recall.Effect{{Do: recall.RemoveRequest}, {Do: recall.Notify, Notice: mail.RecallFailed}},
			Reason:  "{reader} had read it before opening the recall message: it stays, the recall message is gone, and {reader} was told that the recall failed"},
		{ID: "outlook/public-mark-unread", Says: "Read, then marked unread, the original counts as never read.", Source: "EL NO", Basis: recall.Documented,
			Question: recall.WhatHappens, When: when(inPublicFolder, markedUnread), Answer: recall.Succeeded, Final: processed, Effects: clearsFolder,
			Reason: "{reader} had marked it unread again, which counts as never read: deleted for everybody"},
		{ID: "outlook/public-other-reader-read", Says: "Only the read state of the reader who opens the recall message counts.", Source: "EL NO", Basis: recall.Inferred,
			Question: recall.WhatHappens, When: when(inPublicFolder, readByAnother), Answer: recall.Succeeded, Final: processed, Effects: clearsFolder,
			Reason: "{reader}, who opened the recall message, had not read it, whoever else had: deleted for everybody"},
		{ID: "outlook/public-unread", Says: "A reader who may read all items and has not read the original opens the recall message: only the new message stays, and the sender is told.", Source: "EL NO", Basis: recall.Documented,
			Question: recall.WhatHappens, When: when(inPublicFolder), Answer: recall.Succeeded, Final: processed, Effects: clearsFolder,
			Reason: "{reader}, who may read all items, had not read it: deleted for everybody"},

		// Scenario 3: in separate folders, by rule or by hand.
		{ID: "outlook/separate-when-told", Says: "When a recipient with separate folders is told: as soon as the recall message arrives where Outlook runs and processes by itself, else when it is opened.", Basis: recall.Ours,
			Question: recall.WhatHappens, When: when(apart, waits), Answer: recall.Failed,
			Reason: "in another folder than the recall message: will fail, and {recipient} will be told, when that is processed"},
		{ID: "outlook/separate-any-state", Says: "In separate folders the recall fails whatever the configuration and the read state.", Source: "EL NO", Basis: recall.Documented,
			Question: recall.WhatHappens, When: when(apart, read), Answer: recall.Failed, Final: processed, Effects: triesInVain,
			Reason: "in another folder than the recall message, which counts before its being read: it stays, and {recipient} was told that a recall attempt failed"},
		{ID: "outlook/in-deleted-items", Says: "Deleted Items is a folder like others.", Basis: recall.Ours,
			Question: recall.WhatHappens, When: when(apart, originalDeleted), Answer: recall.Failed, Final: processed, Effects: triesInVain,
			Reason: "in Deleted Items, which is another folder: it stays, and {recipient} was told that a recall attempt failed"},
		{ID: "outlook/separate-recall-moved", Says: "Only the recall message was moved: separate folders too.", Source: "EL NO", Basis: recall.Inferred,
			Question: recall.WhatHappens, When: when(apart, originalInInbox), Answer: recall.Failed, Final: processed, Effects: triesInVain,
			Reason: "in the Inbox, but the recall message was moved away: it stays, and {recipient} was told that a recall attempt failed"},
		{ID: "outlook/separate-both-moved", Says: "The recall message was moved too, to another folder than the original.", Source: "EL NO", Basis: recall.Documented,
			Question: recall.WhatHappens, When: when(apart, recall.Not(requestInInbox)), Answer: recall.Failed, Final: processed, Effects: triesInVain,
			Reason: "both were moved, to different folders: it stays, and {recipient} was told that a recall attempt failed"},
		{ID: "outlook/separate-by-rule", Says: "A rule moved the original out of the Inbox and the recall message stays there: the recipient is told that a recall attempt failed.", Source: "EL NO", Basis: recall.Documented,
			Question: recall.WhatHappens, When: when(apart, movedByRule), Answer: recall.Failed, Final: processed, Effects: triesInVain,
			Reason: "moved out of the Inbox by a rule: it stays, and {recipient} was told that a recall attempt failed"},
		{ID: "outlook/separate-by-hand", Says: "The recipient moved the original out of the Inbox and the recall message stays there.", Source: "EL NO", Basis: recall.Documented,
			Question: recall.WhatHappens, When: when(apart), Answer: recall.Failed, Final: processed, Effects: triesInVain,
			Reason: "moved out of the Inbox by {recipient}: it stays, and {recipient} was told that a recall attempt failed"},

		// Scenario 4: both moved to one other folder.
		{ID: "outlook/together-original-first", Says: "Both in one other folder, the original opened first: the recall fails, and old and new message are available.", Source: "EL NO", Basis: recall.Documented,
			Question: recall.WhatHappens, When: when(togetherElsewhere, openedFirst), Answer: recall.Failed, Final: processed, Effects: asksInVain,
			Reason:    "opened before the recall message, both in one folder: it stays, and {recipient} was told that {sender} wants to delete it",
			Meanwhile: "opened before the recall message, both in one folder: it stays"},
		{ID: "outlook/together-marked-read", Says: "Both in one other folder, the original marked read: as with automatic processing off.", Source: "EL NO", Basis: recall.Inferred,
			Question: recall.WhatHappens, When: when(togetherElsewhere, markedRead), Answer: recall.Failed, Final: processed, Effects: asksInVain,
			Reason:    "marked read, both in one folder: it stays, and {recipient} was told that {sender} wants to delete it",
			Meanwhile: "marked read, both in one folder: it stays"},
		{ID: "outlook/together-waits", Says: "Both moved to one other folder: as if Outlook did not process messages by itself.", Source: "EL NO", Basis: recall.Documented,
			Question: recall.WhatHappens, When: when(togetherElsewhere, waits), Answer: recall.Pending,
			Reason: "both in one folder other than the Inbox: waits until {recipient} opens the recall message"},
		{ID: "outlook/together-previewed", Says: "Both in one other folder: the reading pane is not reading there either.", Source: "EL NO", Basis: recall.Inferred,
			Question: recall.WhatHappens, When: when(togetherElsewhere, previewed), Answer: recall.Succeeded, Final: processed, Effects: takesBack,
			Reason: "only previewed when the recall message beside it was opened: deleted, and {recipient} was told"},
		{ID: "outlook/together-mark-unread", Says: "Both in one other folder: what counts is the mark when the recall message is processed.", Source: "EL NO", Basis: recall.Inferred,
			Question: recall.WhatHappens, When: when(togetherElsewhere, markedUnread), Answer: recall.Succeeded, Final: processed, Effects: takesBack,
			Reason: "marked unread again before the recall message beside it was opened: deleted, and {recipient} was told"},
		{ID: "outlook/together-by-hand", Says: "The recipient moved both to one other folder: the same as by a rule.", Source: "EL NO", Basis: recall.Documented,
			Question: recall.WhatHappens, When: when(togetherElsewhere, movedByHand), Answer: recall.Succeeded, Final: processed, Effects: takesBack,
			Reason: "unread when the recall message, moved beside it by {recipient}, was opened: deleted, and {recipient} was told"},
		{ID: "outlook/together-recall-first", Says: "Both in one other folder, the recall message opened first: the original is deleted and the recipient told.", Source: "EL NO", Basis: recall.Documented,
			Question: recall.WhatHappens, When: when(togetherElsewhere), Answer: recall.Succeeded, Final: processed, Effects: takesBack,
			Reason: "unread when the recall message beside it was opened: deleted, and {recipient} was told"},

		// Scenario 2: automatic processing off, both in the Inbox.
		{ID: "outlook/manual-original-first", Says: "The recipient opens the original first: the recall fails, and original, recall message and new message are available.", Source: "EL NO", Basis: recall.Documented,
			Question: recall.WhatHappens, When: when(togetherInInbox, byHand, openedFirst), Answer: recall.Failed, Final: processed, Effects: asksInVain,
			Reason:    "opened before the recall message: it stays, and {recipient} was told that {sender} wants to delete it",
			Meanwhile: "opened before the recall message: it stays, and {recipient}, on opening that, will be told that {sender} wants to delete it"},
		{ID: "outlook/manual-marked-read", Says: "Marked read when the recall message is processed: the recipient is told that the sender wants to delete it, and it stays.", Source: "EL NO", Basis: recall.Documented,
			Question: recall.WhatHappens, When: when(togetherInInbox, byHand, read), Answer: recall.Failed, Final: processed, Effects: asksInVain,
			Reason:    "marked read before the recall message was opened: it stays, and {recipient} was told that {sender} wants to delete it",
			Meanwhile: "marked read: it stays, and {recipient}, on opening the recall message, will be told that {sender} wants to delete it"},
		{ID: "outlook/manual-waits", Says: "With automatic processing off both lie in the Inbox, and nothing happens by itself.", Source: "EL NO", Basis: recall.Documented,
			Question: recall.WhatHappens, When: when(togetherInInbox, byHand, waits), Answer: recall.Pending,
			Reason: "automatic processing is off: waits until {recipient} opens the recall message"},
		{ID: "outlook/manual-previewed", Says: "A look in the reading pane is not reading (automatic processing off).", Source: "EL NO", Basis: recall.Documented,
			Question: recall.WhatHappens, When: when(togetherInInbox, byHand, previewed), Answer: recall.Succeeded, Final: processed, Effects: takesBack,
			Reason: "only previewed when the recall message was opened: deleted, and {recipient} was told"},
		{ID: "outlook/manual-mark-unread", Says: "What counts is the mark when the recall message is opened.", Source: "EL NO", Basis: recall.Inferred,
			Question: recall.WhatHappens, When: when(togetherInInbox, byHand, markedUnread), Answer: recall.Succeeded, Final: processed, Effects: takesBack,
			Reason: "marked unread again before the recall message was opened: deleted, and {recipient} was told"},
		{ID: "outlook/manual-recall-first", Says: "The recipient opens the recall message first: the original is deleted, and the recipient told that the sender deleted it.", Source: "EL NO", Basis: recall.Documented,
			Question: recall.WhatHappens, When: when(togetherInInbox, byHand), Answer: recall.Succeeded, Final: processed, Effects: takesBack,
			Reason: "unread when the recall message was opened: deleted, and {recipient} was told"},

		// Scenario 1: automatic processing on, both in the Inbox.
		{ID: "outlook/auto-read", Says: "Marked read when the recall message is processed: the recipient is told that the sender wants to delete it, and it stays.", Source: "EL NO", Basis: recall.Documented,
			Question: recall.WhatHappens, When: when(togetherInInbox, read), Answer: recall.Failed, Final: processed, Effects: asksInVain,
			Reason:    "already marked read: it stays, and {recipient} was told that {sender} wants to delete it",
			Meanwhile: "already marked read: it stays, and {recipient} will be told that {sender} wants to delete it when the recall message is processed"},
		{ID: "outlook/auto-when-outlook-starts", Says: "All this happens on the recipient's computer: while Outlook is closed nothing is processed.", Source: "EL NO", Basis: recall.Inferred,
			Question: recall.WhatHappens, When: when(togetherInInbox, waits), Answer: recall.Pending,
			Reason: "the recall message waits in the Inbox until {recipient}'s Outlook starts"},
		{ID: "outlook/auto-previewed", Says: "A look in the reading pane is not reading.", Source: "EL NO", Basis: recall.Documented,
			Question: recall.WhatHappens, When: when(togetherInInbox, previewed), Answer: recall.Succeeded, Final: processed, Effects: takesBack,
			Reason: "only previewed when the recall message {came}: deleted, and {recipient} was told"},
		{ID: "outlook/auto-mark-unread", Says: "What counts is the mark when the recall message is processed.", Source: "EL NO", Basis: recall.Inferred,
			Question: recall.WhatHappens, When: when(togetherInInbox, markedUnread), Answer: recall.Succeeded, Final: processed, Effects: takesBack,
			Reason: "marked unread again before the recall message {came}: deleted, and {recipient} was told"},
		{ID: "outlook/auto-unread", Says: "The original is unread: it is deleted, and the recipient is told that the sender deleted it.", Source: "EL NO", Basis: recall.Documented,
			Question: recall.WhatHappens, When: when(togetherInInbox), Answer: recall.Succeeded, Final: processed, Effects: takesBack,
			Reason: "unread when the recall message {came}: deleted, and {recipient} was told"},

		// What the sender is told, and what is left.
		{ID: "outlook/no-sender-report", Says: "With many recipients one may switch the reports off.", Source: "EL NO", Basis: recall.Documented,
			Question: recall.WhoIsTold, When: when(reportsOff), Answer: recall.Yes,
			Reason: "{sender} switched the reports off: none is sent, the outcome is recorded"},
		{ID: "outlook/sender-report", Says: "The sender is told for each recipient whether the recall succeeded or failed.", Source: "RU EL NO", Basis: recall.Documented,
			Question: recall.WhoIsTold, When: when(), Answer: recall.Yes, Effects: []recall.Effect{{Do: recall.TellSender, Form: "outlook/report-form"}},
			Reason: "{sender} gets a report"},
		{ID: "outlook/forwarded-copy", Says: "A forwarded copy is another message: it survives the recall.", Source: "archives", Basis: recall.Observed,
			Question: recall.WhatOfForward, When: when(forwarded), Answer: recall.Yes,
			Reason: "{recipient} had forwarded it: what was forwarded is another message and stays"},
		{ID: "outlook/what-is-left", Says: "After a failure: write, apologise, and ask the recipient to delete the message.", Source: "RU ES", Basis: recall.Documented,
			Question: recall.WhatIsLeft, When: when(copiesLeft), Answer: recall.Yes, Effects: []recall.Effect{{Do: recall.Suggest}},
			Reason: "ask the recipient to delete it"},

		// How messages look.
		{ID: "outlook/outside-sees-request", Says: "Outside recipients get one more ordinary mail: NAME would like to recall the message, \"SUBJECT\".", Source: "archives", Basis: recall.Observed,
			Form: &recall.Form{Subject: "Recall: {subject}", Text: "{sender} would like to recall the message, \"{subject}\"."}},
		{ID: "outlook/report-form", Says: "A report names recipient, subject and time sent, and when the message was or could not be recalled.", Source: "KB185038", Basis: recall.Documented,
			Form: &recall.Form{
				Subject:        "Message Recall Success: {subject}",
				Text:           "Your message\n\n   To:      {recipient}\n   Subject: {subject}\n   Sent:    {sent}\n\nwas recalled successfully on {now}.",
				FailureSubject: "Message Recall Failure: {subject}",
				FailureText:    "Your message\n\n   To:      {recipient}\n   Subject: {subject}\n   Sent:    {sent}\n\ncould not be recalled on {now}."}},
	}
}
