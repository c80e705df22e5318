package eml

import (
	"strings"
	"testing"
	"time"

	"recallbox/sandbox/mail"
)

// smallMeeting is a message that asks to a meeting.
func smallMeeting() Outgoing {
	o := smallMessage()
	o.Calendar = NewMeeting("m1@acme.example", monday, monday.Add(24*time.Hour), o.From)
	return o
}

func TestBuildMeetingRequest(t *testing.T) {
	o := smallMeeting()
	o.Subject = `Offer, "new"; ` + strings.Repeat("ü", 40)
	raw := string(mustBuild(t, o))
	if !strings.Contains(raw, "Content-Type: text/calendar; method=REQUEST; charset=utf-8\r\n") {
		t.Errorf("no calendar in\n%s", raw)
	}
	want := strings.ReplaceAll(`BEGIN:VCALENDAR
PRODID:-//recallbox//recallbox//EN
VERSION:2.0
METHOD:REQUEST
BEGIN:VEVENT
UID:m1@acme.example
DTSTAMP:20260105T090000Z
DTSTART:20260106T090000Z
DURATION:PT1H
ORGANIZER;CN="Alice":mailto:alice@acme.example
SUMMARY:Offer\, "new"\; `+strings.Repeat("ü", 25)+`
 `+strings.Repeat("ü", 15)+`
ATTENDEE:mailto:bob@acme.example
END:VEVENT
END:VCALENDAR`, "\n", "\r\n")
	if got := strings.ReplaceAll(MeetingRequest([]byte(raw)), "\n", "\r\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if m := Parse([]byte(raw)); m.Text != "Hello Bob." || len(m.Defects) > 0 {
		t.Errorf("read as %+v", m)
	}
}

// A meeting that is written once more has the new name and the new people, and keeps the rest: what lies deeper too.
func TestMeetingWrittenAgain(t *testing.T) {
	const old = "BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nRRULE:FREQ=DAILY\nSUMMARY;LANGUAGE=en:Old\n  name\n" +
		"ATTENDEE;CN=Carol:mailto:carol@acme.example\nBEGIN:VALARM\nSUMMARY:Wake up\nEND:VALARM\nEND:VEVENT\nEND:VCALENDAR\n"
	got := invite(old, "New", []mail.Address{{Name: `D "the" E`, Addr: "d e@acme.example"}})
	want := strings.ReplaceAll("BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nRRULE:FREQ=DAILY\n"+
		"BEGIN:VALARM\nSUMMARY:Wake up\nEND:VALARM\nSUMMARY:New\n"+
		"ATTENDEE;CN=\"D 'the' E\":mailto:d%20e@acme.example\nEND:VEVENT\nEND:VCALENDAR\n", "\n", "\r\n")
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestWhatIsNoMeetingRequest(t *testing.T) {
	meeting := string(mustBuild(t, smallMeeting()))
	for name, raw := range map[string]string{
		"plain": string(mustBuild(t, smallMessage())),
		"a file": strings.Replace(meeting, "Content-Type: text/calendar",
			"Content-Disposition: attachment\r\nContent-Type: text/calendar", 1),
		"cancelled":  strings.Replace(meeting, "METHOD:REQUEST", "METHOD:CANCEL", 1),
		"other type": strings.Replace(meeting, "text/calendar", "text/plain", 1),
		"empty":      "",
	} {
		if got := MeetingRequest([]byte(raw)); got != "" {
			t.Errorf("%s: %q", name, got)
		}
	}
}
