package model

import (
	"slices"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
)

// Program starts or stops mail programs. An Outlook that starts processes the recall messages in the Inbox.
type Program struct{ How, As string }

func (s Program) Words() []string { return command("client", s.How).flag("as", s.As) }

func (s Program) play(w *World) string {
	users, _ := w.users(s.As)
	stop := s.How == "stop"
	users = slices.DeleteFunc(users, func(b *Mailbox) bool { return b.Stopped == stop })
	what := mail.ProgramStarted
	if stop {
		what = mail.ProgramStopped
	}
	for _, b := range users {
		b.Stopped = stop
		w.log(Event{Who: b, What: what, Mailbox: b})
	}
	for _, r := range w.Recalls {
		for _, o := range r.outcomesOf(users) {
			if stop {
				o.Due = 0
			}
		}
		waits := slices.DeleteFunc(slices.Clone(users), func(b *Mailbox) bool {
			c := b.Received[r.Request]
			return stop || c == nil || c.Folder != b.inbox()
		})
		w.wait(r.outcomesOf(waits), r.Request)
		w.settle(r, trigger{moment: recall.Started}, r.outcomesOf(waits))
	}
	return ""
}

// Fetch downloads the Inbox into mail programs, through pop or imap.
type Fetch struct{ As, Via string }

func (s Fetch) Words() []string { return command("fetch").flag("as", s.As).flag("via", s.Via) }

func (s Fetch) play(w *World) string {
	users, _ := w.users(s.As)
	for _, b := range users {
		w.log(Event{Who: b, What: mail.WasFetched, Mailbox: b, Detail: "through " + s.Via})
		for _, c := range b.Received {
			if c.Folder == b.inbox() && c.Fetched == recall.NotFetched {
				c.Fetched = map[string]recall.Fetching{"pop": recall.ByPOP, "imap": recall.ByIMAP}[s.Via]
			}
		}
	}
	return ""
}
