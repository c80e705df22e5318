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

// Recall asks for a recall and carries it out as far as it goes: the recall message reaches its recipients, a new
// message follows it if one is wanted, and what can be processed at once is.
func (tx *Tx) Recall(r RecallRequest) (Recall, error) {
	req, err := tx.gather(r)
	if err != nil {
		return Recall{}, err
	}
	if req.allowed, err = tx.refuse(req); err != nil {
		return Recall{}, err
	}
	warnings, err := tx.warn(req)
	if err != nil {
		return Recall{}, err
	}
	if err := tx.begin(&req); err != nil {
		return Recall{}, err
	}
	for _, step := range []func(*request) error{tx.reach, tx.replace, tx.settleAtOnce, tx.sumUp, tx.tellReplacement} {
		if err := step(&req); err != nil {
			return Recall{}, err
		}
	}
	out, err := tx.showRecall(req.recall)
	out.Warnings = warnings
	return out, err
}

// begin notes the recall with an open outcome for each recipient of the original.
func (tx *Tx) begin(req *request) (err error) {
	req.recall = store.Recall{Message: req.message.ID, Sender: req.sender.ID, AskedAt: tx.now,
		System: req.system.Name, NoReport: req.input.NoReport, Facts: req.facts.OfRecall()}
	if req.recall.ID, err = tx.store.PutRecall(req.recall); err != nil {
		return err
	}
	if err := tx.store.PutOutcomes(req.recall, req.sender.Organisation); err != nil {
		return err
	}
	return tx.store.PutEvent(store.NewEvent{At: tx.now, Who: req.sender.ID, What: mail.RecallAsked,
		Message: req.message.ID, Recall: req.recall.ID, Mailbox: req.sender.ID,
		Cites: joined(req.delegated, req.allowed)})
}

// reach decides how far the recall message comes to each recipient, and delivers it.
func (tx *Tx) reach(req *request) error {
	ways, err := tx.store.Ways(req.recall.ID)
	if err != nil {
		return err
	}
	var addressed []store.Way
	for _, way := range ways {
		f := recall.Given(recall.Recipient.As(recall.Reach(way.Reach)), recall.ThroughGroup.As(way.Grouped))
		d := req.system.Decide(recall.HowFar, f)
		mailed, asMail := d.Effect(recall.DeliverAsMail)
		tx.cite(d.ID(), tx.formID(req.system, mailed.Form))
		if d.Final() {
			v := store.Verdict{Facts: f.OfCopy(), Answer: uint8(d.Answer()), Behaviour: d.ID()}
			if err := tx.store.SettleReach(req.recall.ID, way, v, tx.now); err != nil {
				return err
			}
		}
		if asMail || !d.Final() && req.system.ByMessage {
			addressed = append(addressed, way)
		}
	}
	if len(addressed) > 0 {
		if err := tx.sendRequest(req, addressed, len(addressed) == len(ways)); err != nil {
			return err
		}
	}
	return tx.store.LogReach(req.recall, uint8(recall.Failed), uint8(recall.NotCounted), mail.NotTakenBack, tx.now)
}

// sendRequest sends the recall message to those who are reached in these ways, or to everybody.
func (tx *Tx) sendRequest(req *request, ways []store.Way, everybody bool) error {
	message, err := tx.makeRequest(req)
	if err != nil {
		return err
	}
	if everybody {
		ways = nil
	}
	if err := tx.store.AddressRequest(req.recall, ways); err != nil {
		return err
	}
	if err := tx.sendOut(&message, req.sender); err != nil {
		return err
	}
	req.held = message.Due != 0
	return nil
}

func (tx *Tx) makeRequest(req *request) (m store.Message, err error) {
	m = store.Message{Class: mail.RecallMessage, Sender: req.sender.ID, SentAt: tx.now, About: req.message.ID,
		Recall: req.recall.ID, Form: tx.formID(req.system, req.system.Request)}
	if m.ID, err = tx.store.PutMessage(m); err != nil {
		return m, err
	}
	req.recall.Request = m.ID
	return m, tx.store.SetRequest(req.recall.ID, m.ID)
}

// settleAtOnce decides what the arrival of the recall message decides, or the recall itself where there is none.
func (tx *Tx) settleAtOnce(req *request) error {
	if req.system.ByMessage {
		if req.recall.Request == 0 || req.held {
			return nil
		}
		return tx.settle(req.recall, occasion{moment: recall.Arrived}, nil)
	}
	return tx.settle(req.recall, occasion{moment: recall.Requested}, nil)
}
