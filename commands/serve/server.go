package serve

import (
	"context"
	"net"
	"net/http"
	"sync"
	"time"

	"recallbox/sandbox"
)

// Program is the program that a browser uses by the server. All of it may be called by many at once.
type Program struct {
	// Run runs a command, or only one that looks. It fails with Refused where the page may not run it.
	Run func(ctx context.Context, args []string, how How) (Answer, error)
	// Complete is what the last word of a command line may become.
	Complete func(ctx context.Context, line string) []Candidate
	// Download is the history as "script", "batch" or "fixture".
	Download func(ctx context.Context, form string) (Answer, []byte)
	// Refused are the recalls that were refused here, which no history has.
	Refused func() []Refusal
	// HTML is a message's HTML as its owner has it, "" where it has none.
	HTML func(ctx context.Context, id, mailbox string) (string, error)
	// Plays are the scripts that can be played, and Play is one, played. Both are JSON.
	Plays func() (any, error)
	Play  func(ctx context.Context, name string) (any, error)
	// Watch is sandbox.Watch for the sandbox that is served, and Says an event in words.
	Watch func(context.Context, sandbox.Watching) error
	Says  func(sandbox.Event) string
	// Events are some events behind one.
	Events func(ctx context.Context, after int64) ([]sandbox.Event, error)
}

// How a command is run.
type How struct {
	Looks bool // only if it changes nothing
	Text  bool // with what a terminal would show
}

// Options are how it is served.
type Options struct {
	Version  string // of the program
	ReadOnly bool   // nothing is changed
}

// The limits of one server. A browser keeps six connections; a class has fifty.
const (
	maxConnections = 256
	maxStreams     = 200
	maxRuns        = 16       // commands at once; others wait
	maxBody        = 1 << 20  // bytes of a request
	maxHeader      = 16 << 10 // bytes of its header

	timeToAsk = 10 * time.Second // for the whole request to come in
	timeToRun = 5 * time.Minute  // for a command
	timeToEnd = time.Second      // for what is running when the server ends
)

// MaxAnswer is how many bytes a command may print for the page.
const MaxAnswer = 32 << 20

// Server serves one sandbox.
type Server struct {
	program Program
	options Options
	guard   guard
	hub     *hub
	page    pageFiles
	runs    chan struct{} // one for each command that runs
	ending  chan struct{} // closed when the server ends
}

// New is a server that answers at an address as soon as it serves.
func New(program Program, options Options, address net.Addr) *Server {
	return &Server{
		program: program,
		options: options,
		guard:   newGuard(address),
		hub:     newHub(program),
		runs:    make(chan struct{}, maxRuns),
		ending:  make(chan struct{}),
	}
}

// URL is where the page is, with the token that lets its reader in.
func (s *Server) URL() string { return s.guard.url() }

// Serve answers until the context ends, and calls ready once it does. It fails where the sandbox cannot be watched from
// the start.
func (s *Server) Serve(ctx context.Context, listener net.Listener, ready func() error) error {
	watching, stop := context.WithCancel(ctx)
	var running sync.WaitGroup
	begun := make(chan error, 1)
	running.Go(func() { s.hub.watch(watching, begun) })
	defer func() {
		stop()
		running.Wait()
	}()
	if err := <-begun; err != nil {
		return err
	}
	runs, endRuns := context.WithCancel(context.Background())
	defer endRuns()
	server := &http.Server{
		Handler:           s.handler(),
		ReadHeaderTimeout: timeToAsk,
		ReadTimeout:       timeToAsk,
		WriteTimeout:      timeToRun + time.Minute,
		IdleTimeout:       time.Minute,
		MaxHeaderBytes:    maxHeader,
		BaseContext:       func(net.Listener) context.Context { return runs },
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(limitConnections(listener, maxConnections)) }()
	err := ready()
	if err == nil {
		select {
		case <-ctx.Done():
		case err = <-ended:
		}
	}
	close(s.ending)
	late, cancel := context.WithTimeout(context.Background(), timeToEnd)
	defer cancel()
	if server.Shutdown(late) != nil {
		endRuns() // what is not yet done is taken back
		server.Close()
	}
	return err
}

// Route is a way in, as help shows it.
type Route struct {
	Asks, Says string

	pattern string
	answer  func(*Server, http.ResponseWriter, *http.Request)
}

// Routes are all of them.
func Routes() []Route {
	return []Route{
		{"POST /api/run", `runs a command: the body is {"args": ["recall", "--as", "alice", "m1"]}, as application/json`,
			"POST /api/run", (*Server).run},
		{"GET /api/run?arg=…&arg=…", "the same for commands that change nothing",
			"GET /api/run", (*Server).look},
		{"GET /events", "what happens, whoever does it, as server-sent events",
			"GET /events", (*Server).serveEvents},
		{"GET /api/complete?line=…", `what the last word may become: {"candidates": [{"line", "word", "says"}]}`,
			"GET /api/complete", (*Server).complete},
		{"GET /api/history/script", "what was done, as a file; also batch, or fixture in one file",
			"GET /api/history/{form}", (*Server).download},
		{"GET /api/refused", `the recalls refused here, which the script has too: {"refused": [{"after", "line"}]}`,
			"GET /api/refused", (*Server).refused},
		{"GET /mail/m1?mailbox=bob", "a message's HTML, for a frame where nothing runs or is loaded; 404 where it has none",
			"GET /mail/{id}", (*Server).serveMail},
		{"GET /api/plays", "the scripts that can be played, as demo --list has them",
			"GET /api/plays", (*Server).plays},
		{"GET /api/play?name=…", "one of them, played in a sandbox of its own",
			"GET /api/play", (*Server).play},
		{"GET /", "the page",
			"GET /{$}", (*Server).servePage},
		{"GET /page/…", "its files",
			"GET /page/{file}", (*Server).serveFile},
	}
}

// handler has all routes.
func (s *Server) handler() http.Handler {
	routes := http.NewServeMux()
	for _, one := range Routes() {
		routes.HandleFunc(one.pattern, func(w http.ResponseWriter, r *http.Request) { one.answer(s, w, r) })
	}
	routes.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		fail(w, http.StatusNotFound, "no such route: recallbox help http")
	})
	return s.guard.protect(routes)
}

// limitConnections is a listener with so many connections at most: others wait for one to end.
func limitConnections(l net.Listener, most int) net.Listener {
	return &limited{Listener: l, free: make(chan struct{}, most), closed: make(chan struct{})}
}

type limited struct {
	net.Listener
	free   chan struct{}
	once   sync.Once
	closed chan struct{}
}

func (l *limited) Accept() (net.Conn, error) {
	select {
	case l.free <- struct{}{}:
	case <-l.closed:
		return nil, net.ErrClosed
	}
	c, err := l.Listener.Accept()
	if err != nil {
		<-l.free
		return nil, err
	}
	return &connection{Conn: c, end: sync.OnceFunc(func() { <-l.free })}, nil
}

func (l *limited) Close() error {
	l.once.Do(func() { close(l.closed) })
	return l.Listener.Close()
}

type connection struct {
	net.Conn
	end func()
}

func (c *connection) Close() error {
	defer c.end()
	return c.Conn.Close()
}
