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

// BenchmarkRepetition plays one repetition, from the script to what it measures; the floor is its statements,
// transaction by transaction, with the bare driver.
func BenchmarkRepetition(b *testing.B) {
	for _, people := range []int{10, 500, 100_000} {
		b.Run(fmt.Sprintf("of %d people", people), func(b *testing.B) {
			s := newSpeedBox(b, b.TempDir(), sandbox.Options{Throwaway: true})
			lines := repetition(people)
			floor := s.replay(s.save(), lines)
			runner := testscripts.Runner{Program: Program(sandbox.Options{}), Temp: b.TempDir()}
			script := asScript(lines)
			speed.Compare(b, floor, func() speed.Cost {
				return speed.Of(func() {
					measures, err := runner.Measure(b.Context(), script, testscripts.Play{Seed: 1})
					if err != nil || len(measures) != 1 {
						b.Fatal(measures, err)
					}
				})
			})
		})
	}
}

// BenchmarkExperimentTwoAtATime plays 40 repetitions, two at a time; in the place of the floor, one at a time. Of the
// time that passed more than half is left where other work takes a processor.
func BenchmarkExperimentTwoAtATime(b *testing.B) {
	script := asScript(repetition(500))
	play := func(parallel int) func() speed.Cost {
		return func() speed.Cost {
			return speed.Of(func() {
				p := Process{
					Context: b.Context(),
					Args:    []string{"experiment", "-", "--repeat", "40", "--parallel", fmt.Sprint(parallel)},
					In:      strings.NewReader(string(script.Data)),
					Getenv:  func(string) string { return "" },
				}
				if code := Run(p); code != 0 {
					b.Fatal("exit", code)
				}
			})
		}
	}
	speed.Compare(b, play(1), play(2))
}
