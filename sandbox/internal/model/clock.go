package model

// Advance moves the clock on. Messages that fall due leave in order, each at its own time.
type Advance struct{ For string }

func (s Advance) Words() []string { return command("clock", "advance", s.For) }

func (s Advance) play(w *World) string {
	until := w.Now + seconds(s.For)
	for {
		var next *Message
		for _, m := range w.Messages {
			if m.Due != 0 && m.Due <= until && (next == nil || m.Due < next.Due) {
				next = m
			}
		}
		if next == nil {
			w.Now = until
			w.lapse()
			return ""
		}
		w.Now = next.Due
		w.lapse()
		w.leave(next)
	}
}

// endOfTime is the last second of the year 9999, behind which nothing is due.
const endOfTime = 253402300799
