// Package sandbox is a company full of mailboxes in one file, and what people and mail systems do in it.
//
// How it is built, from the ground up:
//
//	mail      the vocabulary: clients, accounts, folders, notices, read states
//	recall    facts about a case, questions, behaviours that answer them, decisions with their trace; pure
//	systems   the mail systems as data: each a list of behaviours with sentence, source, conditions and effects
//	eml       RFC 5322 messages in and out
//	mailfile  mailboxes as files of other programs: mbox, Maildir, folders of .eml; in and out
//	store     the file: SQLite, a table a Go file, set-based statements
//	sandbox   (here) the use cases: gather facts, let the mail system decide, carry out what it says
//
// Every use case is a method of Tx and happens inside the transaction that Tx is, so that any number of them
// take effect together or not at all:
//
//	box, err := sandbox.Open("recallbox.db", sandbox.Options{})
//	err = box.Update(ctx, func(tx *sandbox.Tx) error {
//		sent, err := tx.Send(sandbox.SendRequest{As: "alice", To: []string{"bob"}, Subject: "Budget"})
//		…
//		recall, err := tx.Recall(sandbox.RecallRequest{As: "alice", ID: sent.Message.ID})
//		…
//	})
//
// A recall, from request to outcome: request.go gathers who asks for what, and whether that may be; recall.go
// decides how far the recall message comes; replace.go sends what comes in place of the original; dispatch.go
// puts messages into mailboxes, or holds them in the Outbox; settle.go decides what happens to the copies
// whenever something happened that can process a recall message (it arrived, a mail program started, somebody
// opened it), or at once where the mail system needs none; sumup.go tells the sender what came of it. Only
// outcomes that are for good are stored; the others follow from how things stand.
//
// What is about a sandbox as a whole (making one; keeping, restoring and comparing states of it) is a method of
// Box instead.
//
// Results are plain values with JSON tags, in the shapes of the command line's contract. Errors are *Error,
// with a kind and a hint: words, or a step that whoever shows the error puts into words.
package sandbox
