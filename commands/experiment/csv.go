package experiment

import (
	"bytes"
	"encoding/csv"
	"strconv"
)

// CSV is the rows as RFC 4180 has them. A parameter that a script does not have is empty in its rows.
func (r *Results) CSV() ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	names, several := r.Plan.VariedNames(), len(r.Plan.Scripts) > 1
	var head []string
	if several {
		head = append(head, "script")
	}
	head = append(append(head, names...), "measure", "n", "mean", "low", "high", "min", "max")
	if err := w.Write(head); err != nil {
		return nil, err
	}
	for _, row := range r.Rows() {
		var cells []string
		if several {
			cells = append(cells, row.Script)
		}
		for _, name := range names {
			cells = append(cells, row.Set[name])
		}
		cells = append(cells, row.Measure, strconv.Itoa(row.N), shortest(row.Mean),
			optional(row.Low), optional(row.High), shortest(row.Min), shortest(row.Max))
		if err := w.Write(cells); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// optional is a number that may be missing.
func optional(x *float64) string {
	if x == nil {
		return ""
	}
	return shortest(*x)
}
