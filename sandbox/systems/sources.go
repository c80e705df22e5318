package systems

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"recallbox/sandbox/recall"
)

// Sources are the documents behind the behaviours. The editions of one article are sources of their own: they differ
// in places.
var Sources = []recall.Source{
	{Code: "EL", Title: "Microsoft support, “Recall or replace an email message that you sent”, Greek edition",
		Publisher: "Microsoft", Language: "el", ReadOn: "2026-11-29",
		URL: "https://support.microsoft.com/el-gr/office/35027f88-d655-4554-b4f8-6c0729a723a0", Note: microsoftPage},
	{Code: "NO", Title: "Microsoft support, “Recall or replace an email message that you sent”, Norwegian edition",
		Publisher: "Microsoft", Language: "no", ReadOn: "2026-11-29",
		URL: "https://support.microsoft.com/nb-no/office/35027f88-d655-4554-b4f8-6c0729a723a0", Note: microsoftPage},
	{Code: "RU", Title: "a Russian guide to recalling messages in Outlook",
		Publisher: "infoblogus.ru", Language: "ru", ReadOn: "2026-11-29", URL: "https://infoblogus.ru/?p=11383"},
	{Code: "ES", Title: "a Spanish guide to recalling and replacing messages in Outlook",
		Publisher: "Revista Completa", Language: "es", ReadOn: "2026-11-29",
		URL: "https://revistacompleta.com/recuperacion-de-mensajes-en-outlook"},
	{Code: "FR", Title: "Zoho Mail help, “Rappeler un e-mail envoyé” (recall a sent email), French edition",
		Publisher: "Zoho", Language: "fr", ReadOn: "2026-11-29", URL: "https://www.zoho.com/fr/mail/help/recall-sent-email.html"},
	{Code: "Zoho-manual", Title: "a hosted manual of Zoho Mail", Publisher: "a host of Zoho Mail", Language: "en",
		ReadOn: "2026-11-20"},
	{Code: "TH", Title: "“Recall Email” in Zoho Mail, on the web and in the mobile app, by a reseller in Thailand",
		Publisher: "Technology Land", Language: "th", ReadOn: "2026-11-30", URL: "https://technologyland.co.th/email/?p=1981",
		Note: "A third party. Read in part, or a copy."},
	{Code: "EXO", Title: "learn.microsoft.com, “Work with Cloud-based Message Recall in Exchange Online”",
		Publisher: "Microsoft", Language: "en", ReadOn: "2026-11-29",
		URL: "https://learn.microsoft.com/exchange/mail-flow-best-practices/work-with-cloud-based-message-recall"},
	{Code: "EXO-config", Title: "learn.microsoft.com, Set-OrganizationConfig", Publisher: "Microsoft", Language: "en",
		ReadOn: "2026-11-20", URL: "https://learn.microsoft.com/powershell/module/exchange/set-organizationconfig"},
	{Code: "EXO-graph", Title: "Microsoft Graph (beta), “message: recall”", Publisher: "Microsoft", Language: "en",
		ReadOn: "2026-11-29", URL: "https://learn.microsoft.com/graph/api/message-recall?view=graph-rest-beta"},
	{Code: "XT-steps", Title: "Cross-Tenant Message Recall in Exchange Online, step by step",
		Publisher: "a third party", Language: "en", ReadOn: "2026-11-29",
		URL:  "https://techcommunity.microsoft.com/blog/exchange/cross-tenant-message-recall-in-exchange-online/4535800",
		Note: "A third party, of 2026-07-16. The address is of the announcement that it cites, which was not readable."},
	{Code: "XT-MC", Title: "an analysis, in Greek, of Microsoft's message MC1423106 on recall between organisations",
		Publisher: "a third party", Language: "el", ReadOn: "2026-11-29", URL: "https://mc.merill.net/message/MC1423106",
		Note: "A third party, of 2026-08-26. The address is of the announcement, which was not readable."},
	{Code: "windowspro", Title: "“Neue Rückruf-Funktion für E-Mails in Exchange Online”", Publisher: "WindowsPro",
		Language: "de", ReadOn: "2026-11-29", Note: "A third party.",
		URL: "https://www.windowspro.de/news/neue-rueckruf-funktion-fuer-e-mails-exchange-online/05309.html"},
	{Code: "runbook", Title: "“Email Recall Shows as Pending”, an administrators' runbook", Publisher: "a third party",
		Language: "en", ReadOn: "2026-11-29", Note: "A third party."},
	{Code: "Exclaimer", Title: "messageRecallFix.ps1, a signature vendor's own script", Publisher: "Exclaimer",
		Language: "en", ReadOn: "2026-11-29", Note: "A third party.",
		URL: "https://raw.githubusercontent.com/exclaimerltd/Internal-Support-Scripts/master/messageRecallFix.ps1"},
	{Code: "shanqiai", Title: "“Exchange: メッセージの取り消し”, on the updates of 2024-08-22", Publisher: "shanqiai",
		Language: "ja", ReadOn: "2026-11-29", Note: "A third party.",
		URL: "https://shanqiai.lekumo.biz/sharepoint_technical_note/2024/09/exchange-efe8.html"},
	{Code: "codetwo", Title: "“Message recall in Microsoft 365”, CodeTwo Admin's Blog", Publisher: "CodeTwo",
		Language: "en", ReadOn: "2026-11-29", Note: "A third party.", URL: "https://www.codetwo.com/admins-blog/?p=7374"},
	{Code: "UpMail", Title: "UpMail help, “Recalling/Undoing a Sent Message”", Publisher: "UpMail", Language: "en",
		ReadOn: "2026-11-30", URL: "https://upmailhelphelp.zendesk.com/hc/en-us/articles/209910945-Recalling-Undoing-a-Sent-Message"},
	{Code: "vendors", Title: "the help pages of Gmail, Proton, Fastmail and Outlook on the web",
		Publisher: "Google, Proton, Fastmail, Microsoft", Language: "en", ReadOn: "2026-11-20"},
	{Code: "KB185038",
		Title:     "Microsoft Knowledge Base, article 185038: how recall reports look, and when an original is gone",
		Publisher: "Microsoft", Language: "en", ReadOn: "2026-11-20", URL: "https://mskb.pkisolutions.com/kb/185038"},
	{Code: "delegator-sent", Title: "learn.microsoft.com, “Automatically save sent items in delegator's mailbox”",
		Publisher: "Microsoft", Language: "en", ReadOn: "2026-11-29", URL: "https://learn.microsoft.com/exchange/" +
			"recipients-in-exchange-online/manage-user-mailboxes/automatically-save-sent-items-in-delegator-s-mailbox"},
	{Code: "Set-Mailbox", Title: "learn.microsoft.com, Set-Mailbox", Publisher: "Microsoft", Language: "en",
		ReadOn: "2026-11-29", URL: "https://learn.microsoft.com/powershell/module/exchange/set-mailbox"},
	{Code: "OXCMSG", Title: "MS-OXCMSG, 2.2.3.10 RopSetReadFlags (Microsoft Open Specifications)",
		Publisher: "Microsoft", Language: "en", ReadOn: "2026-11-29", URL: "https://learn.microsoft.com/en-us/openspecs/" +
			"exchange_server_protocols/ms-oxcmsg/0be0f7cd-339d-4a0e-a0fb-5d4412f57ce8"},
	{Code: "OXCSTOR", Title: "MS-OXCSTOR, 2.2.1.12 RopReadPerUserInformation (Microsoft Open Specifications)",
		Publisher: "Microsoft", Language: "en", ReadOn: "2026-11-29", URL: "https://learn.microsoft.com/en-us/openspecs/" +
			"exchange_server_protocols/ms-oxcstor/78dfa178-9fb8-4307-b1c6-1ffd0bc31807"},
	{Code: "recipient-resolution", Title: "learn.microsoft.com, “Recipient resolution in Exchange Server”",
		Publisher: "Microsoft", Language: "en", ReadOn: "2026-11-29",
		URL: "https://learn.microsoft.com/exchange/mail-flow/mail-routing/recipient-resolution"},
	{Code: "journaling", Title: "learn.microsoft.com, “Journaling in Exchange Server”", Publisher: "Microsoft",
		Language: "en", ReadOn: "2026-11-29",
		URL: "https://learn.microsoft.com/exchange/policy-and-compliance/journaling/journaling"},
	{Code: "archives", Title: "recall messages in public mailing list archives, 2002 to 2026",
		Publisher: "their senders", Language: "en", ReadOn: "2026-11-20"},
	{Code: "recoverable-exo", Title: "learn.microsoft.com, “Recoverable Items folder in Exchange Online”",
		Publisher: "Microsoft", Language: "en", ReadOn: "2026-11-29",
		URL: "https://learn.microsoft.com/exchange/security-and-compliance/recoverable-items-folder/recoverable-items-folder"},
	{Code: "recoverable-srv", Title: "learn.microsoft.com, “Recoverable Items folder in Exchange Server”",
		Publisher: "Microsoft", Language: "en", ReadOn: "2026-11-29",
		URL: "https://learn.microsoft.com/exchange/policy-and-compliance/recoverable-items-folder/recoverable-items-folder"},
	{Code: "delete-messages", Title: "learn.microsoft.com, “Search for and delete messages in Exchange Server”",
		Publisher: "Microsoft", Language: "en", ReadOn: "2026-11-29",
		URL: "https://learn.microsoft.com/exchange/policy-and-compliance/ediscovery/delete-messages"},
	{Code: "delete-2013", Title: "learn.microsoft.com, “Search for and delete messages” in Exchange Server 2013",
		Publisher: "Microsoft", Language: "en", ReadOn: "2026-11-29",
		URL: "https://learn.microsoft.com/exchange/search-for-and-delete-messages-exchange-2013-help"},
	{Code: "PurgeType", Title: "learn.microsoft.com, New-ComplianceSearchAction", Publisher: "Microsoft", Language: "en",
		ReadOn: "2026-11-29", URL: "https://learn.microsoft.com/powershell/module/exchange/new-compliancesearchaction"},
	{Code: "sniffer-1", Title: "Outlook Message Recall (a support note of 2008)", Publisher: "mondegreen2",
		Language: "en", ReadOn: "2026-11-29", URL: "http://mondegreen2.blogspot.com/2008/07/outlook-message-recall.html",
		Note: thirdParty},
	{Code: "sniffer-2", Title: "The Outlook Inbox Sniffer", Publisher: "techiebirdsnest", Language: "en",
		ReadOn: "2026-11-29", URL: "http://www.techiebirdsnest.com/2007/06/outlook-inbox-sniffer.html", Note: thirdParty},
	{Code: "exinbox-183", Title: "Message Recall Success! ...kind of", Publisher: "exchangeinbox", Language: "en",
		ReadOn: "2026-11-29", URL: "https://exchangeinbox.com/article.aspx?i=183", Note: thirdParty},
	{Code: "tooljp", Title: "Outlook 2010: when recall fails", Publisher: "tooljp", Language: "ja",
		ReadOn: "2026-11-29", URL: "https://tooljp.com/qa/35F244892088699F49257C3A005875A2.html", Note: thirdParty},
	{Code: "ASEMAIL", Title: "Microsoft Open Specifications, MS-ASEMAIL 2.2.2.58 Read", Publisher: "Microsoft",
		Language: "en", ReadOn: "2026-11-29",
		URL: "https://learn.microsoft.com/en-us/openspecs/exchange_server_protocols/ms-asemail/" +
			"7dce5217-2fb1-4750-8c52-16a709aa02cf"},
	{Code: "KB2544448", Title: "Microsoft Knowledge Base, article 2544448: the Message Recall feature in Outlook fails",
		Publisher: "Microsoft", Language: "en", ReadOn: "2026-11-29", URL: "https://support.microsoft.com/en-us/kb/2544448"},
	{Code: "Set-PublicFolder", Title: "learn.microsoft.com, Set-PublicFolder, PerUserReadStateEnabled",
		Publisher: "Microsoft", Language: "en", ReadOn: "2026-11-29",
		URL: "https://learn.microsoft.com/powershell/module/exchange/set-publicfolder"},
	{Code: "gromox88", Title: "grommunio/gromox, issue 88, by a user of Exchange", Publisher: "GitHub", Language: "en",
		ReadOn: "2026-11-29", URL: "https://github.com/grommunio/gromox/issues/88", Note: thirdParty},
	{Code: "RecallTime", Title: "learn.microsoft.com, PidLidRecallTime canonical property", Publisher: "Microsoft",
		Language: "en", ReadOn: "2026-11-29",
		URL: "https://learn.microsoft.com/office/client-developer/outlook/mapi/pidlidrecalltime-canonical-property"},
	{Code: "tracking", Title: "learn.microsoft.com, OlTrackingStatus enumeration", Publisher: "Microsoft",
		Language: "en", ReadOn: "2026-11-29",
		URL: "https://learn.microsoft.com/en-us/office/vba/api/outlook.oltrackingstatus"},
	{Code: "GW18-retract", Title: "GroupWise 18 client user guide, 18.3 Retracting sent email, Japanese edition",
		Publisher: "Novell", Language: "ja", ReadOn: "2026-11-29",
		URL: "http://www.novell.com/ja-jp/documentation/groupwise18/gw18_guide_userwin/data/email_sentmail_retracting.html"},
	{Code: "GW18-mobile", Title: "GroupWise 18 mobile web guide, 2.3 Managing sent mail, Japanese edition",
		Publisher: "Novell", Language: "ja", ReadOn: "2026-11-29",
		URL: "http://www.novell.com/ja-jp/documentation/groupwise18/gw18_guide_userwebmob/data/managing_sent_email.html"},
	{Code: "GW24-delete", Title: "GroupWise 24 Web user guide, Deleting items", Publisher: "OpenText", Language: "en",
		ReadOn: "2026-11-29", URL: "https://beta.novell.com/documentation/groupwise24/gw_guide_gwweb/data/delete_items.html"},
	{Code: "GW-SDK-retract", Title: "GroupWise Web Services SDK, retractRequest", Publisher: "Novell", Language: "en",
		ReadOn: "2026-11-29",
		URL:    "http://www.novell.com/documentation/developer/groupwise_sdk/gwsdk_gwwebservices/data/b7m3i83.html"},
	{Code: "GW-SDK-status", Title: "GroupWise 24 Web Services SDK, RecipientStatus", Publisher: "OpenText", Language: "en",
		ReadOn: "2026-11-29", URL: "http://www.novell.com/documentation/groupwise24/gwsdk_web_services/data/b7o6a1m.html"},
	{Code: "GW-status", Title: "GroupWise WebAccess help, About status information", Publisher: "Novell", Language: "en",
		ReadOn: "2026-11-29", Note: "hosted by a user",
		URL: "https://mail.girosol.com/gw/com/novell/webaccess/help/en/about_status_information.htm"},
	{Code: "GW-track", Title: "GroupWise administration help, Send Options: Task", Publisher: "Novell", Language: "en",
		ReadOn: "2026-11-29", Note: "a hosted copy",
		URL: "http://www.dsfwdude.com/downloads/consoleone_master.zip:consoleone_master/1.2/help/en/novell_groupwise/" +
			"clisndtaskstatdlg.html"},
	{Code: "Lark-recall", Title: "Feishu Open Platform, “撤回已发送的邮件” (recall a sent mail)", Publisher: "Lark",
		Language: "zh", ReadOn: "2026-11-29", URL: "https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/mail-v1/" +
			"user_mailbox-sent_message/recall.md"},
	{Code: "Lark-detail", Title: "Feishu Open Platform, “查询邮件撤回进度” (recall progress)", Publisher: "Lark",
		Language: "zh", ReadOn: "2026-11-29", URL: "https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/mail-v1/" +
			"user_mailbox-sent_message/get_recall_detail.md", Note: "Read in part, or a copy."},
	{Code: "Lark-SDK", Title: "larksuite/node-sdk, code-gen/projects/mail.ts, userMailboxSentMessage", Publisher: "Lark",
		Language: "en", ReadOn: "2026-11-29", URL: "https://github.com/larksuite/node-sdk/blob/main/code-gen/projects/mail.ts",
		Note: "The vendor's own, at commit f54b49f of 2026-08-07."},
	{Code: "Lark-CLI", Title: "lark-cli skill reference, “mail sent_messages recall”", Publisher: "Lark", Language: "en",
		ReadOn: "2026-11-29",
		URL:    "https://open.feishu.cn/.well-known/skills/lark-mail/references/lark-mail-recall.md"},
	{Code: "Lark-admin", Title: "Lark help center, “Admin | Manage email data”", Publisher: "Lark", Language: "en",
		ReadOn: "2026-11-29", Note: "Read in part, or a copy.",
		URL: "https://larksuite.com/hc/en-US/articles/360048488268-admin-manage-email-data"},
}

// thirdParty is what is to be known of what no vendor says.
const thirdParty = "Of a third party."

// microsoftPage is what is to be known of the page with the two articles.
const microsoftPage = "Two articles on one page: the current one (c…) and that on Outlook 2007 (o…). By its own footer " +
	"the page was translated by machine, may contain mistakes, and gives the English article for reference. " +
	"The Greek and the Norwegian edition have the same statements; where they differ, the statement says so."

// SourceInfo is a document, as the list of documents has it.
type SourceInfo struct {
	ID         string `json:"id"`             // its code
	Title      string `json:"title"`          // what it is called
	Publisher  string `json:"publisher"`      // whose it is
	Language   string `json:"language"`       // as in ISO 639: el, no, ru, es, fr, en
	URL        string `json:"url,omitempty"`  // where it is public
	ReadOn     string `json:"read_on"`        // a day
	Note       string `json:"note,omitempty"` // what is to be known of it
	Statements int    `json:"statements"`     // how many
}

// SourceInfos lists all documents.
func SourceInfos() []SourceInfo {
	list := []SourceInfo{}
	for _, s := range Sources {
		list = append(list, SourceInfo{s.Code, s.Title, s.Publisher, s.Language, s.URL, s.ReadOn, s.Note,
			len(StatementsOf(s.Code))})
	}
	return list
}

// StatementInfo is a statement, as the list of its document has it.
type StatementInfo struct {
	ID          string   `json:"id"`                      // its code, the same in all editions
	Passage     string   `json:"passage"`                 // where it stands
	Says        string   `json:"says"`                    // in our words
	Kind        string   `json:"kind"`                    // what it is: a condition, an outcome, a notice, …
	Behaviours  []string `json:"behaviours"`              // which obey it
	ShownBy     string   `json:"shown_by,omitempty"`      // the command or setting that shows it
	Advice      string   `json:"advice,omitempty"`        // where it is told
	NotFollowed string   `json:"not_followed,omitempty"`  // the reason
	Heading     bool     `json:"heading,omitempty"`       // it only heads or captions others
	Terms       Terms    `json:"terms,omitzero"`          // the names in it, by language
	NotPrinted  []string `json:"en_not_printed,omitzero"` // which English names are ours, the usual ones
}

// StatementsOf lists the statements of a source in its own order. It is empty where nobody has listed them.
func StatementsOf(code string) []StatementInfo {
	list := []StatementInfo{}
	for _, a := range articles() {
		if !slices.Contains(a.editions, code) {
			continue
		}
		for _, s := range a.statements {
			list = append(list, StatementInfo{s.ID, a.passage(s), s.Says, s.Kind, append([]string{}, s.Behaviours...),
				s.ShownBy.String(), s.Advice.String(), s.NotFollowed, s.Heading, s.Names.terms(), split(s.Names.Usual)})
		}
	}
	return list
}

// SourceOfStatement is the code of the first source with the statement; "" where there is no such statement.
func SourceOfStatement(id string) string {
	for _, a := range articles() {
		if slices.ContainsFunc(a.statements, func(s Statement) bool { return s.ID == id }) {
			return a.editions[0]
		}
	}
	return ""
}

// CitedSource is a source of a behaviour: which of its statements the behaviour obeys, and what they call things.
type CitedSource struct {
	ID         string   `json:"id"`                      // its code
	Title      string   `json:"title"`                   // what it is called
	Language   string   `json:"language"`                // as in ISO 639: el, no, ru, es, fr, en
	URL        string   `json:"url,omitempty"`           // where it is public
	ReadOn     string   `json:"read_on"`                 // a day
	Passages   []string `json:"passages"`                // where it says so
	Statements []string `json:"statements"`              // their IDs
	Terms      Terms    `json:"terms,omitzero"`          // the names there, by language
	NotPrinted []string `json:"en_not_printed,omitzero"` // which English names are ours, the usual ones
}

// CitedSources are the sources of a behaviour.
func CitedSources(b recall.Behaviour) []CitedSource {
	list := []CitedSource{}
	for _, code := range strings.Fields(b.Source) {
		at := slices.IndexFunc(Sources, func(s recall.Source) bool { return s.Code == code })
		if at < 0 {
			continue
		}
		s := Sources[at]
		cited := CitedSource{ID: s.Code, Title: s.Title, Language: s.Language, URL: s.URL, ReadOn: s.ReadOn,
			Passages: []string{}, Statements: []string{}}
		for _, one := range StatementsOf(code) {
			if slices.Contains(one.Behaviours, b.ID) {
				cited.cite(one)
			}
		}
		list = append(list, cited)
	}
	return list
}

// cite adds a statement, with its names in English and in the source's own language.
func (c *CitedSource) cite(s StatementInfo) {
	c.Passages = append(c.Passages, s.Passage)
	c.Statements = append(c.Statements, s.ID)
	for _, t := range s.Terms {
		if t.Language == "en" || t.Language == c.Language {
			c.Terms = c.Terms.with(t.Language, t.Names)
		}
	}
	c.NotPrinted = union(c.NotPrinted, s.NotPrinted)
}

// Terms are names by language, English first. In JSON they are an object that keeps this order.
type Terms []Term

// Term are the names in one language, such as "en" or "el".
type Term struct {
	Language string
	Names    []string
}

// terms are the names as lists; those in English are the printed and the usual ones.
func (n Names) terms() (t Terms) {
	for _, one := range [...][2]string{
		{"en", n.EN}, {"en", n.Usual}, {"el", n.EL}, {"no", n.NO}, {"ru", n.RU}, {"es", n.ES}, {"fr", n.FR},
	} {
		t = t.with(one[0], split(one[1]))
	}
	return t
}

func split(names string) []string {
	if names == "" {
		return nil
	}
	return strings.Split(names, " | ")
}

// with are the terms with more names in a language.
func (t Terms) with(language string, names []string) Terms {
	at := slices.IndexFunc(t, func(one Term) bool { return one.Language == language })
	switch {
	case len(names) == 0:
		return t
	case at < 0:
		return append(t, Term{language, names})
	}
	t[at].Names = union(t[at].Names, names)
	return t
}

// union are the names of two lists, each once.
func union(a, b []string) []string {
	out := slices.Clone(a)
	for _, name := range b {
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// MarshalJSON writes the terms as an object.
func (t Terms) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, one := range t {
		if i > 0 {
			b.WriteByte(',')
		}
		language, err := json.Marshal(one.Language)
		if err != nil {
			return nil, err
		}
		names, err := json.Marshal(one.Names)
		if err != nil {
			return nil, err
		}
		b.Write(language)
		b.WriteByte(':')
		b.Write(names)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}
