//go:build linux

package faults_test

import (
	"bufio"
	"bytes"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"
)

var crashes = flag.Int("crashes", 60, "how many times TestPowerLoss lets the power fail")

// op is one thing that a process asked of the operating system: see testdata/recorder.c.
type op struct {
	kind byte
	name string
	at   int
	data []byte
}

// recorded runs a command, and gives what it asked.
func (b box) recorded(t *testing.T, args ...string) []op {
	t.Helper()
	compiler, err := exec.Command("go", "env", "CC").Output()
	try(t, err)
	library, log := filepath.Join(t.TempDir(), "recorder.so"), filepath.Join(t.TempDir(), "log")
	compile := exec.Command(strings.TrimSpace(string(compiler)),
		"-shared", "-fPIC", "-o", library, "testdata/recorder.c", "-ldl")
	if said, err := compile.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	b.through = func(cmd *exec.Cmd) {
		cmd.Env = append(cmd.Env, "LD_PRELOAD="+library, "RECORD_FOLDER="+b.dir, "RECORD_TO="+log)
	}
	b.must(t, args...)
	data, err := os.ReadFile(log)
	try(t, err)
	return readOps(t, data)
}

func readOps(t *testing.T, log []byte) (ops []op) {
	t.Helper()
	for in := bufio.NewReader(bytes.NewReader(log)); ; {
		line, err := in.ReadString('\n')
		if err == io.EOF {
			return ops
		}
		var o op
		var n int
		if _, err := fmt.Sscanf(line, "%c %d %d %s", &o.kind, &o.at, &n, &o.name); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		o.data = make([]byte, n)
		_, err = io.ReadFull(in, o.data)
		try(t, err)
		ops = append(ops, o)
	}
}

// inode is a file: what of it is on the disk, and what may be.
type inode struct {
	safe   []byte
	unsafe []op
}

// disk is a folder: the names that are in it for sure, and those that may have come or gone.
type disk struct {
	files  map[string]*inode // as a process sees them
	safe   map[string]*inode
	unsafe []func(map[string]*inode)
}

// do brings the disk on by one thing that was asked.
func (d *disk) do(o op) {
	f := d.files[o.name]
	switch {
	case o.kind == 'c':
		f = &inode{}
		d.files[o.name] = f
		d.unsafe = append(d.unsafe, func(names map[string]*inode) { names[o.name] = f })
	case o.kind == 'u':
		delete(d.files, o.name)
		d.unsafe = append(d.unsafe, func(names map[string]*inode) { delete(names, o.name) })
	case o.kind == 's' && o.name == ".":
		for _, change := range d.unsafe {
			change(d.safe)
		}
		d.unsafe = nil
	case o.kind == 's':
		for _, w := range f.unsafe {
			f.safe = w.on(f.safe, func(int) bool { return true })
		}
		f.unsafe = nil
	default:
		f.unsafe = append(f.unsafe, o)
	}
}

// sector is what a disk writes as a whole.
const sector = 512

// on does a write or a truncation to a file's bytes, those sectors of it that had time.
func (o op) on(data []byte, had func(sector int) bool) []byte {
	if o.kind == 't' {
		return append(data[:min(len(data), o.at):min(len(data), o.at)], make([]byte, max(0, o.at-len(data)))...)
	}
	for from := 0; from < len(o.data); {
		to := min(len(o.data), from+sector-(o.at+from)%sector)
		if had((o.at + from) / sector) {
			if end := o.at + to; end > len(data) {
				data = append(data[:len(data):len(data)], make([]byte, end-len(data))...)
			}
			copy(data[o.at+from:], o.data[from:to])
		}
		from = to
	}
	return data
}

// crash is what may be on the disk after the power failed: of all that was not made sure of, some.
func (d *disk) crash(random *rand.Rand) map[string][]byte {
	names := map[string]*inode{}
	for name, f := range d.safe {
		names[name] = f
	}
	for _, change := range d.unsafe[:random.IntN(len(d.unsafe)+1)] {
		change(names)
	}
	left := map[string][]byte{}
	for name, f := range names {
		data, share := bytes.Clone(f.safe), []float64{0, 0.5, 0.9, 1}[random.IntN(4)]
		for _, o := range f.unsafe {
			if o.kind == 'w' || random.Float64() < share {
				data = o.on(data, func(int) bool { return random.Float64() < share })
			}
		}
		left[name] = data
	}
	return left
}

// crashed lets the power fail after that many of the things that were asked, and puts what is left into the box.
func (b box) crashed(t *testing.T, before []byte, ops []op, random *rand.Rand) {
	t.Helper()
	db := &inode{safe: bytes.Clone(before)}
	d := &disk{files: map[string]*inode{"recallbox.db": db}, safe: map[string]*inode{"recallbox.db": db}}
	for _, o := range ops {
		d.do(o)
	}
	try(t, os.RemoveAll(b.dir))
	try(t, os.Mkdir(b.dir, 0o700))
	for name, data := range d.crash(random) {
		try(t, os.WriteFile(filepath.Join(b.dir, name), data, 0o600))
	}
}

// Whenever the power fails, and whatever the disk had not been made to keep, the sandbox is as before the
// command or after it. What is recorded is one command; the power fails somewhere in it, and of the sectors and
// names that were not synced by then any may be there. After the command nothing is undone.
func TestPowerLoss(t *testing.T) {
	t.Parallel()
	b := newBox(t)
	b.write(t, makeOffice(t))
	before := b.state(t)
	ops := b.recorded(t, "recall", "--as", "alice", "m2", "--json")
	after := b.state(t)
	for i := range *crashes {
		random := rand.New(rand.NewPCG(uint64(i), 7))
		k := len(ops)
		if i%8 > 0 {
			k = random.IntN(len(ops))
		}
		b.crashed(t, before.bytes, ops[:k], random)
		b.must(t, "check")
		switch now := dump(t, b.file()); {
		case now != before.holds && now != after.holds:
			t.Errorf("after %d of %d: neither all nor nothing has happened", k, len(ops))
		case k == len(ops) && now == before.holds:
			t.Error("it was done, and is undone")
		}
		b.must(t, writing...)
		b.wantAtRest(t, "power loss")
	}
	t.Logf(
		"the power failed %d times within %d writes, syncs and names, and %d times after them",
		*crashes-(*crashes+7)/8, len(ops), (*crashes+7)/8,
	)
	b.wantSyncsMatter(t, before.bytes, ops)
}

// A new sandbox has reached the disk before it gets its name: the last that is asked of its bytes is a sync.
// (That the folder is synced behind the name is not recorded, as it is Go that asks for it.)
func TestNewFileIsSynced(t *testing.T) {
	t.Parallel()
	last := map[string]byte{}
	for _, o := range newBox(t).recorded(t, "init") {
		last[o.name] = o.kind
	}
	delete(last, ".")
	for name := range last {
		delete(last, path.Dir(name)) // the folder in which it was made
	}
	for name, kind := range last {
		if want := map[bool]byte{true: 'u', false: 's'}[strings.HasSuffix(name, "-journal")]; kind != want {
			t.Errorf("%s: the last is %c, want %c", name, kind, want)
		}
	}
	if len(last) != 2 {
		t.Errorf("a file and its journal were expected: %v", last)
	}
}

// A journal that was left is taken for what it is: without it every command still ends as it should, and a new
// sandbox has nothing of it.
func TestLeftJournal(t *testing.T) {
	t.Parallel()
	b, fresh := newBox(t), newBox(t)
	fresh.must(t, "init")
	b.write(t, makeOffice(t))
	before := b.read(t)
	ops := b.recorded(t, "recall", "--as", "alice", "m2", "--json")
	for k := len(ops) - 18; k < len(ops); k += 4 {
		b.crashed(t, before, ops[:k], rand.New(rand.NewPCG(uint64(k), 6)))
		try(t, os.Remove(b.file()+"-journal"))
		for _, args := range [][]string{reading, checking, writing} {
			if r := b.run(t, args...); !r.clear() {
				t.Errorf("without its journal: %s", r)
			}
		}
		b.crashed(t, before, ops[:k], rand.New(rand.NewPCG(uint64(k), 6)))
		b.must(t, "init", "--force")
		if dump(t, b.file()) != dump(t, fresh.file()) {
			t.Error("a new sandbox has something of the old one")
		}
	}
}

// wantSyncsMatter lets the power fail where nothing was ever synced: then sandboxes break, or this test could
// not see it.
func (b box) wantSyncsMatter(t *testing.T, before []byte, ops []op) {
	t.Helper()
	var careless []op
	for _, o := range ops {
		if o.kind != 's' {
			careless = append(careless, o)
		}
	}
	for i := range 20 {
		random := rand.New(rand.NewPCG(uint64(i), 8))
		b.crashed(t, before, careless, random)
		if b.run(t, "check").code != 0 {
			return
		}
	}
	t.Error("it makes no difference whether anything is synced")
}
