package term

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What is kept comes in the order in which it was printed, on the stream that it was for; what was dropped does not.
// It is the same for what fits into memory and for what does not.
func TestSpool(t *testing.T) {
	for name, long := range map[string]string{"memory": "out", "file": strings.Repeat("x", spoolMemory)} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			s := &Spool{Folders: []string{folder}}
			write := func(stdout, stderr string) {
				s.Out().Write([]byte(stdout))
				s.Err().Write([]byte(stderr))
			}
			write("a", "b")
			s.Keep()
			write(long, "dropped")
			if err := s.Drop(); err != nil {
				t.Fatal(err)
			}
			write("c", "d")
			write(long, "e")
			var both bytes.Buffer
			p := New(Streams{Out: &both, Err: &both, Getenv: func(string) string { return "" }})
			if err := errors.Join(p.Release(s), p.Flush()); err != nil {
				t.Fatal(err)
			}
			if want := "abcd" + long + "e"; both.String() != want {
				t.Errorf("got %d bytes, want %d: %.20q", both.Len(), len(want), both.String())
			}
			s.Close()
			if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
				t.Errorf("left behind: %v, %v", left, err)
			}
		})
	}
}

// Where no folder takes the file, or the disk is full, output stays in memory, whole and in its order.
func TestSpoolWithoutRoom(t *testing.T) {
	long := strings.Repeat("x", spoolMemory)
	taken := t.TempDir()
	for name, s := range map[string]*Spool{
		"nowhere":      {},
		"no folder":    {Folders: []string{filepath.Join(taken, "none")}},
		"no room":      {Folders: []string{taken}},
		"another":      {Folders: []string{filepath.Join(taken, "none"), taken}},
		"room for one": {Folders: []string{t.TempDir(), taken}},
	} {
		s.Out().Write([]byte("a"))
		s.Out().Write([]byte(long))
		s.Keep()
		if strings.Contains(name, "room") {
			readOnly(t, s)
		}
		s.Err().Write([]byte("b"))
		s.Out().Write([]byte(long))
		s.Keep()
		s.Out().Write([]byte("dropped"))
		if err := s.Drop(); err != nil {
			t.Fatal(err)
		}
		var both bytes.Buffer
		p := New(Streams{Out: &both, Err: &both, Getenv: func(string) string { return "" }})
		if err := errors.Join(p.Release(s), p.Flush()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		s.Close()
		if want := "a" + long + "b" + long; both.String() != want {
			t.Errorf("%s: got %d bytes, want %d", name, both.Len(), len(want))
		}
	}
	if left, err := os.ReadDir(taken); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// readOnly puts a file of the same bytes in place of the spool's, which nobody can write to: as if its disk were full.
func readOnly(t *testing.T, s *Spool) {
	kept := make([]byte, s.end(len(s.chunks)))
	if _, err := s.file.ReadAt(kept, 0); err != nil {
		t.Fatal(err)
	}
	s.file.Close()
	os.Remove(s.file.Name())
	copied := filepath.Join(t.TempDir(), "full")
	if err := os.WriteFile(copied, kept, 0o666); err != nil {
		t.Fatal(err)
	}
	var err error
	if s.file, err = os.Open(copied); err != nil {
		t.Fatal(err)
	}
}

// What is held back is printed if that succeeds, for which it is held, and else never.
func TestHold(t *testing.T) {
	failed := errors.New("failed")
	for _, result := range []error{nil, failed} {
		out, said := printed(Terminal{}, func(p *Printer) {
			err := p.Hold([]string{t.TempDir()}, func() error {
				p.Line(Plain("line"))
				p.Warn("beware")
				return result
			})
			if !errors.Is(err, result) {
				t.Errorf("got %v", err)
			}
		})
		if result == nil && (out != "line\n" || said != "warning: beware\n") || result != nil && out+said != "" {
			t.Errorf("%v: %q, %q", result, out, said)
		}
	}
}

// A transcript has what a person at a terminal would see, whatever the command prints.
func TestTranscript(t *testing.T) {
	var out bytes.Buffer
	seen := &Transcript{Width: 40}
	p := New(Streams{Out: &out, Err: &out, Getenv: func(string) string { return "" }, Transcript: seen})
	p.JSON, p.Compact = true, true
	err := p.Show(map[string]int{"n": 1}, func() {
		p.Created("m1", "sent m1")
		p.Body("a\tb\nc\x1b\n")
	})
	p.Flush()
	if err != nil || out.String() != "{\"n\":1}\n" {
		t.Errorf("printed %q, %v", out.String(), err)
	}
	var lines []string
	for _, line := range seen.Lines {
		lines = append(lines, line.String())
	}
	if got, want := strings.Join(lines, "|"), `m1|sent m1|a    b|c\x1b`; got != want {
		t.Errorf("seen %q, want %q", got, want)
	}
}
