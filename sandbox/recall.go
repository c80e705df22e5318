package sandbox

import (
	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/store"
)

// RecallRequest is a recall that is asked for.
type RecallRequest struct {
	As        string
	ID        string // the message
	NoReport  bool
	View      string       // window or reading-pane; "" is the window
	Client    string       // another program than the user's own
	Replace   *Replacement // nil deletes unread copies only
	Confirmed bool         // whoever asks has been asked, where the mail system asks
}

// Recall asks for a recall and carries it out as far as it goes: the recall message reaches its recipients, a new message follows it if one
// is wanted, and what can be processed at once is.
func (tx *Tx) Recall(r RecallRequest) (Recall, error) {
	a, err := tx.ask(r)
	if err != nil {
		return Recall{}, err
	}
	if a.allowed, err = tx.refuse(a); err != nil {
		return Recall{}, err
	}
	warnings, err := tx.warn(a)
	if err != nil {
		return Recall{}, err
	}
	if err := tx.begin(&a); err != nil {
		return Recall{}, err
	}
	for _, step := range []func(*asking) error{tx.reach, tx.replace, tx.settleAtOnce, tx.sumUp, tx.tellReplacement} {
		if err := step(&a); err != nil {
			return Recall{}, err
		}
	}
	out, err := tx.showRecall(a.recall)
	out.Warnings = warnings
	return out, err
}

// begin notes the recall with an open outcome for each recipient of the original.
func (tx *Tx) begin(a *asking) (err error) {
	a.recall = store.Recall{Message: a.message.ID, Sender: a.sender.ID, AskedAt: tx.now, System: a.system.Name, NoReport: a.request.NoReport, Facts: a.facts.OfRecall()}
	if a.recall.ID, err = tx.store.PutRecall(a.recall); err != nil {
		return err
	}
	if err := tx.store.PutOutcomes(a.recall, a.sender.Organisation); err != nil {
		return err
	}
	return tx.store.PutEvent(store.NewEvent{At: tx.now, Who: a.sender.ID, What: mail.RecallAsked, Message: a.message.ID, Recall: a.recall.ID, Mailbox: a.sender.ID, Cites: joined(a.delegated, a.allowed)})
}

// reach decides how far the recall message comes to each recipient, and delivers it.
func (tx *Tx) reach(a *asking) error {
	ways, err := tx.store.Reaches(a.recall.ID)
	if err != nil {
		return err
	}
	var addressed []store.Reached
	for _, way := range ways {
		f := recall.Given(recall.Recipient.As(recall.Reach(way.Reach)), recall.ThroughGroup.As(way.Grouped))
		d := a.system.Decide(recall.HowFar, f)
		mailed, asMail := d.Effect(recall.DeliverAsMail)
		tx.cite(d.ID(), tx.formID(a.system, mailed.Form))
		if d.Final() {
			if err := tx.store.SettleReach(a.recall.ID, way, store.Verdict{Facts: f.OfCopy(), Answer: uint8(d.Answer()), Behaviour: d.ID()}, tx.now); err != nil {
				return err
			}
		}
		if asMail || !d.Final() && a.system.ByMessage {
			addressed = append(addressed, way)
		}
	}
	if len(addressed) > 0 {
		if err := tx.sendRequest(a, addressed, len(addressed) == len(ways)); err != nil {
			return err
		}
	}
	return tx.store.LogReach(a.recall, uint8(recall.Failed), uint8(recall.NotCounted), mail.NotTakenBack, tx.now)
}

// sendRequest sends the recall message to those who are reached in these ways, or to everybody.
func (tx *Tx) sendRequest(a *asking, ways []store.Reached, everybody bool) error {
	request, err := tx.makeRequest(a)
	if err != nil {
		return err
	}
	if everybody {
		ways = nil
	}
	if err := tx.store.AddressRequest(a.recall, ways); err != nil {
		return err
	}
	if err := tx.sendOut(&request, a.sender); err != nil {
		return err
	}
	a.held = request.Due != 0
	return nil
}

func (tx *Tx) makeRequest(a *asking) (m store.Message, err error) {
	m = store.Message{Class: mail.RecallMessage, Sender: a.sender.ID, SentAt: tx.now, About: a.message.ID, Recall: a.recall.ID, Form: tx.formID(a.system, a.system.Request)}
	if m.ID, err = tx.store.PutMessage(m); err != nil {
		return m, err
	}
	a.recall.Request = m.ID
	return m, tx.store.SetRequest(a.recall.ID, m.ID)
}

// settleAtOnce decides what the arrival of the recall message decides, or the recall itself where there is none.
func (tx *Tx) settleAtOnce(a *asking) error {
	if a.system.ByMessage {
		if a.recall.Request == 0 || a.held {
			return nil
		}
		return tx.settle(a.recall, occasion{moment: recall.Arrived}, nil)
	}
	return tx.settle(a.recall, occasion{moment: recall.Requested}, nil)
}
