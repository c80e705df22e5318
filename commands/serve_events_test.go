package commands

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// streamed is one event of a stream.
type streamed struct{ kind, id, data string }

// events opens a stream behind the last event that the browser had, or "". It gives a function that waits for the next.
func (b *browser) events(last string) (next func() streamed) {
	b.Helper()
	ctx, end := context.WithCancel(context.Background())
	b.Cleanup(end)
	r, _ := http.NewRequestWithContext(ctx, http.MethodGet, b.base+"/events", nil)
	if last != "" {
		r.Header.Set("Last-Event-ID", last)
	}
	answer, err := (&http.Client{Jar: b.client.Jar}).Do(r)
	if err != nil || answer.StatusCode != http.StatusOK {
		b.Fatal(err, answer)
	}
	b.Cleanup(func() { answer.Body.Close() })
	all := make(chan streamed, 10_000)
	go readStream(answer, all)
	return func() streamed {
		b.Helper()
		select {
		case e, more := <-all:
			if !more {
				b.Fatal("the stream has ended")
			}
			return e
		case <-time.After(30 * time.Second):
			b.Fatal("nothing was told")
			return streamed{}
		}
	}
}

func readStream(answer *http.Response, all chan<- streamed) {
	defer close(all)
	lines := bufio.NewScanner(answer.Body)
	lines.Buffer(nil, 1<<20)
	var e streamed
	for lines.Scan() {
		field, value, _ := strings.Cut(lines.Text(), ": ")
		switch field {
		case "event":
			e.kind = value
		case "id":
			e.id = value
		case "data":
			e.data = value
		case "":
			if e.id != "" {
				all <- e
			}
			e = streamed{}
		}
	}
}

// number is the event's in the log.
func (e streamed) number() (n int64) {
	_, number, _ := strings.Cut(e.id, "-")
	fmt.Sscan(number, &n)
	return n
}

func TestServeEvents(t *testing.T) {
	t.Parallel()
	b := openPage(t, office(t))
	next := b.events("")
	first := next()
	if first.kind != "changed" || first.number() != 2 || first.data != `{"last":2}` {
		t.Errorf("%+v", first)
	}
	succeeds(t, b.dir, strings.Fields("open --as bob m1"))
	opened := next()
	says := `"says":"bob@acme.example opened m1 “Budget”"`
	if opened.kind != "" || opened.number() != 3 || !strings.Contains(opened.data, says) {
		t.Errorf("%+v", opened)
	}
	succeeds(t, b.dir, strings.Fields("user set bob receipts=never"))
	if e := next(); e.kind != "changed" || e.number() != 3 {
		t.Errorf("%+v", e)
	}
	succeeds(t, b.dir, strings.Fields("snapshot save one"))
	next()
	b.run("move", "--as", "bob", "m1", "Archive")
	if e := next(); e.kind != "" || e.number() != 4 {
		t.Errorf("%+v", e)
	}
	again := b.events(opened.id)
	if e := again(); e.kind != "" || e.number() != 4 {
		t.Errorf("it goes on with %+v", e)
	}
	if e := again(); e.kind != "changed" {
		t.Errorf("then comes %+v", e)
	}
	succeeds(t, b.dir, strings.Fields("snapshot restore one"))
	for _, next := range []func() streamed{next, again} {
		if e := next(); e.kind != "replaced" || e.number() != 3 {
			t.Errorf("%+v", e)
		}
	}
	for _, id := range []string{opened.id, "x-1", "x", "-", opened.id + "9"} {
		if e := b.events(id)(); e.kind != "replaced" && (e.kind != "changed" || id != "x") {
			t.Errorf("%s: %+v", id, e)
		}
	}
}

// A page that comes back at any time misses nothing, however much has happened, while somebody writes.
func TestServeResumes(t *testing.T) {
	t.Parallel()
	b := openPage(t, office(t))
	lines := strings.Repeat("send --as alice --to bob --subject Budget\n", 2500)
	first := b.events("")()
	b.wantNext(first.id, 0)
	writes := make(chan struct{})
	t.Cleanup(func() { <-writes })
	go func() {
		defer close(writes)
		for range 20 {
			succeeds(b.T, b.dir, strings.Fields("send --as alice --to bob --subject Budget"))
		}
		runBatch := strings.NewReader(lines)
		Run(Process{Dir: b.dir, In: runBatch, Args: []string{"batch", "-"}})
		for range 20 {
			succeeds(b.T, b.dir, strings.Fields("send --as alice --to bob --subject Budget"))
		}
	}()
	last, total := first, int64(2+2*(20+2500+20))
	for last.number() < total {
		next := b.events(last.id)
		for range 700 { // and then the connection breaks
			e := next()
			if e.kind == "changed" {
				continue
			}
			if e.kind != "" || e.number() != last.number()+1 {
				t.Fatalf("%+v comes behind %+v", e, last)
			}
			if last = e; last.number() == total {
				break
			}
		}
	}
	<-writes
	b.wantNext(first.id, 1) // which is not kept any more
}

// wantNext wants the events behind one to come in order, that many.
func (b *browser) wantNext(id string, many int) {
	b.Helper()
	next := b.events(id)
	last := streamed{id: id}
	for range many {
		e := next()
		if e.kind != "" || e.number() != last.number()+1 {
			b.Fatalf("%+v comes behind %+v", e, last)
		}
		last = e
	}
}

// Fifty pages at once are told the same.
func TestServeStreams(t *testing.T) {
	t.Parallel()
	b := openPage(t, office(t))
	var all sync.WaitGroup
	const streams, acts = 50, 20
	for range streams {
		next := b.events("")
		last := next()
		all.Go(func() {
			for last.number() < 2+2*acts {
				e := next()
				if e.kind != "" || e.number() != last.number()+1 {
					t.Errorf("%+v comes behind %+v", e, last)
					return
				}
				last = e
			}
		})
	}
	for range acts {
		succeeds(t, b.dir, strings.Fields("send --as alice --to bob --subject Budget"))
	}
	all.Wait()
}

// It ends within two seconds, whoever listens; what it has answered is done.
func TestServeEnds(t *testing.T) {
	t.Parallel()
	b := openPage(t, office(t))
	for range 5 {
		b.events("")()
	}
	b.run("open", "--as", "bob", "m1")
	began := time.Now()
	b.end()
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("it took %v", took)
	}
	if log, _ := printedAsJSON(b.dir, []string{"log"}); !strings.Contains(log, "opened m1") {
		t.Error(log)
	}
}
