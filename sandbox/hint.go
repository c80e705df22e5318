package sandbox

import "recallbox/sandbox/recall"

// Hint is what helps after an error: words that are true for every user of this package, or a step. It has one of the
// two, or neither.
type Hint struct {
	Words  string
	Step   Step
	Values map[string]string // what the step is about, by the names that stand beside it below
}

// Step is what can be done next, named for the use case that does it. Whoever shows an error says in words how it is
// done there.
type Step = recall.Step

// The steps, with the names of their values. Package recall has those that a behaviour names.
const (
	AddFolder             Step = "add-folder"              // user, path: the user has no such folder
	AddGroup              Step = "add-group"               // it stands for all its members
	AddOrganisation       Step = "add-organisation"        // domain
	AdvanceClock          Step = "advance-clock"           //
	AllowDeleting         Step = "allow-deleting"          // folder, user: a right in a public folder
	AllowReading          Step = "allow-reading"           // folder, user: a right in a public folder
	ChooseRights          Step = "choose-rights"           // folder, user: words that are rights in a public folder
	DeleteThere           Step = "delete-there"            // what cannot be moved
	ExplainPublicFolder   Step = "explain-public-folder"   // recall, folder, reader
	ExplainSettings       Step = "explain-settings"        // of organisations
	FindCopies            Step = "find-copies"             // message
	FindRecipients        Step = "find-recipients"         // message: it has none of the kind that was wanted
	InspectDelivery       Step = "inspect-delivery"        // message
	InspectMessage        Step = "inspect-message"         // message
	ListBehaviours        Step = "list-behaviours"         //
	ListBehavioursOf      Step = "list-behaviours-of"      // system
	ListDrafts            Step = "list-drafts"             // user
	ListFolders           Step = "list-folders"            // user
	ListHolds             Step = "list-holds"              //
	ListMembers           Step = "list-members"            // of a group, which is no user
	ListMessages          Step = "list-messages"           //
	ListOpenRecalls       Step = "list-open-recalls"       // by their IDs
	ListOrganisations     Step = "list-organisations"      //
	ListOutbox            Step = "list-outbox"             // user
	ListPublicFolder      Step = "list-public-folder"      // folder: what lies in it
	ListPublicFolders     Step = "list-public-folders"     //
	ListRecallRecipients  Step = "list-recall-recipients"  // recall
	ListRecalls           Step = "list-recalls"            // that there were
	ListRecipients        Step = "list-recipients"         // message
	ListRules             Step = "list-rules"              // of a user
	ListSent              Step = "list-sent"               // user
	ListSnapshots         Step = "list-snapshots"          //
	ListSystems           Step = "list-systems"            //
	ListUsers             Step = "list-users"              //
	ListUsersOrAddOne     Step = "list-users-or-add-one"   //
	MakeSandbox           Step = "make-sandbox"            //
	NameClient            Step = "name-client"             //
	NameCount             Step = "name-count"              // of users
	NameEarlierMessage    Step = "name-earlier-message"    // which is answered
	NameHoldTime          Step = "name-hold-time"          //
	NameMessage           Step = "name-message"            // by its ID
	NameOneUser           Step = "name-one-user"           // who acts
	NameOtherFile         Step = "name-other-file"         // than one that stays as it is
	NamePublicFolder      Step = "name-public-folder"      // folders, a line each: the message lies in all of them
	NameRecipient         Step = "name-recipient"          //
	NameSensitivity       Step = "name-sensitivity"        //
	OpenSandbox           Step = "open-sandbox"            // which the file is not
	PrintHistory          Step = "print-history"           // since an earlier program, which kept none
	ReadLog               Step = "read-log"                // message: what became of it
	ReadLogOf             Step = "read-log-of"             // mailbox, message: what became of it there
	RemoveSnapshot        Step = "remove-snapshot"         // which is damaged
	ReplaceDamagedSandbox Step = "replace-damaged-sandbox" //
	ReplaceSandbox        Step = "replace-sandbox"         //
	ReplaceSnapshot       Step = "replace-snapshot"        // name
	SaveSnapshot          Step = "save-snapshot"           // as there is none
	SeeAllowed            Step = "see-allowed"             // what the mail system's behaviours allow
	SendDraft             Step = "send-draft"              // user, message
	SendMessage           Step = "send-message"            // in place of what cannot be put into the Outbox
	SetOrganisation       Step = "set-organisation"        // it is there already
	SetUser               Step = "set-user"                // who is there already
	Share                 Step = "share"                   // owner, message, with
	ShortenHeader         Step = "shorten-header"          // the subject, or the list of recipients
	ShowBehaviour         Step = "show-behaviour"          // behaviour
	ShowGroup             Step = "show-group"              //
	ShowPublicFolder      Step = "show-public-folder"      // folder: it is no user
	StartClient           Step = "start-client"            // user
	TakeBackRequest       Step = "take-back-request"       // a recall message that waits
	TellTime              Step = "tell-time"               // in the sandbox
	WaitLonger            Step = "wait-longer"             // for another process: nothing was changed
	WriteRecipients       Step = "write-recipients"        // as an address list
)

// say is a hint in words.
func say(words string) Hint { return Hint{Words: words} }

// try is a step with its values: a name and a value, and so on.
func try(s Step, values ...string) Hint {
	h := Hint{Step: s, Values: map[string]string{}}
	for i := 0; i < len(values); i += 2 {
		h.Values[values[i]] = values[i+1]
	}
	return h
}
