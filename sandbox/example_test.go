package sandbox_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"recallbox/sandbox"
)

// An organisation with two people; one sends, and takes it back in time.
func Example() {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	ctx, file := context.Background(), filepath.Join(dir, "example.db")
	if err := sandbox.Create(ctx, file, sandbox.New{Start: sandbox.Start}, sandbox.Options{}); err != nil {
		log.Fatal(err)
	}
	box, err := sandbox.Open(file, sandbox.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer box.Close()
	err = box.Update(ctx, func(tx *sandbox.Tx) error {
		if _, err := tx.AddOrganisation("acme", "acme.example", "outlook", nil); err != nil {
			return err
		}
		if _, err := tx.AddUsers([]string{"alice@acme.example", "bob@acme.example"}, nil); err != nil {
			return err
		}
		sent, err := tx.Send(sandbox.SendRequest{As: "alice", To: []string{"bob"}, Subject: "Budget", Text: "Not yet final."})
		if err != nil {
			return err
		}
		recall, err := tx.Recall(sandbox.RecallRequest{As: "alice", ID: sent.Message.ID})
		if err != nil {
			return err
		}
		for r, err := range recall.Recipients {
			if err != nil {
				return err
			}
			fmt.Printf("%s: %s: %s [%s]\n", r.Address, r.Outcome, r.Reason, r.Behaviour)
		}
		return nil
	})
	if err != nil {
		log.Fatal(err)
	}
	// Output:
	// bob@acme.example: succeeded: unread when the recall message arrived: deleted, and Bob was told [outlook/auto-unread]
}
