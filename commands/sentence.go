package commands

import (
	"cmp"
	"strings"

	"recallbox/commands/term"
	"recallbox/sandbox"
	"recallbox/sandbox/mail"
)

// sentences say what happened, after who did it.
var sentences = map[mail.What]string{
	mail.WasSent:         `sent {message}{subject}`,
	mail.WasDelivered:    `{message} reached {place}`,
	mail.HasBounced:      `returned {message}: nobody has the address {mailbox}`,
	mail.WasPreviewed:    `looked at {message} in the reading pane{elsewhere}`,
	mail.WasOpened:       `opened {message}{elsewhere}`,
	mail.WasMarkedRead:   `marked {message} as read{elsewhere}`,
	mail.WasMarkedUnread: `marked {message} as unread{elsewhere}`,
	mail.WasMoved:        `moved {message} to {folder}`,
	mail.WasDeleted:      `deleted {message}, which is in Deleted Items now`,
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
}

// sentence is an event in words, with the behaviours behind it.
func sentence(e sandbox.Event) term.Text {
	words := strings.NewReplacer(
		"{message}", eventMessage(e), "{subject}", eventSubject(e), "{recall}", e.Recall, "{mailbox}", e.Mailbox, "{folder}", e.Folder,
		"{place}", eventPlace(e), "{elsewhere}", eventElsewhere(e), "{shared}", cmp.Or(e.Message, e.Folder), "{detail}", e.Detail)
	template := cmp.Or(sentences[e.What], strings.ReplaceAll(e.What.String(), "-", " ")+" {message}")
	if e.Detail != "" && !strings.Contains(template, "{detail}") {
		template += ", {detail}"
	}
	said := words.Replace(template)
	if e.Recall != "" && !strings.Contains(said, e.Recall) {
		said += " (" + e.Recall + ")"
	}
	if len(e.Behaviours) == 0 {
		return term.Plain(strings.TrimSpace(said))
	}
	return term.Join(term.Plain(said+"  "), term.Faint("["+strings.Join(e.Behaviours, ", ")+"]"))
}

// eventMessage is a message's ID, with what it is if nobody wrote it.
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
