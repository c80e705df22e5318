package systems_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"recallbox/sandbox/recall"
	"recallbox/sandbox/systems"
)

// Every question that wants an answer gets one in every possible case, success is always for good, and every
// behaviour is reached.
func TestEveryCaseIsAnsweredAndEveryBehaviourReached(t *testing.T) {
	for _, s := range systems.All() {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			for _, complaint := range s.Check() {
				t.Error(complaint)
			}
		})
	}
}

// The Greek and Norwegian pages hold two articles. What that on Outlook 2007 says is cited as its own: Outlook's rules
// decide there only what it does not speak of.
func TestOutlook2007CitesItsOwnArticle(t *testing.T) {
	t.Parallel()
	onlyTheCurrentArticle := []string{"outlook/after-send", "outlook/recipient-account", "outlook/replace-attachment"}
	s, _ := systems.Find(systems.All(), "outlook-2007")
	for _, b := range s.Rules {
		fromPages := slices.Contains(strings.Fields(b.Source), "EL")
		if systems.SystemOf(b.ID) == "outlook" && fromPages != slices.Contains(onlyTheCurrentArticle, b.ID) {
			t.Errorf("%s is taken over, and its source is %s", b.ID, b.Source)
		}
	}
}

// A condition that reads facts holds for some of their values and not for others: one that is always the same says
// nothing.
func TestPredicatesTellCasesApart(t *testing.T) {
	t.Parallel()
	for _, s := range systems.All() {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			for _, b := range s.Rules {
				for _, p := range predicatesOf(b) {
					if alwaysTheSame(p) {
						t.Errorf("%s: %q reads facts, and is always the same", b.ID, p.Says)
					}
				}
			}
		})
	}
}

// predicatesOf are all the conditions in a behaviour.
func predicatesOf(b recall.Behaviour) []recall.Predicate {
	ps := append([]recall.Predicate{b.Final, b.Acts}, b.When...)
	for _, e := range b.Effects {
		ps = append(ps, e.If)
	}
	return ps
}

func alwaysTheSame(p recall.Predicate) bool {
	truths := map[bool]bool{}
	recall.Enumerate(p.Reads(), func(f recall.Facts) { truths[p.Holds(f)] = true })
	return len(truths) < 2 && !p.Reads().Empty()
}

func TestAlwaysTheSame(t *testing.T) {
	t.Parallel()
	fresh := recall.MessageAge.Is(recall.Fresh, "it is fresh", "it is late")
	if alwaysTheSame(fresh) || alwaysTheSame(recall.Always) || alwaysTheSame(recall.Predicate{}) {
		t.Error("a condition that tells cases apart, or reads nothing")
	}
	if !alwaysTheSame(recall.Either("", "", fresh, recall.Not(fresh))) {
		t.Error("a condition that is always the same")
	}
}

// What a behaviour says is a sentence, and rests on what it claims: documents that are there, or none. Of several
// records of one ID the first has all that is said.
func TestBehavioursSayWhatTheyRestOn(t *testing.T) {
	t.Parallel()
	for _, s := range systems.All() {
		says := map[string]recall.Behaviour{}
		for _, b := range s.Behaviours {
			first, again := says[b.ID]
			if !again {
				says[b.ID] = b
				checkSentence(t, b.ID, b.Says)
				checkSources(t, b)
				checkBeyond(t, b)
				continue
			}
			checkSources(t, b)
			if b.Says != "" && b.Says != first.Says || b.Beyond != nil || b.Basis != first.Basis {
				t.Errorf("%s: its records differ in what they say", b.ID)
			}
		}
	}
}

func checkSources(t *testing.T, b recall.Behaviour) {
	t.Helper()
	switch codes := strings.Fields(b.Source); {
	case b.Basis == recall.Ours && len(codes) > 0:
		t.Errorf("%s: %s say it, and it is ours", b.ID, b.Source)
	case b.Basis != recall.Ours && len(codes) == 0:
		t.Errorf("%s: no source, and the basis is %s", b.ID, b.Basis)
	default:
		for _, code := range codes {
			if !slices.ContainsFunc(systems.Sources, func(s recall.Source) bool { return s.Code == code }) {
				t.Errorf("%s: no source %s", b.ID, code)
			}
		}
	}
}

func checkBeyond(t *testing.T, b recall.Behaviour) {
	t.Helper()
	if b.Basis == recall.Ours && b.Beyond != nil {
		t.Errorf("%s: it is ours as a whole, and nothing can go beyond it", b.ID)
	}
	for i, one := range b.Beyond {
		checkSentence(t, b.ID, one.Says)
		if !slices.Contains([]recall.Basis{recall.ThirdParty, recall.Inferred, recall.Observed, recall.Ours}, one.Basis) {
			t.Errorf("%s: %q has the basis %q", b.ID, one.Says, one.Basis)
		}
		if slices.Contains(b.Beyond[:i], one) || one.Says == b.Says {
			t.Errorf("%s: %q is said twice", b.ID, one.Says)
		}
	}
}

var sentence = regexp.MustCompile(`^[\p{Lu}\d“].*[^ .]\.$`)

// longestSentence is how many letters a sentence may have.
const longestSentence = 160

func checkSentence(t *testing.T, id, says string) {
	t.Helper()
	if !sentence.MatchString(says) {
		t.Errorf("%s: %q is no sentence", id, says)
	}
	if n := utf8.RuneCountInString(says); n > longestSentence {
		t.Errorf("%s: %d letters, at most %d: %q", id, n, longestSentence, says)
	}
}

// What nobody has sent yet is not recalled.
func TestDraftsAreRefused(t *testing.T) {
	t.Parallel()
	for _, s := range systems.All() {
		if s.Feature {
			continue
		}
		recall.Enumerate(s.Reads(recall.MayRecall), func(f recall.Facts) {
			d := s.Decide(recall.MayRecall, f.With(recall.MessageState.As(recall.Draft)))
			if d.Answer() != recall.Refused && !t.Failed() {
				t.Errorf("%s recalls a draft: add isDraft to what refuses it", s.Name)
			}
		})
	}
}
