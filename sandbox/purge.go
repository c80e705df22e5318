package sandbox

import (
	"strings"
	"time"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/store"
)

// PurgeRequest is an administrator's request to delete a message from all mailboxes of the organisation.
type PurgeRequest struct {
	As      string
	ID      string // the message; else Subject
	Subject string // words in the subject of what people wrote, in any case
	Hard    bool   // its owner cannot recover it
}

// Purge is what a purge removed, and from where.
type Purge struct {
	Purged  []Purged `json:"purged"`  // by address
	Outside []string `json:"outside"` // whose copies are out of reach, and stay

	// copies that owners can recover, where nothing else was left to purge: they go only for good
	Recoverable int64 `json:"recoverable,omitempty"`

	DryRun bool `json:"dry_run,omitempty"` // nothing was changed
}

// Purged is how many copies a purge removed from a mailbox.
type Purged struct {
	Mailbox string `json:"mailbox"`
	Copies  int64  `json:"copies"`
	// until when what is purged is kept; absent where it is not, and while the mailbox is on hold
	KeptUntil *time.Time `json:"kept_until,omitempty"`
	Held      bool       `json:"-"`                // it is kept while the mailbox is on hold
	Hidden    bool       `json:"hidden,omitempty"` // only administrators see what is kept
}

// Purge removes the copies of a message, or of all messages with words in their subject, from all mailboxes of the
// administrator's organisation. Nobody is told.
func (tx *Tx) Purge(r PurgeRequest) (Purge, error) {
	out := Purge{Purged: []Purged{}, Outside: []string{}}
	by, err := tx.findUser(r.As)
	if err != nil {
		return out, err
	}
	messages, what, err := tx.toPurge(r)
	if err != nil {
		return out, err
	}
	removed := recall.ByPurge
	if r.Hard {
		removed = recall.ByPurgeForGood
	}
	f := recall.Given(recall.Administrator.As(by.Role == mail.Admin && by.Organisation != 0), recall.RemovedBy.As(removed))
	allowed, err := tx.checkAllowed(by, recall.MayPurge, f, what)
	if err != nil {
		return out, err
	}
	ids := make([]int64, len(messages))
	for i, m := range messages {
		ids[i] = m.ID
	}
	ways, err := tx.store.GatherPurge(ids, by.Organisation, r.Hard)
	if err != nil {
		return out, err
	}
	in, err := tx.organisationOf(by.Organisation)
	if err != nil {
		return out, err
	}
	var verdicts []store.PurgeVerdict
	for _, w := range ways {
		verdicts = append(verdicts, tx.purgeVerdict(in.system, w, removed, allowed))
	}
	purged, outside, err := tx.store.Purge(verdicts, store.Stamp{What: mail.WasPurged, Who: by.ID, At: tx.now})
	if err != nil {
		return out, err
	}
	for _, p := range purged {
		one := Purged{Mailbox: p.Mailbox, Copies: p.Copies, Held: p.Held, Hidden: p.Hidden}
		if p.Until > 0 && !p.Held {
			until := at(p.Until)
			one.KeptUntil = &until
		}
		out.Purged = append(out.Purged, one)
	}
	out.Outside = append(out.Outside, outside...)
	for _, m := range messages {
		if err := tx.settleRemoved(m, nil); err != nil {
			return out, err
		}
		if len(purged) > 0 {
			continue
		}
		n, err := tx.store.Recoverable(m.ID, by.Organisation)
		if err != nil {
			return out, err
		}
		out.Recoverable += n
	}
	return out, nil
}

// purgeVerdict is what a purge does to copies that stand alike.
func (tx *Tx) purgeVerdict(sys recall.System, w store.PurgeWay, by recall.Remover, allowed string) store.PurgeVerdict {
	reach := recall.Outside
	if w.Inside {
		reach = reachOf(sys, w.Owner)
	}
	d := sys.Decide(recall.WhatIsPurged, recall.Given(recall.Recipient.As(reach), recall.PublicFolder.As(w.Public),
		recall.Forwarded.As(w.Forwards)))
	tx.cite(d.ID())
	v := store.PurgeVerdict{PurgeWay: w, Purged: d.Answer() == recall.Yes}
	if !v.Purged {
		return v
	}
	var decided string
	v.Keeping, v.Kept, decided = tx.decideKeeping(sys, w.Owner, by)
	told := sys.Decide(recall.WhoHearsOfPurge, recall.Facts{})
	tx.cite(told.ID())
	ids := []string{d.ID(), allowed}
	if decided != allowed {
		ids = append(ids, decided)
	}
	v.Cites = joined(append(ids, told.ID())...)
	return v
}

// toPurge finds the messages that a purge is about, and says what they are.
func (tx *Tx) toPurge(r PurgeRequest) ([]store.Message, string, error) {
	if r.ID != "" {
		m, err := tx.findMessage(r.ID)
		if err == nil {
			err = tx.checkNotInOutbox(m)
		}
		if err == nil && m.Draft {
			err = invalid(say("only what has been sent is purged"), "%s is a draft", r.ID)
		}
		return []store.Message{m}, "purge of " + r.ID, err
	}
	words := strings.ToLower(strings.TrimSpace(r.Subject))
	if words == "" {
		return nil, "", invalid(say("name words of the subject"), "no words to look for")
	}
	var found []store.Message
	err := tx.store.EachWritten(func(m store.Message) error {
		if m.Due == 0 && !m.Draft && strings.Contains(strings.ToLower(m.Subject), words) {
			found = append(found, m)
		}
		return nil
	})
	return found, `purge of "` + r.Subject + `"`, err
}
