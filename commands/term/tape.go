package term

import (
	"bufio"
	"bytes"
	"io"
	"os"
)

// onTape is how many bytes a tape keeps in memory.
const onTape = 4 << 20

// Spool keeps what is printed until it is known that what it tells took effect. What does not fit into memory is kept in a file.
type Spool struct {
	Folder string // for the file
	parts  []part
	kept   int // how many of them stay, whatever becomes of the line that is running
	memory []byte
	file   *os.File // has everything, once there is one
}

// part is a piece of what was printed, from where the one before it ends.
type part struct {
	talk bool // for stderr
	end  int64
}

// Out is where stdout's part of the output goes.
func (t *Spool) Out() io.Writer { return spoolStream{t, false} }

// Err is where stderr's part of the output goes.
func (t *Spool) Err() io.Writer { return spoolStream{t, true} }

// spoolStream is one stream of a spool.
type spoolStream struct {
	tape *Spool
	talk bool
}

func (t spoolStream) Write(data []byte) (int, error) {
	parts, n := t.tape.parts, len(t.tape.parts)
	if n == t.tape.kept || parts[n-1].talk != t.talk {
		parts = append(parts, part{t.talk, t.tape.end(n)})
	}
	parts[len(parts)-1].end += int64(len(data))
	t.tape.parts = parts
	return len(data), t.tape.write(data)
}

// end is where the first n parts end.
func (t *Spool) end(n int) int64 {
	if n == 0 {
		return 0
	}
	return t.parts[n-1].end
}

func (t *Spool) write(data []byte) (err error) {
	if t.file == nil && len(t.memory)+len(data) <= onTape {
		t.memory = append(t.memory, data...)
		return nil
	}
	if t.file == nil {
		if err := t.spill(); err != nil {
			return err
		}
	}
	_, err = t.file.Write(data)
	return err
}

// spill goes on in a file.
func (t *Spool) spill() (err error) {
	if t.file, err = os.CreateTemp(t.Folder, ".recallbox-*"); err != nil {
		return err
	}
	os.Remove(t.file.Name()) // it is gone once it is closed, however the process ends; where that cannot be, close removes it
	_, err = t.file.Write(t.memory)
	t.memory = nil
	return err
}

func (t *Spool) Keep() { t.kept = len(t.parts) }

// Drop forgets what was printed since the last keep.
func (t *Spool) Drop() error {
	end := t.end(t.kept)
	t.parts = t.parts[:t.kept]
	if t.file == nil {
		t.memory = t.memory[:end]
		return nil
	}
	if err := t.file.Truncate(end); err != nil {
		return err
	}
	_, err := t.file.Seek(end, io.SeekStart)
	return err
}

func (t *Spool) Close() {
	if t.file != nil {
		t.file.Close()
		os.Remove(t.file.Name())
	}
}

// Release prints what is on a tape, in its order.
func (p *Printer) Release(t *Spool) error {
	from := io.Reader(bytes.NewReader(t.memory))
	if t.file != nil {
		if _, err := t.file.Seek(0, io.SeekStart); err != nil {
			return err
		}
		from = bufio.NewReader(t.file)
	}
	for i, part := range t.parts {
		to := io.Writer(p.out)
		if part.talk {
			p.out.Flush()
			to = p.err
		}
		if _, err := io.CopyN(to, from, part.end-t.end(i)); err != nil {
			return err
		}
	}
	return nil
}

// Hold keeps back what is printed while something runs, and prints it if that succeeds.
func (p *Printer) Hold(folder string, do func() error) error {
	t := &Spool{Folder: folder}
	defer t.Close()
	out, talk := p.out, p.err
	p.out, p.err = bufio.NewWriter(t.Out()), t.Err()
	err := do()
	if err == nil {
		err = p.out.Flush()
	}
	p.out, p.err = out, talk
	if err != nil {
		return err
	}
	return p.Release(t)
}
