package systems

import "recallbox/sandbox/recall"

// Sources are the documents behind the behaviours. The editions of one article are sources of their own: they differ
// in places.
var Sources = []recall.Source{
	{Code: "EL", Title: "Microsoft support, “Recall or replace an email message that you sent”, Greek edition"},
	{Code: "NO", Title: "Microsoft support, “Recall or replace an email message that you sent”, Norwegian edition"},
	{Code: "RU", Title: "a Russian guide to recalling messages in Outlook"},
	{Code: "ES", Title: "a Spanish guide to recalling and replacing messages in Outlook"},
	{Code: "FR", Title: "Zoho Mail help, “Rappeler un e-mail envoyé” (recall a sent email), French edition"},
	{Code: "Zoho-manual", Title: "a hosted manual of Zoho Mail"},
	{Code: "EXO", Title: "learn.microsoft.com, “Work with Cloud-based Message Recall in Exchange Online”"},
	{Code: "EXO-config", Title: "learn.microsoft.com, Set-OrganizationConfig"},
	{Code: "vendors", Title: "the help pages of Gmail, Proton, Fastmail and Outlook on the web"},
	{Code: "KB185038",
		Title: "Microsoft Knowledge Base, article 185038: how recall reports look, and when an original is gone"},
	{Code: "archives", Title: "recall messages in public mailing list archives, 2002 to 2026"},
}
