package commands

import (
	"bytes"
)

// tape keeps what the lines of a batch print until it is known that they took effect.
type tape struct {
	parts []part
	kept  int // how many of them stay, whatever becomes of the line that is running
}

type part struct {
	talk bool // for stderr
	data []byte
}

// track is one stream of a tape.
type track struct {
	tape *tape
	talk bool
}

func (t track) Write(data []byte) (int, error) {
	parts := t.tape.parts
	if n := len(parts); n > t.tape.kept && parts[n-1].talk == t.talk {
		parts[n-1].data = append(parts[n-1].data, data...)
	} else {
		t.tape.parts = append(parts, part{t.talk, bytes.Clone(data)})
	}
	return len(data), nil
}

func (t *tape) keep() { t.kept = len(t.parts) }
func (t *tape) drop() { t.parts = t.parts[:t.kept] }

// play prints what is on a tape, in its order.
func (p *printer) play(t *tape) {
	for _, part := range t.parts {
		if !part.talk {
			p.out.Write(part.data)
			continue
		}
		p.out.Flush()
		p.err.Write(part.data)
	}
}
