package eml

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"recallbox/sandbox/mail"
)

// NewMeeting is a calendar with a meeting of an hour (RFC 5545, RFC 5546 section 3.2.2), for Outgoing. Its name and who
// is invited follow from the message.
func NewMeeting(uid string, made, start time.Time, organiser mail.Address) string {
	const utc = "20060102T150405Z"
	return strings.Join(foldLines([]string{
		"BEGIN:VCALENDAR",
		"PRODID:-//recallbox//recallbox//EN",
		"VERSION:2.0",
		"METHOD:REQUEST",
		"BEGIN:VEVENT",
		"UID:" + escapeText(uid),
		"DTSTAMP:" + made.UTC().Format(utc),
		"DTSTART:" + start.UTC().Format(utc),
		"DURATION:PT1H",
		person("ORGANIZER", organiser),
		"END:VEVENT",
		"END:VCALENDAR",
	}), "")
}

// MeetingRequest is the calendar of a message that asks to a meeting: a part, not a file, whose method is REQUEST (RFC
// 6047 section 2.4). It is "" in every other message.
func MeetingRequest(raw []byte) string {
	var d defects
	return meetingIn(readTree(raw, readHeader(raw, true), &d), &renderer{d: &d})
}

func meetingIn(n *node, r *renderer) string {
	for _, part := range n.parts {
		if found := meetingIn(part, r); found != "" {
			return found
		}
	}
	if n.typ.value != "text/calendar" || n.opaque || n.disp.value == "attachment" {
		return ""
	}
	text := r.text(n)
	for _, line := range unfoldLines(text) {
		if strings.EqualFold(line, "METHOD:REQUEST") {
			return text
		}
	}
	return ""
}

// invite is a calendar whose meetings are called as the message is, and invite those to whom it goes.
func invite(calendar, name string, to []mail.Address) string {
	var out []string
	var open []string // components
	for _, line := range unfoldLines(calendar) {
		property, _, _ := strings.Cut(line, ":")
		property, _, _ = strings.Cut(strings.ToUpper(property), ";")
		inEvent := len(open) > 0 && open[len(open)-1] == "BEGIN:VEVENT"
		switch {
		case property == "BEGIN":
			open = append(open, strings.ToUpper(line))
		case property == "END" && len(open) > 0:
			if inEvent {
				out = append(out, "SUMMARY:"+escapeText(name))
				for _, a := range to {
					out = append(out, person("ATTENDEE", a))
				}
			}
			open = open[:len(open)-1]
		case inEvent && (property == "SUMMARY" || property == "ATTENDEE"):
			continue
		}
		out = append(out, line)
	}
	return strings.Join(foldLines(out), "")
}

// person is a property that names somebody.
func person(property string, a mail.Address) string {
	if a.Name != "" {
		property += `;CN="` + strings.ReplaceAll(a.Name, `"`, "'") + `"`
	}
	var uri strings.Builder // RFC 6068 section 2
	for _, c := range []byte(a.Addr) {
		if c > '~' || c <= ' ' || strings.IndexByte("\"#%/<>?[\\]^`{|}", c) >= 0 {
			fmt.Fprintf(&uri, "%%%02X", c)
		} else {
			uri.WriteByte(c)
		}
	}
	return property + ":mailto:" + uri.String()
}

// escapeText is a value of the type TEXT (RFC 5545 section 3.3.11).
func escapeText(s string) string {
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`).Replace(s)
}

// unfoldLines are the content lines of a calendar (RFC 5545 section 3.1).
func unfoldLines(calendar string) []string {
	text := strings.NewReplacer("\n ", "", "\n\t", "").Replace(lineFeeds(calendar))
	return strings.Split(strings.TrimRight(text, "\n"), "\n")
}

// foldLines are content lines as they are written, in lines of at most 75 octets.
func foldLines(lines []string) []string {
	const most = 75
	var out []string
	for _, line := range lines {
		begin := ""
		for len(begin)+len(line) > most {
			end := most - len(begin)
			for end > 1 && !utf8.RuneStart(line[end]) {
				end--
			}
			out, line, begin = append(out, begin+line[:end]+"\r\n"), line[end:], " "
		}
		out = append(out, begin+line+"\r\n")
	}
	return out
}
