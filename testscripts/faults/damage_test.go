//go:build linux

package faults_test

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

var flips = flag.Int("flips", 60, "in how many files TestFlippedBytes flips a byte")

// office is a sandbox with something of everything.
const office = `
org add acme --domain acme.example
user add alice@acme.example bob@acme.example erin@acme.example
user add carol@acme.example role=admin
user add --count 40 --pattern user%02d@acme.example
group add all@acme.example --all acme
public-folder add news@acme.example
folder add --as bob Projects
rule add --as erin --subject-contains Lunch --class note --mark-read
hold add --as carol --org acme --for 10m --senders carol
send --as alice --to erin,news@acme.example --subject Lunch --body "At noon"
send --as alice --to all@acme.example,nobody@acme.example,zoe@else.example --subject Budget --read-receipt
open --as bob m2
recall --as alice m2
recall --as alice m1 --replace --body "At one"
send --as carol --to bob --subject Held
`

// looks shows all that is in it.
const looks = `
inspect --all
inspect mailbox alice bob erin carol
inspect public-folder news@acme.example
inspect message m1 --raw
inspect delivery m2
inspect recall r1 --all
inspect recall r2
explain r1 bob
log --all
outbox list carol
rule list erin
history
`

// reading, writing and checking are a command of each kind.
var (
	reading  = []string{"log", "--json"}
	writing  = []string{"send", "--as", "alice", "--to", "bob", "--subject", "Later"}
	checking = []string{"check", "--json"}
)

func makeOffice(t *testing.T) []byte {
	t.Helper()
	b := newBox(t)
	b.must(t, "init")
	b.batch(t, office)
	return b.read(t)
}

// What cannot be a sandbox is refused by every command, in one line with what to do, and is left as it is.
func TestNoSandbox(t *testing.T) {
	t.Parallel()
	whole := makeOffice(t)
	for what, spoil := range map[string]func(*testing.T, box){
		"an empty file":          func(t *testing.T, b box) { b.write(t, nil) },
		"a folder":               func(t *testing.T, b box) { try(t, os.Mkdir(b.file(), 0o700)) },
		"a text":                 func(t *testing.T, b box) { b.write(t, bytes.Repeat([]byte("Dear Bob\n"), 1000)) },
		"another's database":     func(t *testing.T, b box) { b.change(t, `CREATE TABLE pets (name)`) },
		"a newer one":            func(t *testing.T, b box) { b.write(t, whole); b.change(t, `PRAGMA user_version = 99`) },
		"one without its tables": func(t *testing.T, b box) { b.write(t, whole); b.change(t, `DROP TABLE events`) },
		"one without a clock":    func(t *testing.T, b box) { b.write(t, whole); b.change(t, `DELETE FROM clock`) },
		"one that is all zeros":  func(t *testing.T, b box) { b.write(t, make([]byte, len(whole))) },
	} {
		b := newBox(t)
		spoil(t, b)
		before, _ := os.ReadFile(b.file())
		for _, args := range [][]string{reading, writing, checking} {
			if r := b.run(t, args...); r.code != 1 || !r.clear() {
				t.Errorf("%s: %s", what, r)
			}
		}
		if after, _ := os.ReadFile(b.file()); !bytes.Equal(before, after) {
			t.Errorf("%s: it was changed", what)
		}
		b.wantAtRest(t, what)
	}
}

// change does something to a sandbox that no command does.
func (b box) change(t *testing.T, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+b.file())
	try(t, err)
	defer db.Close()
	_, err = db.Exec(statement)
	try(t, err)
}

// A file that ends too early is damaged, wherever it ends.
func TestTruncated(t *testing.T) {
	t.Parallel()
	whole, b := makeOffice(t), newBox(t)
	sizes := []int{1, 15, 16, 100, 511, 512, 1024, 4095, 4096, 4097, 8192, len(whole) - 4096, len(whole) - 1}
	for size := 3 * 4096; size < len(whole); size += 9 * 4096 {
		sizes = append(sizes, size, size+1000)
	}
	for _, size := range sizes {
		b.write(t, whole[:size])
		for _, args := range [][]string{reading, writing, checking} {
			if r := b.run(t, args...); r.code != 1 || !r.clear() {
				t.Errorf("%d of %d bytes: %s", size, len(whole), r)
			}
		}
		if !bytes.Equal(b.read(t), whole[:size]) {
			t.Errorf("%d of %d bytes: it was changed", size, len(whole))
		}
		b.wantAtRest(t, fmt.Sprintf("%d bytes", size))
	}
}

// flipped counts what became of sandboxes in which one byte is another.
type flipped struct {
	looks                            string // a batch file
	mutex                            sync.Mutex
	refused, found, right, unnoticed int
}

// A byte that is not what it was is refused by the commands that meet it, or found by check, or it does no
// harm. One in a hundred may be in what stands nowhere else, such as a line of the history, and is not noticed.
// Nothing hangs or panics, and reading changes nothing.
func TestFlippedBytes(t *testing.T) {
	t.Parallel()
	whole, b, count := makeOffice(t), newBox(t), &flipped{looks: filepath.Join(t.TempDir(), "looks")}
	try(t, os.WriteFile(count.looks, []byte(looks), 0o600))
	b.write(t, whole)
	want := b.run(t, "batch", count.looks).out
	var workers sync.WaitGroup
	for worker := range 2 {
		b := newBox(t)
		workers.Go(func() {
			for i := worker; i < *flips; i += 2 {
				random := rand.New(rand.NewPCG(uint64(i), 1))
				at, mask := random.IntN(len(whole)), byte(1+random.IntN(255))
				count.flip(t, b, whole, want, at, mask)
			}
		})
	}
	workers.Wait()
	t.Logf(
		"of %d files with a flipped byte %d were refused at once, %d more were found by check, %d did no harm, "+
			"%d are not noticed",
		*flips, count.refused, count.found, count.right, count.unnoticed,
	)
	if count.unnoticed > max(1, *flips/100) {
		t.Errorf("%d flipped bytes are not noticed", count.unnoticed)
	}
}

// flip flips a byte, and runs a command of each kind.
func (c *flipped) flip(t *testing.T, b box, whole []byte, want string, at int, mask byte) {
	damaged := bytes.Clone(whole)
	damaged[at] ^= mask
	b.write(t, damaged)
	what := fmt.Sprintf("byte %d with %#x", at, mask)
	read, checked := b.run(t, "batch", c.looks), b.run(t, checking...)
	if !bytes.Equal(b.read(t), damaged) {
		t.Errorf("%s: reading changed the file", what)
	}
	wrote := b.run(t, writing...)
	if wrote.code == 1 && !bytes.Equal(b.read(t), damaged) {
		t.Errorf("%s: a command that failed changed the file", what)
	}
	for _, r := range []result{read, checked, wrote} {
		if !r.clear() {
			t.Errorf("%s: %s", what, r)
		}
	}
	if checked.code == 1 {
		var said struct{ Error struct{ Kind string } }
		if err := json.Unmarshal([]byte(checked.out), &said); err != nil || said.Error.Kind == "" {
			t.Errorf("%s: %s", what, checked)
		}
	}
	b.wantAtRest(t, what)
	c.count(t, read, checked, want, what)
}

func (c *flipped) count(t *testing.T, read, checked result, want, what string) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	switch right := read.out == want; {
	case read.code == 1 && checked.code == 0:
		t.Errorf("%s: check finds nothing wrong, and: %s", what, read)
	case read.code == 1:
		c.refused++
	case checked.code == 1:
		c.found++
	case right:
		c.right++
	default:
		c.unnoticed++
		t.Logf("%s", what)
	}
}
