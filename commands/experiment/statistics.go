package experiment

import "math"

// Estimate is what repetitions tell of one measure.
type Estimate struct {
	N         int
	Mean      float64
	Low, High float64 // the 95 % interval of the mean; both NaN where N is 1
	Min, Max  float64
}

// confidence is how often an interval holds the truth.
const confidence = 0.95

// EstimateMean is of numbers, with Student's t interval for their mean.
func EstimateMean(values []float64) Estimate {
	e := describe(values)
	if e.N > 1 {
		squares := 0.0
		for _, v := range values {
			squares += (v - e.Mean) * (v - e.Mean)
		}
		n := float64(e.N)
		half := studentQuantile(0.5+confidence/2, e.N-1) * math.Sqrt(squares/(n-1)/n)
		e.Low, e.High = e.Mean-half, e.Mean+half
	}
	return e
}

// EstimateShare is of what is true (1) or false (0), with Wilson's interval for the share that is true.
func EstimateShare(values []float64) Estimate {
	e := describe(values)
	if e.N > 1 {
		const z = 1.959963984540054 // the normal distribution's 0.975 quantile
		n := float64(e.N)
		middle := (e.Mean + z*z/(2*n)) / (1 + z*z/n)
		half := z / (1 + z*z/n) * math.Sqrt(e.Mean*(1-e.Mean)/n+z*z/(4*n*n))
		e.Low, e.High = max(0, middle-half), min(1, middle+half)
	}
	return e
}

// describe is an estimate without its interval.
func describe(values []float64) Estimate {
	e := Estimate{N: len(values), Low: math.NaN(), High: math.NaN(), Min: math.Inf(1), Max: math.Inf(-1)}
	sum := 0.0
	for _, v := range values {
		sum += v / float64(len(values)) // so that the largest numbers have a mean too
		e.Min, e.Max = min(e.Min, v), max(e.Max, v)
	}
	e.Mean = min(max(sum, e.Min), e.Max) // equal values have no other mean
	return e
}

// studentQuantile is the value below which Student's t with so many degrees of freedom lies with probability p, which
// is between a half and one.
func studentQuantile(p float64, degrees int) float64 {
	low, high := 0.0, 1.0
	for studentBelow(high, degrees) < p {
		low, high = high, 2*high
	}
	for range 100 { // each halves what is left: far more than a float64 can tell apart
		middle := low + (high-low)/2
		if studentBelow(middle, degrees) < p {
			low = middle
		} else {
			high = middle
		}
	}
	return high
}

// studentBelow is the probability that Student's t lies below a value that is not negative.
func studentBelow(t float64, degrees int) float64 {
	n := float64(degrees)
	return 1 - incompleteBeta(n/(n+t*t), n/2, 0.5)/2
}

// incompleteBeta is the regularised incomplete beta function, by its continued fraction (DLMF 8.17.22), which converges
// fast on one side of the middle; the other follows from symmetry.
func incompleteBeta(x, a, b float64) float64 {
	switch {
	case x <= 0:
		return 0
	case x >= 1:
		return 1
	case x > (a+1)/(a+b+2):
		return 1 - incompleteBeta(1-x, b, a)
	}
	front := math.Exp(logGamma(a+b) - logGamma(a) - logGamma(b) + a*math.Log(x) + b*math.Log1p(-x))
	return front / a * betaFraction(x, a, b)
}

// betaFraction is the value of that fraction, from front to back (Lentz's way).
func betaFraction(x, a, b float64) float64 {
	c, d := 1.0, 1/(1-(a+b)*x/(a+1))
	value := d
	for i := 1; i < 10_000; i++ {
		m := float64(i)
		even := m * (b - m) * x / ((a + 2*m - 1) * (a + 2*m))
		c, d = 1+even/c, 1/(1+even*d)
		value *= c * d
		odd := -(a + m) * (a + b + m) * x / ((a + 2*m) * (a + 2*m + 1))
		c, d = 1+odd/c, 1/(1+odd*d)
		value *= c * d
		if math.Abs(c*d-1) < 1e-15 {
			break
		}
	}
	return value
}

func logGamma(x float64) float64 {
	log, _ := math.Lgamma(x)
	return log
}
