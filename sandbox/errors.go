package sandbox

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"syscall"

	"recallbox/sandbox/eml"
	"recallbox/sandbox/portable"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/store"
)

// Kind is the sort of an error. It decides the exit code of a command.
type Kind string

const (
	Refused  Kind = "refused"   // the mail system refuses
	NotFound Kind = "not-found" // something that was named is not there
	Invalid  Kind = "invalid"   // the input makes no sense
	Conflict Kind = "conflict"  // something is there already
	Damaged  Kind = "damaged"   // the sandbox file is damaged
	IO       Kind = "io"        // the operating system refuses
)

// Error is an error that a user can act on: what is wrong, and what helps.
type Error struct {
	Kind      Kind
	Message   string
	Hint      Hint
	Behaviour string    // the behaviour that refuses
	Code      string    // what the mail system calls the reason, and
	Status    string    // a refusal, where it has words for them
	Confirm   bool      // the user may confirm, and then it is not refused
	Field     string    // the field of the request that is wrong, if the message does not name it: "in"
	Problems  []Problem // all that is wrong with a damaged file that cannot be opened; nil if it is not known
}

func (e *Error) Error() string { return e.Message }

func notFound(hint Hint, format string, args ...any) error {
	return &Error{Kind: NotFound, Message: fmt.Sprintf(format, args...), Hint: hint}
}

func invalid(hint Hint, format string, args ...any) error {
	return &Error{Kind: Invalid, Message: fmt.Sprintf(format, args...), Hint: hint}
}

func conflict(hint Hint, format string, args ...any) error {
	return &Error{Kind: Conflict, Message: fmt.Sprintf(format, args...), Hint: hint}
}

// orConflict is err, or a conflict if err is nil.
func orConflict(err error, hint Hint, format string, args ...any) error {
	if err != nil {
		return err
	}
	return conflict(hint, format, args...)
}

func ioError(hint Hint, format string, args ...any) error {
	return &Error{Kind: IO, Message: fmt.Sprintf(format, args...), Hint: hint}
}

// damaged is the error for a sandbox file that holds what nobody has put into it.
func damaged(format string, args ...any) error {
	return &Error{Kind: Damaged, Message: fmt.Sprintf(format, args...), Hint: try(ReplaceDamagedSandbox)}
}

// invalidWord is the error for a word that is not in a fixed list. The text of err has the list, the hint has an
// example.
func invalidWord(hint Hint, err error) error { return invalid(hint, "%v", err) }

// fromStore turns errors of the store into errors about the file.
func fromStore(path string, err error) error {
	path, err = portable.Quote(path), store.InOurWords(err)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, store.ErrDangling):
		return invalid(say("name another file, or one to which the link can lead"), "%s is %v", path, store.ErrDangling)
	case errors.Is(err, store.ErrNoLocks):
		return ioError(say("network disks may have none: keep the sandbox on a disk of this computer"), "%s: %v", path, err)
	case errors.Is(err, store.ErrTooMuch):
		return ioError(say("do less at once: nothing was changed"), "%s: %v", path, err)
	case errors.Is(err, store.ErrMissing):
		return notFound(try(MakeSandbox), "no sandbox at %s", path)
	case errors.Is(err, store.ErrNotOurs):
		return invalid(try(OpenSandbox), "%s is not a recallbox sandbox", path)
	case errors.Is(err, store.ErrTooNew):
		return invalid(say("use the recallbox that made it, or a newer one"), "%s was made by a newer recallbox", path)
	case errors.Is(err, store.ErrReadOnly):
		return ioError(say("see who may write to the file and its folder"), "%s cannot be written to", path)
	case errors.Is(err, store.ErrNoRoom), store.IsFull(err):
		return ioError(say("make room and run it again: nothing was changed"), "%s: no room on the disk", path)
	case errors.Is(err, syscall.EINTR):
		return ioError(say("run it again: nothing was changed"), "%s: a signal came while the disk was at work", path)
	case errors.Is(err, store.ErrDisk):
		return ioError(say("see that the disk has room and works, and who may write to the file and its folder: "+
			"nothing was changed"), "%s: %v", path, err)
	case errors.Is(err, store.ErrNoTemp):
		return ioError(try(NameTempFolder), "%v", err)
	case errors.Is(err, store.ErrBusy):
		return ioError(try(WaitLonger), "%s: %v", path, err)
	case errors.Is(err, store.ErrDamaged):
		return &Error{
			Kind: Damaged, Message: fmt.Sprintf("%s: %v", path, err), Hint: try(ReplaceDamagedSandbox),
			Problems: schemaProblems(err),
		}
	}
	return err
}

// schemaProblems is what is wrong with the tables of a file that was not opened for it.
func schemaProblems(err error) (all []Problem) {
	var wrong *store.SchemaError
	if errors.As(err, &wrong) {
		for _, p := range wrong.Problems {
			all = append(all, Problem(p))
		}
	}
	return all
}

func isNotFound(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Kind == NotFound
}

// unwritable is the error for a message that cannot be written as mail. It is too large, or a header line or a file
// name cannot be written.
func unwritable(err error) error {
	switch {
	case errors.Is(err, eml.ErrTooLarge):
		return invalid(say("attach less, or smaller files"), "%v", err)
	case errors.Is(err, eml.ErrHeaderTooLong):
		return invalid(try(ShortenHeader), "%v", err)
	}
	return invalid(say("see the subject, the addresses and the names of the files"), "%v", err)
}

// optional turns a missing row into false, for rows that need not be there.
func optional[T any](found T, err error) (T, bool, error) {
	if errors.Is(err, store.ErrNoRow) {
		return found, false, nil
	}
	return found, err == nil, err
}

// elementAt is the element with that index. It must be there, because it was just made; -1 means that it is not.
func elementAt[T any](all []T, i int, err error) (found T, _ error) {
	if err == nil && i < 0 {
		err = store.ErrNoRow
	}
	if err != nil {
		return found, err
	}
	return all[i], nil
}

// mailboxOf is the mailbox with a number from the file. 0 means no mailbox.
func (tx *Tx) mailboxOf(id int64) (store.Mailbox, error) {
	if id == 0 {
		return store.Mailbox{}, nil
	}
	return tx.store.MailboxByID(id)
}

// Hint helps after an error: words that are true for every user of this package, or a step. It may be empty.
type Hint struct {
	Words  string
	Step   Step
	Values map[string]string // the values of the step, by the names below
}

// String is the hint in words, or the name of its step with the values: for programs that have no words of their own.
func (h Hint) String() string {
	if h.Step == "" {
		return h.Words
	}
	text := string(h.Step)
	for _, name := range slices.Sorted(maps.Keys(h.Values)) {
		text += fmt.Sprintf(" %s=%q", name, h.Values[name])
	}
	return text
}

// Step is a next step, named for the use case that does it. The program that shows the error puts the step into
// words.
type Step = recall.Step

// The steps, with the names of their values. Package recall has those that a behaviour names.
const (
	AddFolder             Step = "add-folder"              // user, path: the user has no such folder
	AddGroup              Step = "add-group"               // it stands for all its members
	AddOrganisation       Step = "add-organisation"        // domain
	AdvanceClock          Step = "advance-clock"           //
	AllowDelegate         Step = "allow-delegate"          // owner, delegate: who may act for whom
	AllowDeleting         Step = "allow-deleting"          // folder, user: a right in a public folder
	MakeAdmin             Step = "make-admin"              // user
	SeeRecoverable        Step = "see-recoverable"         // user: what of theirs can be recovered
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
	ListDelegates         Step = "list-delegates"          // owner
	ListDrafts            Step = "list-drafts"             // user
	ListFolders           Step = "list-folders"            // user
	ListHolds             Step = "list-holds"              //
	ListLaters            Step = "list-laters"             // commands that wait
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
	ListSources           Step = "list-sources"            //
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
	NameTempFolder        Step = "name-temp-folder"        // one in which files can be made
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
	SetOrganisation       Step = "set-organisation"        // organisation: it is there already
	SetUser               Step = "set-user"                // user: who is there already
	Share                 Step = "share"                   // owner, message, with: or the other acts for the owner
	ShortenHeader         Step = "shorten-header"          // the subject, or the list of recipients
	ShowBehaviour         Step = "show-behaviour"          // behaviour
	ShowGroup             Step = "show-group"              //
	ShowPublicFolder      Step = "show-public-folder"      // folder: it is no user
	ShowSource            Step = "show-source"             // source: which has the statement
	StartClient           Step = "start-client"            // user
	TakeBackRequest       Step = "take-back-request"       // a recall message that waits
	TellTime              Step = "tell-time"               // in the sandbox
	WaitLonger            Step = "wait-longer"             // for another process: nothing was changed
	WriteRecipients       Step = "write-recipients"        // as an address list
)

// say is a hint in words.
func say(words string) Hint { return Hint{Words: words} }

// try is a step with its values: a name, a value, and so on.
func try(s Step, values ...string) Hint {
	h := Hint{Step: s, Values: map[string]string{}}
	for i := 0; i < len(values); i += 2 {
		h.Values[values[i]] = values[i+1]
	}
	return h
}
