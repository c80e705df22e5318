package commands_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"recallbox/sandbox/reference"
)

// see runs a command that shows something, and reads its JSON.
func (s *session) see(into any, args ...string) string {
	code, out, said := s.run(append(args, "--json")...)
	if code != 0 {
		return fmt.Sprintf("%q: exit %d: %s", args, code, said)
	}
	if err := json.Unmarshal([]byte(out), into); err != nil {
		return fmt.Sprintf("%q: %v\n%s", args, err, out)
	}
	return ""
}

func differ(what string, want, got []string) string {
	if slices.Equal(want, got) {
		return ""
	}
	return fmt.Sprintf("%s\n  reference: %s\n  program:   %s", what, strings.Join(want, "\n             "), strings.Join(got, "\n             "))
}

// lookRound looks at a mailbox and a recall, and checks the sandbox.
func (s *session) lookRound(at int) string {
	w := s.world
	if n := len(w.Mailboxes); n > 0 {
		if b := w.Mailboxes[at%n]; b.Kind == reference.User {
			if found := s.mailbox(b); found != "" {
				return found
			}
		}
	}
	if n := len(w.Recalls); n > 0 {
		if found := s.recall(w.Recalls[at%n]); found != "" {
			return found
		}
	}
	if code, out, said := s.run("check"); code != 0 {
		return "check: " + out + said
	}
	return ""
}

func (s *session) mailbox(b *reference.Mailbox) string {
	var got struct {
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
	if found := s.see(&got, "inspect", "mailbox", b.Address); found != "" {
		return found
	}
	var lines []string
	for _, f := range got.Mailboxes[0].Folders {
		for _, m := range f.Messages {
			lines = append(lines, fmt.Sprintf("%s %s %t", f.Path, m.ID, m.Read))
		}
	}
	return differ(b.Address, b.Holding(), lines)
}

func (s *session) recall(r *reference.Recall) string {
	var got struct {
		Recipients []struct {
			Address, Outcome, Behaviour string
			Final                       bool
		}
	}
	id := fmt.Sprintf("r%d", r.ID)
	if found := s.see(&got, "inspect", "recall", id); found != "" {
		return found
	}
	var lines []string
	for _, o := range got.Recipients {
		lines = append(lines, fmt.Sprintf("%s %s %t %s", o.Address, o.Outcome, o.Final, o.Behaviour))
	}
	return differ(id, s.world.Standing(r), lines)
}

// log compares all that happened.
func (s *session) log() string {
	var got struct {
		Events []struct {
			Seq                                                 int
			At                                                  time.Time
			Who, What, Message, Recall, Mailbox, Folder, Detail string
			Behaviours                                          []string
		}
	}
	if found := s.see(&got, "log"); found != "" {
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
		lines = append(lines, strings.Join([]string{fmt.Sprint(e.At.Unix()), e.Who, e.What, e.Message, e.Recall, e.Mailbox, e.Folder, strings.Join(e.Behaviours, " "), e.Detail}, "|"))
	}
	return differ("log", want, lines)
}

// atTheEnd compares the log, and plays the history once more: the same commands give the same bytes.
func (s *session) atTheEnd() string {
	if found := s.log(); found != "" {
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
		return "the history makes another log:\n" + history
	}
	return ""
}
