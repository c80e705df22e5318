package systems

// Myth is something that many pages say of recalls, and what is so.
type Myth struct {
	Says       string   // as it is widely said
	So         string   // how true that is
	Behaviours []string // that show what is so, by ID
}

// Myths are those that mail systems here can show.
var Myths = []Myth{
	{"Only unread mail can be recalled.", "Outdated: it is true of the classic recall, not of the cloud.",
		[]string{"exchange-online/read-too", "outlook/auto-read"}},
	{"The recipient's Outlook must be running.", "Outdated, in the same way.",
		[]string{"exchange-online/client-irrelevant", "outlook/auto-when-outlook-starts"}},
	{"Only mail that still lies in the Inbox can be recalled.", "Outdated, in the same way.",
		[]string{"exchange-online/any-folder"}},
	{"Outlook recalls for two hours, or some other fixed time.",
		"False: there is no limit in the classic recall, and in the cloud the organisation sets one.",
		[]string{"exchange-online/max-age", "outlook/late-report"}},
	{"A glance in the reading pane counts as reading.", "False as such, but true where the pane is set to mark what it shows.",
		[]string{"outlook/auto-previewed", "outlook/reading-pane-marks-read"}},
	{"Automatic processing makes a recall fail.",
		"False: it is what makes the recall of an unread message succeed by itself.",
		[]string{"outlook/auto-unread", "outlook/manual-original-first"}},
	{"A recall in Outlook's classic way leaves no trace with the recipient.", "False: each outcome has its notice.",
		[]string{"outlook/auto-unread", "outlook/auto-read", "outlook/outside-sees-request"}},
	{"A replacement is bound to the limits of the recall.",
		"False: it is a message of its own, which arrives whatever the outcome.",
		[]string{"outlook/replace", "exchange-online/replace"}},
	{"Gmail's Undo takes a message out of the recipient's Inbox, or asks the recipient's server to.",
		"False: nothing has been delivered yet.", []string{"undo/not-recall", "undo/after-window"}},
	{"A mail flow rule can delete a message from mailboxes that have it.", "False: rules act on the way; after it there is only a purge.",
		[]string{"hold/too-late", "purge/all-mailboxes"}},
	{"The web and the telephone cannot recall.", "Outdated since 2023, and of telephones since 2025, as a third party says.",
		[]string{"exchange-online/any-client", "outlook/outlook-on-the-web"}},
	{"Recall always ends at the organisation's border.",
		"Outdated in 2026, where the receiver allows it, as third parties say.",
		[]string{"exchange-online/cross-tenant-listed", "exchange-online/outside"}},
}
