package sandbox

import (
	"strconv"
	"strings"

	"recallbox/sandbox/store"
)

// IDs are short: messages m1, m2, …, recalls r1, rules rule1, holds h1.
const (
	messagePrefix = "m"
	recallPrefix  = "r"
	rulePrefix    = "rule"
	holdPrefix    = "h"
)

func makeID(prefix string, n int64) string {
	if n == 0 {
		return ""
	}
	return prefix + strconv.FormatInt(n, 10)
}

// parseID takes an ID apart; it is ok only in the form in which the sandbox writes it.
func parseID(prefix, id string) (int64, bool) {
	n, err := strconv.ParseInt(strings.TrimPrefix(id, prefix), 10, 64)
	return n, err == nil && n > 0 && makeID(prefix, n) == id
}

// IsMessageID says whether that is how a message's ID looks.
func IsMessageID(s string) bool { _, ok := parseID(messagePrefix, s); return ok }

// IsRecallID says whether that is how a recall's ID looks.
func IsRecallID(s string) bool { _, ok := parseID(recallPrefix, s); return ok }

func (tx *Tx) message(id string) (store.Message, error) {
	n, ok := parseID(messagePrefix, id)
	if !ok {
		return store.Message{}, invalid(try(NameMessage), "%q is not a message", id)
	}
	m, ok, err := optional(tx.store.MessageByID(n))
	if err == nil && !ok {
		err = notFound(try(ListMessages), "no message %q in this sandbox", id)
	}
	return m, err
}

func (tx *Tx) recall(id string) (store.Recall, error) {
	n, ok := parseID(recallPrefix, id)
	if message, isMessage := parseID(messagePrefix, id); isMessage {
		return store.Recall{}, tx.noRecall(message)
	}
	if !ok {
		return store.Recall{}, invalid(try(ListOpenRecalls), "%q is not a recall", id)
	}
	r, ok, err := optional(tx.store.RecallByID(n))
	if err == nil && !ok {
		err = notFound(try(ListRecalls), "no recall %q in this sandbox", id)
	}
	return r, err
}

// noRecall says that a message is no recall, and which recalls of it there are.
func (tx *Tx) noRecall(message int64) error {
	id := makeID(messagePrefix, message)
	if _, err := tx.message(id); err != nil {
		return err
	}
	recalls, err := tx.store.RecallsOf(message)
	if err != nil {
		return err
	}
	var ids []string
	for _, r := range recalls {
		ids = append(ids, makeID(recallPrefix, r.ID))
	}
	hint := try(InspectDelivery, "message", id)
	if r, ok, err := optional(tx.store.RecallOfRequest(message)); err != nil {
		return err
	} else if ok {
		hint = say("it is the recall message of " + makeID(recallPrefix, r.ID))
	}
	if len(ids) > 0 {
		hint = say("recalls of " + id + ": " + strings.Join(ids, ", "))
	}
	return invalid(hint, "%q is not a recall", id)
}
