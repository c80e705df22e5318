package commands

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"recallbox/sandbox"
)

// mailboxOf is a mailbox with so many unread messages in its Inbox, and a folder of its own with one.
func mailboxOf(name string, messages int) sandbox.Mailbox {
	read, unread := true, false
	var unopened []sandbox.Entry
	for i := range messages {
		unopened = append(
			unopened,
			sandbox.Entry{
				ID:         fmt.Sprintf("m%d", i+1),
				Subject:    "An invitation to lunch on Friday",
				From:       "x@y.example",
				ReceivedAt: time.Unix(0, 0),
				Read:       &unread,
			},
		)
	}
	inbox := sandbox.MailFolder{
		Path: "Inbox", Total: int64(messages), Unread: int64(messages), Messages: sandbox.RowsOf(unopened...),
	}
	own := sandbox.MailFolder{
		Path:     "Aims",
		Total:    1,
		Messages: sandbox.RowsOf(sandbox.Entry{ID: "m99", Subject: "Ours", From: "x@y.example", Read: &read}),
	}
	return sandbox.Mailbox{Address: name + "@acme.example", Folders: []sandbox.MailFolder{inbox, {Path: "Drafts"}, own}}
}

func TestMailboxesSideBySide(t *testing.T) {
	all := []sandbox.Mailbox{mailboxOf("alice", 1), mailboxOf("bob", 0)}
	tests := []struct {
		name     string
		terminal Terminal
		want     string
	}{
		{"file", Terminal{}, `alice@acme.example                                bob@acme.example
2 messages, 1 unread                              1 message

Inbox  1 message, 1 unread                        Inbox  empty
  m1  unread  An invitation to lunch on Friday

Aims  1 message                                   Aims  1 message
  m99  read    Ours                                 m99  read    Ours
`},
		{"narrow", Terminal{Out: true, Width: 74}, `alice@acme.example                bob@acme.example
2 messages, 1 unread              1 message

Inbox  1 message, 1 unread        Inbox  empty
  m1  unread  An invitation to
              lunch on Friday

Aims  1 message                   Aims  1 message
  m99  read    Ours                 m99  read    Ours
`},
		{"too narrow", Terminal{Out: true, Width: 59}, `alice@acme.example  2 messages, 1 unread

Inbox: 1 message, 1 unread
`},
	}
	for _, test := range tests {
		out, _ := printed(test.terminal, func(p *printer) { p.SetColour("never"); p.mailboxes(all) })
		if !strings.HasPrefix(out, test.want) {
			t.Errorf("%s:\n%s\nwant\n%s", test.name, out, test.want)
		}
	}
}

func TestManyMessages(t *testing.T) {
	for _, all := range [][]sandbox.Mailbox{{mailboxOf("alice", 51)}, {mailboxOf("alice", 51), mailboxOf("bob", 0)}} {
		few, _ := printed(Terminal{}, func(p *printer) { p.mailboxes(all) })
		if !strings.Contains(few, "  31 more: --all prints them") || strings.Contains(few, "m21 ") {
			t.Errorf("got\n%s", few)
		}
		many, _ := printed(Terminal{}, func(p *printer) { p.All = true; p.mailboxes(all) })
		if strings.Contains(many, "more") || !strings.Contains(many, "m51 ") {
			t.Errorf("with --all\n%s", many)
		}
	}
}
