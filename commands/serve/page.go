package serve

import (
	"bytes"
	"embed"
	"html/template"
	"mime"
	"net/http"
	"path"
	"sync"
)

// files are the page: index.html, a template, and what it loads from /page/.
//
//go:embed page
var files embed.FS

// pageFiles are made once, when the page is first asked for.
type pageFiles struct {
	once  sync.Once
	index []byte
	err   error
}

// servePage is the page itself.
func (s *Server) servePage(w http.ResponseWriter, _ *http.Request) {
	s.page.once.Do(func() {
		page, err := template.ParseFS(files, "page/index.html")
		if err != nil {
			s.page.err = err
			return
		}
		var b bytes.Buffer
		s.page.err = page.Execute(&b, s.options)
		s.page.index = b.Bytes()
	})
	if s.page.err != nil {
		fail(w, http.StatusInternalServerError, s.page.err.Error())
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(s.page.index)
}

// serveFile is a file that the page loads.
func (s *Server) serveFile(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("file")
	data, err := files.ReadFile("page/" + name)
	if err != nil || name == "index.html" {
		fail(w, http.StatusNotFound, "no such file")
		return
	}
	w.Header().Set("Content-Type", fileType(name))
	_, _ = w.Write(data)
}

// fileType does not ask the system, which may know otherwise.
func fileType(name string) string {
	switch ending := path.Ext(name); ending {
	case ".js", ".mjs":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	default:
		return mime.TypeByExtension(ending)
	}
}
