package delay_test

import (
	"errors"
	"flag"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"recallbox/sandbox/delay"
)

var update = flag.Bool("update", false, "write testdata/draws.txt anew, as long as no release draws so")

// seconds reads numbers with s, m, h or d behind them: the package is pure, and has its durations from elsewhere.
func seconds(text string) (float64, error) {
	unit := map[byte]float64{'s': 1, 'm': 60, 'h': 3600, 'd': 86400}[text[len(text)-1]]
	n, err := strconv.ParseFloat(text[:len(text)-1], 64)
	if unit == 0 {
		err = errors.New("no duration")
	}
	return n * unit, err
}

func parse(t testing.TB, text string) delay.Delay {
	t.Helper()
	d, err := delay.Parse(text, delay.Source{Seconds: seconds, Table: func(_, name string) (delay.Delay, error) {
		text, err := os.ReadFile("../../fixtures/curves/" + name + ".curve")
		if err != nil {
			return delay.Delay{}, err
		}
		return delay.ParseTable(string(text), seconds)
	}})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// drawn are one of each kind, the curves that are built in among them.
var drawn = []string{
	"fixed:5m", "uniform:0s:2h", "exponential:30m", "lognormal:47m:1.5", "curve:replies-2015", "curve:opens-2012",
}

// The first thousand draws of each kind are the same in whole seconds, on every processor and for ever.
func TestDrawsStayTheSame(t *testing.T) {
	const file = "testdata/draws.txt"
	key := delay.NewKey(1, "open --as 'user*@acme.example' m1")
	var b strings.Builder
	fmt.Fprintf(&b, "%s whether\n", strings.Join(drawn, " "))
	for i := range 1000 {
		when, whether := key.Draw(fmt.Sprintf("user%06d@acme.example", i+1))
		for _, text := range drawn {
			s, ok := parse(t, text).Seconds(when)
			if !ok {
				s = -1
			}
			fmt.Fprintf(&b, "%d ", s)
		}
		fmt.Fprintf(&b, "%.6f\n", whether)
	}
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	got, wanted := strings.Split(b.String(), "\n"), strings.Split(string(want), "\n")
	for i := range wanted {
		if i >= len(got) || got[i] != wanted[i] {
			t.Fatalf("line %d: %q, want %q", i+1, got[min(i, len(got)-1)], wanted[i])
		}
	}
}

// Quantiles in closed form, to the second.
func TestQuantiles(t *testing.T) {
	for _, test := range []struct {
		delay string
		u     float64
		want  float64 // seconds; NaN for never
	}{
		{"fixed:5m", 0, 300}, {"fixed:5m", 0.999, 300}, {"fixed:1.5s", 0.5, 2},
		{"uniform:0s:2h", 0, 0}, {"uniform:0s:2h", 0.25, 1800}, {"uniform:1h:2h", 0.5, 5400},
		{"exponential:30m", 0, 0}, {"exponential:30m", 0.5, 1247.664925}, {"exponential:30m", 0.9, 4144.653167},
		{"lognormal:47m:1.5", 0, 0}, {"lognormal:47m:1.5", 0.5, 2820},
		{"lognormal:47m:1.5", 0.8413447460685429, 12638.363379}, {"lognormal:47m:1.5", 0.15865525393145707, 629.227050},
		{"lognormal:47m:1.5", 0.9986501019683699, 253848.310267}, // three sigma
		{"lognormal:47m:0", 0.3, 2820},
		{"curve:replies-2015", 0, 0}, {"curve:replies-2015", 0.25, 1410}, {"curve:replies-2015", 0.5, 2820},
		{"curve:replies-2015", 0.7, 15609.227}, {"curve:replies-2015", 0.9, 86400},
		{"curve:opens-2012", 0.111, 3600}, {"curve:opens-2012", 0.789, 86400}, {"curve:opens-2012", 0.518, 21600},
	} {
		got, ok := parse(t, test.delay).Seconds(test.u)
		if want := int64(math.Ceil(test.want)); !ok || got != want {
			t.Errorf("%s at %v: %d, %v, want %d", test.delay, test.u, got, ok, want)
		}
	}
}

// A share of those who draw acts until each quantile, and shares are as even.
func TestDrawsAreUniform(t *testing.T) {
	key := delay.NewKey(7, "open")
	const n = 100_000
	var when, whether []float64
	for i := range n {
		u, v := key.Draw(fmt.Sprintf("u%d@acme.example", i))
		when, whether = append(when, u), append(whether, v)
	}
	for _, all := range [][]float64{when, whether} {
		slices.Sort(all)
		furthest := 0.0
		for i, u := range all {
			furthest = max(furthest, math.Abs(u-float64(i)/n))
		}
		if limit := 1.95 / math.Sqrt(n); furthest > limit { // Kolmogorov's, for one in a thousand
			t.Errorf("the draws are %v from uniform, over %v", furthest, limit)
		}
	}
}

func TestCurves(t *testing.T) {
	for text, want := range map[string]string{
		"":                     "there is no point in it",
		"1h 0.5\n2h 0.4":       "line 2: the curve falls: 0.4 comes after 0.5",
		"1h 0.5\n1h 0.6":       "line 2: its time is not behind the one before",
		"1h 1.5":               `line 1: "1.5" is no share: a number from 0 to 1`,
		"1h NaN":               `line 1: "NaN" is no share: a number from 0 to 1`,
		"# only\n\n1h":         `line 3: "1h" is not a time and a share`,
		"1h, 0.5, 3":           `line 1: "1h, 0.5, 3" is not a time and a share`,
		"1x 0.5":               "line 1: no duration",
		"1h,0.5\n2h\t0.5 # as": "",
		"0s 0.5\n2h 1":         "",
	} {
		_, err := delay.ParseTable(text, seconds)
		if got := fmt.Sprint(err); got != want && (err != nil || want != "") {
			t.Errorf("%q: %v, want %s", text, got, want)
		}
	}
	half, err := delay.ParseTable("0s 0.25\n2h 0.75", seconds)
	if err != nil {
		t.Fatal(err)
	}
	for u, want := range map[float64]int64{0: 0, 0.2: 0, 0.25: 0, 0.5: 3600, 0.8: -1} {
		got, ok := half.Seconds(u)
		if !ok {
			got = -1
		}
		if got != want {
			t.Errorf("at %v: %d, want %d", u, got, want)
		}
	}
}

func TestWhatIsNoDelay(t *testing.T) {
	for _, text := range []string{
		"", "soon", "fixed", "fixed:", "fixed:5m:6m", "uniform:1h", "uniform:2h:1h", "lognormal:47m", "lognormal:47m:-1",
		"lognormal:47m:NaN", "lognormal:47m:Inf", "lognormal:47m:1e999", "curve:", "file:", "exponential:x1",
	} {
		if _, err := delay.Parse(text, delay.Source{Seconds: seconds}); err == nil {
			t.Errorf("%q is a delay", text)
		}
	}
}
