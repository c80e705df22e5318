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
	sender, status := "", statusUnread
	if from := eml.ParseHeader(l.Raw).From; len(from) > 0 {
		sender = from[0].Addr
	}
	if l.Read {
		status = statusRead
	}
	end := "\n"
	if len(l.Raw) > 0 && l.Raw[len(l.Raw)-1] != '\n' {
		end = "\n\n"
	}
	_, err := w.out.Write(bytes.Join([][]byte{fromLine(sender, l.Received), []byte(status), quote(l.Raw), []byte(end)}, nil))
	return err
}

func (w *mboxWriter) Close() error {
	if w.out == nil {
		return nil
	}
	err := w.out.Close()
	w.out = nil
	return err
}
