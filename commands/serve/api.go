package serve

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"
)

// Answer is how a command ended.
type Answer struct {
	Exit   int             `json:"exit"`
	JSON   json.RawMessage `json:"json,omitempty"` // what it printed
	Stderr string          `json:"stderr"`
	Text   *string         `json:"text,omitempty"` // what a terminal would show of it, where that was asked for
}

// Candidate is what the last word of a line may become.
type Candidate struct {
	Line string `json:"line"` // the whole line then
	Word string `json:"word"` // the word
	Says string `json:"says"`
}

// Refusal is a recall that was refused.
type Refusal struct {
	After int64  `json:"after"` // the number of the last command in the history then
	Line  string `json:"line"`
}

// Refused is the error for a command that the page may not run.
type Refused struct{ Why string }

func (r Refused) Error() string { return r.Why }

// asked is the body of POST /api/run.
type asked struct {
	Args []string `json:"args"`
	Text bool     `json:"text"`
}

// run runs any command that the page may run.
func (s *Server) run(w http.ResponseWriter, r *http.Request) {
	if kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";"); kind != "application/json" {
		fail(w, http.StatusUnsupportedMediaType, "the body is JSON, and Content-Type says so")
		return
	}
	var a asked
	body := json.NewDecoder(r.Body)
	body.DisallowUnknownFields()
	err := body.Decode(&a)
	var tooMuch *http.MaxBytesError
	switch {
	case errors.As(err, &tooMuch):
		fail(w, http.StatusRequestEntityTooLarge, "more than 1 MiB")
	case err != nil || a.Args == nil || body.More():
		fail(w, http.StatusBadRequest, `the body is {"args": ["recall", "--as", "alice", "m1"]}`)
	default:
		s.answer(w, r, a.Args, How{Text: a.Text})
	}
}

// look runs a command that changes nothing.
func (s *Server) look(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	s.answer(w, r, query["arg"], How{Looks: true, Text: query.Get("text") == "1"})
}

func (s *Server) answer(w http.ResponseWriter, r *http.Request, args []string, how How) {
	how.Looks = how.Looks || s.options.ReadOnly
	ctx, end, ok := s.turn(w, r)
	if !ok {
		return
	}
	defer end()
	answer, err := s.program.Run(ctx, args, how)
	var refused Refused
	switch {
	case errors.As(err, &refused):
		fail(w, http.StatusForbidden, refused.Why)
		return
	case err != nil:
		fail(w, http.StatusInternalServerError, err.Error())
		return
	}
	if !how.Looks {
		s.hub.look()
	}
	write(w, http.StatusOK, answer)
}

// turn waits until there is room for one more command. It is not ok where the request has ended before.
func (s *Server) turn(w http.ResponseWriter, r *http.Request) (ctx context.Context, end func(), ok bool) {
	_ = http.NewResponseController(w).SetReadDeadline(time.Time{}) // which would end what runs: all has been read
	select {
	case s.runs <- struct{}{}:
	case <-r.Context().Done():
		return nil, nil, false
	}
	ctx, cancel := context.WithTimeout(r.Context(), timeToRun)
	return ctx, func() { cancel(); <-s.runs }, true
}

// complete offers what the last word of ?line= may become.
func (s *Server) complete(w http.ResponseWriter, r *http.Request) {
	ctx, end, ok := s.turn(w, r)
	if !ok {
		return
	}
	defer end()
	list := s.program.Complete(ctx, r.URL.Query().Get("line"))
	if list == nil {
		list = []Candidate{}
	}
	write(w, http.StatusOK, map[string]any{"candidates": list})
}

// fileNames are what the downloads are called.
var fileNames = map[string]string{"script": "lesson.txtar", "batch": "lesson.batch", "fixture": "fixture.txtar"}

// download gives the history as a file.
func (s *Server) download(w http.ResponseWriter, r *http.Request) {
	form := r.PathValue("form")
	name, known := fileNames[form]
	if !known {
		fail(w, http.StatusNotFound, "script, batch or fixture")
		return
	}
	ctx, end, ok := s.turn(w, r)
	if !ok {
		return
	}
	defer end()
	answer, data := s.program.Download(ctx, form)
	if answer.Exit != 0 {
		fail(w, http.StatusConflict, strings.TrimSpace(answer.Stderr))
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	_, _ = w.Write(data)
}

// refused lists the recalls that were refused.
func (s *Server) refused(w http.ResponseWriter, _ *http.Request) {
	write(w, http.StatusOK, map[string]any{"refused": s.program.Refused()})
}

// plays lists the scripts that can be played.
func (s *Server) plays(w http.ResponseWriter, _ *http.Request) {
	list, err := s.program.Plays()
	found(w, list, err)
}

// play plays one of them, in a sandbox of its own.
func (s *Server) play(w http.ResponseWriter, r *http.Request) {
	ctx, end, ok := s.turn(w, r)
	if !ok {
		return
	}
	defer end()
	play, err := s.program.Play(ctx, r.URL.Query().Get("name"))
	found(w, play, err)
}

// mailPolicy lets a message's HTML show its text and its own style, and do nothing: no script, no load, no form.
const mailPolicy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; " +
	"frame-ancestors 'self'"

// serveMail is the HTML of a message, for a frame.
func (s *Server) serveMail(w http.ResponseWriter, r *http.Request) {
	ctx, end, ok := s.turn(w, r)
	if !ok {
		return
	}
	defer end()
	html, err := s.program.HTML(ctx, r.PathValue("id"), r.URL.Query().Get("mailbox"))
	switch {
	case err != nil:
		fail(w, http.StatusNotFound, err.Error())
		return
	case html == "":
		fail(w, http.StatusNotFound, "the message has no HTML")
		return
	}
	w.Header().Set("Content-Security-Policy", mailPolicy)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write([]byte(html))
}

// found writes what was asked for, or that it is not there.
func found(w http.ResponseWriter, it any, err error) {
	if err != nil {
		fail(w, http.StatusNotFound, err.Error())
		return
	}
	write(w, http.StatusOK, it)
}

// fail is an answer that is none of a command.
func fail(w http.ResponseWriter, status int, why string) {
	write(w, status, map[string]string{"error": why})
}

func write(w http.ResponseWriter, status int, v any) {
	data, err := json.Marshal(v)
	if err != nil {
		status, data = http.StatusInternalServerError, []byte(`{"error": "no JSON"}`)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(append(data, '\n'))
}
