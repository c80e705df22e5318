package experiment

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"recallbox/testscripts"
)

func waits(params ...testscripts.Param) Script {
	return NewScript(testscripts.Script{Name: "waits", Data: []byte("# Somebody waits.\n")}, params)
}

func param(name, fallback string, values ...string) testscripts.Param {
	return testscripts.Param{Name: name, Default: fallback, Values: values}
}

// Parameters vary as the script declares them, those that are named among themselves as they are named; the last varies
// fastest.
func TestCombinations(t *testing.T) {
	script := waits(param("A", "1", "1", "2"), param("B", "x"), param("C", "p", "p", "q"),
		testscripts.Param{Name: "D", Required: true})
	set := map[string]string{"D": "d"}
	tests := []struct {
		request Request
		want    string
	}{
		{Request{Set: set}, "1p 1q 2p 2q"},
		{Request{Set: set, Vary: []Varied{{Name: "C", Values: []string{"r"}}}}, "1r 2r"},
		{Request{Set: set, Vary: []Varied{{Name: "C", Values: []string{"r"}}, {Name: "A", Values: []string{"3", "4"}}}},
			"r3 r4"},
		{Request{Set: set, Vary: []Varied{{Name: "B", Values: []string{"y", "z"}}}}, "1yp 1yq 1zp 1zq 2yp 2yq 2zp 2zq"},
		{Request{Set: map[string]string{"D": "d", "A": "7"}}, "p q"},
		{Request{Set: map[string]string{"D": "d", "A": "7", "C": "q"}}, ""},
		{Request{Set: set, OneAtATime: true}, "1p 2p 1q"},
		{Request{Set: map[string]string{"D": "d", "A": "2"}, OneAtATime: true,
			Vary: []Varied{{Name: "A", Values: []string{"1", "3"}}}}, "1p 3p 2p 2q"},
	}
	for _, tt := range tests {
		tt.request.Repeat = 2
		plan, err := NewPlan("v", []Script{script}, tt.request)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, c := range plan.combinations() {
			got = append(got, strings.Join(c.values, ""))
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%+v: %q, want %q", tt.request, got, tt.want)
		}
		if size, ok := plan.size(); !ok || size != 2*len(got) {
			t.Errorf("%+v: size %d, %t", tt.request, size, ok)
		}
	}
	for _, bad := range []Request{
		{Set: map[string]string{}, Repeat: 1}, // D has no value
		{Set: map[string]string{"A": "1", "D": "d"}, Vary: []Varied{{Name: "A", Values: []string{"2"}}}, Repeat: 1},
		{Set: map[string]string{}, Vary: []Varied{{Name: "D", Values: []string{"2"}}}, Repeat: 1, OneAtATime: true},
		{Set: set, Repeat: 0}, {Set: set, Repeat: 3_000_000}, {Set: set, Repeat: 1, Seed: -1},
		{Set: set, Repeat: 2, Seed: math.MaxInt64},
	} {
		if plan, err := NewPlan("v", []Script{script}, bad); err == nil {
			t.Errorf("%+v: %+v", bad, plan)
		}
	}
}

// Shards have each repetition once.
func TestShards(t *testing.T) {
	for _, all := range []int{0, 1, 5, 16, 17} {
		for of := 1; of < 8; of++ {
			n := 0
			for i := range of {
				n += Shard{i + 1, of}.count(all)
			}
			if n != all {
				t.Errorf("%d in %d shards: %d", all, of, n)
			}
		}
	}
	for _, text := range []string{"0/1", "2/1", "1", "1/", "/1", "+1/2", "01/2", "1/2/3", "1/10001", "-1/2", "1/1e1"} {
		if s, ok := ParseShard(text); ok {
			t.Errorf("%s is %v", text, s)
		}
	}
}

// measured plays a script that measures its seed, and whether that is odd.
func measured(_ context.Context, j Job) (Played, error) {
	wait, _ := strconv.ParseFloat(j.Set["WAIT"], 64)
	return Played{Measures: []testscripts.Measure{
		{Name: "sum", Value: wait + float64(j.Seed)/3},
		{Name: "odd", Value: float64(j.Seed % 2), Truth: true},
	}}, nil
}

func playedHere(t *testing.T, r Request, s Shard, parallel int, play Player) (*Results, error) {
	t.Helper()
	plan, err := NewPlan("v", []Script{waits(param("WAIT", "1", "1", "2", "10"), param("WHO", "a", "b", "c"))}, r)
	if err != nil {
		t.Fatal(err)
	}
	return Play(t.Context(), plan, s, parallel, play, func(int, int) {})
}

// outputs are all that is made of results, as one text.
func outputs(t *testing.T, r *Results) string {
	t.Helper()
	var all []string
	for _, write := range []func() ([]byte, error){r.JSONL, r.CSV, func() ([]byte, error) { return r.SVG(Picture{}) }} {
		data, err := write()
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, string(data))
	}
	return strings.Join(all, "\n")
}

// However many play at once, and in however many shards, the bytes are those of one run.
func TestShardsMerge(t *testing.T) {
	request := Request{Set: map[string]string{}, Repeat: 7, Seed: 3}
	whole, err := playedHere(t, request, Shard{1, 1}, 1, measured)
	if err != nil {
		t.Fatal(err)
	}
	want := outputs(t, whole)
	for _, of := range []int{1, 2, 16, 60} {
		files := map[string][]byte{}
		var names []string
		for i := range of {
			part, err := playedHere(t, request, Shard{i + 1, of}, 3, measured)
			if err != nil {
				t.Fatal(err)
			}
			name := fmt.Sprint(i)
			if files[name], err = part.JSONL(); err != nil {
				t.Fatal(err)
			}
			names = append(names, name)
		}
		slices.Reverse(names)
		merged, err := Merge(names, func(name string) ([]byte, error) { return files[name], nil })
		if err != nil {
			t.Fatal(of, err)
		}
		if got := outputs(t, merged); got != want {
			t.Errorf("%d shards: other bytes", of)
		}
	}
}

// A file may be a stranger's: whatever is in it, there is an error or a result, and no more memory than the file has.
func TestMergeRefuses(t *testing.T) {
	whole, err := playedHere(t, Request{Set: map[string]string{}, Repeat: 2, Seed: 1}, Shard{1, 1}, 1, measured)
	if err != nil {
		t.Fatal(err)
	}
	data, err := whole.JSONL()
	if err != nil {
		t.Fatal(err)
	}
	good := string(data)
	merge := func(text string) error {
		_, err := Merge([]string{"f"}, func(string) ([]byte, error) { return []byte(text), nil })
		return err
	}
	if err := merge(good); err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(good, "\n")
	for what, change := range map[string][2]string{
		"a seed":            {`"repetition":1,"seed":1`, `"repetition":1,"seed":2`},
		"a repetition":      {`"repetition":2`, `"repetition":3`},
		"a value":           {`"odd":1`, `"odd":2`},
		"no value":          {`"odd":1`, `"odd":null`},
		"an infinite value": {`"sum":`, `"sum":1e999,"x":`},
		"another measure":   {`"odd":1`, `"even":1`},
		"a doubled measure": {`"odd":1}`, `"odd":1,"more":1}`},
		"another script":    {`{"script":"waits"`, `{"script":"other"`},
		"another set":       {`{"WAIT":"1","WHO":"b"},"rep`, `{"WAIT":"7","WHO":"b"},"rep`},
		"many repetitions":  {`"repeat":2`, `"repeat":9000000`},
		"no repetitions":    {`"repeat":2`, `"repeat":0`},
		"no values":         {`"values":["1","2","10"]`, `"values":[]`},
		"a large product":   {`"vary":[`, `"vary":[` + strings.Repeat(`{"name":"X","values":["1","2"]},`, 90)},
		"many parameters":   {`"vary":[`, `"vary":[` + strings.Repeat(`{"name":"X","values":["1"]},`, 200)},
		"not simulated":     {`"simulated":true`, `"simulated":false`},
		"a shard":           {`"seed":1}` + "\n{", `"seed":1,"shard":"1/2"}` + "\n{"},
		"an odd shard":      {`"seed":1}` + "\n{", `"seed":1,"shard":"1/1"}` + "\n{"},
		"an unknown field":  {`"repeat":2`, `"repeat":2,"odd":2`},
		"something behind":  {"\n", " {}\n"},
	} {
		text := strings.Replace(good, change[0], change[1], 1)
		if text == good {
			t.Fatalf("%s: nothing is changed", what)
		}
		if err := merge(text); err == nil {
			t.Errorf("%s is merged", what)
		}
	}
	for what, text := range map[string]string{
		"nothing": "", "a line too few": strings.Join(lines[:len(lines)-2], ""), "a line twice": good + lines[1],
		"no plan":                strings.Join(lines[1:], ""),
		"lines in another order": lines[0] + lines[2] + lines[1] + strings.Join(lines[3:], ""),
		"half a line":            good[:len(good)-9],
	} {
		if err := merge(text); err == nil {
			t.Errorf("%s is merged", what)
		}
	}
}

// One in a thousand fails: the error is of the first that does, by combination, then number, whoever was faster.
func TestFirstFailure(t *testing.T) {
	var began atomic.Int64
	for parallel := range 5 {
		began.Store(0)
		_, err := playedHere(t, Request{Set: map[string]string{}, Repeat: 1000, Seed: 1}, Shard{1, 1}, parallel+1,
			func(ctx context.Context, j Job) (Played, error) {
				began.Add(1)
				if j.Set["WAIT"] == "1" && j.Set["WHO"] == "c" && (j.Seed == 437 || j.Seed == 438) {
					return Played{}, errors.New("line 3: no")
				}
				return measured(ctx, j)
			})
		var failed *Failure
		if !errors.As(err, &failed) ||
			failed.Message != "waits: repetition 437 of 1000 with WAIT=1, WHO=c (seed 437): line 3: no" ||
			strings.Join(failed.Again, " ") != "experiment waits --set WAIT=1 --set WHO=c --seed 437" {
			t.Fatalf("%d: %v %+v", parallel+1, err, failed)
		}
		if n := began.Load(); parallel == 0 && n != 1437 {
			t.Errorf("%d at a time: %d began", parallel+1, n)
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	plan, _ := NewPlan("v", []Script{waits()}, Request{Repeat: 1})
	if _, err := Play(ctx, plan, Shard{1, 1}, 1, measured, func(int, int) {}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// Durations and numbers stand where they belong, whatever their order; what is neither stands side by side.
func TestAxis(t *testing.T) {
	tests := []struct {
		values      string
		scale       scale
		logarithmic bool
		order       string
	}{
		{"7d 1m 1h", durations, true, "1m 1h 7d"},
		{"10m 1m 5m", durations, false, "1m 5m 10m"},
		{"0s 1m 1d", durations, false, "0s 1m 1d"},
		{"100000 500 10", numbers, true, "10 500 100000"},
		{"0.5 0 1", numbers, false, "0 0.5 1"},
		{"zoho outlook 1m", categories, false, "zoho outlook 1m"},
		{"nan 1", categories, false, "nan 1"},
		{"1e400 1", categories, false, "1e400 1"},
		{"5m", durations, false, "5m"},
	}
	for _, tt := range tests {
		a := newAxis("X", strings.Fields(tt.values))
		if a.scale != tt.scale || a.logarithmic != tt.logarithmic || strings.Join(a.inOrder(), " ") != tt.order {
			t.Errorf("%s: scale %d, logarithmic %t, %v", tt.values, a.scale, a.logarithmic, a.inOrder())
		}
	}
	if a := newAxis("X", strings.Fields("1m 10m 100m")); !near(a.at["10m"], 0.5, 1e-9) {
		t.Errorf("10m stands at %v", a.at["10m"])
	}
	if got := ticks(0, 1, 5); !slices.Equal(got, []float64{0, 0.2, 0.4, 0.6, 0.8, 1}) {
		t.Errorf("ticks %v", got)
	}
}

// A picture is sound XML whatever stands in its script, and holds no control character.
func TestSVGIsSound(t *testing.T) {
	script := NewScript(testscripts.Script{
		Name: "a<b>&\x1b[2J", Data: []byte("# <script>alert(1)</script> & \x07\u202e \"'.\n"),
	}, []testscripts.Param{param("WAIT", "1", "<1>", "\"2\"", "\x00")})
	plan, err := NewPlan("v", []Script{script}, Request{Repeat: 2, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	results, err := Play(t.Context(), plan, Shard{1, 1}, 1, measured, func(int, int) {})
	if err != nil {
		t.Fatal(err)
	}
	picture, err := results.SVG(Picture{})
	if err != nil {
		t.Fatal(err)
	}
	for decoder := xml.NewDecoder(strings.NewReader(string(picture))); ; {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%v\n%s", err, picture)
		}
		if element, is := token.(xml.StartElement); is && element.Name.Local == "script" {
			t.Error("a script is in it")
		}
	}
	if strings.ContainsAny(string(picture), "\x00\x07\x1b\u202e") {
		t.Error("it has control characters")
	}
}

// svgText is a text of a picture.
type svgText struct {
	X     float64 `xml:"x,attr"`
	Y     float64 `xml:"y,attr"`
	Class string  `xml:"class,attr"`
	Text  string  `xml:",chardata"`
}

// ends are where it begins and ends, in a font as wide as any that is likely.
func (t svgText) ends() (begin, end float64) {
	size := 6.8
	switch {
	case t.Class == "title":
		size = 10.6
	case strings.HasPrefix(t.Class, "tick"): // digits are wide
		size = 7.6
	}
	width := size * float64(len([]rune(t.Text)))
	switch {
	case strings.Contains(t.Class, "end"):
		return t.X - width, t.X
	case strings.Contains(t.Class, "middle"):
		return t.X - width/2, t.X + width/2
	}
	return t.X, t.X + width
}

// Texts lie within the picture, do not run into each other, and leave room for what is measured, on the left.
func TestSVGHasRoom(t *testing.T) {
	title := "# How much of one message to many people comes back, the longer its sender waits?\n"
	script := NewScript(testscripts.Script{Name: "script", Data: []byte(title)}, []testscripts.Param{
		param("WAIT", "1m", "10s", "20m", "30m", "31m", "7d", "a longer name"), param("A_LONG_NAME", "1", "1", "2"),
	})
	for _, alone := range []bool{false, true} {
		for _, value := range []float64{0, 0.5, 0.00001234, 1234567.8, -1234567.8, 1e300} {
			plan, err := NewPlan("v", []Script{script}, Request{Repeat: 2, Seed: 1, OneAtATime: alone})
			if err != nil {
				t.Fatal(err)
			}
			constant := func(context.Context, Job) (Played, error) {
				return Played{Measures: []testscripts.Measure{{Name: "measured", Value: value}}}, nil
			}
			results, err := Play(t.Context(), plan, Shard{1, 1}, 1, constant, func(int, int) {})
			if err != nil {
				t.Fatal(err)
			}
			data, err := results.SVG(Picture{})
			if err != nil {
				t.Fatal(err)
			}
			var picture struct {
				Texts []svgText `xml:"text"`
			}
			if err := xml.Unmarshal(data, &picture); err != nil {
				t.Fatal(err)
			}
			for i, text := range picture.Texts {
				begin, end := text.ends()
				if text.X == 0 { // it is turned, and has a place of its own
					continue
				}
				if begin < 0 || end > svgWidth {
					t.Errorf("%v, %v: %q goes from %v to %v", alone, value, text.Text, begin, end)
				}
				if text.Class == "tick end" && begin < 28 {
					t.Errorf("%v, %v: %q lies on what is measured", alone, value, text.Text)
				}
				for _, other := range picture.Texts[:i] {
					if b, e := other.ends(); other.X != 0 && other.Y == text.Y && begin < e && b < end {
						t.Errorf("%v, %v: %q lies on %q", alone, value, text.Text, other.Text)
					}
				}
			}
		}
	}
}

func TestDigits(t *testing.T) {
	for x, want := range map[float64]string{
		1.0 / 3: "0.333333", 1234567: "1234570", 1e300: "1e+300", -0.00000012345678: "-1.23457e-7", 3602: "3602",
		math.MaxFloat64: "1.79769e+308", 0.1 + 0.2: "0.3",
	} {
		if got := shortest(digits(x, significant)); got != want {
			t.Errorf("%v: %s, want %s", x, got, want)
		}
	}
	if got := shortest(digits(math.Copysign(0, -1), 6)); got != "0" {
		t.Errorf("-0: %s", got)
	}
}
