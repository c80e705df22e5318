//go:build unix

package commands

import (
	"fmt"
	"strings"
	"testing"

	"recallbox/sandbox"
	"recallbox/testscripts"
	"recallbox/testscripts/speed"
)

// repetition is what one repetition of an experiment does: a message to so many people, each of whom opens it at a
// moment of their own, is recalled.
func repetition(people int) [][]string {
	return [][]string{
		argv("org add acme --domain acme.example"),
		argv(fmt.Sprintf("user add --count %d --pattern u%%06d@acme.example", people)),
		argv("user add sender@acme.example"),
		argv("group add all@acme.example --all acme"),
		argv("send --as sender --to all@acme.example --subject Salaries --body Wrong."),
		argv("at +0s --spread exponential:30m -- open --as u*@acme.example m1"),
		argv("clock advance 30m"),
		argv("recall --as sender m1 --jq .counts"),
	}
}

// asScript is a script of these commands, which measures what the last one prints.
func asScript(lines [][]string) testscripts.Script {
	text := "# A repetition.\n\n"
	for _, words := range lines {
		text += "recallbox " + shellWords(words) + "\n"
	}
	return testscripts.Script{Name: "repetition", Data: []byte(text + "measure taken_back .succeeded\n")}
}

// experimentOf is an experiment that plays a script so often.
func experimentOf(b *testing.B, script testscripts.Script, repeat, parallel int) func() speed.Cost {
	return func() speed.Cost {
		return speed.Of(func() {
			p := Process{
				Context: b.Context(),
				Args:    []string{"experiment", "-", "--repeat", fmt.Sprint(repeat), "--parallel", fmt.Sprint(parallel)},
				In:      strings.NewReader(string(script.Data)),
				Getenv:  func(string) string { return "" },
			}
			if code := Run(p); code != 0 {
				b.Fatal("exit", code)
			}
		})
	}
}

// BenchmarkRepetition plays an experiment, and compares one of its repetitions with its statements, transaction by
// transaction, with the bare driver.
func BenchmarkRepetition(b *testing.B) {
	for _, of := range []struct{ people, repeat int }{{10, 40}, {500, 10}, {100_000, 1}} {
		b.Run(fmt.Sprintf("of %d people", of.people), func(b *testing.B) {
			s := newSpeedBox(b, b.TempDir(), sandbox.Options{Throwaway: true})
			lines := repetition(of.people)
			replay, program := s.replay(s.save(), lines), experimentOf(b, asScript(lines), of.repeat, 1)
			floor := func() (sum speed.Cost) {
				for range of.repeat {
					one := replay()
					sum.Passed, sum.Processor = sum.Passed+one.Passed, sum.Processor+one.Processor
				}
				return sum.Each(of.repeat)
			}
			speed.Compare(b, floor, func() speed.Cost { return program().Each(of.repeat) })
		})
	}
}

// BenchmarkExperimentTwoAtATime plays 40 repetitions, two at a time; in the place of the floor, one at a time. What
// counts is the time that passed, on two processors that do nothing else.
func BenchmarkExperimentTwoAtATime(b *testing.B) {
	script := asScript(repetition(500))
	speed.Compare(b, experimentOf(b, script, 40, 1), experimentOf(b, script, 40, 2))
}
