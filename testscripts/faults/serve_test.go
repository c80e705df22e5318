//go:build linux

package faults_test

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// live is a process that serves the sandbox, and a browser that has opened its page.
type live struct {
	testing.TB
	cmd    *exec.Cmd
	base   string
	client *http.Client
}

func (b box) serve(t testing.TB) *live {
	t.Helper()
	cmd := b.command(context.Background(), "serve", "--json", "--listen", "127.0.0.1:0")
	out, err := cmd.StdoutPipe()
	try(t, err)
	try(t, cmd.Start())
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	var page struct{ URL string }
	try(t, json.NewDecoder(out).Decode(&page))
	jar, err := cookiejar.New(nil)
	try(t, err)
	l := &live{t, cmd, "", &http.Client{Jar: jar}}
	l.base, _, _ = strings.Cut(page.URL, "/?")
	answer, err := l.client.Get(page.URL)
	try(t, err)
	answer.Body.Close()
	return l
}

// run runs a command by the page; false where there was no answer.
func (l *live) run(args ...string) bool {
	body, _ := json.Marshal(map[string]any{"args": args})
	answer, err := l.client.Post(l.base+"/api/run", "application/json", strings.NewReader(string(body)))
	if err != nil {
		return false
	}
	defer answer.Body.Close()
	told, err := io.ReadAll(answer.Body)
	return err == nil && strings.HasPrefix(string(told), `{"exit":0,`)
}

// follow calls told with the number of each event of the log, until the stream ends.
func (l *live) follow(told func(number int)) (begun <-chan struct{}) {
	ctx, end := context.WithCancel(context.Background())
	l.Cleanup(end)
	r, _ := http.NewRequestWithContext(ctx, http.MethodGet, l.base+"/events", nil)
	first := make(chan struct{})
	go func() {
		answer, err := l.client.Do(r)
		if err != nil {
			l.Error(err)
			return
		}
		defer answer.Body.Close()
		lines, other := bufio.NewScanner(answer.Body), false
		for lines.Scan() {
			field, value, _ := strings.Cut(lines.Text(), ": ")
			switch {
			case field == "event":
				other = true
			case field == "id" && !other:
				_, number, _ := strings.Cut(value, "-")
				n, _ := strconv.Atoi(number)
				told(n)
			case field == "" && other:
				other = false
				if first != nil {
					close(first)
					first = nil
				}
			}
		}
	}()
	return first
}

func liveOffice(t testing.TB) box {
	b := newBox(t)
	b.must(t, "init")
	b.batch(t, "org add acme --domain acme.example\nuser add alice@acme.example bob@acme.example")
	return b
}

// What was answered is done, when the server is killed while it answers others.
func TestServeKilled(t *testing.T) {
	t.Parallel()
	b := liveOffice(t)
	l := b.serve(t)
	var all sync.WaitGroup
	var mutex sync.Mutex
	var answered []string
	for i := range 4 {
		all.Go(func() {
			for j := 0; ; j++ {
				subject := fmt.Sprintf("Note-%d-%d", i, j)
				if !l.run("send", "--as", "alice", "--to", "bob", "--subject", subject) {
					return
				}
				mutex.Lock()
				if answered = append(answered, subject); len(answered) == 12 {
					l.cmd.Process.Kill()
				}
				mutex.Unlock()
			}
		})
	}
	all.Wait()
	log := b.must(t, "log", "--all")
	for _, subject := range answered {
		if !strings.Contains(log, `"`+subject+`"`) {
			t.Errorf("%s was answered, and is not there", subject)
		}
	}
	if len(answered) < 12 {
		t.Errorf("only %d were answered", len(answered))
	}
	b.must(t, "check")
}

// socket matches a line of /proc/PID/net/tcp: the addresses on both sides, the state and the inode.
var socket = regexp.MustCompile(`(?m)^ *\d+: (\S+):(\S+) (\S+):(\S+) (\S\S) \S+ \S+ \S+ +\S+ +\S+ (\d+)`)

// No connection goes out: all sockets that the process ever has belong to its own port.
func TestServeCallsOnlyBack(t *testing.T) {
	t.Parallel()
	b := liveOffice(t)
	l := b.serve(t)
	port, _ := strconv.Atoi(l.base[strings.LastIndex(l.base, ":")+1:])
	<-l.follow(func(int) {})
	stop := make(chan struct{})
	var all sync.WaitGroup
	looks := 0
	all.Go(func() {
		for {
			for _, inode := range l.sockets() {
				if own, known := l.isOwn(inode, port); known && !own {
					t.Errorf("the socket %s is none of port %d", inode, port)
				}
			}
			looks++
			select {
			case <-stop:
				return
			default:
			}
		}
	})
	l.run("send", "--as", "alice", "--to", "bob", "--subject", "Budget", "--body", "https://example.org/")
	for _, path := range []string{"/", "/api/plays", "/api/play?name=outlook/auto-read", "/api/history/fixture",
		"/mail/m1?mailbox=bob", "/api/run?arg=inspect", "/api/complete?line=open"} {
		answer, err := l.client.Get(l.base + path)
		try(t, err)
		io.Copy(io.Discard, answer.Body)
		answer.Body.Close()
	}
	close(stop)
	all.Wait()
	if looks < 10 {
		t.Errorf("looked %d times", looks)
	}
}

// sockets are the inodes of all sockets that the process has.
func (l *live) sockets() (list []string) {
	folder := fmt.Sprintf("/proc/%d/fd", l.cmd.Process.Pid)
	entries, _ := os.ReadDir(folder)
	for _, e := range entries {
		to, _ := os.Readlink(filepath.Join(folder, e.Name()))
		if inode, is := strings.CutPrefix(to, "socket:["); is {
			list = append(list, strings.TrimSuffix(inode, "]"))
		}
	}
	return list
}

// isOwn says whether a socket is one of the port, and whether it is still there.
func (l *live) isOwn(inode string, port int) (own, known bool) {
	for _, table := range []string{"tcp", "tcp6", "udp", "udp6"} {
		data, _ := os.ReadFile(fmt.Sprintf("/proc/%d/net/%s", l.cmd.Process.Pid, table))
		for _, s := range socket.FindAllStringSubmatch(string(data), -1) {
			if s[6] == inode {
				return strings.HasPrefix(table, "tcp") && s[2] == fmt.Sprintf("%04X", port), true
			}
		}
	}
	return false, false
}

// telling is how long it took until a page was told of an event: from the start of the command, and from its end, as
// the commit is in between.
type telling struct{ fromStart, fromEnd time.Duration }

// tell has pages open while commands run, each a process of its own, and demands that each page is told of all events.
func tell(t testing.TB, pages, acts int) (all []telling, memory float64) {
	office := liveOffice(t)
	l := office.serve(t)
	var reading sync.WaitGroup
	arrived := make([][]time.Time, pages)
	for i := range pages {
		reading.Add(1)
		<-l.follow(func(number int) {
			if arrived[i] = append(arrived[i], time.Now()); number != len(arrived[i]) {
				t.Errorf("page %d was told %d in the place of %d", i, number, len(arrived[i]))
			}
			if len(arrived[i]) == 2*acts {
				reading.Done()
			}
		})
	}
	var began, ended []time.Time
	for range acts {
		began = append(began, time.Now())
		office.must(t, "send", "--as", "alice", "--to", "bob", "--subject", "Budget")
		ended = append(ended, time.Now())
	}
	reading.Wait()
	for _, at := range arrived {
		for i := range at {
			all = append(all, telling{at[i].Sub(began[i/2]), max(0, at[i].Sub(ended[i/2]))})
		}
	}
	return all, l.memory()
}

// Fifty pages are told of all that other processes do.
func TestServeTells(t *testing.T) {
	t.Parallel()
	all, memory := tell(t, 50, 5)
	if len(all) != 50*2*5 || memory > 64 {
		t.Errorf("%d were told, with %.1f MiB", len(all), memory)
	}
}

// BenchmarkServe prints how long it takes until fifty pages are told of a command: 99 of 100 times not longer; and the
// most memory that the server has had.
func BenchmarkServe(b *testing.B) {
	var all []telling
	var memory float64
	for b.Loop() {
		told, most := tell(b, 50, 200)
		all, memory = append(all, told...), max(memory, most)
	}
	for what, of := range map[string]func(telling) time.Duration{
		"start": func(t telling) time.Duration { return t.fromStart },
		"end":   func(t telling) time.Duration { return t.fromEnd },
	} {
		slices.SortFunc(all, func(a, b telling) int { return cmp.Compare(of(a), of(b)) })
		b.ReportMetric(float64(of(all[len(all)*99/100]).Microseconds())/1000, "p99-ms-from-"+what)
		b.ReportMetric(float64(of(all[len(all)/2]).Microseconds())/1000, "median-ms-from-"+what)
	}
	b.ReportMetric(memory, "MiB")
}

// memory is the most that the process has had, in MiB.
func (l *live) memory() float64 {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", l.cmd.Process.Pid))
	try(l, err)
	found := regexp.MustCompile(`VmHWM:\s+(\d+) kB`).FindStringSubmatch(string(data))
	kib, err := strconv.Atoi(found[1])
	try(l, err)
	return float64(kib) / 1024
}
