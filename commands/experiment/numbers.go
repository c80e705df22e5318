package experiment

import (
	"encoding/json"
	"math"
	"strconv"
)

// digits is a number with at most so many significant digits. All results are rounded, so that they are the same on
// every processor, whose last bits may differ.
func digits(x float64, significant int) float64 {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(x, 'e', significant-1, 64), 64)
	if err != nil || rounded == 0 { // -0 is 0, and what rounding makes infinite stays as it is
		return x + 0
	}
	return rounded
}

// significant are the digits of a result.
const significant = 6

// shortest is a number in its shortest exact form, as JSON has it.
func shortest(x float64) string {
	text, err := json.Marshal(x)
	if err != nil || math.IsNaN(x) {
		return ""
	}
	return string(text)
}

// brief is a number as pictures and tables show it.
func brief(x float64) string { return shortest(digits(x, 4)) }
