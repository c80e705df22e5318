package sandbox_test

import (
	"database/sql"
	"errors"
	"path/filepath"
	"testing"
	"time"

	_ "github.com/mattn/go-sqlite3"

	"recallbox/sandbox"
)

// A row that is missing although it was just made, or although another row names it, means a damaged file. It is never
// an empty answer.
func TestMissingRowIsAnError(t *testing.T) {
	t.Parallel()
	for what, test := range map[string]struct {
		damage string
		do     func(*sandbox.Tx) error
	}{
		"a hold that was made": {`
			CREATE TRIGGER gone AFTER INSERT ON holds
			BEGIN DELETE FROM holds; END`, func(tx *sandbox.Tx) error {
			_, err := tx.AddHold(sandbox.NewHold{As: "alice", Organisation: "acme", For: time.Minute})
			return err
		}},
		"a folder that was shared": {`
			CREATE TRIGGER gone AFTER INSERT ON events
			BEGIN UPDATE folders SET mailbox = 2 WHERE path = 'Projects'; END`, func(tx *sandbox.Tx) error {
			_, err := tx.ShareFolder("alice", "Projects", "bob")
			return err
		}},
		"a message that a recall is of": {`DELETE FROM messages WHERE id = 1`, func(tx *sandbox.Tx) error {
			_, err := tx.InspectRecall("r1")
			return err
		}},
		"a sender": {`UPDATE recalls SET sender = 999`, func(tx *sandbox.Tx) error {
			_, err := tx.InspectRecall("r1")
			return err
		}},
	} {
		file := filepath.Join(t.TempDir(), "box.db")
		options := sandbox.Options{Throwaway: true}
		if err := sandbox.Create(t.Context(), file, sandbox.New{Start: sandbox.Start}, options); err != nil {
			t.Fatal(err)
		}
		box, err := sandbox.Open(file, sandbox.Options{Throwaway: true})
		if err != nil {
			t.Fatal(err)
		}
		defer box.Close()
		if err := box.Update(t.Context(), aliceRecalls); err != nil {
			t.Fatal(err)
		}
		db, err := sql.Open("sqlite3", file)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec(test.damage); err != nil {
			t.Fatal(what, err)
		}
		db.Close()
		var known *sandbox.Error
		if err := box.Update(t.Context(), test.do); !errors.As(err, &known) || known.Kind != sandbox.Damaged {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// aliceRecalls makes a sandbox in which Alice, who administers acme, has recalled what she sent to Bob.
func aliceRecalls(tx *sandbox.Tx) error {
	_, err := tx.AddOrganisation("acme", "acme.example", "", nil)
	_, users := tx.AddUsers([]string{"alice@acme.example", "bob@acme.example"}, nil)
	role := tx.SetUsers("alice", []sandbox.Setting{{Key: "role", Value: "admin"}})
	_, folder := tx.AddFolder("alice", "Projects")
	_, sent := tx.Send(sandbox.SendRequest{As: "alice", To: []string{"bob"}, Subject: "Budget"})
	_, recalled := tx.Recall(sandbox.RecallRequest{As: "alice", ID: "m1", Confirmed: true})
	return errors.Join(err, users, role, folder, sent, recalled)
}

// A recall, and lists of what it made, read no message: what they show of one is kept beside it.
func TestListsReadNoContent(t *testing.T) {
	file := filepath.Join(t.TempDir(), "box.db")
	options := sandbox.Options{Throwaway: true}
	must(t, sandbox.Create(t.Context(), file, sandbox.New{Start: sandbox.Start}, options))
	box, err := sandbox.Open(file, options)
	must(t, err)
	defer box.Close()
	must(t, box.Update(t.Context(), func(tx *sandbox.Tx) error {
		_, err := tx.AddOrganisation("acme", "acme.example", "", nil)
		_, users := tx.AddUsers([]string{"alice@acme.example", "bob@acme.example"}, nil)
		request := sandbox.SendRequest{As: "alice", To: []string{"bob", "zoe@else.example"}, Subject: "Budget", Text: "x"}
		_, sent := tx.Send(request)
		return errors.Join(err, users, sent)
	}))
	db, err := sql.Open("sqlite3", file)
	must(t, err)
	_, err = db.Exec("UPDATE contents SET data = x'00', packed = 1")
	must(t, err)
	must(t, db.Close())
	must(t, box.Update(t.Context(), func(tx *sandbox.Tx) error {
		if _, err := tx.RawMessage("m1", ""); err == nil {
			t.Error("the message can still be read: this proves nothing")
		}
		if _, err := tx.Recall(sandbox.RecallRequest{As: "alice", ID: "m1"}); err != nil {
			return err
		}
		words, err := tx.MessageWords(false, sandbox.Wanted{Letters: sandbox.WholeWords, Most: 100})
		if err != nil || len(words) < 4 || words[1].Says != "Recall: Budget" {
			t.Errorf("%q, %v", words, err)
		}
		for _, user := range []string{"alice", "bob", "zoe@else.example"} {
			box, err := tx.InspectMailbox(user, "")
			for _, f := range box.Folders {
				for _, listed := range f.Messages {
					err = errors.Join(err, listed)
				}
			}
			if err != nil {
				t.Errorf("%s: %v", user, err)
			}
		}
		return nil
	}))
}
