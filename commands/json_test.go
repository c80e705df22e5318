package commands

//lint:file-ignore SA5008,U1000 encoding/json takes tags and fields that nobody should write, and so must we

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"recallbox/commands/experiment"
	"recallbox/commands/scripts"
	"recallbox/sandbox"
	"recallbox/sandbox/mail"
)

type rows = sandbox.Rows[oddRow]

// What a struct may look like to encoding/json, with rows in it.
type (
	oddRow struct {
		Name string   `json:"name,omitempty"`
		Tags []string `json:"tags"`
		When time.Time
		Rows sandbox.Rows[string] `json:"rows"`
	}
	oddNames struct {
		Plain     string
		Renamed   string `json:"other"`
		Rows      rows
		Dash      rows   `json:"-"`
		ReallyDsh string `json:"-,"`
		hidden    string
	}
	oddInvalid struct {
		A    string `json:"a\"b"`
		Rows rows   `json:"<rows>"`
	}
	oddOmitted struct {
		Empty   []string             `json:"empty,omitempty"`
		Zero    []string             `json:"zero,omitzero"`
		Rows    rows                 `json:"rows,omitempty"`
		NoRows  rows                 `json:"no_rows,omitzero"`
		Date    time.Time            `json:"date,omitempty"`
		Moment  time.Time            `json:"moment,omitzero"`
		Pointer *oddRow              `json:"pointer,omitempty"`
		Another *oddRow              `json:"another,omitzero"`
		List    []oddRow             `json:"list,omitempty"`
		Others  []oddRow             `json:"others,omitzero"`
		Struct  oddRow               `json:"struct,omitempty"`
		Whole   oddRow               `json:"whole,omitzero"`
		Number  int                  `json:"number,omitempty,string"`
		Words   map[string][]string  `json:"words,omitempty"`
		Any     any                  `json:"any,omitempty"`
		Both    sandbox.Rows[string] `json:"both,omitempty,omitzero"`
	}
	oddBase struct {
		Name string `json:"name"`
		Rows rows   `json:"rows"`
		Deep int    `json:"deep"`
	}
	OddShown    struct{ List []string }
	oddEmbedded struct {
		oddBase
		Own string `json:"own"`
	}
	oddBeside struct {
		*OddShown
		Rows rows `json:"rows"`
	}
	oddShadowed struct {
		oddBase
		Name string `json:"name"`
		Rows []int  `json:"rows"`
	}
	oddNamed struct {
		OddShown `json:"shown"`
		Rows     rows `json:"rows"`
	}
	oddTwice struct {
		Other rows
		A     string `json:"Other"` // which wins, as it is a tag
		Rows  rows
	}
	oddItself struct {
		Next *oddItself `json:"next,omitempty"`
		Rows rows       `json:"rows"`
	}
	oddHolders struct {
		Any    any             `json:"any"`
		Map    map[string]rows `json:"map"`
		Array  [2]rows         `json:"array"`
		Twice  [][]oddRow      `json:"twice"`
		Far    **oddRow        `json:"far"`
		Rows   rows            `json:"rows"`
		Inside struct {
			Rows rows `json:"rows"`
			None struct{}
		} `json:"inside"`
	}
	oddWriter struct{ Rows rows }
	oddZero   struct {
		Rows rows
		Odd  bool
	}
	oddFar struct{ Rows rows }
	oddOwn struct {
		Far    oddFar    `json:"far,omitzero"`
		Near   *oddZero  `json:"near,omitzero"`
		Writer oddWriter `json:"writer"`
		Zero   oddZero   `json:"zero,omitzero"`
		Rows   rows      `json:"rows"`
	}
)

func (oddWriter) MarshalJSON() ([]byte, error) { return []byte(`"own"`), nil }
func (z oddZero) IsZero() bool                 { return z.Odd }
func (z *oddFar) IsZero() bool                 { return z.Rows != nil }

// What commands print has its fields, in the order and under the conditions, that encoding/json would give them.
func TestDocumentsAreAsEncodingJSONWritesThem(t *testing.T) {
	results := []any{
		sandbox.Recall{}, sandbox.Explanation{}, sandbox.Overview{}, sandbox.Message{}, sandbox.OpenResult{},
		sandbox.Delivery{}, sandbox.Clock{}, sandbox.SendResult{}, sandbox.ExportResult{}, sandbox.ImportResult{},
		sandbox.Organisation{}, sandbox.User{}, sandbox.Group{}, sandbox.OutboxMessage{},
		sandbox.ShownBehaviour{}, sandbox.SourceWithStatements{},
		eventList{}, newRules{}, messageList{}, openedList{}, outboxList{}, scripts.Result{}, failure{},
		experiment.Document{}, experimentList{},
		oddNames{}, oddInvalid{}, oddOmitted{}, oddEmbedded{}, oddBeside{}, oddShadowed{}, oddNamed{}, oddTwice{},
		oddItself{}, oddHolders{}, oddOwn{},
		[]oddRow{}, []*oddRow{}, rows(nil), &oddOmitted{}, map[string]oddRow{}, struct{}{}, (*oddRow)(nil),
	}
	for _, one := range results {
		for seed := range uint64(60) {
			f := filler{rand.New(rand.NewPCG(seed, 1))}
			v := reflect.New(reflect.TypeOf(one)).Elem()
			f.fill(v, 0)
			for _, compact := range []bool{false, true} {
				got, want := documentOf(t, v.Interface(), compact), encodingJSON(t, v.Interface(), compact)
				if got != want {
					t.Fatalf("%T, compact %v, seed %d:\n%s\nnot\n%s", one, compact, seed, got, want)
				}
			}
		}
	}
	if got := documentOf(t, nil, true); got != "null\n" {
		t.Errorf("nothing: %s", got)
	}
}

// Lists are never null, wherever they are, and absent ones are not made up.
func TestListsAreNeverNull(t *testing.T) {
	type inner struct{ List []string }
	type outer struct {
		inner
		*OddShown
		Absent []string `json:",omitzero"`
		Lists  [][]string
		Rows   rows
		Later  []int
	}
	// The two lists that are embedded have one name, so that there is neither.
	got := documentOf(t, outer{OddShown: &OddShown{}, Lists: [][]string{nil}}, true)
	if want := `{"Lists":[[]],"Rows":[],"Later":[]}` + "\n"; got != want {
		t.Errorf("got %s", got)
	}
	type one struct{ inner }
	if got := documentOf(t, one{}, true); got != `{"List":[]}`+"\n" {
		t.Errorf("embedded: %s", got)
	}
}

func documentOf(t *testing.T, v any, compact bool) string {
	t.Helper()
	var b bytes.Buffer
	p := newPrinter(Process{Out: &b}.complete())
	p.Compact = compact
	if err := p.WriteJSON(v); err != nil {
		t.Fatalf("%T: %v", v, err)
	}
	p.Flush()
	return b.String()
}

// encodingJSON is what encoding/json makes of a value, without invisible characters.
func encodingJSON(t *testing.T, v any, compact bool) string {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		t.Fatalf("%T: %v", v, err)
	}
	return documentOf(t, json.RawMessage(b.Bytes()), compact)
}

// filler fills values with what comes to its mind; lists that would be null are empty.
type filler struct{ *rand.Rand }

func (f filler) fill(v reflect.Value, depth int) {
	switch v.Interface().(type) {
	case time.Time:
		if f.IntN(2) == 0 {
			v.Set(reflect.ValueOf(time.Unix(f.Int64N(1<<32), 0).In(time.FixedZone("", f.IntN(2)*3600))))
		}
		return
	case mail.Account, mail.Client, mail.Receipts, mail.Role, mail.What:
		v.SetUint(uint64(f.IntN(3)))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString([]string{"", "a", "<&>", "\u202e", "\"\\\n", "漢"}[f.IntN(6)])
	case reflect.Bool:
		v.SetBool(f.IntN(2) == 0)
	case reflect.Int, reflect.Int64, reflect.Int32:
		v.SetInt(int64(f.IntN(3)))
	case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(uint64(f.IntN(3)))
	case reflect.Float64:
		v.SetFloat(float64(f.IntN(3)) / 2)
	case reflect.Interface:
		if v.NumMethod() == 0 && f.IntN(2) == 0 {
			one := reflect.New(reflect.TypeFor[oddRow]()).Elem()
			f.fill(one, depth+1)
			v.Set(one)
		}
	case reflect.Pointer:
		if depth < 4 && f.IntN(2) == 0 {
			v.Set(reflect.New(v.Type().Elem()))
			f.fill(v.Elem(), depth+1)
		}
	case reflect.Array:
		for i := range v.Len() {
			f.fill(v.Index(i), depth+1)
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		for range f.number(depth) {
			key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			f.fill(key, depth+1)
			f.fill(value, depth+1)
			v.SetMapIndex(key, value)
		}
	case reflect.Slice:
		v.Set(f.list(v.Type().Elem(), depth))
	case reflect.Func:
		v.Set(f.rows(v.Type(), depth))
	case reflect.Struct:
		f.fillFields(v, depth)
	default:
		panic(fmt.Sprint("nothing comes to mind for ", v.Type()))
	}
}

// fillFields leaves lists out where that is for their tag to tell.
func (f filler) fillFields(v reflect.Value, depth int) {
	for i := range v.NumField() {
		options := strings.Split(v.Type().Field(i).Tag.Get("json"), ",")[1:]
		isList := slices.Contains([]reflect.Kind{reflect.Slice, reflect.Func}, v.Field(i).Kind())
		switch field := v.Field(i); {
		case isList && slices.Contains(options, "omitzero") && f.IntN(2) == 0:
		case field.CanSet():
			f.fill(field, depth+1)
		case v.Type().Field(i).Anonymous && field.Kind() == reflect.Struct:
			f.fillFields(field, depth+1)
		}
	}
}

func (f filler) number(depth int) int { return f.IntN(max(1, 4-depth)) }

func (f filler) list(of reflect.Type, depth int) reflect.Value {
	list := reflect.MakeSlice(reflect.SliceOf(of), f.number(depth), 4)
	for i := range list.Len() {
		f.fill(list.Index(i), depth+1)
	}
	return list
}

func (f filler) rows(t reflect.Type, depth int) reflect.Value {
	yield := t.In(0)
	list := f.list(yield.In(0), depth)
	return reflect.MakeFunc(t, func(args []reflect.Value) []reflect.Value {
		for i := range list.Len() {
			if !args[0].Call([]reflect.Value{list.Index(i), reflect.Zero(yield.In(1))})[0].Bool() {
				break
			}
		}
		return nil
	})
}
