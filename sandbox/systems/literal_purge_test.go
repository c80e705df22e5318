package systems_test

import (
	"slices"

	"recallbox/sandbox/recall"
)

// What is left to an administrator, and what is kept of what is gone. A purge asks the same of every mail system that has it.
var purgeTables = []table{
	{recall.MayPurge, recall.SetOf(recall.Administrator, recall.RemovedBy), mayPurge, false, isPurge},
	{recall.WhatIsPurged, recall.SetOf(recall.Recipient, recall.PublicFolder, recall.Forwarded), whatIsPurged, false, isDelivered},
	{recall.WhoHearsOfPurge, recall.FactSet{}, whoHearsOfPurge, false, nil},
}

// What an administrator restores in somebody's mailbox, where something taken back is not kept, and where it is.
var (
	restoreFacts = recall.SetOf(recall.Administrator, recall.OutOfSight, recall.WasTakenBack)
	restores     = table{recall.MayRestore, restoreFacts, mayRestore, false, neverTakenBack}
	cloudRestore = table{recall.MayRestore, restoreFacts, slices.Concat(mayRestore, mayRestoreRecalled), false, takenIsHidden}
)

// neverTakenBack are the cases there are where nothing is kept of what a recall takes back.
func neverTakenBack(f recall.Facts) bool { return !recall.WasTakenBack.Get(f) }

// takenIsHidden are the cases there are in the cloud: what a recall took back its recipient does not see.
func takenIsHidden(f recall.Facts) bool {
	return !recall.WasTakenBack.Get(f) || recall.OutOfSight.Get(f)
}

// What a purge keeps by itself, and what each mail system does.
var (
	purgeAlone = slices.Concat(purgeTables, []table{
		{recall.WhatIsKept, recall.SetOf(recall.RemovedBy, recall.OnHold), whatPurgeKeeps, false, isPurge},
		{recall.WhatLapses, recall.SetOf(recall.RemovedBy, recall.OnHold), whatLapses, false, isPurge},
		restores,
	})
	serverPurge = slices.Concat(purgeTables, []table{
		{recall.WhatIsKept, recall.SetOf(recall.Recipient, recall.RemovedBy, recall.OnHold), whatServerKeeps, false, wasThere},
		{recall.WhatLapses, recall.SetOf(recall.RemovedBy, recall.OnHold), whatLapses, false, staysAwhile},
		restores,
	})
	cloudPurge = slices.Concat(purgeTables, []table{
		{recall.WhatIsKept, recall.SetOf(recall.Recipient, recall.RemovedBy, recall.OnHold), whatCloudKeeps, false, wasThere},
		{recall.WhatLapses, recall.SetOf(recall.RemovedBy, recall.OnHold), whatLapses, false, nil},
		cloudRestore,
	})
)

// isPurge are the cases there are of a purge.
func isPurge(f recall.Facts) bool {
	return recall.RemovedBy.Get(f) == recall.ByPurge || recall.RemovedBy.Get(f) == recall.ByPurgeForGood
}

// isDelivered are the cases there are of a copy.
func isDelivered(f recall.Facts) bool {
	return recall.Recipient.Get(f) != recall.NeverDelivered && recall.Recipient.Get(f) != recall.OutsideBounced
}

// wasThere are the cases there are of a copy that was removed: what is no mailbox of Exchange its owner alone reaches,
// unless it is another organisation's that lets this one recall.
func wasThere(f recall.Facts) bool {
	return exchangeMailboxes.has(recall.Recipient, f) ||
		recall.RemovedBy.Get(f) == recall.ByOwner && otherMailboxes.has(recall.Recipient, f) ||
		recall.RemovedBy.Get(f) == recall.ByRecall && recall.Recipient.Get(f) == recall.Allied
}

// staysAwhile are the cases there are on a server, where nothing is kept of what is recalled.
func staysAwhile(f recall.Facts) bool { return recall.RemovedBy.Get(f) != recall.ByRecall }

// May this be purged?
var mayPurge = []row{
	{"anybody but an administrator", pattern{more: more{admin: no}}, refused, "purge/administrator", ""},
	{"an administrator", pattern{more: more{admin: yes, removed: byPurge}}, says, "purge/soft", ""},
	{"an administrator, for good", pattern{more: more{admin: yes, removed: byPurgeForGood}}, says, "purge/hard", ""},
}

// May an administrator bring this back, for its owner? Nobody may.
var mayRestore = []row{
	{"anybody but an administrator", pattern{more: more{admin: no}}, refused, "purge/administrator", ""},
	{"what its owner can recover", pattern{more: more{admin: yes, unseenThere: no, takenBack: no}}, refused, "purge/soft", ""},
	{"what only administrators see", pattern{more: more{admin: yes, unseenThere: yes, takenBack: no}}, refused, "purge/hard", ""},
}

var mayRestoreRecalled = []row{
	{"what was recalled", pattern{more: more{admin: yes, takenBack: yes}}, refused, "exchange-online/kept-for-admins", ""},
}

// Which copies does a purge remove? All in the mailboxes of the organisation, read or not, wherever they lie.
var whatIsPurged = []row{
	{"inside", pattern{reach: exchangeMailboxes, in: place{public: no}, forwarded: no}, says, "purge/all-mailboxes", ""},
	{"forwarded inside", pattern{reach: exchangeMailboxes, in: place{public: no}, forwarded: yes}, says, "purge/forwarded", ""},
	{"outside, or in no mailbox of Exchange", pattern{reach: otherMailboxes, in: place{public: no}}, denies, "purge/inside-only", ""},
	{"in a public folder", pattern{in: place{public: yes}}, denies, "purge/inside-only", ""},
}

// Who is told of a purge? Nobody.
var whoHearsOfPurge = []row{
	{"neither sender nor recipient", pattern{}, denies, "purge/silent", ""},
}

// What is kept of a copy that a purge removes? For good is for good, on a server of one's own.
var whatPurgeKeeps = []row{
	{"purged", pattern{more: more{removed: byPurge, onHold: no}}, keptForOwner, "purge/soft", ""},
	{"purged for good", pattern{more: more{removed: byPurgeForGood, onHold: no}}, nothing, "", ""},
	{"purged for good, on hold", pattern{more: more{removed: byPurgeForGood, onHold: yes}}, keptHidden, "purge/held", ""},
	{"purged, on hold", pattern{more: more{removed: byPurge, onHold: yes}}, keptForOwner, "purge/soft purge/held", ""},
}

// What is kept of a copy that is removed for good, on a server?
var whatServerKeeps = []row{
	{"deleted by its owner", pattern{reach: exchangeMailboxes, more: more{removed: byOwnerHand}}, keptForOwner, "outlook/recover-deleted", ""},
	{"recalled", pattern{more: more{removed: byRecall}}, nothing, "", ""},
	{"purged", pattern{reach: exchangeMailboxes, more: more{removed: byPurge}}, keptForOwner, "purge/soft", ""},
	{"purged for good", pattern{reach: exchangeMailboxes, more: more{removed: byPurgeForGood, onHold: no}}, nothing, "", ""},
	{"purged for good, on hold", pattern{reach: exchangeMailboxes, more: more{removed: byPurgeForGood, onHold: yes}}, keptHidden, "purge/held", ""},
	{"in no mailbox of Exchange", pattern{reach: otherMailboxes, more: more{removed: byOwnerHand}}, nothing, "", ""},
}

// What is kept of a copy that is removed for good, in the cloud? There, all of it, if out of reach; not on a server.
var whatCloudKeeps = []row{
	{"deleted by its owner", pattern{reach: exchangeMailboxes, more: more{removed: byOwnerHand}}, keptForOwner, "outlook/recover-deleted", ""},
	{"recalled", pattern{reach: inMailboxes, more: more{removed: byRecall}}, keptHidden, "exchange-online/kept-for-admins", ""},
	{"recalled by another organisation", pattern{reach: allied, more: more{removed: byRecall}}, keptHidden, "exchange-online/kept-for-admins", ""},
	{"recalled on a server", pattern{reach: onServer, more: more{removed: byRecall}}, nothing, "", ""},
	{"purged", pattern{reach: exchangeMailboxes, more: more{removed: byPurge}}, keptForOwner, "purge/soft", ""},
	{"purged for good", pattern{reach: inMailboxes, more: more{removed: byPurgeForGood, onHold: no}}, keptHidden,
		"purge/hard exchange-online/kept-for-admins", ""},
	{"purged for good, on a server", pattern{reach: onServer, more: more{removed: byPurgeForGood, onHold: no}}, nothing, "", ""},
	{"purged for good, on hold", pattern{reach: exchangeMailboxes, more: more{removed: byPurgeForGood, onHold: yes}}, keptHidden, "purge/held", ""},
	{"in no mailbox of Exchange", pattern{reach: otherMailboxes, more: more{removed: byOwnerHand}}, nothing, "", ""},
}

// What leaves Recoverable Items when its time is over? Nothing, as long as the mailbox is on hold.
var whatLapses = []row{
	{"the time is over", pattern{more: more{onHold: no}}, nothing, "", ""},
	{"on hold", pattern{more: more{onHold: yes}}, denies, "purge/held exchange-online/held", ""},
}

const retention = 14 * 24 * 60 * 60

var (
	byOwnerHand    = of[recall.Remover]{recall.ByOwner}
	byRecall       = of[recall.Remover]{recall.ByRecall}
	byPurge        = of[recall.Remover]{recall.ByPurge}
	byPurgeForGood = of[recall.Remover]{recall.ByPurgeForGood}

	exchangeMailboxes = of[recall.Reach]{recall.Inside, recall.Roundabout, recall.OnServer}
	otherMailboxes    = of[recall.Reach]{recall.OtherAccount, recall.Outside, recall.Allied}

	// In Deletions, where the owner sees it, and in Purges, where administrators do.
	keptForOwner = outcome{answer: recall.Yes, does: []recall.Verb{recall.Keep}, kept: retention}
	keptHidden   = outcome{answer: recall.Yes, does: []recall.Verb{recall.Keep}, kept: retention, hidden: true}
)
