package term

import (
	"fmt"
	"io"
	"time"
)

// progressDelay is how long work may take before a person is told that it goes on.
const progressDelay = time.Second

// progress is a line on stderr that says what takes so long. A nil one says nothing.
type progress struct {
	printer *Printer
	to      io.Writer // stderr, though what is said may be held back
	what    string
	since   time.Time
	parts   int    // that are done, where that is known
	unit    string // what they are
	timer   *time.Timer
	shown   bool
	stopped bool
}

// StartProgress tells a person at a terminal, after a second, what is being done; the caller stops it before it prints.
func (p *Printer) StartProgress(what string) (stop func()) {
	if !p.Terminal.Err {
		return func() {}
	}
	line := &progress{printer: p, to: p.screen, what: what, since: time.Now()}
	p.errTurn.Lock()
	defer p.errTurn.Unlock()
	p.progress = line
	line.timer = time.AfterFunc(progressDelay, line.tick)
	return line.stop
}

// tick prints the line anew, once a second.
func (l *progress) tick() {
	l.printer.errTurn.Lock()
	defer l.printer.errTurn.Unlock()
	if l.stopped {
		return
	}
	l.erase()
	done := ""
	if l.parts > 0 {
		done = fmt.Sprintf("%d %s, ", l.parts, l.unit)
	}
	fmt.Fprintf(l.to, "%s… %s%d s", l.what, done, int(time.Since(l.since).Seconds()))
	l.shown = true
	l.timer.Reset(progressDelay)
}

// Advance says that one more part of what is being done is done.
func (p *Printer) Advance(unit string) {
	p.errTurn.Lock()
	defer p.errTurn.Unlock()
	if p.progress != nil {
		p.progress.parts, p.progress.unit = p.progress.parts+1, unit
	}
}

func (l *progress) stop() {
	l.printer.errTurn.Lock()
	defer l.printer.errTurn.Unlock()
	l.stopped = true
	l.timer.Stop()
	l.erase()
	l.printer.progress = nil
}

// erase clears the line; the printer's stderr is locked.
func (l *progress) erase() {
	if l == nil || !l.shown {
		return
	}
	io.WriteString(l.to, "\r\x1b[K")
	l.shown = false
}
