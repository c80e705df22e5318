package sandbox_test

import (
	"strings"
	"testing"

	"recallbox/sandbox"
)

// A replacement asks for the receipts that the original asked for.
func TestReplacementAsksForReceiptsToo(t *testing.T) {
	box := office(t)
	err := box.Update(t.Context(), func(tx *sandbox.Tx) error {
		sent, err := tx.Send(sandbox.SendRequest{As: "alice", To: []string{"bob"}, Subject: "Budget", ReadReceipt: true, Delivery: true})
		if err != nil {
			return err
		}
		r, err := tx.Recall(sandbox.RecallRequest{As: "alice", ID: sent.Message.ID, NoReport: true, Replace: &sandbox.Replacement{}})
		if err != nil {
			return err
		}
		raw, err := tx.RawMessage(r.Replacement, "")
		if err != nil {
			return err
		}
		if !strings.Contains(string(raw), "Disposition-Notification-To: Alice <alice@acme.example>\r\n") {
			t.Errorf("no receipt is asked for:\n%s", raw)
		}
		if _, err := tx.Open(sandbox.OpenRequest{As: "bob", ID: r.Replacement}); err != nil {
			return err
		}
		for id, class := range map[string]string{"m3": "recall", "m4": "note", "m5": "notice", "m6": "receipt"} {
			if m, err := tx.InspectMessage(id, ""); err != nil || m.Class.String() != class {
				t.Errorf("%s is %s, want %s: receipts come last, %v", id, m.Class, class, err)
			}
		}
		inbox, err := tx.InspectMailbox("alice", "Inbox", -1)
		if err != nil {
			return err
		}
		var subjects []string
		for _, m := range inbox.Folders[0].Messages {
			subjects = append(subjects, m.Subject)
		}
		if got, want := strings.Join(subjects, ", "), "Delivered: Budget, Delivered: Budget, Read: Budget"; got != want {
			t.Errorf("alice has %s, want %s", got, want)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
