package mail

import "slices"

// MaxBytes is how large a message may be, in octets. Exchange Online takes as much, most others 25 MB or less.
const MaxBytes = 150 << 20

// Class is what a message is: a note that somebody wrote, or what a mail system made.
type Class uint8

const (
	Note Class = iota
	RecallMessage
	NoticeMessage
	Report
	Response
	Receipt
	Bounce
	Journal // a report that holds a message
)

var classes = set{"class", []string{"note", "recall", "notice", "report", "response", "receipt", "bounce", "journal"}}

func (c Class) String() string                 { return classes.word(uint8(c)) }
func (c Class) MarshalText() ([]byte, error)   { return []byte(c.String()), nil }
func ParseClass(s string) (c Class, err error) { return parse[Class](classes, s) }

// Notice is what a recipient is told about a recall; NoNotice is nothing.
type Notice uint8

const (
	NoNotice Notice = iota
	Deleted
	WantsToDelete
	AttemptFailed
	RecallFailed
	Recalled
)

var notices = set{"notice", []string{"", "deleted", "wants-to-delete", "attempt-failed", "recall-failed", "recalled"}}

func (n Notice) String() string               { return notices.word(uint8(n)) }
func (n Notice) MarshalText() ([]byte, error) { return []byte(n.String()), nil }

// Seen is what a person has done with a message. Opened and MarkedRead are read; the others are not: a preview
// in the reading pane is not reading, and marking unread undoes it.
type Seen uint8

const (
	Untouched Seen = iota
	Previewed
	MarkedUnread
	Opened
	MarkedRead
)

// Read says whether the message counts as read.
func (s Seen) Read() bool { return s >= Opened }

// After is the state that follows an act.
func (s Seen) After(act Act) Seen {
	switch {
	case act == Preview && s == Untouched:
		return Previewed
	case act == Open:
		return Opened
	case act == MarkRead && !s.Read():
		return MarkedRead
	case act == MarkUnread && s.Read():
		return MarkedUnread
	}
	return s
}

// Act is what a person does to a message's read state.
type Act uint8

const (
	Preview Act = iota
	Open
	MarkRead
	MarkUnread
)

// Line is the header line in which a recipient was named.
type Line uint8

const (
	To Line = iota
	Cc
	Bcc
)

// Sensitivity is how a message is marked (RFC 2156 section 5.3.4).
type Sensitivity uint8

const (
	Normal Sensitivity = iota
	PersonalMail
	Private
	Confidential
)

var sensitivities = set{"sensitivity", []string{"", "personal", "private", "confidential"}}

func (s Sensitivity) String() string { return sensitivities.word(uint8(s)) }

// ParseSensitivity takes personal, private, confidential, or "" for a message that is not marked.
func ParseSensitivity(s string) (Sensitivity, error) { return parse[Sensitivity](sensitivities, s) }

// SensitivityWords are the words that may be typed for a sensitivity. A message has none unless one is given.
func SensitivityWords() []string { return slices.Clone(sensitivities.words[1:]) }
