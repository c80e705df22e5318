package experiment

import (
	"math"

	"recallbox/sandbox"
)

// Row is what the repetitions of one combination tell of one measure.
type Row struct {
	Script  string            `json:"script"`         // its name
	Set     map[string]string `json:"set"`            // the parameters that vary, with their values
	Measure string            `json:"measure"`        // its name
	N       int               `json:"n"`              // the number of repetitions
	Mean    float64           `json:"mean"`           // of the repetitions; of true and false the share that is true
	Low     *float64          `json:"low,omitempty"`  // where the 95 % interval begins; from two repetitions on
	High    *float64          `json:"high,omitempty"` // its upper end
	Min     float64           `json:"min"`            // the least
	Max     float64           `json:"max"`            // the most

	combination Combination
}

// Document is the JSON of an experiment.
type Document struct {
	Rows        sandbox.Rows[Row] `json:"rows"`        // one for each script, measure and combination
	Simulated   bool              `json:"simulated"`   // always true: it follows from the assumptions
	Assumptions []Assumptions     `json:"assumptions"` // of each script
	Warnings    []string          `json:"warnings,omitempty"`
}

// Assumptions are what a script takes for granted.
type Assumptions struct {
	Script string   `json:"script"` // its name
	Says   []string `json:"says"`   // its first comments
	With   []string `json:"with"`   // the parameters that do not vary, as NAME=VALUE
}

// Document is the results as JSON.
func (r *Results) Document() Document {
	d := Document{Simulated: true, Rows: func(yield func(Row, error) bool) {
		for _, row := range r.Rows() {
			if !yield(row, nil) {
				return
			}
		}
	}}
	for _, w := range r.Warnings() {
		d.Warnings = append(d.Warnings, w.Says)
	}
	for _, s := range r.Plan.Scripts {
		d.Assumptions = append(d.Assumptions, Assumptions{s.Name, s.Assumptions, s.fixed()})
	}
	return d
}

// Rows are what the repetitions tell, by script, measure and combination.
func (r *Results) Rows() (rows []Row) {
	for i, s := range r.Plan.Scripts {
		for m, measure := range s.Measures {
			for first, c := range r.combinations {
				if c.script == i {
					rows = append(rows, r.row(c, first*r.Plan.Repeat, m, measure))
				}
			}
		}
	}
	return rows
}

// row is one, whose repetitions begin with the first in the plan: there are no rows of a shard.
func (r *Results) row(c Combination, first, m int, measure Measure) Row {
	values := make([]float64, r.Plan.Repeat)
	for i := range values {
		values[i] = r.values[first+i][m]
	}
	e := EstimateMean(values)
	if measure.Truth {
		e = EstimateShare(values)
	}
	row := Row{
		Script: r.Plan.Scripts[c.script].Name, Set: r.Plan.varied(c), Measure: measure.Name, N: e.N,
		Mean: digits(e.Mean, significant), Min: digits(e.Min, significant), Max: digits(e.Max, significant),
		combination: c,
	}
	if !math.IsNaN(e.Low) {
		low, high := digits(e.Low, significant), digits(e.High, significant)
		row.Low, row.High = &low, &high
	}
	return row
}

// MeasureNames are the names of what any script measures.
func (r *Results) MeasureNames() (names []string) {
	for _, s := range r.Plan.Scripts {
		for _, m := range s.Measures {
			names = append(names, m.Name)
		}
	}
	return names
}
