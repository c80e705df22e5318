package term

import (
	"bufio"
	"bytes"
	"io"
	"os"
)

// spoolMemory is how many bytes a spool keeps in memory.
const spoolMemory = 1 << 20

// Spool keeps output until the change that it reports has taken effect. A file keeps what does not fit into memory,
// if a folder takes it. The zero value is empty; Close it in the end.
type Spool struct {
	Folders []string // for the file: the first that takes it
	chunks  []chunk
	keep    int // how many of them Drop leaves
	memory  []byte
	file    *os.File // has all output, while there is a file
}

// chunk is output on one of the streams; it begins where the chunk before it ends.
type chunk struct {
	onErr bool
	end   int64
}

// Out is stdout, held back.
func (s *Spool) Out() io.Writer { return spoolStream{s, false} }

// Err is stderr, held back.
func (s *Spool) Err() io.Writer { return spoolStream{s, true} }

type spoolStream struct {
	spool *Spool
	onErr bool
}

func (w spoolStream) Write(data []byte) (int, error) {
	s := w.spool
	last := len(s.chunks) - 1
	if last+1 == s.keep || s.chunks[last].onErr != w.onErr {
		s.chunks = append(s.chunks, chunk{w.onErr, s.end(last + 1)})
		last++
	}
	s.chunks[last].end += int64(len(data))
	return len(data), s.write(data)
}

// end is where the first n chunks end.
func (s *Spool) end(n int) int64 {
	if n == 0 {
		return 0
	}
	return s.chunks[n-1].end
}

func (s *Spool) write(data []byte) error {
	if s.file == nil && len(s.memory)+len(data) > spoolMemory {
		s.moveToFile()
	}
	if s.file != nil {
		_, err := s.file.Write(data)
		if err == nil {
			return nil
		}
		if err := s.moveToMemory(s.end(len(s.chunks)) - int64(len(data))); err != nil {
			return err
		}
	}
	s.memory = append(s.memory, data...)
	return nil
}

// moveToFile moves the output into a file, if a folder has room for that.
func (s *Spool) moveToFile() {
	for ; len(s.Folders) > 0; s.Folders = s.Folders[1:] {
		file, err := os.CreateTemp(s.Folders[0], ".recallbox-*")
		if err != nil {
			continue
		}
		// It is gone once it is closed, however the process ends; where an open file cannot be removed, Close does it.
		os.Remove(file.Name())
		s.file = file
		if _, err := file.Write(s.memory); err == nil {
			s.memory = nil
			return
		}
		s.Close()
	}
}

// moveToMemory takes the first bytes back from a file that has no more room, and the folder off the list.
func (s *Spool) moveToMemory(size int64) error {
	kept := make([]byte, size)
	if _, err := s.file.ReadAt(kept, 0); err != nil {
		return err
	}
	s.Close()
	s.memory, s.Folders = kept, s.Folders[1:]
	return nil
}

// Keep protects the output so far from Drop.
func (s *Spool) Keep() { s.keep = len(s.chunks) }

// Drop forgets the output since the last Keep.
func (s *Spool) Drop() error {
	end := s.end(s.keep)
	s.chunks = s.chunks[:s.keep]
	if s.file == nil {
		s.memory = s.memory[:end]
		return nil
	}
	if err := s.file.Truncate(end); err != nil {
		return err
	}
	_, err := s.file.Seek(end, io.SeekStart)
	return err
}

// Close removes the file, if there is one.
func (s *Spool) Close() {
	if s.file != nil {
		s.file.Close()
		os.Remove(s.file.Name())
		s.file = nil
	}
}

// PrintError is an error of what is printed to: of stdout, or of what holds output back.
type PrintError struct{ err error }

func (e *PrintError) Error() string { return e.err.Error() }
func (e *PrintError) Unwrap() error { return e.err }

// asPrintError is the error of printing; nil where there is none.
func asPrintError(err error) error {
	if err == nil {
		return nil
	}
	return &PrintError{err}
}

// Release prints the output in a spool, in its order. An error is a PrintError.
func (p *Printer) Release(s *Spool) error { return asPrintError(p.release(s)) }

func (p *Printer) release(s *Spool) error {
	from := io.Reader(bytes.NewReader(s.memory))
	if s.file != nil {
		if _, err := s.file.Seek(0, io.SeekStart); err != nil {
			return err
		}
		from = s.file
	}
	for i, chunk := range s.chunks {
		to := io.Writer(p.out)
		if chunk.onErr {
			if err := p.out.Flush(); err != nil {
				return err
			}
			to = p.err
		}
		if _, err := io.CopyN(to, from, chunk.end-s.end(i)); err != nil {
			return err
		}
	}
	return nil
}

// Hold holds back the output of a function, and prints it if the function succeeds. A file in one of the folders keeps
// what does not fit into memory.
func (p *Printer) Hold(folders []string, do func() error) error {
	s := &Spool{Folders: folders}
	defer s.Close()
	stdout, stderr := p.out, p.err
	p.out, p.err = bufio.NewWriter(s.Out()), s.Err()
	err := do()
	if err == nil {
		err = p.out.Flush()
	}
	p.out, p.err = stdout, stderr
	if err != nil {
		return err
	}
	return p.Release(s)
}
