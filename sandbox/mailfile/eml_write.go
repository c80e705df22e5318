package mailfile

import "path"

type emlWriter struct{ placing }

func (w *emlWriter) Folder(folder string) error {
	w.at = "."
	if folder = w.below(folder); folder != "" {
		dir, name := escapePath(folder)
		w.at = path.Join(dir, name)
	}
	return w.to.Mkdir(w.at)
}

func (w *emlWriter) Letter(l Letter) error {
	return w.put(path.Join(w.at, emlName(w.next(), l)), l.Received, l.Raw)
}

func (w *emlWriter) Close() error { return nil }
