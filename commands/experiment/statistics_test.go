package experiment

import (
	"fmt"
	"math"
	"testing"

	"recallbox/sandbox/delay"
)

func near(got, want, by float64) bool { return math.Abs(got-want) <= by }

// As in the tables of every textbook.
func TestStudentQuantile(t *testing.T) {
	for degrees, want := range map[int]float64{
		1: 12.7062047, 2: 4.30265273, 3: 3.18244631, 4: 2.77644511, 5: 2.57058184, 9: 2.26215716, 10: 2.22813885,
		29: 2.04522964, 30: 2.04227246, 99: 1.98421695, 120: 1.97993041, 999: 1.96234146, 100_000: 1.95998778,
		9_999_999: 1.95996422,
	} {
		if got := studentQuantile(0.975, degrees); !near(got, want, 1e-6) {
			t.Errorf("%d degrees: %.8f, want %.8f", degrees, got, want)
		}
	}
}

func TestEstimateMean(t *testing.T) {
	tests := []struct {
		values []float64
		want   Estimate
	}{
		{[]float64{4}, Estimate{1, 4, math.NaN(), math.NaN(), 4, 4}},
		{[]float64{1, 2, 3, 4, 5}, Estimate{5, 3, 1.03675684, 4.96324316, 1, 5}},
		{[]float64{0.1, 0.1, 0.1}, Estimate{3, 0.1, 0.1, 0.1, 0.1, 0.1}},
		{[]float64{-2, 2}, Estimate{2, 0, -25.4124095, 25.4124095, -2, 2}},
		{[]float64{1e308, 1e308}, Estimate{2, 1e308, 1e308, 1e308, 1e308, 1e308}},
	}
	for _, tt := range tests {
		if got := EstimateMean(tt.values); !got.isNear(tt.want) {
			t.Errorf("%v: %v, want %v", tt.values, got, tt.want)
		}
	}
}

// Wilson's intervals; 81 of 263 are 0.2553 to 0.3662 in Newcombe (1998).
func TestEstimateShare(t *testing.T) {
	tests := []struct {
		yes, n    int
		low, high float64
	}{
		{0, 10, 0, 0.27753279}, {10, 10, 0.72246721, 1}, {5, 10, 0.23659309, 0.76340691},
		{1, 2, 0.09453121, 0.90546879},
		{81, 263, 0.25528852, 0.36620958},
	}
	for _, tt := range tests {
		values := make([]float64, tt.n)
		for i := range tt.yes {
			values[i] = 1
		}
		got := EstimateShare(values)
		if !near(got.Low, tt.low, 2e-5) || !near(got.High, tt.high, 2e-5) ||
			!near(got.Mean, float64(tt.yes)/float64(tt.n), 1e-12) {
			t.Errorf("%d of %d: %v, want %v to %v", tt.yes, tt.n, got, tt.low, tt.high)
		}
	}
}

func (e Estimate) isNear(want Estimate) bool {
	same := func(a, b float64) bool { return math.IsNaN(a) && math.IsNaN(b) || near(a, b, 1e-6*max(1, math.Abs(b))) }
	return e.N == want.N && same(e.Mean, want.Mean) && same(e.Low, want.Low) && same(e.High, want.High) &&
		e.Min == want.Min && e.Max == want.Max
}

// People who open at one rate, by the draws of later acts: after t the share exp(-t/mean) has not. Of 1,000 experiments
// 95 % find that within their interval. So few repetitions, and so small a share of what is true or false, that no
// interval of the normal distribution does.
func TestIntervalsHoldTheTruth(t *testing.T) {
	const experiments, mean = 1000, 3600
	unread := func(seed int64, people int, after float64) float64 {
		key, left := delay.NewKey(seed, "open --as 'u*@acme.example' m1"), 0
		for i := range people {
			when, _ := key.Draw(fmt.Sprintf("u%06d@acme.example", i+1))
			if s, ok := delay.Exponential(mean).Seconds(when); !ok || float64(s) > after {
				left++
			}
		}
		return float64(left) / float64(people)
	}
	for name, one := range map[string]struct {
		repetitions, people int
		after               float64
		estimate            func([]float64) Estimate
	}{
		"number":        {5, 50, 2520, EstimateMean},
		"true or false": {20, 1, 8280, EstimateShare},
	} {
		found := 0
		for e := range experiments {
			values := make([]float64, one.repetitions)
			for i := range values {
				values[i] = unread(int64(1+e*one.repetitions+i), one.people, one.after)
			}
			truth := math.Exp(-one.after / mean)
			if e := one.estimate(values); e.Low <= truth && truth <= e.High {
				found++
			}
		}
		if found < 930 || found > 970 {
			t.Errorf("%s: %d of %d intervals hold the truth", name, found, experiments)
		}
	}
}
