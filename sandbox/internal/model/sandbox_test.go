package model_test

import (
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"recallbox/sandbox"
	"recallbox/sandbox/internal/model"
)

var (
	worlds     = flag.Int("worlds", 200, "play so many random worlds beside the model")
	firstWorld = flag.Uint64("world", 0, "begin with the one of this number")
)

// The sandbox works on many mailboxes at once, in SQL. The model plays the same random worlds one recipient after the
// other. Everything must be equal: all tables, the log, and every ID.
func TestRandomWorlds(t *testing.T) {
	t.Parallel()
	stage := newStage(t)
	for seed := *firstWorld; seed < *firstWorld+uint64(*worlds); seed++ {
		random := rand.New(rand.NewPCG(seed, 0))
		steps := model.Generate(random.IntN, 10+random.IntN(30))
		if stage.difference(t, steps) == "" {
			continue
		}
		steps = stage.shrink(t, steps)
		t.Fatalf("world %d: the sandbox and the model differ after\n\n%s\n%s",
			seed, asBatch(steps), stage.difference(t, steps))
	}
}

// stage plays worlds, each in a new sandbox.
type stage struct {
	path  string
	fresh []byte // the file of a new sandbox
}

func newStage(t *testing.T) *stage {
	t.Helper()
	s := &stage{path: filepath.Join(t.TempDir(), "world.db")}
	err := sandbox.Create(t.Context(), s.path, sandbox.New{Start: sandbox.Start}, sandbox.Options{Throwaway: true})
	if err != nil {
		t.Fatal(err)
	}
	if s.fresh, err = os.ReadFile(s.path); err != nil {
		t.Fatal(err)
	}
	return s
}

// difference plays the steps in a new sandbox and in the model. It returns the first difference, or "".
func (s *stage) difference(t *testing.T, steps []model.Step) (found string) {
	t.Helper()
	if err := os.WriteFile(s.path, s.fresh, 0o600); err != nil {
		t.Fatal(err)
	}
	later := laterSteps{}
	box, err := sandbox.Open(s.path, sandbox.Options{Throwaway: true, Deed: later.deed})
	if err != nil {
		t.Fatal(err)
	}
	w := model.New(sandbox.Start.Unix())
	err = box.Update(t.Context(), func(tx *sandbox.Tx) error {
		for _, step := range steps {
			later.add(step)
			if found = playBoth(w, tx, step); found != "" {
				return nil
			}
		}
		return nil
	})
	if err != nil {
		t.Fatalf("%v\n%s", err, asBatch(steps))
	}
	box.Close()
	if found != "" {
		return found
	}
	return compare(w.Tables(), readTables(t, s.path))
}

// playBoth plays one step on both sides, and compares the ID of what it made, or why it was refused.
func playBoth(w *model.World, tx *sandbox.Tx, step model.Step) string {
	wantID, refused := w.Play(step)
	if refused != nil && refused.Kind == model.Unmodelled {
		return ""
	}
	var id string
	failed, err := tx.Savepoint(func() (err error) {
		id, err = drive(tx, step)
		return err
	})
	if err != nil {
		return err.Error()
	}
	want, got := "done, ID "+wantID, "done, ID "+id
	if refused != nil {
		want = refused.Error()
	}
	if failed != nil {
		got = kindOf(failed)
	}
	if want == got {
		return ""
	}
	return fmt.Sprintf("%s\n  model:   %s\n  sandbox: %s (%v)", strings.Join(step.Words(), " "), want, got, failed)
}

// compare returns the first row in which two sets of tables differ, or "".
func compare(want []model.Table, got map[string][]string) string {
	for _, table := range want {
		if !slices.Equal(table.Rows, got[table.Name]) {
			return table.Name + rowDifference(table.Rows, got[table.Name])
		}
	}
	return ""
}

func rowDifference(want, got []string) string {
	i := 0
	for i < min(len(want), len(got)) && want[i] == got[i] {
		i++
	}
	at := func(rows []string) string {
		return strings.Join(rows[min(i, len(rows)):min(i+3, len(rows))], "\n           ")
	}
	return fmt.Sprintf(", row %d (%d and %d rows)\n  model:   %s\n  sandbox: %s",
		i+1, len(want), len(got), at(want), at(got))
}

// shrink leaves out the steps that the difference does not need.
func (s *stage) shrink(t *testing.T, steps []model.Step) []model.Step {
	for smaller := true; smaller; {
		smaller = false
		for i := len(steps) - 1; i >= 0; i-- {
			if fewer := slices.Delete(slices.Clone(steps), i, i+1); s.difference(t, fewer) != "" {
				steps, smaller = fewer, true
			}
		}
	}
	return steps
}

// asBatch writes the steps as a batch of commands.
func asBatch(steps []model.Step) string {
	var b strings.Builder
	for _, s := range steps {
		for i, word := range s.Words() {
			if strings.ContainsAny(word, " *") || word == "" {
				word = "'" + word + "'"
			}
			if i > 0 {
				word = " " + word
			}
			b.WriteString(word)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// kindOf is an error in the form of a Refusal.
func kindOf(err error) string {
	var e *sandbox.Error
	if !errors.As(err, &e) {
		return err.Error()
	}
	return string(e.Kind) + " " + e.Behaviour
}

// drive does one step in a sandbox, and returns the ID of what it made, or "".
func drive(tx *sandbox.Tx, step model.Step) (string, error) {
	switch s := step.(type) {
	case model.Send:
		return idOf(tx.Send(sandbox.SendRequest{
			As: s.As, For: s.For, To: s.To, Cc: s.Cc, Bcc: s.Bcc, Subject: s.Subject, InReplyTo: s.InReplyTo,
			Protected: s.Protected, ReadReceipt: s.ReadReceipt, Delivery: s.Delivery, Appointment: s.Appointment,
		}))
	case model.SendDraft:
		r := sandbox.SendRequest{As: s.As, Subject: s.Subject, To: s.To, InReplyTo: s.InReplyTo}
		return idOf(tx.SendDraft(s.ID, r))
	case model.Forward:
		return idOf(tx.Forward(sandbox.ForwardRequest{As: s.As, ID: s.ID, To: s.To}))
	case model.AskToDelete:
		return idOf(tx.Ask(sandbox.AskRequest{As: s.As, ID: s.ID, To: s.To}))
	case model.AskForRecall:
		return recallMessage(tx, s)
	case model.AddRule:
		return addRule(tx, s)
	case model.AddHold:
		return addHold(tx, s)
	case model.AddOrganisation:
		o, err := tx.AddOrganisation(s.Name, s.Domain, s.System, settings(s.Set))
		return o.Name, err
	case model.Later:
		return doLater(tx, s)
	case model.AddUser:
		_, err := tx.AddUsers([]string{s.Address}, settings(s.Set))
		return s.Address, err
	case model.AddGroup:
		g, err := tx.AddGroup(s.Address, s.Members, s.All)
		return g.Address, err
	case model.AddPublicFolder:
		f, err := tx.AddPublicFolder(s.Address, "", s.ReadState)
		return f.Address, err
	case model.AddFolder:
		f, err := tx.AddFolder(s.As, s.Path)
		return f.Path, err
	}
	if s, ok := step.(model.RemoveLater); ok {
		return s.ID, tx.RemoveLater(s.ID)
	}
	return "", driveWithoutID(tx, step)
}

// driveWithoutID does the steps that make nothing with an ID.
func driveWithoutID(tx *sandbox.Tx, step model.Step) (err error) {
	switch s := step.(type) {
	case model.SetOrganisation:
		_, err = tx.SetOrganisation(s.Name, settings(s.Set))
	case model.SetUsers:
		err = tx.SetUsers(s.Who, settings(s.Set))
	case model.Grant:
		_, err = tx.GrantRights(s.Folder, s.User, s.Role)
	case model.ShareFolder:
		_, err = tx.ShareFolder(s.As, s.Path, s.With)
	case model.RemoveRule:
		err = tx.RemoveRule(s.ID)
	case model.RemoveHold:
		err = tx.RemoveHold(s.As, s.ID)
	case model.Delegate:
		do := tx.AddDelegate
		if s.How == "remove" {
			do = tx.RemoveDelegate
		}
		_, err = do(s.Owner, s.User)
	case model.SetGroup:
		_, err = tx.SetGroup(s.Group, s.Members)
	case model.Read:
		err = read(tx, s)
	case model.Move:
		err = tx.Move(s.As, s.ID, s.In, s.To)
	case model.Delete:
		err = tx.Delete(s.As, s.ID, s.In, s.Hard)
	case model.Recover:
		err = tx.Recover(s.As, s.ID)
	case model.Purge:
		_, err = tx.Purge(sandbox.PurgeRequest{As: s.As, ID: s.ID, Subject: s.Subject, Hard: s.Hard})
	case model.Program:
		err = map[string]func(string) error{"start": tx.StartClient, "stop": tx.StopClient}[s.How](s.As)
	case model.Fetch:
		_, err = tx.Fetch(s.As, s.Via)
	case model.Share:
		err = tx.Share(s.As, s.ID, "", s.With)
	case model.TakeBack:
		err = tx.TakeBack(s.As, s.ID)
	case model.Correct:
		r := sandbox.SendRequest{As: s.As, Subject: s.Subject, To: s.To, InReplyTo: s.InReplyTo}
		_, err = tx.Correct(s.ID, r)
	case model.Release:
		err = tx.Release(s.As, s.ID)
	case model.Advance:
		err = advance(tx, s.For)
	default:
		err = errors.New(strings.Join(step.Words(), " ") + ": the tests cannot do this in a sandbox")
	}
	return err
}

func idOf(s sandbox.SendResult, err error) (string, error) { return s.Message.ID, err }

func settings(set model.Settings) (all []sandbox.Setting) {
	for _, kv := range set {
		all = append(all, sandbox.Setting{Key: kv[0], Value: kv[1]})
	}
	return all
}

func recallMessage(tx *sandbox.Tx, s model.AskForRecall) (string, error) {
	r := sandbox.RecallRequest{
		As: s.As, ID: s.ID, View: s.View, Client: s.Client, NoReport: s.NoReport, Confirmed: s.Yes,
		From: s.From, Comment: s.Comment,
	}
	if s.Replace {
		r.Replace = &sandbox.Replacement{}
		if s.Subject != "" {
			r.Replace.Subject = &s.Subject
		}
	}
	out, err := tx.Recall(r)
	return out.ID, err
}

func addRule(tx *sandbox.Tx, s model.AddRule) (string, error) {
	r := sandbox.Rule{
		From: s.From, SubjectContains: s.Subject, Class: s.Class,
		MoveTo: s.MoveTo, Delete: s.Delete, MarkRead: s.MarkRead,
	}
	out, err := tx.AddRules(sandbox.NewRule{As: s.As, Rule: r})
	if err != nil {
		return "", err
	}
	all, err := out.Rules.List()
	if err != nil || len(all) == 0 {
		return "", err
	}
	return all[len(all)-1].ID, nil
}

func addHold(tx *sandbox.Tx, s model.AddHold) (string, error) {
	d, err := sandbox.ParseDuration(s.For)
	if err != nil {
		return "", err
	}
	out, err := tx.AddHold(sandbox.NewHold{
		As: s.As, Organisation: s.Organisation, For: d, Senders: s.Senders, AdminsOnly: s.AdminsOnly,
	})
	return out.ID, err
}

func read(tx *sandbox.Tx, s model.Read) (err error) {
	switch s.How {
	case "open":
		_, err = tx.Open(sandbox.OpenRequest{As: s.As, ID: s.ID, In: s.In, Client: s.Client, Receipt: s.Receipt})
	case "preview":
		_, err = tx.Preview(s.As, s.ID, s.In)
	case "mark-read":
		err = tx.MarkRead(s.As, s.ID, s.In)
	case "mark-unread":
		err = tx.MarkUnread(s.As, s.ID, s.In)
	}
	return err
}

func advance(tx *sandbox.Tx, by string) error {
	d, err := sandbox.ParseDuration(by)
	if err != nil {
		return err
	}
	_, err = tx.Advance(d)
	return err
}
