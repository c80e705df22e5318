package commands

import (
	"bytes"
	"flag"
	"iter"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"recallbox/sandbox"
	"recallbox/testscripts/speed"
)

var huge = flag.Bool("huge", false, "measure a million recipients and ten million copies, which takes minutes and some gigabytes")

// program is recallbox as others run it; each command is a process of its own.
func program(b *testing.B) string {
	if !*huge {
		b.Skip("only with -huge")
	}
	exe := filepath.Join(b.TempDir(), "recallbox")
	buildProgram(b, exe, "recallbox")
	return exe
}

// BenchmarkCompanyOf1000000 measures whether cost grows as the company does: the floor is ten times the cost in one of a hundred thousand.
func BenchmarkCompanyOf1000000(b *testing.B) {
	exe := program(b)
	tenth, whole := newSpeedBox(b, b.TempDir(), sandbox.Options{Throwaway: true}), newSpeedBox(b, b.TempDir(), sandbox.Options{Throwaway: true})
	var peak int64 // or less: what this process has in memory when it starts another counts for both
	run := func(s *speedBox, before string, args []string) speed.Cost {
		s.restore(before)
		cost := s.process(nil, exe, append(slices.Clone(args), "--sandbox", s.file)...)
		peak = max(peak, cost.Peak)
		return cost
	}
	compare := func(name string, few, many []string) {
		beforeTenth, before := tenth.save(), whole.save()
		b.Run(name, func(b *testing.B) {
			peak = 0
			speed.Compare(b, func() speed.Cost { return run(tenth, beforeTenth, few).Times(10) }, func() speed.Cost { return run(whole, before, many) })
			b.ReportMetric(float64(peak)/(1<<20), "MiB")
		})
		tenth.restore(beforeTenth)
		whole.restore(before)
		tenth.forget(beforeTenth)
		whole.forget(before)
	}
	few, stop := iter.Pull(newCompany(100_000).story(tenth))
	defer stop()
	for step := range newCompany(1_000_000).story(whole) {
		same, _ := few()
		compare(step.name, same.command, step.command)
	}
	few() // the last step happens there too
	for _, line := range []string{"inspect recall r1", "inspect recall r1 --json", "inspect --json"} {
		compare(line, argv(line), argv(line))
	}
}

// BenchmarkTenMillionCopies measures what is done to one message in a sandbox that holds a hundred more in a hundred thousand mailboxes; the
// floor is the same in one that holds nothing else.
func BenchmarkTenMillionCopies(b *testing.B) {
	exe := program(b)
	peopled := func(people string) *speedBox {
		s := newSpeedBox(b, b.TempDir(), sandbox.Options{Throwaway: true})
		s.commands([][]string{argv("org add acme --domain acme.example"), argv("user add --count " + people + " --pattern u%06d@acme.example"), argv("group add all@acme.example --all acme")})
		return s
	}
	empty, full := peopled("50"), peopled("100000")
	for range 100 {
		full.commands([][]string{argv("send --as u000001 --to all@acme.example --subject Budget --body Wrong.")})
	}
	const send = "send --as u000001 --to u000002 --subject Budget --body Wrong."
	for _, line := range []string{send, "open --as u000002 ID", "mark-read --as u000002 ID", "recall --as u000001 ID", "inspect", "inspect mailbox u000002", "inspect message ID"} {
		on := func(s *speedBox) func() speed.Cost {
			return func() speed.Cost {
				var id bytes.Buffer
				s.process(&id, exe, append(argv(send), "--sandbox", s.file)...)
				return s.process(nil, exe, append(argv(strings.ReplaceAll(line, "ID", id.String())), "--sandbox", s.file)...)
			}
		}
		name, _, _ := strings.Cut(line, " --")
		b.Run(name, func(b *testing.B) { speed.Compare(b, on(empty), on(full)) })
	}
}
