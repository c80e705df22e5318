package sandbox

import (
	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
)

// StartClient starts the mail programs of those named. Outlook that starts processes what waits in the Inbox.
func (tx *Tx) StartClient(as string) error {
	w, _, err := tx.who(as)
	if err != nil {
		return err
	}
	w.Stopped = true
	if err := tx.store.LogPrograms(w, mail.ProgramStarted, "", tx.now); err != nil {
		return err
	}
	waiting, err := tx.store.WaitingRecalls(w)
	if err != nil {
		return err
	}
	for _, id := range waiting {
		r, err := tx.store.RecallByID(id)
		if err != nil {
			return err
		}
		if err := tx.settle(r, occasion{moment: recall.Started}, &w); err != nil {
			return err
		}
	}
	return tx.store.SetStopped(w, false)
}

// StopClient stops the mail programs of those named.
func (tx *Tx) StopClient(as string) error {
	w, _, err := tx.who(as)
	if err != nil {
		return err
	}
	w.Running = true
	if err := tx.store.LogPrograms(w, mail.ProgramStopped, "", tx.now); err != nil {
		return err
	}
	return tx.store.SetStopped(w, true)
}
