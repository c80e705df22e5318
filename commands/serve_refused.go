package commands

import (
	"context"
	"slices"
	"strings"
	"sync"

	"recallbox/commands/serve"
	"recallbox/sandbox"
)

// A recall that is refused changes nothing, so no history has it. It belongs in a lesson all the same: the page keeps
// those that it has seen, and the script that one takes home demands that they are refused again.

// refusals are the refused recalls of the sandbox that is served.
type refusals struct {
	mutex sync.Mutex
	list  []refusal
}

// refusal is a recall that was refused.
type refusal struct {
	words []string
	after int64 // the number of the last command in the history then
}

const maxRefusals = 1000 // that are kept

// note keeps a recall that was refused: with exit code 3, and not just because the mail system asks for --yes.
func (p *livePage) note(ctx context.Context, words []string, a serve.Answer) {
	l, err := readLine(tree(), words)
	asks := strings.Contains(a.Stderr, " --yes")
	if a.Exit != 3 || err != nil || title(l.command) != "recall" || l.has("dry-run") || asks {
		return
	}
	if as := p.call.process.Getenv("RECALLBOX_AS"); !l.has("as") && as != "" {
		words = append(slices.Clone(words), "--as", as)
	}
	done := p.done(ctx)
	one := refusal{words: words}
	if len(done) > 0 {
		one.after = done[len(done)-1].Seq
	}
	p.refused.mutex.Lock()
	defer p.refused.mutex.Unlock()
	if len(p.refused.list) < maxRefusals && fitsScriptLine(words) {
		p.refused.list = append(p.refused.list, one)
	}
}

// done are the commands of the history, none where it cannot be read.
func (p *livePage) done(ctx context.Context) (list []sandbox.Command) {
	_ = p.view(ctx, func(tx *sandbox.Tx) error {
		h, err := tx.History()
		list = h.Commands
		return err
	})
	return list
}

// watch is sandbox.Watch. Another sandbox has refused nothing yet.
func (p *livePage) watch(ctx context.Context, w sandbox.Watching) error {
	tell := w.Tell
	w.Tell = func(seen sandbox.Seen) error {
		if seen.Replaced {
			p.refused.mutex.Lock()
			p.refused.list = nil
			p.refused.mutex.Unlock()
		}
		return tell(seen)
	}
	return sandbox.Watch(ctx, p.file, p.options, w)
}

// all are the refusals so far.
func (r *refusals) all() []refusal {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return slices.Clone(r.list)
}

// refusedLines are the refusals for the page.
func (p *livePage) refusedLines() []serve.Refusal {
	list := []serve.Refusal{}
	for _, one := range p.refused.all() {
		list = append(list, serve.Refusal{After: one.after, Line: shellWords(one.words)})
	}
	return list
}

// withRefused is the script of the history with the recalls that were refused in between.
func (p *livePage) withRefused(ctx context.Context, script []byte) []byte {
	left := p.refused.all()
	if len(left) == 0 {
		return script
	}
	done := p.done(ctx)
	var text strings.Builder
	add := func(before int64) { // what was refused before a command
		for len(left) > 0 && left[0].after < before {
			text.WriteString("status 3 recallbox")
			for _, word := range left[0].words {
				text.WriteString(" " + scriptWord(word))
			}
			text.WriteByte('\n')
			left = left[1:]
		}
	}
	before, after, _ := strings.Cut(string(script), scriptEnds)
	for line := range strings.Lines(before) {
		if strings.HasPrefix(line, "recallbox ") && len(done) > 0 {
			add(done[0].Seq)
			done = done[1:]
		}
		text.WriteString(line)
	}
	add(1 << 62)
	return []byte(text.String() + scriptEnds + after)
}
