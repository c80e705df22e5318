package mailfile

import (
	"bytes"
	"io"
	"path"

	"recallbox/sandbox/eml"
)

// Whole is the file in the tree that an mbox of the folder at the top is.
const Whole = "mbox"

// The lines that say whether a message is read, directly behind the From_ line, where no message's own header can be confused with them.
const (
	statusRead   = "Status: RO\n"
	statusUnread = "Status: O\n"
)

type mboxWriter struct {
	placing
	out io.WriteCloser
}

func (w *mboxWriter) Folder(folder string) error {
	if err := w.Close(); err != nil {
		return err
	}
	name := Whole
	if folder = w.below(folder); folder != "" {
		dir, file := escapePath(folder)
		if err := w.to.Mkdir(dir); err != nil {
			return err
		}
		name = path.Join(dir, file+".mbox")
	}
	var err error
	w.out, err = w.to.Create(name, noTime)
	return err
}

func (w *mboxWriter) Letter(l Letter) error {
	raw, sender, status := wholeLines(l.Raw), "", statusUnread
	if from := eml.ParseHeader(raw).From; len(from) > 0 {
		sender = from[0].Addr
	}
	if l.Read {
		status = statusRead
	}
	_, err := w.out.Write(bytes.Join([][]byte{fromLine(sender, l.Received), []byte(status), quote(raw), []byte("\n")}, nil))
	return err
}

// wholeLines is a message whose last line has an end, as an mbox file cannot have it otherwise.
func wholeLines(raw []byte) []byte {
	if len(raw) > 0 && raw[len(raw)-1] != '\n' {
		return append(raw[:len(raw):len(raw)], '\n')
	}
	return raw
}

func (w *mboxWriter) Close() error {
	if w.out == nil {
		return nil
	}
	err := w.out.Close()
	w.out = nil
	return err
}
