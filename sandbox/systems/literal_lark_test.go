package systems_test

import (
	"slices"
	"testing"
	"time"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/systems"
)

// Lark Mail, with a reason for every recipient.
var larkTables = []table{
	{recall.MayRecall, recall.SetOf(recall.MessageIn, recall.SentFor, recall.MessageState, recall.RecallOff, recall.NobodyGotIt,
		recall.RecalledBefore, recall.MessageAge, recall.SentInstead, recall.Administrator), mayRecallLark, false, errandFits},
	{recall.HowRefused, recall.FactSet{}, howRefusedLark, false, nil},
	{recall.WhatIsTold, recall.FactSet{}, whatIsToldLark, false, nil},
	{recall.HowFar, recall.SetOf(recall.Recipient, recall.PublicFolder, recall.ThroughGroup), howFarLark, false, nil},
	{recall.WhatHappens, recall.SetOf(recall.Seen, recall.OriginalIn), whatHappensLark, false, goneIsUntouched},
	{recall.WhatRecipient, recall.SetOf(recall.Seen), whatRecipientLark, false, nil},
	{recall.HowSummedUp, resultFacts, howSummedUpLark, false, adds},
	{recall.HowListed, recall.SetOf(recall.ThroughGroup), howListedLark, false, nil},
	{recall.WhoCounts, resultFacts, whoCountsLark, false, adds},
	{recall.WhatOfForward, recall.SetOf(recall.Forwarded), whatOfForward, false, nil},
	{recall.MayPurge, recall.SetOf(recall.Administrator, recall.RemovedBy), mayPurgeLark, false, isPurge},
	{recall.WhatIsPurged, recall.SetOf(recall.Recipient, recall.PublicFolder, recall.Forwarded), whatIsPurgedLark, false, isDelivered},
	{recall.WhatIsKept, recall.SetOf(recall.Recipient, recall.RemovedBy), whatLarkKeeps, false, wasThere},
	{recall.MayRestore, recall.SetOf(recall.Administrator, recall.OutOfSight, recall.WasTakenBack), mayRestoreLark, false, keptInLark},
}

func (m *more) coversAddress(f recall.Facts) bool {
	return (len(m.owns) == 0 || m.owns[0] == ownsAddress(f)) && m.undelivered.has(recall.NobodyGotIt, f)
}

// ownsAddress says whether whoever asks owns the sender's address: it is of whoever a message was sent for.
func ownsAddress(f recall.Facts) bool {
	switch recall.SentFor.Get(f) {
	case recall.ByDelegate:
		return true
	case recall.ForAnother:
		return false
	}
	return recall.MessageIn.Get(f) != recall.SentByOthers
}

// keptInLark are the cases there are of what is kept: out of sight, and nothing that a recall took.
func keptInLark(f recall.Facts) bool { return recall.OutOfSight.Get(f) && !recall.WasTakenBack.Get(f) }

// May this be recalled? Each row is what is asked once all above it let it pass; who administers does not matter.
var mayRecallLark = []row{
	{"scheduled", pattern{state: held}, refused, "lark/scheduled", ""},
	{"from somebody else's address", pattern{state: notHeld, more: more{owns: no}}, calls(recall.Refused, "sender_address_not_owned"),
		"lark/address-not-owned", ""},
	{"recall=off", pattern{state: notHeld, off: yes, more: more{owns: yes}}, calls(recall.Refused, "recall_not_enabled"), "lark/switched-off", ""},
	{"a draft", pattern{state: draft, off: no, more: more{owns: yes}}, calls(recall.Refused, "not_delivered"), "lark/not-delivered", ""},
	{"sent, and delivered to nobody", pattern{state: sent, off: no, more: more{owns: yes, undelivered: yes}}, calls(recall.Refused, "not_delivered"),
		"lark/not-delivered", ""},
	{"recalled already", pattern{state: sent, off: no, again: yes, more: more{owns: yes, undelivered: no}},
		calls(recall.Refused, "already_recalled"), "lark/already-recalled", ""},
	{"24 hours old", pattern{state: sent, off: no, again: no, more: more{owns: yes, undelivered: no, age: pastADay}},
		calls(recall.Refused, "exceeded_time_limit"), "lark/time-limit", ""},
	{"with a replacement", pattern{state: sent, off: no, again: no, replacement: anyReplacement,
		more: more{owns: yes, undelivered: no, age: fresh}}, refused, "lark/silent", ""},
	{"own, delivered, younger than 24 hours, for the first time", pattern{state: sent, off: no, again: no, replacement: noReplacement,
		more: more{owns: yes, undelivered: no, age: fresh}}, nothing, "", ""},
}

// How is a refusal told? It is an answer, with a status.
var howRefusedLark = []row{
	{"whatever it is for", pattern{}, calls(recall.Yes, "unavailable"), "lark/unavailable", ""},
}

// What is whoever asks told at once? That it was accepted; the result has to be queried.
var whatIsToldLark = []row{
	{"whatever comes of it", pattern{}, outcome{answer: recall.Yes, does: []recall.Verb{recall.OnlyAccept}}, "lark/accepted", ""},
}

// How far does it come? A list does not matter: its members have their own outcomes.
var howFarLark = []row{
	{"bounced, inside or outside", pattern{reach: neverDelivered}, fails("invalid_address"), "lark/invalid-address", ""},
	{"outside", pattern{reach: outside}, fails("not_in_the_same_tenant"), "lark/other-tenant", ""},
	{"inside, with another account", pattern{reach: otherAccount}, fails("not_using_lark_mail"), "lark/not-lark-mail", ""},
	{"a public folder", pattern{reach: inside, in: place{public: yes}}, fails("not_using_lark_mail"), "lark/not-lark-mail", ""},
	{"a mailbox of Lark", pattern{reach: inside, in: place{public: no}}, says, "lark/recalled", ""},
}

// What happens to this copy? The read mark counts, and no folder does.
var whatHappensLark = []row{
	{"gone for good before", pattern{original: gone}, failedUnseen, "lark/recalled", ""},
	{"opened, or marked read, in any folder", pattern{original: there, seen: read}, fails("message_has_been_read"), "lark/read", ""},
	{"in the Inbox, unread, or unread again", pattern{original: inbox, seen: unread}, removedAs("success"), "lark/recalled", ""},
	{"in another folder, or deleted, unread", pattern{original: moved, seen: unread}, removedAs("success"), "lark/recalled", ""},
}

// What is the recipient told? Nothing.
var whatRecipientLark = []row{
	{"read or not", pattern{}, says, "lark/silent", ""},
}

// How is the recall summed up? In a word, and no report is sent.
var howSummedUpLark = []row{
	{"from all", pattern{more: more{taken: fromAll}}, calls(recall.Yes, "all_success"), "lark/all-success", ""},
	{"from some", pattern{more: more{taken: fromSome}}, calls(recall.Yes, "some_fail"), "lark/some-fail", ""},
	{"from nobody", pattern{more: more{taken: fromNone}}, calls(recall.Yes, "all_fail"), "lark/all-fail", ""},
}

// Who counts? Everybody: where no recall reaches, that is a failure.
var whoCountsLark = []row{
	{"everybody", pattern{more: more{skipped: no}}, says, "lark/counts", ""},
	{"somebody does not, which is never so", pattern{more: more{skipped: yes}}, nothing, "", ""},
}

// How is a group shown? As one line, with the numbers of its members.
var howListedLark = []row{
	{"a mailing list", pattern{grouped: yes}, outcome{answer: recall.Yes, does: []recall.Verb{recall.ListGroups}}, "lark/mailing-list", ""},
	{"somebody named", pattern{grouped: no}, nothing, "", ""},
}

// May this be purged? For good or not, administrators may.
var mayPurgeLark = []row{
	{"anybody but an administrator", pattern{more: more{admin: no}}, refused, "lark/administrator", ""},
	{"an administrator", pattern{more: more{admin: yes}}, says, "lark/administrator", ""},
}

// Which copies does a purge remove? Those in members' mailboxes, forwarded or not.
var whatIsPurgedLark = []row{
	{"in a mailbox of Lark", pattern{reach: inside, in: place{public: no}}, says, "lark/administrator", ""},
	{"in a public folder", pattern{reach: inside, in: place{public: yes}}, denies, "lark/administrator", ""},
	{"outside, or with another account", pattern{reach: otherMailboxes}, denies, "lark/administrator", ""},
}

// What is kept of a copy that is removed for good? Hidden from its owner, what an administrator may restore.
var whatLarkKeeps = []row{
	{"removed by its owner", pattern{reach: inside, more: more{removed: byOwnerHand}}, keptHidden, "lark/administrator", ""},
	{"purged", pattern{reach: inside, more: more{removed: byPurge}}, keptHidden, "lark/administrator", ""},
	{"purged for good", pattern{reach: inside, more: more{removed: byPurgeForGood}}, nothing, "", ""},
	{"recalled", pattern{more: more{removed: byRecall}}, nothing, "", ""},
	{"in no mailbox of Lark", pattern{reach: otherMailboxes, more: more{removed: byOwnerHand}}, nothing, "", ""},
}

// May an administrator bring this back, for its owner?
var mayRestoreLark = []row{
	{"anybody but an administrator", pattern{more: more{admin: no}}, refused, "lark/administrator", ""},
	{"an administrator", pattern{more: more{admin: yes}}, says, "lark/administrator", ""},
}

// A recall works until 23 h 59 m 59 s; at 24 h it is refused, to administrators too.
func TestLarkAgesAgreeWithTheLiteralTable(t *testing.T) {
	t.Parallel()
	lark, _ := systems.Find(systems.All(), "lark")
	for after, code := range map[time.Duration]string{
		0: "", 24*time.Hour - time.Second: "", 24 * time.Hour: "exceeded_time_limit", 24*time.Hour + time.Second: "exceeded_time_limit",
		365 * 24 * time.Hour: "exceeded_time_limit",
	} {
		for _, administers := range []bool{false, true} {
			d := lark.Decide(recall.MayRecall, recall.Given(recall.MessageAge.As(lark.Limits.Age(int64(after/time.Second))),
				recall.Administrator.As(administers)))
			if codeOf(d) != code {
				t.Errorf("after %v, administrator %v: got %q, want %q", after, administers, codeOf(d), code)
			}
		}
	}
}

// What waits is taken back from the Outbox, and a second recall is told of the first.
func TestLarkStepsAgreeWithTheLiteralTable(t *testing.T) {
	t.Parallel()
	lark, _ := systems.Find(systems.All(), "lark")
	for is, next := range map[recall.Value]recall.Step{
		recall.MessageState.As(recall.Held): recall.TakeBack, recall.RecalledBefore.As(true): recall.InspectRecall,
	} {
		if d := lark.Decide(recall.MayRecall, recall.Given(is)); d.Behaviour == nil || d.Behaviour.Next != next {
			t.Errorf("%+v: %q does not lead to %s", is, d.ID(), next)
		}
	}
}

// Recall is on unless the organisation switches it off; accounts are native, and the program is lark.
func TestLarkSettingsAgreeWithTheLiteralTable(t *testing.T) {
	t.Parallel()
	lark, _ := systems.Find(systems.All(), "lark")
	if lark.Account != mail.Native || lark.Client != mail.Lark || !slices.Equal(lark.Accounts(), []mail.Account{mail.Native}) {
		t.Errorf("account %v, program %v, recalls from %v", lark.Account, lark.Client, lark.Accounts())
	}
	if len(lark.Settings) != 1 || lark.Settings[0].Key != "recall" || !slices.Equal(lark.Settings[0].Values, []string{"on", "off"}) {
		t.Errorf("settings %+v", lark.Settings)
	}
	for value, off := range map[string]bool{"on": false, "off": true} {
		var f recall.Facts
		if lark.Set(&f, map[string]string{"recall": value}); recall.RecallOff.Get(f) != off {
			t.Errorf("recall=%s: switched off is %v", value, !off)
		}
	}
	if lark.Limits != (recall.Limits{Sender: 24 * 60 * 60}) {
		t.Errorf("limits %+v", lark.Limits)
	}
	if len(lark.Options) != 0 || lark.ByMessage {
		t.Errorf("options %v, by recall message %v", lark.Options, lark.ByMessage)
	}
}

// pastADay are the ages at which Lark refuses: there is no limit behind the sender's.
var pastADay = of[recall.Age]{recall.Late, recall.TooLate}

// calls is an answer for which the mail system has a word.
func calls(answer recall.Answer, code string) outcome { return outcome{answer: answer, code: code} }

// fails is a failure for good, of which nobody is told, with the mail system's word.
func fails(code string) outcome { return outcome{answer: recall.Failed, final: true, code: code} }

// removedAs is a copy taken back, with the mail system's word.
func removedAs(code string) outcome {
	return outcome{answer: recall.Succeeded, final: true, does: []recall.Verb{recall.RemoveOriginal}, code: code}
}
