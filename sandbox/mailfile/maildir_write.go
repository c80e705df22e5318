package mailfile

import "path"

// MaildirMark is the empty file by which Maildir++ knows a subfolder; what has one is a Maildir even without directories.
const MaildirMark = "maildirfolder"

type maildirWriter struct {
	placing
	begun bool // the Maildir at the top is there, which must be one even with nothing in it
}

func (w *maildirWriter) Folder(folder string) error {
	if !w.begun {
		w.begun = true
		if err := w.make("."); err != nil {
			return err
		}
	}
	w.at = "."
	if folder = w.below(folder); folder == "" {
		return nil
	}
	w.at = maildirFolder(folder)
	if err := w.make(w.at); err != nil {
		return err
	}
	return w.put(path.Join(w.at, MaildirMark), noTime)
}

func (w *maildirWriter) make(dir string) error {
	for _, part := range maildirParts {
		if err := w.to.Mkdir(path.Join(dir, part)); err != nil {
			return err
		}
	}
	return nil
}

func (w *maildirWriter) Letter(l Letter) error {
	return w.put(path.Join(w.at, "cur", maildirName(w.next(), l)), l.Received, l.Raw)
}

func (w *maildirWriter) Close() error { return nil }
