package sandbox_test

import (
	"errors"
	"strings"

	"recallbox/sandbox"
	"recallbox/sandbox/reference"
)

// kindOf is an error as the reference tells of it.
func kindOf(err error) string {
	var e *sandbox.Error
	if !errors.As(err, &e) {
		return err.Error()
	}
	return string(e.Kind) + " " + e.Behaviour
}

// drive does one step of the reference in a sandbox, and gives the ID of what it made.
func drive(tx *sandbox.Tx, step reference.Step) (string, error) {
	switch s := step.(type) {
	case reference.Send:
		return sent(tx.Send(sandbox.SendRequest{As: s.As, To: s.To, Cc: s.Cc, Bcc: s.Bcc, Subject: s.Subject, InReplyTo: s.InReplyTo, Protected: s.Protected, ReadReceipt: s.ReadReceipt, Delivery: s.Delivery}))
	case reference.SendDraft:
		return sent(tx.SendDraft(s.ID, sandbox.SendRequest{As: s.As, Subject: s.Subject, To: s.To, InReplyTo: s.InReplyTo}))
	case reference.Forward:
		return sent(tx.Forward(sandbox.ForwardRequest{As: s.As, ID: s.ID, To: s.To}))
	case reference.AskToDelete:
		return sent(tx.Ask(sandbox.AskRequest{As: s.As, ID: s.ID, To: s.To}))
	case reference.AskRecall:
		return askRecall(tx, s)
	case reference.AddRule:
		return addRule(tx, s)
	case reference.AddHold:
		return addHold(tx, s)
	case reference.AddOrganisation:
		o, err := tx.AddOrganisation(s.Name, s.Domain, s.System, settings(s.Set))
		return o.Name, err
	case reference.AddUser:
		_, err := tx.AddUsers([]string{s.Address}, settings(s.Set))
		return s.Address, err
	case reference.AddGroup:
		g, err := tx.AddGroup(s.Address, s.Members, s.All)
		return g.Address, err
	case reference.AddPublicFolder:
		f, err := tx.AddPublicFolder(s.Address, "")
		return f.Address, err
	case reference.AddFolder:
		f, err := tx.AddFolder(s.As, s.Path)
		return f.Path, err
	}
	return "", driveQuiet(tx, step)
}

// driveQuiet is drive for what makes nothing that has an ID.
func driveQuiet(tx *sandbox.Tx, step reference.Step) (err error) {
	switch s := step.(type) {
	case reference.SetOrganisation:
		_, err = tx.SetOrganisation(s.Name, settings(s.Set))
	case reference.SetUsers:
		err = tx.SetUsers(s.Who, settings(s.Set))
	case reference.Grant:
		_, err = tx.GrantRights(s.Folder, s.User, s.Role)
	case reference.ShareFolder:
		_, err = tx.ShareFolder(s.As, s.Path, s.With)
	case reference.RemoveRule:
		err = tx.RemoveRule(s.ID)
	case reference.RemoveHold:
		err = tx.RemoveHold(s.As, s.ID)
	case reference.Look:
		err = look(tx, s)
	case reference.Move:
		err = tx.Move(s.As, s.ID, s.In, s.To)
	case reference.Delete:
		err = tx.Delete(s.As, s.ID, s.In, s.Hard)
	case reference.Program:
		err = map[string]func(string) error{"start": tx.StartClient, "stop": tx.StopClient}[s.How](s.As)
	case reference.Fetch:
		_, err = tx.Fetch(s.As, s.Via)
	case reference.Share:
		err = tx.Share(s.As, s.ID, "", s.With)
	case reference.TakeBack:
		err = tx.TakeBack(s.As, s.ID)
	case reference.Correct:
		_, err = tx.Correct(s.ID, sandbox.SendRequest{As: s.As, Subject: s.Subject, To: s.To, InReplyTo: s.InReplyTo})
	case reference.Release:
		err = tx.Release(s.As, s.ID)
	case reference.Advance:
		err = advance(tx, s.For)
	default:
		err = errors.New(strings.Join(step.Words(), " ") + ": the sandbox is not driven so")
	}
	return err
}

func sent(s sandbox.Sent, err error) (string, error) { return s.Message.ID, err }

func settings(set reference.Settings) (all []sandbox.Setting) {
	for _, kv := range set {
		all = append(all, sandbox.Setting{Key: kv[0], Value: kv[1]})
	}
	return all
}

func askRecall(tx *sandbox.Tx, s reference.AskRecall) (string, error) {
	r := sandbox.RecallRequest{As: s.As, ID: s.ID, View: s.View, Client: s.Client, NoReport: s.NoReport, Confirmed: s.Yes}
	if s.Replace {
		r.Replace = &sandbox.Replacement{}
		if s.Subject != "" {
			r.Replace.Subject = &s.Subject
		}
	}
	made, err := tx.Recall(r)
	return made.ID, err
}

func addRule(tx *sandbox.Tx, s reference.AddRule) (string, error) {
	made, err := tx.AddRules(sandbox.NewRule{As: s.As, Rule: sandbox.Rule{From: s.From, SubjectContains: s.Subject, Class: s.Class, MoveTo: s.MoveTo, Delete: s.Delete, MarkRead: s.MarkRead}})
	if err != nil {
		return "", err
	}
	all, err := made.Rules.List()
	if err != nil || len(all) == 0 {
		return "", err
	}
	return all[len(all)-1].ID, nil
}

func addHold(tx *sandbox.Tx, s reference.AddHold) (string, error) {
	d, err := sandbox.ParseDuration(s.For)
	if err != nil {
		return "", err
	}
	made, err := tx.AddHold(sandbox.NewHold{As: s.As, Organisation: s.Organisation, For: d, Senders: s.Senders, AdminsOnly: s.AdminsOnly})
	return made.ID, err
}

func look(tx *sandbox.Tx, s reference.Look) (err error) {
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
