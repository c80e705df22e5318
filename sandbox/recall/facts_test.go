package recall

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "freeze the packing anew, as long as no release has stored it")

// declaration is a fact as facts.go declares it.
type declaration struct {
	variable string // "" for a fact that a test makes
	fact
}

// everyFact reads facts.go, so that no fact has to be listed a second time.
func everyFact(t *testing.T) (all []declaration) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "facts.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 {
			return true
		}
		call, ok := spec.Values[0].(*ast.CallExpr)
		if !ok {
			return true
		}
		d := declaration{spec.Names[0].Name, fact{bits: placeIn(t, call.Args[0]), name: textIn(t, call.Args[1])}}
		for _, word := range call.Args[2:] {
			d.words = append(d.words, textIn(t, word))
		}
		if len(d.words) == 0 {
			d.words = []string{"no", "yes"}
		}
		all = append(all, d)
		return true
	})
	if len(all) < 40 {
		t.Fatalf("only %d facts found in facts.go", len(all))
	}
	return all
}

func placeIn(t *testing.T, e ast.Expr) bits {
	call := e.(*ast.CallExpr)
	var at [2]uint8
	for i := range at {
		n, err := strconv.Atoi(call.Args[i].(*ast.BasicLit).Value)
		if err != nil {
			t.Fatal(err)
		}
		at[i] = uint8(n)
	}
	numbers := map[string]func(lowest, width uint8) bits{"ofCopy": ofCopy, "ofRecall": ofRecall, "ofMoment": ofMoment}
	return numbers[call.Fun.(*ast.Ident).Name](at[0], at[1])
}

func textIn(t *testing.T, e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		if err != nil {
			t.Fatal(err)
		}
		return text
	case *ast.Ident:
		if e.Name == "elsewhere" {
			return elsewhere
		}
	}
	t.Fatalf("facts.go: %T is no text", e)
	return ""
}

// No two facts share a bit or a name, each has room for its values, and all fit into the 63 bits that SQLite's integers
// have beside the sign.
func TestFactsHaveRoom(t *testing.T) {
	t.Parallel()
	for _, complaint := range crowded(everyFact(t)) {
		t.Error(complaint)
	}
}

func crowded(all []declaration) (complaints []string) {
	names := map[string]bool{}
	var full Facts
	for _, d := range all {
		if names[d.name] {
			complaints = append(complaints, d.name+": declaration twice")
		}
		if full.numbers[d.number]&d.ones() != 0 {
			complaints = append(complaints, d.name+": lies where another fact lies")
		}
		if len(d.words) > 1<<d.width {
			complaints = append(complaints, fmt.Sprintf("%s: %d values in %d bits", d.name, len(d.words), d.width))
		}
		if len(d.words) > mostValues {
			complaints = append(complaints, fmt.Sprintf("%s: more than %d values", d.name, mostValues))
		}
		if d.lowest+d.width > 63 {
			complaints = append(complaints, d.name+": lies past bit 62")
		}
		names[d.name] = true
		full = full.or(d.mask())
	}
	return complaints
}

func TestCrowded(t *testing.T) {
	t.Parallel()
	got := crowded([]declaration{
		{"", fact{ofCopy(0, 3), "a", []string{"no", "yes"}}},
		{"", fact{ofRecall(0, 3), "b", []string{"no", "yes"}}},
		{"", fact{ofCopy(2, 1), "c", []string{"no", "yes"}}},
		{"", fact{ofCopy(3, 1), "a", []string{"no", "yes", "perhaps"}}},
		{"", fact{ofCopy(62, 2), "d", []string{"no", "yes"}}},
		{"", fact{ofMoment(0, 5), "e", make([]string, 17)}},
	})
	want := []string{
		"c: lies where another fact lies",
		"a: declaration twice",
		"a: 3 values in 1 bits",
		"d: lies past bit 62",
		"e: more than 16 values",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Decisions are stored with their facts, packed, and with their answers as numbers: where a fact lies and what its
// values mean never changes, and new ones come last, or what is explained of old recalls would be something else.
func TestPackingIsOnlyAppendedTo(t *testing.T) {
	t.Parallel()
	const file = "testdata/packing-2.txt"
	now := []string{"answers: " + strings.Join(answers[:], ", ")}
	numbers := map[number]string{copyNumber: "copy", recallNumber: "recall"}
	for _, d := range everyFact(t) {
		if of, stored := numbers[d.number]; stored {
			words := strings.Join(d.words, ", ")
			now = append(now, fmt.Sprintf("%s of the %s at %d, %d bits: %s", d.name, of, d.lowest, d.width, words))
		}
	}
	if *update {
		if err := os.WriteFile(file, []byte(strings.Join(now, "\n")+"\n"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	frozen, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(frozen)), "\n") {
		if !slices.ContainsFunc(now, func(s string) bool { return strings.HasPrefix(s+",", line+",") }) {
			t.Errorf("stored as %q, and declaration otherwise now\n"+
				"(go test ./sandbox/recall -run Packing -update, only while no release has stored it)", line)
		}
	}
}

// What is packed comes back, and what is of the moment is left out.
func TestPackIsReversible(t *testing.T) {
	t.Parallel()
	all := everyFact(t)
	random := rand.New(rand.NewPCG(1, 2))
	for range 10_000 {
		var f, stored Facts
		for _, d := range all {
			v := uint64(random.IntN(len(d.words)))
			if f.set(&d.fact, v); d.number != momentNumber {
				stored.set(&d.fact, v)
			}
		}
		if got := Unpack(f.OfRecall(), f.OfCopy()); got != stored {
			t.Fatalf("got %+v, want %+v", got, stored)
		}
		for _, d := range all {
			if d.number != momentNumber && d.word(stored.value(&d.fact)) != d.words[f.value(&d.fact)] {
				t.Fatalf("%s is lost", d.name)
			}
		}
	}
}

func TestEnumerateVisitsEveryCombination(t *testing.T) {
	t.Parallel()
	seen := map[Facts]bool{}
	Enumerate(SetOf(Seen, ProcessingOff, FolderReader), func(f Facts) { seen[f] = true })
	if len(seen) != 5*2*3 {
		t.Errorf("%d combinations", len(seen))
	}
}

// A file that somebody tampered with cannot stop an explanation.
func TestValueThatThereIsNot(t *testing.T) {
	t.Parallel()
	f := Unpack(-1, -1)
	for _, w := range f.Words(SetOf(Seen, MessageState)) {
		if w.Value != "unknown" {
			t.Errorf("%s is %q", w.Name, w.Value)
		}
	}
	if got := Seen.Get(f); got != 7 {
		t.Errorf("it was %d", got)
	}
}

// weather is what a fact's values are declaration as.
type weather uint8

const (
	dry weather = iota
	rainy
	snowy
)

// A fact that nobody knows but this test is packed, put into words, set, enumerated, read by predicates, explained and
// checked, by being declaration in one line.
func TestDeclaringAFactIsOneLine(t *testing.T) {
	t.Parallel()
	sky := newFact[weather](ofCopy(61, 2), "weather", "dry", "rainy", "snowy")

	f := Given(sky.As(snowy), PublicFolder.As(true))
	if sky.Get(f) != snowy || sky.Get(Unpack(0, f.OfCopy())) != snowy || Unpack(0, f.OfCopy()) != f {
		t.Errorf("packed as %b, it comes back otherwise", f.OfCopy())
	}
	if sky.Set(&f, rainy); sky.Get(f) != rainy || !PublicFolder.Get(f) {
		t.Error("setting it changes another fact, or does not change it")
	}
	words := []Word{{"public_folder", "yes"}, {"weather", "rainy"}}
	if got := f.Words(SetOf(sky, PublicFolder)); !slices.Equal(got, words) {
		t.Errorf("in words: %v", got)
	}

	wet := Both("it is wet out there", "it is dry, or inside",
		sky.IsNot(dry, "it is wet", "it is dry"), Not(PublicFolder.Is(true, "it is inside", "it is outside")))
	both := []Predicate{sky.Is(dry, "dry", "wet"), sky.Is(snowy, "snowy", "not snowy")}
	rules := []Behaviour{
		{ID: "sky/wet", Question: WhatHappens, When: []Predicate{wet}, Answer: Failed, Final: Always},
		{ID: "sky/never", Question: WhatHappens, When: both, Answer: Failed},
		{ID: "sky/dry", Question: WhatHappens, Answer: Succeeded, Final: Always},
	}
	s := System{Name: "sky", Rules: rules, Behaviours: rules,
		Settings: []Setting{{Key: "season", Values: []string{"summer", "autumn", "winter"}, Fact: sky}}}
	if reads := s.Reads(WhatHappens); !reads.Has(sky) || !reads.Has(PublicFolder) || reads.Has(Seen) {
		t.Errorf("reads %v", f.Words(reads))
	}
	d, passed := s.Explain(WhatHappens, f)
	if d.ID() != "sky/dry" || len(passed) != 2 || passed[0].Because != "it is dry, or inside" {
		t.Errorf("decided by %q, passed over %v", d.ID(), passed)
	}
	if s.Set(&f, map[string]string{"season": "winter"}); sky.Get(f) != snowy {
		t.Error("it is no setting")
	}
	if got := s.Check(); !slices.Equal(got, []string{"sky/never: no possible case reaches it"}) {
		t.Errorf("checked: %q", got)
	}
	var values []string
	f.Vary(sky, func(word string, f Facts) { values = append(values, word) })
	if !slices.Equal(values, []string{"dry", "rainy", "snowy"}) {
		t.Errorf("varies as %q", values)
	}
}
