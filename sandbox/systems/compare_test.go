package systems_test

import (
	"slices"
	"strings"
	"testing"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/systems"
)

// compare compares with seconds in the words that they have here.
func compare(all []recall.System) systems.Comparison {
	return systems.Compare(all, func(seconds int64) string {
		return map[int64]string{90: "1m30s", 30 * 60: "30m", 24 * 60 * 60: "1d"}[seconds]
	})
}

// cellOf is what a comparison has of a system in a dimension.
func cellOf(t *testing.T, c systems.Comparison, dimension, system string) systems.Cell {
	t.Helper()
	for _, d := range c.Dimensions {
		for _, cell := range d.Cells {
			if d.Name == dimension && cell.System == system {
				return cell
			}
		}
	}
	t.Fatalf("nothing of %s about %q", system, dimension)
	return systems.Cell{}
}

func TestCompare(t *testing.T) {
	c := compare(systems.All())
	tests := []struct{ dimension, system, says, behaviour string }{
		{"who may", "zoho",
			"account: any but personal; administrators also what others sent; after a confirmation; " +
				"not if the sender has shared the message, the organisation is on the free plan, " +
				"the sender shares the folder in which it lies or it was delivered to nobody in the organisation",
			"zoho/confirm"},
		{"what the sender gets", "zoho",
			"one message (Complete Success, Partial Success, Complete Failure, Recall succeeded or Recall failed); " +
				"it cannot be switched off; a tag on what was sent", "zoho/always-responds"},
		{"who may", "exchange-online",
			"account: exchange or microsoft365; not if the organisation has switched recall off; " +
				"like outlook if recall in the cloud is switched off", "exchange-online/switched-off"},
		{"until when", "outlook", "no limit", ""},
		{"until when", "zoho", "30m; administrators: 1d", "zoho/time-limit"},
		{"until when", "exchange-online", "365d (max-age)", "exchange-online/max-age"},
		{"until when", "undo", "10s (window), in the Outbox", "undo/within-window"},
		{"read or not", "outlook",
			"taken back: untouched, previewed, marked unread; stays: opened, marked read",
			"outlook/auto-read"},
		{"read or not", "zoho", "taken back, read or not", "zoho/read-does-not-matter"},
		{"moved or not", "exchange-online", "taken back, moved or not", "exchange-online/any-folder"},
		{"which client", "outlook-2007",
			"sender: outlook-2007; recipient: Outlook, once it runs", "outlook-2007/requirements"},
		{"outside recipients", "zoho",
			"stays, and nothing comes; does not count; refused where all are outside",
			"zoho/outside-organisation"},
		{"what the recipient sees", "exchange-online",
			"nothing; a notice (recalled) if the organisation alerts recipients",
			"exchange-online/silent"},
		{"what the sender gets", "exchange-online", "one message (Message Recall Report)", "exchange-online/report"},
		{"replacement", "zoho", "none", "zoho/no-replacement"},
		{"replacement", "undo", "the draft, corrected and sent again", "undo/not-recall"},
	}
	for _, test := range tests {
		cell := cellOf(t, c, test.dimension, test.system)
		if cell.Says != test.says || test.behaviour != "" && !slices.Contains(cell.Behaviours, test.behaviour) {
			t.Errorf("%s, %s: got %q by %v, want %q by %s",
				test.dimension, test.system, cell.Says, cell.Behaviours, test.says, test.behaviour)
		}
	}
}

// A cell follows the behaviours: without the one that it names, it reads differently.
func TestCompareFollowsTheBehaviours(t *testing.T) {
	tests := []struct{ dimension, system, without, says string }{
		{"replacement", "exchange-online", "exchange-online/replace", "none"},
		{"read or not", "exchange-online", "exchange-online/unread-only", "taken back, read or not"},
		{"until when", "zoho", "zoho/time-limit", "no limit"},
		{"who may", "undo", "undo/within-window", "no way back"},
		{"what the recipient sees", "zoho", "zoho/recipient-notice", "nothing"},
	}
	for _, test := range tests {
		c := compare(systems.Without(systems.All(), test.without))
		if got := cellOf(t, c, test.dimension, test.system).Says; got != test.says {
			t.Errorf("%s, %s without %s: got %q, want %q", test.dimension, test.system, test.without, got, test.says)
		}
	}
}

// A made-up mail system appears in the comparison with what its records say, and nothing else is to be changed.
func TestCompareMadeUpSystem(t *testing.T) {
	behaviours := []recall.Behaviour{
		{ID: "pigeon/too-far", Question: recall.MayRecall, Answer: recall.Refused, When: []recall.Predicate{
			recall.MessageAge.IsNot(recall.Fresh, "the pigeon is past the hill", "the pigeon is near")}},
		{ID: "pigeon/storm", Question: recall.MayRecall, Answer: recall.Refused, When: []recall.Predicate{
			recall.Protected.Is(true, "there is a storm", "the weather is fine")}},
		{ID: "pigeon/shot", Question: recall.WhatHappens, Answer: recall.Failed, When: []recall.Predicate{
			recall.Seen.Is(mail.Opened, "it was read", "it was not read")}},
		{ID: "pigeon/home", Question: recall.WhatHappens, Answer: recall.Succeeded},
	}
	pigeon := recall.System{Name: "pigeon", Says: "carrier pigeons", Limits: recall.Limits{Sender: 90},
		Behaviours: behaviours, Rules: behaviours}
	all := append(systems.All(), pigeon)
	c := compare(all)
	if got := c.Systems[len(c.Systems)-1]; got != "pigeon" || len(c.Features) == 0 {
		t.Fatalf("the last system is %s", got)
	}
	for dimension, says := range map[string]string{
		"who may":                 "account: any; administrators also what others sent; not if there is a storm",
		"until when":              "1m30s",
		"read or not":             "taken back: untouched, previewed, marked unread, marked read; stays: opened",
		"moved or not":            "taken back, moved or not",
		"which client":            "sender: any; recipient: any",
		"outside recipients":      "stays, and nothing comes",
		"what the recipient sees": "nothing",
		"what the sender gets":    "nothing",
		"replacement":             "none",
	} {
		if got := cellOf(t, c, dimension, "pigeon").Says; got != says {
			t.Errorf("%s: got %q, want %q", dimension, got, says)
		}
	}
	if cell := cellOf(t, c, "who may", "pigeon"); strings.Join(cell.Behaviours, " ") != "pigeon/storm" {
		t.Errorf("who may by %v", cell.Behaviours)
	}
}
