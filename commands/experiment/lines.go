package experiment

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"

	"recallbox/sandbox"
)

// The file of an experiment, or of a shard of it: the plan in the first line, then a line for each repetition.

// line is one repetition, as it is read.
type line struct {
	Script     string              `json:"script"`
	Set        map[string]string   `json:"set"`
	Repetition int                 `json:"repetition"`
	Seed       int64               `json:"seed"`
	Measures   map[string]*float64 `json:"measures"`
	Mistakes   sandbox.Mistakes    `json:"mistakes"`
}

// JSONL is the file.
func (r *Results) JSONL() ([]byte, error) {
	var b bytes.Buffer
	plan, err := plainJSON(r.Plan)
	if err != nil {
		return nil, err
	}
	b.Write(plan)
	b.WriteByte('\n')
	for i, values := range r.values {
		c, repetition := r.where(i)
		script := r.Plan.Scripts[c.script]
		name, err := plainJSON(script.Name)
		if err != nil {
			return nil, err
		}
		set, err := plainJSON(r.Plan.varied(c))
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&b, `{"script":%s,"set":%s,"repetition":%d,"seed":%d,"measures":{`,
			name, set, repetition, r.seed(repetition))
		for m, v := range values {
			if m > 0 {
				b.WriteByte(',')
			}
			b.WriteString(strconv.Quote(script.Measures[m].Name) + ":" + shortest(v)) // letters, digits, _ and -
		}
		b.WriteByte('}')
		if mistakes, err := plainJSON(r.mistakes[i]); err != nil {
			return nil, err
		} else if len(mistakes) > len("{}") {
			b.WriteString(`,"mistakes":` + string(mistakes))
		}
		b.WriteString("}\n")
	}
	return b.Bytes(), nil
}

// plainJSON is a value in one line, without the escapes that web pages need.
func plainJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// part is a file that has been read, and may be a stranger's.
type part struct {
	file  string
	plan  Plan
	shard Shard
	lines []line
}

// readPart reads a file. The error says what is wrong with it, and where.
func readPart(file string, data []byte) (part, error) {
	p := part{file: file}
	first, rest, _ := bytes.Cut(data, []byte("\n"))
	if err := strictly(first, &p.plan); err != nil || !p.plan.Simulated {
		return p, fmt.Errorf("%s: line 1: does not begin as an experiment --jsonl writes it", file)
	}
	var ok bool
	if p.shard, ok = ParseShard(p.plan.Shard); !ok || p.plan.Shard == "1/1" {
		return p, fmt.Errorf("%s: line 1: %q is no shard", file, p.plan.Shard)
	}
	if _, ok := p.plan.size(); !ok {
		return p, fmt.Errorf("%s: line 1: there is nothing to play, or more than %d repetitions", file, MostRepetitions)
	}
	for number := 2; len(rest) > 0; number++ {
		var text []byte
		text, rest, _ = bytes.Cut(rest, []byte("\n"))
		var l line
		if err := strictly(text, &l); err != nil {
			return p, fmt.Errorf("%s: line %d: is no repetition as experiment --jsonl writes it", file, number)
		}
		p.lines = append(p.lines, l)
	}
	return p, nil
}

// strictly reads JSON that has no field which is not known.
func strictly(text []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return err
	}
	if decoder.More() {
		return fmt.Errorf("something stands behind it")
	}
	return nil
}
