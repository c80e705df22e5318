package reference

import (
	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
)

// openInPublicFolder lets a reader open a recall message in a public folder: rights and read state are the reader's, the outcome is the
// folder's. Each reader's attempt is kept; opening it once more, with nothing changed, is no other attempt.
func (w *World) openInPublicFolder(r *Recall, h held, client string) {
	for _, o := range r.outcomesOf([]*Mailbox{h.public}) {
		if o.Answer != recall.Silent {
			continue
		}
		f := w.publicFacts(r, h, client)
		if before, tried := o.Attempts[h.reader]; tried && before.Facts == f {
			continue
		}
		v, acts := w.judge(r, o, f)
		if !acts {
			continue
		}
		d := r.System.Decide(recall.WhatHappens, f)
		o.Attempts[h.reader] = Attempt{At: w.Now, Answer: d.Answer(), Behaviour: d.ID(), Facts: f}
		if v.final {
			o.Reader = h.reader
		}
		v.told = h.reader
		w.carryOut(r, []verdict{v})
	}
}

func (w *World) publicFacts(r *Recall, h held, client string) recall.Facts {
	f := w.facts(r, h.public, occasion{moment: recall.Opened})
	program := h.reader.Client
	if client != "" {
		program, _ = mail.ParseClient(client)
	}
	f = f.With(recall.OtherProgram.As(!program.IsOutlook()), recall.FolderReader.As(recall.OtherRights))
	if h.rights.ReadsAll() {
		recall.FolderReader.Set(&f, recall.ReadsAll)
	}
	if recall.OriginalIn.Get(f) == recall.Gone {
		return f
	}
	recall.Seen.Set(&f, h.public.Readings[r.Message][h.reader])
	for reader, seen := range h.public.Readings[r.Message] {
		recall.ReadByAnother.Set(&f, recall.ReadByAnother.Get(f) || reader != h.reader && seen.Read())
	}
	return f
}
