package sandbox_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"recallbox/sandbox"
)

// A rule of Bob's moved the message out of the Inbox before it was recalled.
func Example_rules() {
	inside(func(tx *sandbox.Tx) error {
		if err := twoPeople(tx); err != nil {
			return err
		}
		if _, err := tx.AddFolder("bob", "Projects/2026"); err != nil {
			return err
		}
		rule := sandbox.NewRule{As: "bob", Rule: sandbox.Rule{From: "alice", Class: "note", MoveTo: "Projects/2026"}}
		if _, err := tx.AddRules(rule); err != nil {
			return err
		}
		return sendAndRecall(tx, "bob")
	})
	// Output:
	// bob@acme.example: failed [outlook/separate-by-rule]
	//	moved out of the Inbox by a rule: it stays, and Bob was told that a recall attempt failed
}

// In a public folder nothing is decided until somebody opens the recall message.
func Example_publicFolder() {
	inside(func(tx *sandbox.Tx) error {
		if err := twoPeople(tx); err != nil {
			return err
		}
		if _, err := tx.AddPublicFolder("board@acme.example", "Notice board", ""); err != nil {
			return err
		}
		if _, err := tx.GrantRights("board", "bob", "reviewer"); err != nil {
			return err
		}
		if err := sendAndRecall(tx, "board"); err != nil {
			return err
		}
		opened, err := tx.Open(sandbox.OpenRequest{As: "bob", ID: "m2", In: "board@acme.example"})
		if err != nil {
			return err
		}
		show(*opened.Recall)
		return nil
	})
	// Output:
	// board@acme.example: pending [outlook/public-reader-rights]
	//	waits in the public folder until a reader opens the recall message: the reader's rights decide, not Alice's
	// board@acme.example: succeeded [outlook/public-unread]
	//	Bob, who may read all items, had not read it: deleted for everybody
}

// Explain tells which behaviour decided, and what it was passed over for.
func ExampleTx_Explain() {
	inside(func(tx *sandbox.Tx) error {
		if err := twoPeople(tx); err != nil {
			return err
		}
		if err := sendAndRecall(tx, "bob"); err != nil {
			return err
		}
		e, err := tx.Explain("r1", "bob")
		if err != nil {
			return err
		}
		for _, d := range e.Decisions {
			fmt.Printf("%s %s [%s]\n", d.Question, d.Answer, d.Decided)
		}
		return nil
	})
	// Output:
	// bob@acme.example: succeeded [outlook/auto-unread]
	//	unread when the recall message arrived: deleted, and Bob was told
	// may this recall be asked for? yes []
	// how far does the recall message come? yes [outlook/delete-unread]
	// what happens to this copy? succeeded [outlook/auto-unread]
	// what is the sender told? yes [outlook/sender-report]
}

// A dry run is the use case itself, taken back afterwards.
func ExampleBox_DryRun() {
	box, remove := open()
	defer remove()
	ctx := context.Background()
	err := box.Update(ctx, twoPeople)
	if err == nil {
		err = box.DryRun(ctx, func(tx *sandbox.Tx) error { return sendAndRecall(tx, "bob") })
	}
	if err != nil {
		log.Fatal(err)
	}
	err = box.View(ctx, func(tx *sandbox.Tx) error {
		_, err := tx.InspectRecall("r1")
		fmt.Println(err)
		return nil
	})
	if err != nil {
		log.Fatal(err)
	}
	// Output:
	// bob@acme.example: succeeded [outlook/auto-unread]
	//	unread when the recall message arrived: deleted, and Bob was told
	// no recall "r1" in this sandbox
}

// twoPeople is an organisation with two people.
func twoPeople(tx *sandbox.Tx) error {
	if _, err := tx.AddOrganisation("acme", "acme.example", "outlook", nil); err != nil {
		return err
	}
	_, err := tx.AddUsers([]string{"alice@acme.example", "bob@acme.example"}, nil)
	return err
}

func sendAndRecall(tx *sandbox.Tx, to string) error {
	sent, err := tx.Send(sandbox.SendRequest{As: "alice", To: []string{to}, Subject: "Budget", Text: "Not yet final."})
	if err != nil {
		return err
	}
	r, err := tx.Recall(sandbox.RecallRequest{As: "alice", ID: sent.Message.ID})
	if err == nil {
		show(r)
	}
	return err
}

// A recall that the mail system refuses is an error, which names the behaviour that refuses it.
func Example_refused() {
	inside(func(tx *sandbox.Tx) error {
		if _, err := tx.AddOrganisation("acme", "acme.example", "outlook", nil); err != nil {
			return err
		}
		if _, err := tx.AddUsers([]string{"alice@acme.example", "bob@acme.example"}, nil); err != nil {
			return err
		}
		sent, err := tx.Send(sandbox.SendRequest{As: "alice", To: []string{"bob"}, Subject: "Budget"})
		if err != nil {
			return err
		}
		_, err = tx.Recall(sandbox.RecallRequest{As: "bob", ID: sent.Message.ID})
		var refused *sandbox.Error
		if !errors.As(err, &refused) || refused.Kind != sandbox.Refused {
			return err
		}
		fmt.Println(refused.Message)
		fmt.Println(refused.Hint)
		return nil
	})
	// Output:
	// m1 cannot be recalled: it does not lie in Bob's own Sent Items, where recall starts [outlook/sent-items]
	// show-behaviour behaviour="outlook/sent-items"
}

func show(r sandbox.Recall) {
	for one, err := range r.Recipients {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%s: %s [%s]\n\t%s\n", one.Address, one.Outcome, one.Behaviour, one.Reason)
	}
}

// inside runs a use case on a sandbox of its own.
func inside(fn func(*sandbox.Tx) error) {
	box, remove := open()
	defer remove()
	if err := box.Update(context.Background(), fn); err != nil {
		log.Fatal(err)
	}
}

// open makes a new sandbox in a folder of its own.
func open() (box *sandbox.Box, remove func()) {
	dir, err := os.MkdirTemp("", "recallbox")
	if err != nil {
		log.Fatal(err)
	}
	file := filepath.Join(dir, "example.db")
	ctx := context.Background()
	if err := sandbox.Create(ctx, file, sandbox.New{Start: sandbox.Start}, sandbox.Options{}); err != nil {
		log.Fatal(err)
	}
	if box, err = sandbox.Open(file, sandbox.Options{Throwaway: true}); err != nil {
		log.Fatal(err)
	}
	return box, func() {
		box.Close()
		os.RemoveAll(dir)
	}
}
