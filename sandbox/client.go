package sandbox

import (
	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
)

// StartClient starts the mail programs of a user, a pattern or a group. An Outlook that starts processes the recall
// messages that wait in the Inbox.
func (tx *Tx) StartClient(as string) error {
	users, _, err := tx.findUsers(as)
	if err != nil {
		return err
	}
	users.Stopped = true
	if err := tx.store.LogPrograms(users, mail.ProgramStarted, "", tx.now); err != nil {
		return err
	}
	waiting, err := tx.store.WaitingRecalls(users)
	if err != nil {
		return err
	}
	for _, id := range waiting {
		r, err := tx.store.RecallByID(id)
		if err != nil {
			return err
		}
		if err := tx.store.SetIdle(r, &users, tx.now, latest.Unix()); err != nil {
			return err
		}
		if err := tx.settle(r, trigger{moment: recall.Started}, &users); err != nil {
			return err
		}
	}
	return tx.store.SetStopped(users, false)
}

// StopClient stops the mail programs of a user, a pattern or a group.
func (tx *Tx) StopClient(as string) error {
	users, _, err := tx.findUsers(as)
	if err != nil {
		return err
	}
	users.Running = true
	if err := tx.store.LogPrograms(users, mail.ProgramStopped, "", tx.now); err != nil {
		return err
	}
	if err := tx.store.StopIdle(users); err != nil {
		return err
	}
	return tx.store.SetStopped(users, true)
}

// Fetch lets mail programs download what lies in the Inbox, through pop or imap, and counts the messages.
func (tx *Tx) Fetch(as, via string) (int64, error) {
	how := map[string]uint8{"pop": 1, "imap": 2}[via]
	if how == 0 {
		return 0, invalid(say("for example pop"), "%q: not one of pop, imap", via)
	}
	users, _, err := tx.findUsers(as)
	if err != nil {
		return 0, err
	}
	if err := tx.store.LogPrograms(users, mail.WasFetched, "through "+via, tx.now); err != nil {
		return 0, err
	}
	return tx.store.FetchInbox(users, how)
}
