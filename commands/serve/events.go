package serve

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"recallbox/sandbox"
)

const (
	heartbeat   = 15 * time.Second // so that a connection that is gone is noticed
	timeToWrite = 10 * time.Second // for a browser to take what it is told; else it comes back for it
)

// encode is an event as a stream tells it: as in the log, and in words.
func (h *hub) encode(e sandbox.Event) []byte {
	data, err := json.Marshal(struct {
		sandbox.Event
		Says string `json:"says"`
	}{e, h.program.Says(e)})
	if err != nil {
		return []byte("{}")
	}
	return data
}

// frame is one event of a stream. Its kind is "" for an event of the log.
func frame(kind string, at position, data []byte) []byte {
	if kind != "" {
		kind = "event: " + kind + "\n"
	}
	if data == nil {
		data = fmt.Appendf(nil, `{"last":%d}`, at.last)
	}
	return fmt.Appendf(nil, "%sid: %s-%d\ndata: %s\n\n", kind, at.generation, at.last, data)
}

// resume is where a stream goes on: behind the last event that the browser has, or else now.
func (h *hub) resume(lastEventID string) position {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	generation, number, has := strings.Cut(lastEventID, "-")
	if !has {
		return position{h.generation, h.last, noChanges}
	}
	last, err := strconv.ParseInt(number, 10, 64)
	if err != nil || last < 0 {
		generation = ""
	}
	return position{generation, last, noChanges}
}

// enter counts a stream in, if there is room.
func (h *hub) enter() bool {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	if h.streams == maxStreams {
		return false
	}
	h.streams++
	return true
}

func (h *hub) leave() {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	h.streams--
}

// serveEvents tells of what happens until the browser or the server ends.
func (s *Server) serveEvents(w http.ResponseWriter, r *http.Request) {
	if !s.hub.enter() {
		w.Header().Set("Retry-After", "5")
		fail(w, http.StatusServiceUnavailable, "too many pages are open")
		return
	}
	defer s.hub.leave()
	w.Header().Set("Content-Type", "text/event-stream")
	connection := http.NewResponseController(w)
	tell := func(frames []byte) error {
		_ = connection.SetWriteDeadline(time.Now().Add(timeToWrite))
		if _, err := w.Write(frames); err != nil {
			return err
		}
		return connection.Flush()
	}
	_ = connection.SetReadDeadline(time.Time{}) // the request is over, and the stream has no end
	frames := []byte("retry: 1000\n\n")
	at := s.hub.resume(r.Header.Get("Last-Event-ID"))
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		if len(frames) > 0 {
			if tell(frames) != nil {
				return
			}
		}
		var wait <-chan struct{}
		if frames, at, wait = s.hub.next(r.Context(), at); len(frames) > 0 {
			continue
		}
		select {
		case <-wait:
		case <-beat.C:
			frames = []byte(":\n\n")
		case <-r.Context().Done():
			return
		case <-s.ending:
			return
		}
	}
}
