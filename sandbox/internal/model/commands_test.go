package model_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"recallbox/commands"
	"recallbox/sandbox"
	"recallbox/sandbox/internal/model"
	"recallbox/sandbox/mail"
)

var (
	sequences     = flag.Int("sequences", 15, "play so many random sequences of commands beside the model")
	firstSequence = flag.Uint64("sequence", 0, "begin with the one of this number")
)

// The program runs random commands, some with mistakes, and the model plays the same. After each command the exit code,
// the output and what inspect shows must be equal, and check must find nothing. At the end the log must be equal, and
// the history must make the same log again.
func TestRandomCommands(t *testing.T) {
	t.Parallel()
	for seed := *firstSequence; seed < *firstSequence+uint64(*sequences); seed++ {
		lines := sequence(seed)
		if typeAll(t, lines) == "" {
			continue
		}
		for i := len(lines) - 1; i >= 0; i-- { // leave out what the difference does not need
			if fewer := slices.Delete(slices.Clone(lines), i, i+1); typeAll(t, fewer) != "" {
				lines = fewer
			}
		}
		t.Fatalf("sequence %d: %s", seed, typeAll(t, lines))
	}
}

// line is a command to type, and the number of the mailbox and the recall to look at after it.
type line struct {
	model.Step
	json bool
	look int
}

// sequence makes up commands, some with a mistake.
func sequence(seed uint64) (lines []line) {
	random := rand.New(rand.NewPCG(seed, 1))
	for _, s := range model.Generate(random.IntN, 5+random.IntN(20)) {
		if random.IntN(12) == 0 {
			lines = append(lines, line{model.Typo{Of: s, How: random.IntN(model.Typos)}, false, random.IntN(1000)})
		}
		lines = append(lines, line{s, random.IntN(3) == 0, random.IntN(1000)})
	}
	return lines
}

// session is a sandbox, and the world in which the model plays the same commands.
type session struct {
	t     *testing.T
	dir   string
	kept  *sandbox.OpenFile
	world *model.World
	typed []string // the commands so far
}

// typeAll types a sequence of commands. It returns the first difference with the commands until then, or "".
func typeAll(t *testing.T, lines []line) (found string) {
	t.Helper()
	s := session{t: t, dir: t.TempDir(), kept: &sandbox.OpenFile{}, world: model.New(sandbox.Start.Unix())}
	defer s.kept.Close()
	s.run("init")
	for i := 0; i < len(lines) && found == ""; i++ {
		found = s.typeOne(lines[i])
	}
	if found == "" {
		found = s.compareHistory()
	}
	if found != "" {
		found += "\n\n" + strings.Join(s.typed, "\n")
	}
	return found
}

// run runs the program.
func (s *session) run(args ...string) (code int, out, said string) {
	var stdout, stderr bytes.Buffer
	code = commands.Run(commands.Process{
		Context: s.t.Context(), Args: args, Dir: s.dir, Out: &stdout, Err: &stderr,
		Options: sandbox.Options{Throwaway: true, OpenFile: s.kept},
	})
	return code, stdout.String(), stderr.String()
}

// typeOne types one command, and compares what it did.
func (s *session) typeOne(l line) string {
	id, refused := s.world.Play(l)
	if refused != nil && refused.Kind == model.Unmodelled {
		return ""
	}
	args := l.Words()
	if l.json {
		args = append([]string{"--json"}, args...) // what stands behind -- is another command's
	}
	s.typed = append(s.typed, fmt.Sprintf("%q", args))
	code, out, said := s.run(args...)
	if want := exitCode(refused); code != want {
		return fmt.Sprintf("exit %d, want %d: %s", code, want, said)
	}
	if found := comparePrint(id, refused, l.json, out, said); found != "" {
		return found
	}
	return s.inspectAll(l.look)
}

func exitCode(refused *model.Refusal) int {
	switch {
	case refused == nil:
		return 0
	case refused.Kind == "usage":
		return 2
	case refused.Kind == "refused":
		return 3
	}
	return 1
}

// comparePrint compares what a command printed: the ID of what it made, or why it was refused.
func comparePrint(id string, refused *model.Refusal, asJSON bool, out, said string) string {
	if asJSON {
		return compareJSON(id, refused, out)
	}
	switch {
	case refused != nil && (out != "" || !strings.Contains(said, refused.Behaviour)):
		return "refused by " + refused.Behaviour + ", and said\n" + out + said
	case refused == nil && id != "" && !slices.Contains(strings.Fields(out), id):
		return "made " + id + ", and printed\n" + out
	}
	return ""
}

func compareJSON(id string, refused *model.Refusal, out string) string {
	var got struct {
		Error struct{ Kind, Behaviour string }
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		return err.Error() + "\n" + out
	}
	switch {
	case refused != nil && (got.Error.Kind != refused.Kind || got.Error.Behaviour != refused.Behaviour):
		return refused.Error() + " was wanted, and what came is\n" + out
	case refused == nil && got.Error.Kind != "":
		return "done, and says\n" + out
	case refused == nil && id != "" && !strings.Contains(out, `"`+id+`"`):
		return "made " + id + ", and printed\n" + out
	}
	return ""
}

// inspect runs a command, and reads the JSON that it prints.
func (s *session) inspect(into any, args ...string) string {
	code, out, said := s.run(append(args, "--json")...)
	if code != 0 {
		return fmt.Sprintf("%q: exit %d: %s", args, code, said)
	}
	if err := json.Unmarshal([]byte(out), into); err != nil {
		return fmt.Sprintf("%q: %v\n%s", args, err, out)
	}
	return ""
}

func difference(what string, want, got []string) string {
	if slices.Equal(want, got) {
		return ""
	}
	const indent = "\n           "
	return fmt.Sprintf("%s\n  model:   %s\n  program: %s", what, strings.Join(want, indent), strings.Join(got, indent))
}

// inspectAll compares a mailbox and a recall, and checks the sandbox.
func (s *session) inspectAll(at int) string {
	w := s.world
	if n := len(w.Mailboxes); n > 0 {
		if b := w.Mailboxes[at%n]; b.Kind == model.User {
			if found := s.compareMailbox(b); found != "" {
				return found
			}
		}
	}
	if n := len(w.Recalls); n > 0 {
		r := w.Recalls[at%n]
		for _, compare := range []func(*model.Recall) string{s.compareRecall, s.compareTracking, s.compareMarks} {
			if found := compare(r); found != "" {
				return found
			}
		}
	}
	if code, out, said := s.run("check"); code != 0 {
		return "check: " + out + said
	}
	return ""
}

func (s *session) compareMailbox(b *model.Mailbox) string {
	var got mailboxes
	if found := s.inspect(&got, "inspect", "mailbox", b.Address); found != "" {
		return found
	}
	if found := difference(b.Address, b.CopyLines(), got.lines()); found != "" {
		return found
	}
	args, admin := []string{"inspect", "mailbox", b.Address, "--recoverable"}, false
	for _, a := range s.world.Mailboxes {
		if a.Role == mail.Admin && a.Organisation == b.Organisation && a.Organisation != nil && !admin {
			args, admin = append(args, "--as", a.Address), true
		}
	}
	got = mailboxes{}
	if found := s.inspect(&got, args...); found != "" {
		return found
	}
	return difference(strings.Join(args, " "), s.world.KeptLines(b, admin), got.lines())
}

// mailboxes is what inspect mailbox prints of one.
type mailboxes struct {
	Mailboxes []struct {
		Folders []struct {
			Path     string
			Messages []struct {
				ID   string
				Read bool
			}
		}
	}
}

func (m mailboxes) lines() (all []string) {
	for _, f := range m.Mailboxes[0].Folders {
		for _, m := range f.Messages {
			all = append(all, fmt.Sprintf("%s %s %t", f.Path, m.ID, m.Read))
		}
	}
	return all
}

func (s *session) compareRecall(r *model.Recall) string {
	var got struct {
		Recipients []struct {
			Address, Outcome, Behaviour string
			Final                       bool
			WaitsUntil                  time.Time `json:"waits_until"`
		}
	}
	id := fmt.Sprintf("r%d", r.ID)
	if found := s.inspect(&got, "inspect", "recall", id); found != "" {
		return found
	}
	var lines []string
	for _, o := range got.Recipients {
		until := int64(0)
		if !o.WaitsUntil.IsZero() {
			until = o.WaitsUntil.Unix()
		}
		lines = append(lines, fmt.Sprintf("%s %s %t %s %d", o.Address, o.Outcome, o.Final, o.Behaviour, until))
	}
	return difference(id, s.world.OutcomeLines(r), lines)
}

// compareTracking compares what the sender's copy keeps of each recipient.
func (s *session) compareTracking(r *model.Recall) string {
	var got struct {
		Recipients []struct {
			Address  string
			Tracking *struct{ Value int }
		}
	}
	id := fmt.Sprintf("m%d", r.Message)
	if found := s.inspect(&got, "inspect", "delivery", id); found != "" {
		return found
	}
	var lines []string
	for _, o := range got.Recipients {
		value := -1
		if o.Tracking != nil {
			value = o.Tracking.Value
		}
		lines = append(lines, fmt.Sprintf("%s %d", o.Address, value))
	}
	return difference("tracking of "+id, s.world.TrackingLines(s.world.Messages[r.Message-1]), lines)
}

// compareMarks compares what the sender's copy says of recalls.
func (s *session) compareMarks(r *model.Recall) string {
	var got struct {
		Recalls []struct {
			Recall string
			At     time.Time
		}
	}
	id := fmt.Sprintf("m%d", r.Message)
	if found := s.inspect(&got, "inspect", "message", id); found != "" {
		return found
	}
	var lines []string
	for _, mark := range got.Recalls {
		lines = append(lines, fmt.Sprintf("%s %d", mark.Recall, mark.At.Unix()))
	}
	return difference("what is said of recalls of "+id, s.world.MarkLines(s.world.Messages[r.Message-1]), lines)
}

// compareLog compares the whole log.
func (s *session) compareLog() string {
	var got struct {
		Events []struct {
			Seq                                                 int
			At                                                  time.Time
			Who, What, Message, Recall, Mailbox, Folder, Detail string
			Behaviours                                          []string
		}
	}
	if found := s.inspect(&got, "log"); found != "" {
		return found
	}
	var want, lines []string
	for _, e := range s.world.Events {
		want = append(want, e.Line())
	}
	for i, e := range got.Events {
		if e.Seq != i+1 {
			return fmt.Sprintf("event %d has the number %d", i+1, e.Seq)
		}
		lines = append(lines, fmt.Sprintf("%d|%s|%s|%s|%s|%s|%s|%s|%s", e.At.Unix(), e.Who, e.What,
			e.Message, e.Recall, e.Mailbox, e.Folder, strings.Join(e.Behaviours, " "), e.Detail))
	}
	return difference("log", want, lines)
}

// compareHistory compares the log, and runs the history in a new sandbox: the same commands make the same log.
func (s *session) compareHistory() string {
	if found := s.compareLog(); found != "" {
		return found
	}
	_, before, _ := s.run("log", "--json")
	_, history, _ := s.run("history")
	if err := os.WriteFile(filepath.Join(s.dir, "history.batch"), []byte(history), 0o600); err != nil {
		return err.Error()
	}
	again := filepath.Join(s.dir, "again.db")
	for _, args := range [][]string{{"init", "--sandbox", again}, {"batch", "history.batch", "--sandbox", again}} {
		if code, _, said := s.run(args...); code != 0 && history != "" {
			return fmt.Sprintf("%q: exit %d: %s\n%s", args, code, said, history)
		}
	}
	if _, after, _ := s.run("log", "--json", "--sandbox", again); after != before {
		return "the history makes a different log:\n" + history
	}
	return ""
}
