package term

import (
	"fmt"
	"io"
	"time"
)

// progressDelay is how long work may take before the progress line appears.
const progressDelay = time.Second

// progress is a line on stderr that says what takes so long. A nil one says nothing.
type progress struct {
	printer *Printer
	to      io.Writer // stderr itself, also while output is held back
	what    string
	since   time.Time
	done    int    // parts, where their number is known
	of      int    // all parts; 0 where nobody knows
	unit    string // what the parts are
	timer   *time.Timer
	visible bool
	stopped bool
}

// StartProgress tells a person at a terminal, after a second, what takes so long. The caller stops it before printing.
func (p *Printer) StartProgress(what string) (stop func()) {
	if !p.Terminal.Err {
		return func() {}
	}
	line := &progress{printer: p, to: p.screen, what: what, since: time.Now()}
	p.errLock.Lock()
	defer p.errLock.Unlock()
	p.progress = line
	line.timer = time.AfterFunc(progressDelay, line.tick)
	return line.stop
}

// tick prints the line anew, once a second.
func (l *progress) tick() {
	l.printer.errLock.Lock()
	defer l.printer.errLock.Unlock()
	if l.stopped {
		return
	}
	l.erase()
	parts := ""
	switch {
	case l.done > 0 && l.of > 0:
		left := time.Since(l.since) * time.Duration(l.of-l.done) / time.Duration(l.done)
		parts = fmt.Sprintf("%d of %d %s, %s left, ", l.done, l.of, l.unit, left.Round(time.Second))
	case l.done > 0:
		parts = fmt.Sprintf("%d %s, ", l.done, l.unit)
	}
	fmt.Fprintf(l.to, "%s… %s%d s", l.what, parts, int(time.Since(l.since).Seconds()))
	l.visible = true
	l.timer.Reset(progressDelay)
}

// Advance counts parts that are done.
func (p *Printer) Advance(parts int, unit string) {
	p.errLock.Lock()
	defer p.errLock.Unlock()
	if p.progress != nil {
		p.progress.done, p.progress.unit = p.progress.done+parts, unit
	}
}

// Reach says how many of all parts are done.
func (p *Printer) Reach(done, of int, unit string) {
	p.errLock.Lock()
	defer p.errLock.Unlock()
	if p.progress != nil {
		p.progress.done, p.progress.of, p.progress.unit = done, of, unit
	}
}

func (l *progress) stop() {
	l.printer.errLock.Lock()
	defer l.printer.errLock.Unlock()
	l.stopped = true
	l.timer.Stop()
	l.erase()
	l.printer.progress = nil
}

// erase clears the line; the printer's stderr is locked.
func (l *progress) erase() {
	if l == nil || !l.visible {
		return
	}
	io.WriteString(l.to, "\r\x1b[K")
	l.visible = false
}
