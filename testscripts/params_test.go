package testscripts_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"recallbox/testscripts"
)

func TestParams(t *testing.T) {
	text := "# What one sees.\n\nparam A\n  param B ''  # c\n" +
		"# How long.\nparam C 'it''s 5m' 5m,1h,'2 h'\n# Now.\nrecallbox say\nparam D\n"
	list, err := script(text).Params()
	want := []testscripts.Param{
		{Name: "A", Required: true, Line: 3},
		{Name: "B", Says: "c", Line: 4},
		{Name: "C", Default: "it's 5m", Values: []string{"5m", "1h", "2 h"}, Says: "How long.", Line: 6},
	}
	if err != nil || !reflect.DeepEqual(list, want) {
		t.Errorf("got %+v, %v", list, err)
	}
}

// What cannot be declared fails where it stands, before anything runs.
func TestBadParams(t *testing.T) {
	for text, want := range map[string]string{
		"param":                           "sample:1: usage: param NAME [DEFAULT [A,B,…]]",
		"param A 1 2 3":                   "sample:1: usage: param",
		"param 1A 2":                      `sample:1: param: "1A" is no name`,
		"param A-B 2":                     `sample:1: param: "A-B" is no name`,
		"\nparam n 2":                     "sample:2: param: n is a column of an experiment's table",
		"param repetition 2":              "sample:1: param: repetition is a column",
		"param SEED 2":                    "sample:1: param: every script has $SEED already",
		"param Path 2":                    "sample:1: param: every script has $Path already",
		"param A 1\n# x\nparam A 2":       "sample:3: param: A is declared twice",
		"param A 1 1,2,1":                 `sample:1: "1,2,1" has "1" twice`,
		"param A 'x":                      "sample:1: unterminated quoted argument",
		"param A":                         "sample:1: A has no value, and no default: --set A=VALUE",
		"recallbox say\nparam A 1":        "sample:2: param stands at the top",
		"[short] stop\nparam A 1":         "sample:2: param stands at the top",
		"param A 1\nstop\nparam A 1":      "",
		"param A 1\n\nenv B=1\nparam A 1": "sample:4: param stands at the top",
		"param A 1\n[!short] param B 1":   "sample:2: param stands at the top",
		"param A 1\n! param A 1":          "sample:2: param: it cannot fail",
		"[is:A] stop":                     `sample:1: bad condition "is:A": is:A=B holds where A is B`,
		"[was:A=B] stop":                  `sample:1: bad condition "was:A=B": unknown condition`,
		"-- ../a --\n":                    `sample:1: "../a" is no name of a file in the script's folder`,
		"status 0,x recallbox say":        `sample:1: status: "0,x" is no exit code`,
		"status 0,1 recallbox refuse":     "sample:1: exit 3, want 0 or 1",
		"! status 0,3 recallbox refuse":   "sample:1: exit 3, want another than 0 or 3",
	} {
		result := run(t, testscripts.Runner{Program: toy}, script(text))
		if want == "" && result.Failure == nil {
			continue
		}
		if result.Failure == nil || !strings.HasPrefix(result.Failure.Error(), want) {
			t.Errorf("%q: %v, want %s\n%s", text, result.Failure, want, result.Log)
		}
	}
}

// A script reads its parameters and its seed as variables, and gets only what it declares.
func TestPlay(t *testing.T) {
	s := script(`param WAIT 5m 5m,1h
param WHO ''
recallbox say '['$WAIT'|'$WHO'|'$SEED'|'$OTHER']'
[is:$WAIT=5m] recallbox say five
[!is:$WAIT=5m] [is:$WHO=] recallbox say other
stdout `)
	for _, test := range []struct {
		play testscripts.Play
		want string
	}{
		{testscripts.Play{}, "five"},
		{testscripts.Play{Set: map[string]string{"WAIT": "1h", "OTHER": "x"}}, "other"},
		{testscripts.Play{Set: map[string]string{"WAIT": "1h", "WHO": "a=b c"}, Seed: -7}, `'\[1h\|a=b c\|-7\|\]'`},
		{testscripts.Play{Seed: 17}, "! five"},
	} {
		one := s
		one.Data = append(s.Data[:len(s.Data):len(s.Data)], test.want+"\n"...)
		result, err := testscripts.Runner{Program: toy}.Play(t.Context(), one, test.play)
		if err != nil || (result.Outcome == testscripts.Passed) == strings.HasPrefix(test.want, "!") {
			t.Errorf("%+v: %v, %s\n%s", test.play, err, result.Outcome, result.Log)
		}
	}
	set := testscripts.Runner{Program: toy, Set: map[string]string{"WAIT": "1h"}}
	s.Data = append(s.Data, "other\n"...)
	if result := run(t, set, s); result.Outcome != testscripts.Passed {
		t.Error(result.Log)
	}
}

func TestMeasure(t *testing.T) {
	say := "recallbox say '{\"a\":0.25,\"b\":true,\"c\":[1,2],\"big\":12345678901234567890,\"huge\":1e999}'\n"
	toyRunner := testscripts.Runner{Program: toy}
	got, err := toyRunner.Measure(t.Context(), script(say+
		"measure z .a\nmeasure b .b\n[short] measure no .a\nmeasure c-2 '.c|length'\nmeasure big .big\n",
	), testscripts.Play{})
	want := []testscripts.Measure{
		{Name: "z", Value: 0.25, Line: 2},
		{Name: "b", Value: 1, Truth: true, Line: 3},
		{Name: "c-2", Value: 2, Line: 5},
		{Name: "big", Value: 12345678901234567890, Line: 6},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v", got, err)
	}
	for line, message := range map[string]string{
		"measure a nan":                "measure a: `nan` gives NaN, which is no number",
		"measure a infinite":           "measure a: `infinite` gives a number that is infinite or too large",
		"measure a .huge":              "measure a: `.huge` gives a number that is infinite or too large",
		"measure a .none":              "measure a: `.none` gives null, which is no number",
		"measure a '\"1\"'":            "measure a: `\"1\"` gives a string, which is no number",
		"measure a .c":                 "measure a: `.c` gives a list, which is no number",
		"measure a .":                  "measure a: `.` gives an object, which is no number",
		"measure a .c[]":               "measure a: `.c[]` gives 2 results, and must give one",
		"measure a empty":              "measure a: `empty` gives 0 results, and must give one",
		"measure a 1 2":                "usage: measure NAME EXPR",
		"! measure a 1":                "usage: measure NAME EXPR",
		"measure 1a 1":                 `measure: "1a" is no name`,
		"measure a '. |'":              "measure a: unexpected EOF",
		"measure a error":              `measure a: error: {"a":0.25,`,
		"measure a 1\nmeasure a 2":     "measure: a is measured in line 2 already",
		"recallbox say\nmeasure a 1":   "measure a: stdout is empty",
		"skip 'not here'\nmeasure a 1": "skipped: not here",
	} {
		list, err := toyRunner.Measure(t.Context(), script(say+line), testscripts.Play{})
		var failed *testscripts.Failure
		if list != nil || !errors.As(err, &failed) || !strings.HasPrefix(failed.Message, message) {
			t.Errorf("%q: %v, want %s", line, err, message)
		}
		if failed != nil && strings.HasPrefix(failed.Message, "measure") && failed.Line != 2+strings.Count(line, "\n") {
			t.Errorf("%q: line %d", line, failed.Line)
		}
	}
}

// What was not measured has failed, also where the rest goes on; a refused line does not run.
func TestKeepGoing(t *testing.T) {
	text := "# One.\nrecallbox refuse\nrecallbox say one\n\n# Two.\nrecallbox say two\n\n# Three.\n" +
		"! recallbox say three\nrm $WORK/../x\nrecallbox say never\n"
	result := run(t, testscripts.Runner{Program: toy, KeepGoing: true}, script(text))
	log := result.Log
	if result.Outcome != testscripts.Failed || result.Failure.Line != 2 || !strings.Contains(log, "\none\n") ||
		strings.Contains(log, "\ntwo\n") || !strings.Contains(log, "\nthree\n") || strings.Contains(log, "never") {
		t.Errorf("%+v\n%s", result.Failure, log)
	}
}

// A command that must succeed asserts nothing.
func TestChecks(t *testing.T) {
	for text, want := range map[string]int{
		"recallbox say hi\nexec true\nmkdir a\nenv B=1\n":                                         0,
		"recallbox say hi\nstdout hi\n! stdout ho\n! recallbox refuse\nstatus 3 recallbox refuse": 4,
		"recallbox say 1\njq .\nmeasure a .\n[short] jq .\nexists recallbox.db\n":                 2,
	} {
		if result := run(t, testscripts.Runner{Program: toy}, script(text)); result.Checks != want || result.Failure != nil {
			t.Errorf("%q: %d checks, want %d; %v", text, result.Checks, want, result.Failure)
		}
	}
}
