package systems_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/systems"
)

// The literal second table: what the catalogue of behaviours says, written out row by row a second time, and compared
// with the systems over the whole space of facts. It shares no code with them; all it takes from this package is the
// list of systems to compare.

// A row says what must happen in the cases that its pattern covers, and which behaviours may be named for it. Where
// the catalogue leaves the choice of the behaviour open, several are listed.
type row struct {
	says    string
	when    pattern
	then    outcome
	ids     string // space separated
	ids2007 string // of outlook-2007, where they differ
}

// A pattern names facts; a fact that it leaves out does not matter.
type pattern struct {
	origin      of[recall.Origin]
	state       of[recall.State]
	view        of[recall.View]
	account     of[mail.Account]
	client      of[mail.Client]
	off         of[bool]
	protected   of[bool]
	again       of[bool]
	instead     of[bool]
	replacement of[recall.Replacement]
	reach       of[recall.Reach]
	grouped     of[bool]

	in         place
	at         []occasion // any of them
	manual     of[bool]
	seen       of[mail.Seen]
	original   of[recall.Place]
	placed     of[recall.Mover]
	request    of[recall.Place]
	bothByHand of[bool] // the recipient moved original and recall message, and no rule did
	together   of[bool]
	reader     of[recall.Reader]
	othersRead of[bool]

	forwarded of[bool]
	noReport  of[bool]
	failures  of[bool]

	more
}

// more is what the systems other than outlook ask besides.
type more struct {
	admin        of[bool]
	age          of[recall.Age]
	noInsider    of[bool]
	noneGotIt    of[bool] // nobody inside, though it was sent to somebody there
	sharedSent   of[bool]
	sharedFolder of[bool] // of the Sent copy
	viewChosen   of[bool]
	freePlan     of[bool]
	unconfirmed  of[bool]
	cloudOff     of[bool]
	shared       of[recall.Sharing]
	fetched      of[recall.Fetching]
	unreadOnly   of[bool]
	alert        of[recall.Alert]
	stopped      of[bool]

	taken   of[recall.Share]
	single  of[bool]
	skipped of[bool]

	heldBy     of[recall.Holder]
	unbusiness of[bool]

	asked     of[bool]
	off       of[bool]
	answered  of[bool]
	unseen    of[bool] // deleted unread
	declined  of[bool]
	sensitive of[bool]
	met       of[bool]

	sentFor     of[recall.Errand]
	authorsSent of[bool] // it lies in the Sent Items of whoever wrote it
	mobile      of[bool] // the mobile app has recall
	trust       of[recall.Trusting]
	filter      of[recall.Filter]
	theirUnread of[bool] // of the recipient's organisation, where another one recalls from it
	readToo     of[bool] // read copies go in the organisation that has the mailbox
	theirAlert  of[recall.Alert]

	readBy   of[recall.Hand]
	nested   of[bool]
	forwards of[bool]
	journals of[bool]
	removed  of[recall.Remover]
	onHold   of[bool]

	unseenThere of[bool] // in Recoverable Items, by its owner
	fromServer  of[bool] // the sender's mailbox is on one of the organisation's own

	appointment of[bool]
	ownToo      of[bool] // the sender's own copy
	takenBack   of[bool]

	busy         of[bool] // Outlook has not been idle yet
	requestRead  of[bool]
	oneState     of[bool] // a public folder has one read state for all
	pane         of[bool] // shown in the reading pane
	paneMarks    of[bool] // which marks it read
	closedBefore of[bool]

	owns        of[bool] // whoever asks owns the address that it was sent from
	undelivered of[bool] // nobody got it, inside or outside
}

// A place is a mailbox or a public folder, and the program at work there.
type place struct{ public, otherProgram of[bool] }

// An occasion is when the copy's fate is asked, and how the recipient's program stands then.
type occasion struct {
	moment                        recall.Moment
	stopped, manual, otherProgram of[bool]
	overlooked                    of[bool]
}

// An outcome is what must come of it.
type outcome struct {
	answer recall.Answer
	final  bool
	notice mail.Notice
	does   []recall.Verb // all that is done beside the notice, the report to the sender included
	form   string        // the behaviour that says how what comes as mail looks; "", any
	kept   int64         // seconds, of what goes to Recoverable Items
	hidden bool          // there, from its owner
	code   string        // what the mail system itself calls it
}

// of is the values that a fact may have; empty, any.
type of[T comparable] []T

func (s of[T]) has(x recall.Fact[T], f recall.Facts) bool {
	return len(s) == 0 || slices.Contains(s, x.Get(f))
}

func (p *pattern) covers(f recall.Facts) bool {
	return p.coversSender(f) && p.coversCopy(f) && p.coversOccasion(f) && p.coversCloud(f) && p.coversResult(f) &&
		p.coversFeatures(f) && p.coversOthers(f) && p.coversPeople(f) &&
		p.coversCalendar(f) && p.coversIdle(f) && p.coversAddress(f)
}

func (m *more) coversCloud(f recall.Facts) bool {
	return m.admin.has(recall.Administrator, f) && m.age.has(recall.MessageAge, f) &&
		m.noInsider.has(recall.AllOutside, f) && m.sharedSent.has(recall.SentCopyShared, f) &&
		m.noneGotIt.has(recall.NoneDelivered, f) && m.sharedFolder.has(recall.SentFolderShared, f) &&
		m.viewChosen.has(recall.ViewChosen, f) &&
		m.freePlan.has(recall.FreePlan, f) && m.unconfirmed.has(recall.Unconfirmed, f) &&
		m.cloudOff.has(recall.CloudRecallOff, f) && m.shared.has(recall.Shared, f) &&
		m.fetched.has(recall.Fetched, f) && m.unreadOnly.has(recall.UnreadOnly, f) &&
		m.alert.has(recall.AlertsTo, f) && m.stopped.has(recall.ProgramStopped, f)
}

func (m *more) coversResult(f recall.Facts) bool {
	return m.taken.has(recall.TakenBackFrom, f) && m.single.has(recall.OneRecipient, f) &&
		m.skipped.has(recall.SomeNotCounted, f)
}

func (m *more) coversFeatures(f recall.Facts) bool {
	return m.heldBy.has(recall.HeldBy, f) && m.unbusiness.has(recall.OutsideOrPersonal, f) &&
		m.asked.has(recall.ReceiptAskedFor, f) && m.off.has(recall.ReceiptsOff, f) &&
		m.answered.has(recall.ReceiptCame, f) && m.unseen.has(recall.DeletedUnread, f) && m.declined.has(recall.ReceiptDeclined, f) &&
		m.sensitive.has(recall.Marked, f) && m.met.has(recall.DeletedOnRequest, f)
}

func (m *more) coversOthers(f recall.Facts) bool {
	return m.sentFor.has(recall.SentFor, f) && m.authorsSent.has(recall.InAuthorsSent, f) &&
		m.mobile.has(recall.MobileRecall, f) && m.trust.has(recall.Trust, f) && m.filter.has(recall.OutboundFilter, f) &&
		m.theirUnread.has(recall.TheirUnreadOnly, f) && (len(m.readToo) == 0 || m.readToo[0] == readGoes(f)) &&
		m.theirAlert.has(recall.TheirAlertsTo, f)
}

func readGoes(f recall.Facts) bool {
	if recall.Recipient.Get(f) == recall.Allied {
		return !recall.TheirUnreadOnly.Get(f)
	}
	return !recall.UnreadOnly.Get(f)
}

func (m *more) coversPeople(f recall.Facts) bool {
	return m.readBy.has(recall.ReadBy, f) && m.nested.has(recall.GroupInGroup, f) &&
		m.forwards.has(recall.MailboxForwards, f) && m.journals.has(recall.Journals, f) &&
		m.removed.has(recall.RemovedBy, f) && m.onHold.has(recall.OnHold, f) &&
		m.unseenThere.has(recall.OutOfSight, f) && m.fromServer.has(recall.FromServer, f)
}

func (m *more) coversCalendar(f recall.Facts) bool {
	return m.appointment.has(recall.IsAppointment, f) && m.ownToo.has(recall.FromOwn, f) && m.takenBack.has(recall.WasTakenBack, f)
}

func (m *more) coversIdle(f recall.Facts) bool {
	return m.busy.has(recall.NotIdleYet, f) && m.requestRead.has(recall.RequestRead, f) && m.oneState.has(recall.OneReadState, f) &&
		m.pane.has(recall.InReadingPane, f) && m.paneMarks.has(recall.PaneMarksRead, f) && m.closedBefore.has(recall.WasClosed, f)
}

func (p *pattern) coversSender(f recall.Facts) bool {
	return p.origin.has(recall.MessageIn, f) && p.state.has(recall.MessageState, f) &&
		p.view.has(recall.MessageView, f) && p.account.has(recall.SenderAccount, f) &&
		p.client.has(recall.SenderClient, f) && p.off.has(recall.RecallOff, f) &&
		p.protected.has(recall.Protected, f) && p.again.has(recall.RecalledBefore, f) &&
		p.instead.has(recall.IsReplacement, f) &&
		p.replacement.has(recall.SentInstead, f) && p.reach.has(recall.Recipient, f) &&
		p.grouped.has(recall.ThroughGroup, f) && p.forwarded.has(recall.Forwarded, f) &&
		p.noReport.has(recall.ReportsOff, f) && p.failures.has(recall.CopiesLeft, f)
}

func (p *pattern) coversCopy(f recall.Facts) bool {
	return p.in.public.has(recall.PublicFolder, f) && p.in.otherProgram.has(recall.OtherProgram, f) &&
		p.manual.has(recall.ProcessingOff, f) && p.seen.has(recall.Seen, f) &&
		p.original.has(recall.OriginalIn, f) && p.placed.has(recall.BroughtBy, f) &&
		p.request.has(recall.RequestIn, f) && p.together.has(recall.InOneFolder, f) &&
		(len(p.bothByHand) == 0 || p.bothByHand[0] == movedByHand(f)) &&
		p.reader.has(recall.FolderReader, f) && p.othersRead.has(recall.ReadByAnother, f)
}

func movedByHand(f recall.Facts) bool {
	return recall.BroughtBy.Get(f) == recall.ByHand && recall.RequestMoved.Get(f) == recall.ByHand
}

func (p *pattern) coversOccasion(f recall.Facts) bool {
	here := func(o occasion) bool {
		return o.moment == recall.JustHappened.Get(f) && o.stopped.has(recall.ProgramStopped, f) &&
			o.manual.has(recall.ProcessingOff, f) && o.otherProgram.has(recall.OtherProgram, f) &&
			(len(o.overlooked) == 0 || o.overlooked[0] == isOverlooked(f))
	}
	return len(p.at) == 0 || slices.ContainsFunc(p.at, here)
}

// named says whether the row lets this behaviour answer.
func (r row) named(system, id string) bool {
	ids := r.names(system)
	return len(ids) == 0 && id == "" || slices.Contains(ids, id)
}

func (r row) names(system string) []string {
	if system == "outlook-2007" && r.ids2007 != "" {
		return strings.Fields(r.ids2007)
	}
	return strings.Fields(r.ids)
}

// isOverlooked says whether Outlook does not look at the recall message by itself: it looks once it is idle, at what is
// unread, in the Inbox.
func isOverlooked(f recall.Facts) bool {
	return recall.NotIdleYet.Get(f) || recall.RequestRead.Get(f) || recall.RequestIn.Get(f) != recall.Inbox
}

// A table is all that the catalogue says to one question.
type table struct {
	question recall.Question
	facts    recall.FactSet // all that the answer could depend on
	rows     []row
	overlaps bool                    // the catalogue gives no order: any row that covers a case will do
	possible func(recall.Facts) bool // the cases that there are; nil, all
}

// Every case has exactly one row (at least one where the table overlaps), every row decides a case, and the system
// says the same. Where several behaviours may be named, each of the system's own is named in some case.
func TestSystemsAgreeWithTheLiteralTable(t *testing.T) {
	for _, s := range systems.All() {
		for _, tab := range literal[s.Name] {
			t.Run(s.Name+"/"+tab.question.String(), func(t *testing.T) {
				t.Parallel()
				tab.compare(t, s)
			})
		}
	}
}

// Every system has its tables: one for each question that it answers, and all its behaviours are named.
func TestTheLiteralTableIsWhole(t *testing.T) {
	t.Parallel()
	for _, s := range systems.All() {
		for _, complaint := range lacks(s, literal[s.Name]) {
			t.Error(complaint)
		}
	}
}

// lacks says in one line each what the literal table does not have of a system.
func lacks(s recall.System, tables []table) (complaints []string) {
	if len(tables) == 0 {
		return []string{s.Name + " has no literal table"}
	}
	asked, named := map[recall.Question]bool{recall.OnlyForm: true}, map[string]bool{}
	for _, tab := range tables {
		if asked[tab.question] {
			complaints = append(complaints, s.Name+" has two literal tables: "+tab.question.String())
		}
		asked[tab.question] = true
		for _, r := range tab.rows {
			for _, id := range r.names(s.Name) {
				named[id] = true
			}
		}
	}
	for _, b := range s.Rules {
		if !asked[b.Question] {
			asked[b.Question] = true
			complaints = append(complaints, s.Name+" has no literal table: "+b.Question.String())
		}
	}
	for _, b := range s.Behaviours {
		if !named[b.ID] && forms[b.ID] == (recall.Form{}) {
			named[b.ID] = true
			complaints = append(complaints, b.ID+" is named nowhere in the literal table")
		}
	}
	return complaints
}

func TestLacks(t *testing.T) {
	t.Parallel()
	s := recall.System{Name: "a", Behaviours: []recall.Behaviour{{ID: "a/named", Question: recall.HowFar},
		{ID: "a/not", Question: recall.MayRecall}}}
	s.Rules = s.Behaviours
	if got := lacks(s, nil); !slices.Equal(got, []string{"a has no literal table"}) {
		t.Errorf("got %q", got)
	}
	got := lacks(s, []table{{question: recall.HowFar, rows: []row{{ids: "a/named"}}}})
	if want := []string{"a has no literal table: may this recall be asked for?",
		"a/not is named nowhere in the literal table"}; !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

// What is made by a mail system looks as the catalogue says.
func TestFormsAgreeWithTheLiteralTable(t *testing.T) {
	t.Parallel()
	for id, want := range forms {
		b := systems.Behaviour(systems.All(), id)
		if b == nil || b.Form == nil {
			t.Errorf("%s has no form", id)
			continue
		}
		if got := *b.Form; got.Subject != want.Subject || got.FailureSubject != want.FailureSubject ||
			want.Text != "" && strings.TrimSpace(got.Text) != want.Text {
			t.Errorf("%s looks like %+v", id, got)
		}
	}
}

func (tab table) compare(t *testing.T, s recall.System) {
	if unknown := s.Reads(tab.question).Without(tab.facts); !unknown.Empty() {
		t.Errorf("the answer depends on %v, which the table does not know", recall.Facts{}.Words(unknown))
	}
	alone := make([]int, len(tab.rows)) // cases that a row decides alone
	said := map[string]bool{}
	wrong := findings{}
	recall.Enumerate(tab.facts, func(f recall.Facts) {
		if tab.possible != nil && !tab.possible(f) {
			return
		}
		rows := tab.covering(f)
		if len(rows) == 1 {
			alone[rows[0]]++
		}
		if len(rows) == 0 || len(rows) > 1 && !tab.overlaps {
			wrong.add(fmt.Sprintf("%d rows, not one: %s", len(rows), tab.names(rows)), f)
			return
		}
		d := s.Decide(tab.question, f)
		said[d.ID()] = true
		if !slices.ContainsFunc(rows, func(i int) bool { return tab.rows[i].agrees(s, d) }) {
			wrong.add(fmt.Sprintf("%s: the system says %s by %q, final %v, does %v", tab.names(rows), d.Answer(),
				d.ID(), d.Final(), d.Effects()), f)
		}
	})
	tab.checkRows(t, s.Name, alone, said)
	wrong.report(t, tab.facts)
}

// checkRows demands that every row is needed, and that the system prints each of its own behaviours that the rows name.
func (tab table) checkRows(t *testing.T, system string, alone []int, said map[string]bool) {
	for i, r := range tab.rows {
		if alone[i] == 0 {
			t.Errorf("%q decides no case", r.says)
		}
		for _, id := range r.names(system) {
			if strings.HasPrefix(id, system+"/") && !said[id] {
				t.Errorf("%q: %s is never the answer", r.says, id)
			}
		}
	}
}

// findings are disagreements, each with the cases that show it.
type findings map[string][]recall.Facts

func (all findings) add(what string, f recall.Facts) { all[what] = append(all[what], f) }

func (all findings) report(t *testing.T, facts recall.FactSet) {
	for _, what := range slices.Sorted(maps.Keys(all)) {
		t.Errorf("%s\n\tin %d cases, one of them %v", what, len(all[what]), all[what][0].Words(facts))
	}
}

func (tab table) covering(f recall.Facts) (rows []int) {
	for i := range tab.rows {
		if tab.rows[i].when.covers(f) {
			rows = append(rows, i)
		}
	}
	return rows
}

func (tab table) names(rows []int) string {
	var names []string
	for _, i := range rows {
		names = append(names, tab.rows[i].says)
	}
	return strings.Join(names, "; ")
}

// agrees says whether the decision is what the row demands.
func (r row) agrees(s recall.System, d recall.Decision) bool {
	notice, does := done(s, d)
	return d.Answer() == r.then.answer && d.Final() == r.then.final && r.named(s.Name, d.ID()) &&
		notice == r.then.notice && slices.Equal(does, r.then.does) && (r.then.form == "" || r.then.form == formOf(d)) &&
		keeps(d, r.then.kept, r.then.hidden) && codeOf(d) == r.then.code
}

func codeOf(d recall.Decision) string {
	if d.Behaviour == nil {
		return ""
	}
	return d.Behaviour.Code
}

// keeps says whether that is what is kept, if anything is.
func keeps(d recall.Decision, seconds int64, hidden bool) bool {
	e, _ := d.Effect(recall.Keep)
	return e.For == seconds && e.Hidden == hidden
}

// formOf is the behaviour that says how the mail, or else the notice, looks that comes of a decision.
func formOf(d recall.Decision) string {
	e, is := d.Effect(recall.DeliverAsMail)
	if !is {
		e, _ = d.Effect(recall.Notify)
	}
	return e.Form
}

// done is what comes of a decision. The report to the sender is the effect of no one decision: where a recall goes by
// message, it follows an outcome that is for good, but for one that somebody only looks at. Other systems sum up.
func done(s recall.System, d recall.Decision) (notice mail.Notice, does []recall.Verb) {
	for _, e := range d.Effects() {
		if e.Do == recall.Notify {
			notice = e.Notice
			continue
		}
		does = append(does, e.Do)
	}
	processed := d.Question == recall.WhatHappens && recall.JustHappened.Get(d.Facts) != recall.Looked
	if s.ByMessage && d.Final() && (processed || d.Question == recall.HowFar) {
		does = append(does, recall.TellSender)
	}
	slices.Sort(does)
	return notice, does
}

// literal is the whole second table, by system. What holds back, confirms and asks is part of every mail system.
var literal = map[string][]table{
	"outlook": slices.Concat([]table{{recall.MayRecall, askingFacts, mayRecall, true, errandFits}},
		outlookTables, peopleTables, serverPurge, holdTables, receiptTables, contactTables, meetingTables),
	"outlook-2007": slices.Concat([]table{{recall.MayRecall, askingFacts, mayRecall2007, true, errandFits},
		{recall.WhatIsListed, recall.FactSet{}, whatIsListed2007, false, nil}},
		outlookTables, peopleTables, serverPurge, holdTables, receiptTables, contactTables, meetingTables),
	"zoho":            slices.Concat(zohoTables, holdTables, receiptTables, contactTables, meetingTables),
	"exchange-online": slices.Concat(onlineTables, peopleTables, cloudPurge, holdTables, receiptTables, contactTables, meetingTables),
	"undo":            slices.Concat(undoTables, receiptTables, contactTables, meetingTables),
	"hold": slices.Concat([]table{{recall.MayRecall, recall.SetOf(recall.MessageState, recall.MessageIn),
		mayRecallHeld, false, nil}}, holdTables),
	"receipt": receiptTables,
	"contact": slices.Concat(contactTables, meetingTables),
	"groupwise": slices.Concat(groupwiseTables, []table{{recall.MayTakeBack, outboxFacts, mayTakeBack, false, onItsWay}}, heldTables, receiptTables,
		contactTables),
	"lark": slices.Concat(larkTables, []table{{recall.MayTakeBack, outboxFacts, mayTakeBack, false, onItsWay}}, heldTables, receiptTables,
		contactTables, meetingTables),
	"purge": purgeAlone,
}

// The forms that the catalogue fixes; a text that it does not give is left out.
var forms = map[string]recall.Form{
	"outlook/outside-sees-request": {Subject: "Recall: {subject}",
		Text: "{sender} would like to recall the message, \"{subject}\"."},
	"exchange-online/web-form": {Subject: "Recall: {subject}",
		Text: "{address} would like to recall the message, \"{subject}\"."},
	"groupwise/comment": {Subject: "Retracted: {subject}",
		Text: "{from} retracted the item \"{subject}\", sent {sent}.{comment}"},
	"outlook/report-form": {Subject: "Message Recall Success: {subject}",
		FailureSubject: "Message Recall Failure: {subject}"},
}
