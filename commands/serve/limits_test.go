package serve

import (
	"net"
	"testing"
	"time"
)

// Beyond the limit a connection waits until another one ends.
func TestLimitConnections(t *testing.T) {
	t.Parallel()
	inner, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := limitConnections(inner, 2)
	defer l.Close()
	accepted := make(chan net.Conn)
	go func() {
		defer close(accepted)
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			accepted <- c
		}
	}()
	for range 3 {
		c, err := net.Dial("tcp", inner.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
	}
	first, second := <-accepted, <-accepted
	defer second.Close()
	select {
	case <-accepted:
		t.Fatal("a third one was let in")
	case <-time.After(50 * time.Millisecond):
	}
	first.Close()
	first.Close() // which counts once
	third := <-accepted
	defer third.Close()
	l.Close()
	if _, more := <-accepted; more {
		t.Error("one more was let in")
	}
}

// Streams are as many as there is room for.
func TestLimitStreams(t *testing.T) {
	t.Parallel()
	h := newHub(Program{})
	for range maxStreams {
		if !h.enter() {
			t.Fatal("there is room")
		}
	}
	if h.enter() {
		t.Error("there is no room")
	}
	if h.leave(); !h.enter() {
		t.Error("there is room again")
	}
}
