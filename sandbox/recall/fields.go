package recall

import (
	"math/bits"

	"recallbox/sandbox/mail"
)

// FieldID names one fact. The order is the order in which facts are shown and packed.
type FieldID uint8

const (
	FOrigin FieldID = iota
	FState
	FView
	FAccount
	FClient
	FSwitchedOff
	FProtected
	FAgain
	FReplacement
	FAdmin
	FAge
	FNoInsider
	FSharedSent
	FFreePlan
	FUnconfirmed
	FCloudOff
	FReach
	FGrouped
	FPublic
	FMoment
	FOtherProgram
	FStopped
	FManual
	FSeen
	FOriginal
	FPlacedBy
	FRequest
	FTogether
	FReader
	FOthersRead
	FForwarded
	FShared
	FFetched
	FUnreadOnly
	FAlert
	FNoReport
	packedCount // what follows is asked when it matters, and never stored
)

const (
	FFailures FieldID = packedCount + iota
	FHeldBy
	FAdminsOnly
	FUnbusiness
	FTaken
	FSingle
	FSkipped
	FReceiptAsked
	FReceiptsOff
	FAnswered
	FDeclined
	FSensitive
	FMet
	fieldCount
)

// FieldSet is a set of facts: those that a predicate reads.
type FieldSet uint64

// Fields makes a set.
func Fields(ids ...FieldID) FieldSet {
	var s FieldSet
	for _, id := range ids {
		s |= 1 << id
	}
	return s
}

// Has says whether the set holds the fact.
func (s FieldSet) Has(id FieldID) bool { return s&(1<<id) != 0 }

// A field is one fact as data: its name, the words for its values, and where it lies in Facts.
type field struct {
	name  string
	words []string
	get   func(*Facts) uint8
	set   func(*Facts, uint8)
}

func closed[T ~uint8](name string, at func(*Facts) *T, words ...string) field {
	return field{name, words, func(f *Facts) uint8 { return uint8(*at(f)) }, func(f *Facts, v uint8) { *at(f) = T(v) }}
}

func yesNo(name string, at func(*Facts) *bool) field {
	get := func(f *Facts) uint8 {
		if *at(f) {
			return 1
		}
		return 0
	}
	return field{name, []string{"no", "yes"}, get, func(f *Facts, v uint8) { *at(f) = v != 0 }}
}

var fields = [fieldCount]field{
	FOrigin:       closed("message_lies_in", func(f *Facts) *Origin { return &f.Origin }, "own Sent Items", "another place", "somebody else's Sent Items"),
	FState:        closed("state", func(f *Facts) *State { return &f.State }, "sent", "held", "draft"),
	FView:         closed("view", func(f *Facts) *View { return &f.View }, "window", "reading-pane"),
	FAccount:      closed("sender_account", func(f *Facts) *mail.Account { return &f.Account }, "exchange", "microsoft365", "imap", "pop", "personal", "zoho"),
	FClient:       closed("sender_client", func(f *Facts) *mail.Client { return &f.Client }, "outlook", "outlook-2007", "outlook-web", "outlook-mobile", "zoho-web", "zoho-mobile", "gmail-web", "other"),
	FSwitchedOff:  yesNo("recall_switched_off", func(f *Facts) *bool { return &f.SwitchedOff }),
	FProtected:    yesNo("protected", func(f *Facts) *bool { return &f.Protected }),
	FAgain:        yesNo("recalled_before", func(f *Facts) *bool { return &f.Again }),
	FReplacement:  closed("replacement", func(f *Facts) *Replacement { return &f.Replacement }, "none", "new message", "new message with a new attachment"),
	FAdmin:        yesNo("administrator", func(f *Facts) *bool { return &f.Admin }),
	FAge:          closed("age", func(f *Facts) *Age { return &f.Age }, "within the limit", "past the limit", "past every limit"),
	FNoInsider:    yesNo("all_recipients_outside", func(f *Facts) *bool { return &f.NoInsider }),
	FSharedSent:   yesNo("sent_copy_shared", func(f *Facts) *bool { return &f.SharedSent }),
	FFreePlan:     yesNo("free_plan", func(f *Facts) *bool { return &f.FreePlan }),
	FUnconfirmed:  yesNo("unconfirmed", func(f *Facts) *bool { return &f.Unconfirmed }),
	FCloudOff:     yesNo("cloud_recall_off", func(f *Facts) *bool { return &f.CloudOff }),
	FHeldBy:       closed("held_by", func(f *Facts) *HeldBy { return &f.HeldBy }, "nothing", "a rule for others", "a rule", "the undo window"),
	FAdminsOnly:   yesNo("administrators_only", func(f *Facts) *bool { return &f.AdminsOnly }),
	FUnbusiness:   yesNo("outside_or_personal", func(f *Facts) *bool { return &f.Unbusiness }),
	FReach:        closed("recipient", func(f *Facts) *Reach { return &f.Reach }, "inside", "inside, without an Exchange account", "outside", "never delivered"),
	FGrouped:      yesNo("through_a_group", func(f *Facts) *bool { return &f.Grouped }),
	FPublic:       yesNo("public_folder", func(f *Facts) *bool { return &f.Public }),
	FMoment:       closed("just_happened", func(f *Facts) *Moment { return &f.Moment }, "nothing", "recall message arrived", "program started", "recall message opened", "recall asked for"),
	FOtherProgram: yesNo("program_other_than_outlook", func(f *Facts) *bool { return &f.OtherProgram }),
	FStopped:      yesNo("program_stopped", func(f *Facts) *bool { return &f.Stopped }),
	FManual:       yesNo("automatic_processing_off", func(f *Facts) *bool { return &f.Manual }),
	FSeen:         closed("original_was", func(f *Facts) *mail.Seen { return &f.Seen }, "untouched", "previewed", "marked unread", "opened", "marked read"),
	FOriginal:     closed("original_lies_in", func(f *Facts) *Place { return &f.Original }, "Inbox", elsewhere, "Deleted Items", "nowhere"),
	FPlacedBy:     closed("brought_there_by", func(f *Facts) *PlacedBy { return &f.PlacedBy }, "arrival", "a rule", "hand"),
	FRequest:      closed("recall_message_lies_in", func(f *Facts) *Place { return &f.Request }, "Inbox", elsewhere, "Deleted Items", "nowhere"),
	FTogether:     yesNo("both_in_one_folder", func(f *Facts) *bool { return &f.Together }),
	FReader:       closed("reader", func(f *Facts) *Reader { return &f.Reader }, "nobody yet", "may read all items", "has other rights"),
	FOthersRead:   yesNo("read_by_another_reader", func(f *Facts) *bool { return &f.OthersRead }),
	FForwarded:    yesNo("forwarded", func(f *Facts) *bool { return &f.Forwarded }),
	FShared:       closed("shared", func(f *Facts) *Shared { return &f.Shared }, "no", "the message", "the folder"),
	FFetched:      closed("fetched", func(f *Facts) *Fetched { return &f.Fetched }, "no", "by POP", "by IMAP"),
	FUnreadOnly:   yesNo("unread_copies_only", func(f *Facts) *bool { return &f.UnreadOnly }),
	FAlert:        closed("alert_recipients", func(f *Facts) *Alert { return &f.Alert }, "off", "on", "read"),
	FNoReport:     yesNo("reports_switched_off", func(f *Facts) *bool { return &f.NoReport }),
	FFailures:     yesNo("copies_left", func(f *Facts) *bool { return &f.Failures }),
	FTaken:        closed("taken_back_from", func(f *Facts) *Share { return &f.Taken }, "none", "some", "all"),
	FSingle:       yesNo("one_recipient", func(f *Facts) *bool { return &f.Single }),
	FSkipped:      yesNo("recipients_not_counted", func(f *Facts) *bool { return &f.Skipped }),
	FReceiptAsked: yesNo("receipt_asked_for", func(f *Facts) *bool { return &f.ReceiptAsked }),
	FReceiptsOff:  yesNo("receipts_off", func(f *Facts) *bool { return &f.ReceiptsOff }),
	FAnswered:     yesNo("receipt_came", func(f *Facts) *bool { return &f.Answered }),
	FDeclined:     yesNo("receipt_declined", func(f *Facts) *bool { return &f.Declined }),
	FSensitive:    yesNo("confidential", func(f *Facts) *bool { return &f.Sensitive }),
	FMet:          yesNo("deleted_by_recipient", func(f *Facts) *bool { return &f.Met }),
}

// Fact is one fact in words, as explanations show it.
type Fact struct{ Name, Value string }

// Words are the facts of the set, in their order; those about public folders where there is one only.
func (f Facts) Words(set FieldSet) []Fact {
	var out []Fact
	for id, fd := range fields {
		if !set.Has(FieldID(id)) || !f.Public && Fields(FReader, FOthersRead).Has(FieldID(id)) {
			continue
		}
		value := fd.words[fd.get(&f)]
		if f.Public && value == elsewhere {
			value = "the public folder"
		}
		out = append(out, Fact{fd.name, value})
	}
	return out
}

// elsewhere is how a place is called that is neither the Inbox nor Deleted Items.
const elsewhere = "another folder"

// Shift is the lowest bit of a fact in a packed value, and width its number of bits.
func (id FieldID) Shift() (shift, width int) {
	for i := range id {
		shift += fields[i].width()
	}
	return shift, fields[id].width()
}

// width leaves room for another value where a set of four or eight is full: packed facts are kept, and must not shift.
func (fd field) width() int {
	n := uint(len(fd.words))
	if n >= 4 && bits.OnesCount(n) == 1 {
		return bits.Len(n)
	}
	return bits.Len(n - 1)
}

// Pack puts the facts that decisions are kept with into one number. The store keeps it beside an outcome, so that the decision can be explained later, and groups
// recipients by it.
func (f Facts) Pack() int64 {
	var packed, shift = int64(0), 0
	for _, fd := range fields[:packedCount] {
		packed |= int64(fd.get(&f)) << shift
		shift += fd.width()
	}
	return packed
}

// Unpack is the inverse of Pack; facts that are not kept are zero.
func Unpack(packed int64) Facts {
	var f Facts
	for _, fd := range fields[:packedCount] {
		fd.set(&f, uint8(packed&(1<<fd.width()-1)))
		packed >>= fd.width()
	}
	return f
}

// Enumerate calls visit with every combination of the facts in the set, the others zero.
func Enumerate(set FieldSet, visit func(Facts)) { enumerate(Facts{}, set, 0, visit) }

func enumerate(f Facts, set FieldSet, from FieldID, visit func(Facts)) {
	for id := from; id < fieldCount; id++ {
		if !set.Has(id) {
			continue
		}
		for v := range fields[id].words {
			fields[id].set(&f, uint8(v))
			enumerate(f, set, id+1, visit)
		}
		return
	}
	visit(f)
}
