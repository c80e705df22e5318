package commands

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/urfave/cli/v2"

	"recallbox/commands/serve"
	"recallbox/sandbox"
)

// browser is somebody who has opened the page of a server in this process.
type browser struct {
	*testing.T
	dir    string
	url    string // with the token
	base   string // without it
	client *http.Client
	end    func() // interrupts the server, and waits for its end
}

// openPage serves the sandbox in a folder, and opens the page.
func openPage(t *testing.T, dir string, flags ...string) *browser {
	t.Helper()
	in, out := io.Pipe()
	var said bytes.Buffer
	ctx, interrupt := context.WithCancel(context.Background())
	ended := make(chan int, 1)
	go func() {
		ended <- Run(Process{
			Context: ctx, Dir: dir, Out: out, Err: &said, Options: sandbox.Options{Throwaway: true},
			Args: append([]string{"serve", "--json", "--listen", "127.0.0.1:0"}, flags...),
		})
		out.Close()
	}()
	b := &browser{T: t, dir: dir, end: func() {
		interrupt()
		select {
		case code := <-ended:
			ended <- code
			if code != 0 {
				t.Errorf("exit %d: %s", code, &said)
			}
		case <-time.After(2 * time.Second):
			t.Error("it does not end within 2 seconds")
		}
	}}
	t.Cleanup(b.end)
	var page served
	if err := json.NewDecoder(in).Decode(&page); err != nil {
		t.Fatal(err, said.String())
	}
	b.url = page.URL
	b.base, _, _ = strings.Cut(page.URL, "/?")
	jar, _ := cookiejar.New(nil)
	b.client = &http.Client{Jar: jar, Timeout: 30 * time.Second}
	b.get("/?token="+b.token(), http.StatusOK)
	return b
}

func (b *browser) token() string {
	_, token, _ := strings.Cut(b.url, "token=")
	return token
}

// ask sends a request, and gives the status and the body.
func (b *browser) ask(r *http.Request) (int, string, http.Header) {
	b.Helper()
	answer, err := b.client.Do(r)
	if err != nil {
		b.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		b.Fatal(err)
	}
	return answer.StatusCode, string(body), answer.Header
}

func (b *browser) get(path string, want int) string {
	b.Helper()
	r, err := http.NewRequest(http.MethodGet, b.base+path, nil)
	if err != nil {
		b.Fatal(err)
	}
	got, body, _ := b.ask(r)
	if got != want {
		b.Errorf("GET %s: %d, want %d: %s", path, got, want, body)
	}
	return body
}

func (b *browser) post(body string, want int) string {
	b.Helper()
	r, _ := http.NewRequest(http.MethodPost, b.base+"/api/run", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	got, answer, _ := b.ask(r)
	if got != want {
		b.Errorf("%s: %d, want %d: %s", body, got, want, answer)
	}
	return answer
}

// run runs a command by the page.
func (b *browser) run(args ...string) (a serve.Answer) {
	b.Helper()
	body, _ := json.Marshal(map[string]any{"args": args})
	if err := json.Unmarshal([]byte(b.post(string(body), http.StatusOK)), &a); err != nil {
		b.Fatal(err)
	}
	return a
}

// office is a folder with a sandbox in which Alice has sent a message to Bob.
func office(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	succeeds(t, dir, []string{"init"})
	makeState(t, dir, "people")
	succeeds(t, dir, strings.Fields("send --as alice --to bob --subject Budget --body 900"))
	return dir
}

// Each command and each flag is allowed or refused by name: none gets to the page because nobody thought of it.
func TestServeAllowsByName(t *testing.T) {
	everyCommand(tree(), func(c *cli.Command) {
		if c.Action == nil {
			return
		}
		name := title(c)
		first, _, _ := strings.Cut(name, " ")
		_, refused := refusedCommands[first]
		may, ok := allowed[name]
		if ok == refused {
			t.Errorf("%s: put it into allowed or refusedCommands, one of them", name)
		}
		if ok && (slices.Contains(notInBatch, first) || name == "import") {
			t.Errorf("%s is allowed, and no line of a batch that keeps to the sandbox", name)
		}
		for _, f := range c.Flags {
			name := nameOf(f)
			_, says := describe(f)
			yes := slices.Contains(strings.Fields(may.flags), name)
			if ok && yes == slices.Contains(strings.Fields(may.refused), name) {
				t.Errorf("%s --%s: put it into flags or refused, one of them", c.HelpName, name)
			}
			if yes && (slices.Contains(fileFlags, name) || placeholder(f) == "FILE" || strings.Contains(says, "stdin")) {
				t.Errorf("%s --%s is allowed, and reads or writes files", c.HelpName, name)
			}
		}
	})
	for _, f := range globalFlags() {
		if slices.Contains(strings.Fields(ofEveryCommand), nameOf(f)) ==
			slices.Contains(strings.Fields(notOfEvery), nameOf(f)) {
			t.Errorf("--%s: put it into ofEveryCommand or notOfEvery, one of them", nameOf(f))
		}
	}
}

// What changes nothing by its name changes nothing.
func TestServeLooks(t *testing.T) {
	dir := office(t)
	before, _ := os.ReadFile(filepath.Join(dir, defaultSandbox))
	everyCommand(tree(), func(c *cli.Command) {
		if !allowed[title(c)].looks {
			return
		}
		for _, words := range typedLines(t, c.UsageText) {
			if mayRun(tree(), words, true) == nil {
				printedAsJSON(dir, words)
			}
		}
	})
	if after, _ := os.ReadFile(filepath.Join(dir, defaultSandbox)); !bytes.Equal(after, before) {
		t.Error("something was changed")
	}
}

func TestServeRuns(t *testing.T) {
	t.Parallel()
	b := openPage(t, office(t))
	if a := b.run("open", "--as", "bob", "m1"); a.Exit != 0 || !strings.Contains(string(a.JSON), `"id":"m1"`) {
		t.Errorf("%+v", a)
	}
	a := b.run("recall", "--as", "bob", "m1")
	if a.Exit != 3 || !strings.Contains(string(a.JSON), `"kind":"refused"`) ||
		!strings.HasPrefix(a.Stderr, "recallbox: ") {
		t.Errorf("%+v", a)
	}
	if a := b.run("recal"); a.Exit != 2 {
		t.Errorf("%+v", a)
	}
	if a := b.run("send", "--as", "alice", "--to", "bob", "--subject", "--json"); a.Exit != 2 {
		t.Errorf("--json became a subject: %+v", a)
	}
	text := b.post(`{"args": ["inspect", "m1"], "text": true}`, http.StatusOK)
	if !strings.Contains(text, `  from  Alice`) {
		t.Errorf("no text: %s", text)
	}
	if body := b.get("/api/run?arg=inspect&arg=m1", http.StatusOK); !strings.Contains(body, `"subject":"Budget"`) {
		t.Error(body)
	}
	b.get("/api/run?arg=open&arg=--as&arg=bob&arg=m1", http.StatusForbidden)
	for _, args := range []string{
		`"init", "--force"`, `"batch", "-"`, `"run", "."`, `"demo"`,
		`"import", "--as", "bob", "x"`, `"export", "--fixture", "x"`,
		`"snapshot", "list"`, `"serve"`, `"completion", "bash"`, `"log", "--follow"`, `"history", "--script"`,
		`"send", "--as", "alice", "--to", "bob", "--attach", "/etc/passwd"`, `"inspect", "m1", "--raw"`,
		`"send", "--as", "alice", "--to", "bob", "--body-file=-"`, `"-s", "other.db", "inspect"`,
		`"inspect", "--sandbox=other.db"`, `"inspect", "--wait", "1s"`, `"inspect", "--color", "always"`,
	} {
		if body := b.post(`{"args": [`+args+`]}`, http.StatusForbidden); !strings.HasPrefix(body, `{"error":`) {
			t.Errorf("%s: %s", args, body)
		}
	}
	for body, want := range map[string]int{
		`{}`: http.StatusBadRequest, `{"args": [1]}`: http.StatusBadRequest, `["clock"]`: http.StatusBadRequest,
		`{"args": ["clock"]} {}`: http.StatusBadRequest, `{"args": ["clock"], "dir": "/"}`: http.StatusBadRequest,
		`{"args": ["` + strings.Repeat("x", 2<<20) + `"]}`: http.StatusRequestEntityTooLarge,
	} {
		b.post(body, want)
	}
	if body := b.get("/api/complete?line="+url.QueryEscape("open --as b"), http.StatusOK); !strings.Contains(body,
		`{"line":"open --as bob@acme.example","word":"bob@acme.example","says":"Bob"}`) {
		t.Error(body)
	}
	for _, line := range []string{"", "sn", "send --att", "inspect m1 --ra", "inspect --sand", "'", "inspect '"} {
		body := b.get("/api/complete?line="+url.QueryEscape(line), http.StatusOK)
		for _, no := range []string{"snapshot", "attach", "raw", "sandbox", "batch"} {
			if strings.Contains(body, `"word":"`+no) || strings.Contains(body, `"word":"--`+no) {
				t.Errorf("%q offers %s", line, no)
			}
		}
	}
	b.get("/nowhere", http.StatusNotFound)
	b.get("/page/index.html", http.StatusNotFound)
	b.get("/page/..%2fserver.go", http.StatusNotFound)
}

// Even a command that was allowed by mistake reads no file.
func TestServeReadsNoFiles(t *testing.T) {
	t.Parallel()
	dir := office(t)
	writeFile(t, filepath.Join(dir, "secret"), "secret")
	page := &livePage{call: &call{process: Process{Dir: dir}.complete()}, file: filepath.Join(dir, defaultSandbox)}
	for _, words := range []string{
		"send --as alice --to bob --body-file secret", "send --as alice --to bob --attach secret", "batch secret", "batch -",
	} {
		if code := Run(page.process(t.Context(), strings.Fields(words))); code != 2 {
			t.Errorf("%s: exit %d", words, code)
		}
	}
}

func TestServeReadOnly(t *testing.T) {
	t.Parallel()
	b := openPage(t, office(t), "--read-only")
	b.post(`{"args": ["open", "--as", "bob", "m1"]}`, http.StatusForbidden)
	b.post(`{"args": ["recall", "--as", "alice", "m1", "--dry-run"]}`, http.StatusForbidden)
	b.post(`{"args": ["inspect", "m1"]}`, http.StatusOK)
}

// The lesson is taken home: what is downloaded makes an equal sandbox.
func TestServeDownloads(t *testing.T) {
	t.Parallel()
	b := openPage(t, office(t))
	b.run("recall", "--as", "alice", "m1")
	log, _ := printedAsJSON(b.dir, []string{"log"})
	for _, form := range []string{"batch", "fixture", "script"} {
		dir := t.TempDir()
		name := "lesson.txtar"
		if form == "batch" {
			name = "lesson.batch"
		}
		writeFile(t, filepath.Join(dir, name), b.get("/api/history/"+form, http.StatusOK))
		if form == "script" {
			succeeds(t, dir, []string{"run", name})
			continue
		}
		succeeds(t, dir, []string{"init", "--fixture", name})
		if got, _ := printedAsJSON(dir, []string{"log"}); got != log {
			t.Errorf("%s: another sandbox: %s", form, got)
		}
	}
	b.get("/api/history/diary", http.StatusNotFound)
}

func TestServePlays(t *testing.T) {
	t.Parallel()
	b := openPage(t, office(t))
	var list demoList
	if err := json.Unmarshal([]byte(b.get("/api/plays", http.StatusOK)), &list); err != nil || len(list.Demos) < 20 {
		t.Fatal(err, len(list.Demos))
	}
	body := b.get("/api/play?name=outlook/auto-read", http.StatusOK)
	for _, part := range []string{
		`"outcome":"passed"`, `"questions":[{"says":"What will happen to`, `"right":`, `"came"`,
	} {
		if !strings.Contains(body, part) {
			t.Errorf("no %s in %s", part, body)
		}
	}
	for _, name := range []string{"", "outlook", "cli/log", "/etc/passwd", "../outlook/auto-read", "none/none"} {
		b.get("/api/play?name="+url.QueryEscape(name), http.StatusNotFound)
	}
	if log, _ := printedAsJSON(b.dir, []string{"log"}); strings.Contains(log, "opened") {
		t.Error("it was played in the sandbox that is served")
	}
}

// Whoever has no token, or comes by another site, gets nothing; and the page can load nothing but its own.
func TestServeLetsIn(t *testing.T) {
	t.Parallel()
	b := openPage(t, office(t))
	routes := []string{
		"/", "/events", "/api/run?arg=clock", "/api/plays", "/api/history/batch", "/mail/m1", "/page/x", "/x",
	}
	ask := func(path string, change func(*http.Request)) (int, http.Header) {
		r, err := http.NewRequest(http.MethodGet, b.base+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		change(r)
		answer, err := (&http.Transport{}).RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		return answer.StatusCode, answer.Header
	}
	port := b.base[strings.LastIndex(b.base, ":")+1:]
	cookie := func(r *http.Request) { r.AddCookie(&http.Cookie{Name: "recallbox-" + port, Value: b.token()}) }
	for _, path := range routes {
		refused := map[string]struct {
			want   int
			change func(*http.Request)
		}{
			"without a token": {http.StatusUnauthorized, func(*http.Request) {}},
			"with another token": {http.StatusUnauthorized, func(r *http.Request) {
				r.AddCookie(&http.Cookie{Name: "recallbox-" + port, Value: "x"})
			}},
			"with a wrong one in the address": {http.StatusUnauthorized, func(r *http.Request) { r.URL.RawQuery = "token=x" }},
			"by another name": {http.StatusForbidden, func(r *http.Request) {
				cookie(r)
				r.Host = "evil.example:" + port
			}},
			"by another port": {http.StatusForbidden, func(r *http.Request) {
				cookie(r)
				r.Host = "127.0.0.1:1"
			}},
			"from a page of another site": {http.StatusForbidden, func(r *http.Request) {
				cookie(r)
				r.Header.Set("Sec-Fetch-Site", "cross-site")
				r.Header.Set("Sec-Fetch-Mode", "no-cors")
			}},
			"from a page of another port": {http.StatusForbidden, func(r *http.Request) {
				cookie(r)
				r.Header.Set("Sec-Fetch-Site", "same-site")
			}},
			"posted by another origin": {http.StatusForbidden, func(r *http.Request) {
				cookie(r)
				r.Method = http.MethodPost
				r.Header.Set("Origin", "http://evil.example")
			}},
		}
		for name, one := range refused {
			if got, _ := ask(path, one.change); got != one.want {
				t.Errorf("%s %s: %d, want %d", path, name, got, one.want)
			}
		}
	}
	status, header := ask("/?token="+b.token(), func(*http.Request) {})
	set := header.Get("Set-Cookie")
	if status != http.StatusSeeOther || header.Get("Location") != "/" || !strings.HasPrefix(set, "recallbox-"+port+"=") ||
		!strings.Contains(set, "HttpOnly") || !strings.Contains(set, "SameSite=Strict") {
		t.Errorf("%d %v", status, header)
	}
	status, header = ask("//evil.example/?token="+b.token(), func(*http.Request) {})
	if strings.HasPrefix(header.Get("Location"), "//") {
		t.Errorf("%d leads away: %s", status, header.Get("Location"))
	}
	for _, host := range []string{"localhost:", "LOCALHOST:", "[::1]:"} {
		if status, _ := ask("/", func(r *http.Request) { cookie(r); r.Host = host + port }); status != http.StatusOK {
			t.Errorf("%s: %d", host, status)
		}
	}
	if _, header := ask("/", cookie); !strings.HasPrefix(header.Get("Content-Security-Policy"), "default-src 'none'; ") {
		t.Error(header)
	}
}

// Only this computer is served, and a port that is taken is told.
func TestServeListens(t *testing.T) {
	t.Parallel()
	dir := office(t)
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for listen, want := range map[string]string{
		"0.0.0.0:8026":        "ssh -L",
		":8026":               "ssh -L",
		"192.0.2.1:80":        "ssh -L",
		"example.org:80":      "ssh -L",
		"8026":                "is no HOST:PORT",
		"127.0.0.1:99999":     "is no HOST:PORT",
		taken.Addr().String(): "recallbox serve --listen 127.0.0.1:0",
	} {
		ctx, end := context.WithTimeout(t.Context(), time.Second)
		defer end()
		var said bytes.Buffer
		code := Run(Process{Context: ctx, Dir: dir, Args: []string{"serve", "--listen", listen}, Err: &said})
		if code == 0 || !strings.Contains(said.String(), want) {
			t.Errorf("%s: exit %d: %s", listen, code, &said)
		}
	}
	var said bytes.Buffer
	code := Run(Process{Dir: t.TempDir(), Args: []string{"serve", "--listen", "127.0.0.1:0"}, Err: &said})
	if code != 1 || !strings.Contains(said.String(), "no sandbox at") {
		t.Errorf("without a sandbox: exit %d: %s", code, &said)
	}
}

// hostile are texts that would do something where they are taken for more than text.
var hostile = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, "\u202egnp.exe", `'; DROP TABLE messages; --`,
	`\u003cb>`, "data: x event: replaced",
}

// Names and texts from mail are data, in JSON and in events; a message's HTML comes in a frame that may do nothing.
func TestServeHostileText(t *testing.T) {
	t.Parallel()
	dir := office(t)
	b := openPage(t, dir)
	next := b.events("")
	next()
	for i, text := range hostile {
		if a := b.run("send", "--as", "alice", "--to", "bob", "--subject="+text, "--body="+text); a.Exit != 0 {
			t.Fatalf("%+v", a)
		}
		var shown struct {
			JSON struct{ Subject, Text string }
		}
		body := b.get(fmt.Sprintf("/api/run?arg=inspect&arg=m%d", i+2), http.StatusOK)
		if err := json.Unmarshal([]byte(body), &shown); err != nil || strings.ContainsAny(body, "<>") ||
			shown.JSON.Subject != text || shown.JSON.Text != text {
			t.Errorf("%v: %s", err, body)
		}
		sent := next()
		if !json.Valid([]byte(sent.data)) || sent.kind != "" || !strings.Contains(sent.data, `"what":"sent"`) {
			t.Errorf("%+v", sent)
		}
		next()
	}
	writeFile(t, filepath.Join(dir, "evil.html"), `<p>Hello<script src="http://evil.example/"></script>`)
	succeeds(t, dir, strings.Fields("send --as alice --to bob --subject Page --body Hello --html-file evil.html"))
	r, _ := http.NewRequest(http.MethodGet, fmt.Sprintf("%s/mail/m%d?mailbox=bob", b.base, len(hostile)+2), nil)
	status, body, header := b.ask(r)
	policy := header.Get("Content-Security-Policy")
	if status != http.StatusOK || !strings.Contains(body, "<p>Hello") ||
		!strings.HasPrefix(policy, "sandbox; default-src 'none'; ") || strings.Contains(policy, "allow-") {
		t.Errorf("%d %s: %s", status, policy, body)
	}
	b.get("/mail/m1?mailbox=bob", http.StatusNotFound)
	b.get("/mail/m99", http.StatusNotFound)
}

// Nobody is called: of the packages for networks this program uses what serves, and nothing that asks.
func TestServeCallsNobody(t *testing.T) {
	serving := map[string][]string{
		"net": {"Addr", "Listener", "Listen", "Conn", "JoinHostPort", "SplitHostPort", "ErrClosed"},
	}
	asking := []string{
		"Get", "Head", "Post", "PostForm", "Client", "DefaultClient", "Transport", "DefaultTransport", "RoundTripper",
		"NewRequest", "NewRequestWithContext", "NewFileTransport", "ProxyFromEnvironment",
	}
	err := filepath.WalkDir("..", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			return err
		}
		for _, i := range parsed.Imports {
			switch path := strings.Trim(i.Path.Value, `"`); {
			case strings.HasPrefix(path, "net/http/"), path == "net/rpc", path == "net/smtp", path == "crypto/tls":
				t.Errorf("%s imports %s", file, path)
			case (path == "net" || path == "net/http") && i.Name != nil:
				t.Errorf("%s calls %s otherwise", file, path)
			}
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			s, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			from, ok := s.X.(*ast.Ident)
			switch {
			case !ok || from.Obj != nil:
			case from.Name == "net" && !slices.Contains(serving["net"], s.Sel.Name),
				from.Name == "http" && slices.Contains(asking, s.Sel.Name):
				t.Errorf("%s uses %s.%s", file, from.Name, s.Sel.Name)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
