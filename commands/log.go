package commands

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
	"recallbox/sandbox"
	"recallbox/sandbox/mail"
)

func logCommand() *cli.Command {
	return &cli.Command{
		Name:     "log",
		Category: groupLooking,
		Usage:    "tell what happened, in order",
		Description: "Each line ends with the behaviours that were behind it. Of more than 50 equal\n" +
			"lines in a row the first are shown. With --follow it goes on as things happen, whoever\n" +
			"does them, until it is interrupted; with --json each event is a line then, and where\n" +
			"the sandbox was replaced or restored stands {\"replaced\": true}.\n",
		UsageText: `recallbox log
recallbox log --recall r1
recallbox log --mailbox bob --message m1`,
		Flags: []cli.Flag{
			textFlag("mailbox", "what happened in `USER`'s mailbox, or in a public folder"),
			textFlag("message", "what happened to the message `ID`"),
			textFlag("recall", "what the recall `ID` did"),
			switchFlag("follow", "go on as things happen, until it is interrupted"),
			allFlag(),
		},
		Action: action(runLog),
	}
}

func runLog(c *call) error {
	filter := sandbox.LogFilter{Mailbox: c.String("mailbox"), Message: c.String("message"), Recall: c.String("recall")}
	if c.Bool("follow") {
		return c.followLog(filter)
	}
	return c.view(func(tx *sandbox.Tx) error {
		events := tx.Events(filter)
		return c.print.ShowRows(eventList{events}, func() error {
			events, err := c.print.events(tx.EventRuns(filter, c.print.fewEvents()))
			if err == nil {
				c.print.Empty(events, "nothing has happened yet")
			}
			return err
		})
	})
}

type eventList struct {
	Events sandbox.Rows[sandbox.Event] `json:"events"`
}

// story tells events as sentences, a line each: when, who, what.
type story struct {
	printer *printer
	row     func(cells ...term.Text) // takes a line
	day     string
	events  int
	run     sandbox.Run
	alike   []sandbox.Event // the run's first events
	more    int             // of its events, not kept
	failed  int             // of these
}

// events prints events as a story, and gives their number. Of all of them it keeps none, and reads them twice.
func (p *printer) events(list sandbox.Rows[sandbox.EventRun]) (events int, err error) {
	read := func(row func(...term.Text)) error {
		s := &story{printer: p, row: row}
		for e, err := range list {
			if err != nil {
				return err
			}
			s.add(e.Event)
			s.more, s.failed, s.events = s.more+int(e.More), s.failed+int(e.Failed), s.events+int(e.More)
		}
		s.flush()
		events = s.events
		return nil
	}
	rows := p.Table()
	if p.All {
		err = rows.PrintRows(0, read)
		return events, err
	}
	if err = read(rows.Row); err == nil {
		rows.Print(true)
	}
	return events, err
}

// fewEvents is how many events of a run are needed to tell of it; 0 for all.
func (p *printer) fewEvents() int {
	if p.All {
		return 0
	}
	return term.ManyRows + 1
}

// add adds an event. Of a long run of events that are alike it keeps only the first.
func (s *story) add(e sandbox.Event) {
	s.events++
	if s.printer.All {
		s.tell(e)
		return
	}
	if !s.run.Add(e) {
		s.flush()
	}
	if len(s.alike) > term.ManyRows {
		s.omit(e)
		return
	}
	s.alike = append(s.alike, e)
}

// omit leaves events of a run out.
func (s *story) omit(events ...sandbox.Event) {
	s.more += len(events)
	for _, e := range events {
		if e.Error != nil {
			s.failed++
		}
	}
}

func (s *story) flush() {
	shown := s.alike
	if s.more > 0 || len(shown) > term.ManyRows {
		s.omit(shown[term.FewRows:]...)
		shown = shown[:term.FewRows]
	}
	for _, e := range shown {
		s.tell(e)
	}
	if s.more > 0 {
		said := term.Count(s.more, "more", "more") + " like these"
		if s.failed > 0 {
			said += fmt.Sprintf(", %d failed", s.failed)
		}
		s.row(nil, nil, term.Faint(said+": --all prints them"))
	}
	s.alike, s.more, s.failed = nil, 0, 0
}

// tell adds the line of one event, below its day.
func (s *story) tell(e sandbox.Event) {
	if day := e.At.Format(time.DateOnly); day != s.day {
		s.row(term.Heading(day), nil, nil)
		s.day = day
	}
	who := term.Plain(e.Who)
	if !strings.Contains(e.Who, "@") {
		who = term.Faint(e.Who)
	}
	s.row(term.Plain(e.At.Format(time.TimeOnly)), who, sentence(e))
}

// sentences say what happened. The name of who did it stands in front.
var sentences = map[mail.What]string{
	mail.WasSent:         `sent {message}{subject}`,
	mail.WasDelivered:    `{message} reached {place}`,
	mail.HasBounced:      `returned {message}: nobody has the address {mailbox}`,
	mail.WasPreviewed:    `looked at {message} in the reading pane{elsewhere}`,
	mail.WasOpened:       `opened {message}{elsewhere}`,
	mail.WasMarkedRead:   `marked {message} as read{elsewhere}`,
	mail.WasMarkedUnread: `marked {message} as unread{elsewhere}`,
	mail.WasMoved:        `moved {message} to {folder}{elsewhere}`,
	mail.WasDeleted:      `deleted {message}{elsewhere}, which is in Deleted Items now`,
	mail.WasRemoved:      `removed {message} for good{elsewhere}`,
	mail.ProgramStarted:  `started the mail program`,
	mail.ProgramStopped:  `stopped the mail program`,
	mail.RecallAsked:     `asked to recall {message}: {recall}`,
	mail.TakenBack:       `{recall} took {message} back from {mailbox}`,
	mail.NotTakenBack:    `{recall} did not take {message} back from {mailbox}`,
	mail.Attempted:       `{recall} tried to take {message} back from {mailbox}`,
	mail.StaysBehind:     `{recall} leaves {message}, which was passed on, where it is`,
	mail.WasHeld:         `{message} waits in the Outbox`,
	mail.WasReleased:     `{message} left the Outbox`,
	mail.WasTakenOut:     `took {message} out of the Outbox`,
	mail.WasCorrected:    `corrected {message} in the Outbox`,
	mail.WasShared:       `shared {shared} {detail}`,
	mail.WasFetched:      `fetched what was in the Inbox {detail}`,
	mail.RequestMet:      `did as the sender of {message} had asked: it is deleted`,
	mail.WasImported:     `imported {message}{subject} into {folder}`,
	mail.WasPurged:       `purged {message} from {mailbox}`,
	mail.WasRecovered:    `recovered {message} to {folder}`,
	mail.LaterFailed:     `could not do {later}: {error}`,
}

// sentence is an event in words, with the behaviours behind it.
func sentence(e sandbox.Event) term.Text {
	template := sentences[e.What]
	if e.What == mail.HasBounced && e.Detail != "" {
		template = `returned {message}: mail to {mailbox} {detail}`
	}
	template = cmp.Or(template, strings.ReplaceAll(e.What.String(), "-", " ")+" {message}")
	if e.Detail != "" && !strings.Contains(template, "{detail}") {
		template += ", {detail}"
	}
	said := fill(template, e)
	if e.Recall != "" && !strings.Contains(said, e.Recall) {
		said += " (" + e.Recall + ")"
	}
	if len(e.Behaviours) == 0 {
		return term.Plain(strings.TrimSpace(said))
	}
	return term.Join(term.Plain(said+"  "), term.Faint("["+strings.Join(e.Behaviours, ", ")+"]"))
}

// fill puts an event's words where a template names them.
func fill(template string, e sandbox.Event) string {
	var said strings.Builder
	for {
		before, rest, more := strings.Cut(template, "{")
		said.WriteString(before)
		if !more {
			return said.String()
		}
		name, after, _ := strings.Cut(rest, "}")
		said.WriteString(eventWord(name, e))
		template = after
	}
}

// eventWord is what the name in a template stands for.
func eventWord(name string, e sandbox.Event) string {
	switch name {
	case "message":
		return eventMessage(e)
	case "subject":
		return eventSubject(e)
	case "place":
		return eventPlace(e)
	case "elsewhere":
		return eventElsewhere(e)
	case "shared":
		return cmp.Or(e.Message, e.Folder)
	case "recall":
		return e.Recall
	case "mailbox":
		return e.Mailbox
	case "folder":
		return e.Folder
	case "later":
		return e.Later
	case "error":
		return cmp.Or(e.Error, &sandbox.LaterError{}).Message
	}
	return e.Detail
}

// eventMessage names a message: by its ID, and by what it is where a mail system wrote it.
func eventMessage(e sandbox.Event) string {
	switch e.Class {
	case mail.Note:
		return e.Message
	case mail.RecallMessage:
		return "the recall message " + e.Message
	default:
		return "the " + e.Class.String() + " " + e.Message
	}
}

func eventSubject(e sandbox.Event) string {
	if e.Subject == "" {
		return ""
	}
	return ` "` + e.Subject + `"`
}

// eventPlace is a folder of a mailbox, or a public folder.
func eventPlace(e sandbox.Event) string {
	if e.Folder == "" {
		return e.Mailbox
	}
	return e.Mailbox + "'s " + e.Folder
}

// eventElsewhere names a public folder in which somebody did something.
func eventElsewhere(e sandbox.Event) string {
	if e.Mailbox == e.Who || e.Mailbox == "" {
		return ""
	}
	return " in " + e.Mailbox
}
