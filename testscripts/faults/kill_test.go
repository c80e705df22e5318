//go:build linux

package faults_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

var kills = flag.Int("kills", 36, "how many processes TestKill kills")

// deadly are the commands that are killed, each in the sandbox that makeKillWorld makes.
var deadly = []struct {
	name string
	args []string
}{
	{"send", []string{"send", "--as", "alice", "--to", "all@acme.example", "--subject", "Killed"}},
	{"recall", []string{"recall", "--as", "alice", "m3", "--json"}},
	{"clock advance", []string{"clock", "advance", "1h", "--json"}},
	{"batch", []string{"batch", "lines"}},
	{"import", []string{"import", "--as", "alice", "mail"}},
	{"snapshot restore", []string{"snapshot", "restore", "before"}},
}

// The sandbox is a company in which each of those commands writes thousands of rows.
const (
	killPeople = `
org add acme --domain acme.example
user add alice@acme.example carol@acme.example role=admin
user add --count 1000 --pattern user%04d@acme.example
group add all@acme.example --all acme
send --as alice --to all@acme.example --subject Welcome
send --as alice --to all@acme.example --subject Hours
`
	killMail = `
hold add --as carol --org acme --for 10m --senders carol
send --as alice --to all@acme.example --subject Budget
send --as carol --to all@acme.example --subject Held
`
)

// killInputs are the files that these commands read, which lie beside the sandbox.
var killInputs = map[string]string{
	"lines": `
send --as alice --to all@acme.example --subject One
send --as alice --to all@acme.example --subject Two
mark-read --as all@acme.example m1
delete --as all@acme.example m1
`,
	"mail": strings.Repeat(
		"From bob@else.example Thu Jan  2 10:01:00 2025\nFrom: bob@else.example\nSubject: Lunch\n\nAt noon?\n\n",
		1000,
	),
}

// victim is a command with the two states that it may leave: all done or nothing.
type victim struct {
	name          string
	args          []string
	before, after state
	writes, whole time.Duration // how long there is a journal, and how long all takes

	mutex                       sync.Mutex
	killed, inside, done, acked int
}

// state is a sandbox file, and what is in it.
type state struct {
	bytes []byte
	holds string
}

// A process is killed at any moment: what it did is there as a whole or not at all, and if it said so, it is
// there. Most are killed while there is a journal, which is inside of an open transaction.
func TestKill(t *testing.T) {
	t.Parallel()
	before := makeKillWorld(t)
	var victims []*victim
	for _, d := range deadly {
		victims = append(victims, measured(t, d.name, d.args, before))
	}
	var workers sync.WaitGroup
	for worker := range 2 {
		random, b := rand.New(rand.NewPCG(uint64(worker), 9)), newBox(t)
		workers.Go(func() {
			for i := worker; i < *kills; i += 2 {
				victims[i%len(victims)].kill(t, b, random)
			}
		})
	}
	workers.Wait()
	killMore(t, victims)
	wantInside(t, victims)
}

// killMore goes on with those of which too few were killed inside a transaction, as happens on a machine that
// is busy with other things.
func killMore(t *testing.T, victims []*victim) {
	random, b := rand.New(rand.NewPCG(2, 9)), newBox(t)
	for _, v := range victims {
		for more := 0; v.inside < *kills*3/5/len(victims)+1 && more < *kills; more++ {
			v.kill(t, b, random)
		}
	}
}

func makeKillWorld(t *testing.T) state {
	t.Helper()
	world := newBox(t)
	world.must(t, "init")
	world.batch(t, killPeople)
	world.must(t, "snapshot", "save", "before")
	world.batch(t, killMail)
	return world.state(t)
}

// wantInside demands that enough of the kills came inside of a transaction, in all and of each command.
func wantInside(t *testing.T, victims []*victim) {
	inside, killed := 0, 0
	for _, v := range victims {
		t.Logf(
			"%-17s %3d killed, %3d inside a transaction; %3d had happened, %3d had said so", v.name,
			v.killed, v.inside, v.done, v.acked,
		)
		inside, killed = inside+v.inside, killed+v.killed
		if v.inside < *kills*30/500 {
			t.Errorf("%s: only %d were killed inside a transaction", v.name, v.inside)
		}
	}
	t.Logf("%-17s %3d killed, %3d inside a transaction", "all", killed, inside)
	if inside < *kills*300/500 {
		t.Errorf("only %d of %d were killed inside a transaction", inside, killed)
	}
}

func (b box) state(t *testing.T) state {
	t.Helper()
	return state{b.read(t), dump(t, b.file())}
}

// start puts a sandbox with the files beside it that its commands read.
func (b box) start(t *testing.T, s state) {
	t.Helper()
	b.write(t, s.bytes)
	for name, text := range killInputs {
		try(t, os.WriteFile(filepath.Join(b.dir, name), []byte(text), 0o600))
	}
}

// measured runs the command to its end, and notes what it leaves and how long it takes.
func measured(t *testing.T, name string, args []string, before state) *victim {
	t.Helper()
	b, v := newBox(t), &victim{name: name, args: args, before: before}
	b.start(t, before)
	cmd := b.command(t.Context(), args...)
	since := time.Now()
	try(t, cmd.Start())
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	b.awaitJournal(ended, true)
	opened := time.Now()
	b.awaitJournal(ended, false)
	v.writes = time.Since(opened)
	if err := <-ended; err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	v.whole, v.after = time.Since(since), b.state(t)
	if v.after.holds == before.holds {
		t.Fatalf("%s changes nothing", name)
	}
	return v
}

// awaitJournal waits until a transaction has begun to write, or has ended, or the process has.
func (b box) awaitJournal(ended chan error, there bool) {
	for (b.journal() > 0) != there {
		select {
		case err := <-ended:
			ended <- err
			return
		case <-time.After(50 * time.Microsecond):
		}
	}
}

// journal is the size of the rollback journal, 0 where there is none.
func (b box) journal() int64 {
	info, err := os.Stat(b.file() + "-journal")
	if err != nil {
		return 0
	}
	return info.Size()
}

// kill kills the command at some moment, and looks what is left.
func (v *victim) kill(t *testing.T, b box, random *rand.Rand) {
	acked, inside := v.strike(t, b, random)
	b.wantPrivate(t, "after "+v.name+" was killed")
	v.count(inside, v.wantWhole(t, b, acked), acked)
}

// strike starts the command and kills it. Seven of eight times that is aimed: so long after the journal has
// appeared as it may still be there. How long that is, is learnt from hits and misses. It says whether the
// command had said that it was done, and whether there is a journal.
func (v *victim) strike(t *testing.T, b box, random *rand.Rand) (acked, inside bool) {
	b.start(t, v.before)
	cmd := b.command(context.Background(), v.args...)
	try(t, cmd.Start())
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	aimed, wait := random.IntN(8) > 0, time.Duration(random.Float64()*float64(v.whole))
	if aimed {
		b.awaitJournal(ended, true)
		wait = time.Duration(random.Float64() * float64(v.window()))
	}
	time.Sleep(wait)
	_ = cmd.Process.Kill()
	err := <-ended
	inside = b.journal() > 0
	if aimed {
		v.learn(inside, wait)
	}
	return err == nil, inside
}

// window is for how long the journal is taken to be there.
func (v *victim) window() time.Duration {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	return v.writes
}

// learn makes the time in which the journal is there longer or shorter.
func (v *victim) learn(hit bool, wait time.Duration) {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	if hit {
		v.writes = max(v.writes, wait*5/4)
	} else {
		v.writes = max(min(v.writes, wait)*4/5, time.Millisecond)
	}
}

func (v *victim) count(inside, done, acked bool) {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	v.killed++
	for _, c := range []struct {
		is bool
		n  *int
	}{{inside, &v.inside}, {done, &v.done}, {acked, &v.acked}} {
		if c.is {
			*c.n++
		}
	}
}

// wantWhole demands that all has happened or nothing, all if the command said so, and that the sandbox can be
// used on. It says whether all has.
func (v *victim) wantWhole(t *testing.T, b box, acked bool) (done bool) {
	if r := b.run(t, "check"); r.code != 0 {
		t.Errorf("%s was killed: %s", v.name, r)
	}
	switch left := b.read(t); {
	case bytes.Equal(left, v.before.bytes):
	case dump(t, b.file()) == v.after.holds:
		done = true
	default:
		t.Errorf("%s was killed: neither all nor nothing has happened", v.name)
	}
	if acked && !done {
		t.Errorf("%s was killed after it had ended, and nothing has happened", v.name)
	}
	r := b.run(t, "send", "--as", "alice", "--to", "user0001", "--subject", "Later")
	if r.code != 0 || !strings.HasPrefix(r.out, "m") {
		t.Errorf("after %s was killed: %s", v.name, r)
	}
	for name := range killInputs {
		try(t, os.Remove(filepath.Join(b.dir, name)))
	}
	b.wantAtRest(t, fmt.Sprintf("after %s was killed", v.name))
	return done
}
