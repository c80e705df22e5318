package sandbox

import (
	"strings"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/store"
)

// Rule is an inbox rule. It runs at delivery on notes and recall messages.
type Rule struct {
	ID              string `json:"id"`
	From            string `json:"from,omitempty"`
	SubjectContains string `json:"subject_contains,omitempty"`
	Class           string `json:"class,omitempty"`
	MoveTo          string `json:"move_to,omitempty"`
	Delete          bool   `json:"delete,omitempty"`
	MarkRead        bool   `json:"mark_read,omitempty"`
}

// NewRule is a rule to be made, for one user or for many. Exactly one of MoveTo, Delete and MarkRead is wanted.
type NewRule struct {
	As string
	Rule
}

// AddRules adds the rule for each user it is for, and gives what was made.
func (tx *Tx) AddRules(n NewRule) ([]Rule, error) {
	r, err := tx.checkedRule(n.Rule)
	if err != nil {
		return nil, err
	}
	w, _, err := tx.who(n.As)
	if err != nil {
		return nil, err
	}
	users, err := tx.store.Mailboxes(w)
	if err != nil {
		return nil, err
	}
	if r.Deletes {
		err = tx.store.NeedFolder(w, mail.DeletedItems)
	}
	if err != nil {
		return nil, err
	}
	var made []Rule
	for _, u := range users {
		one := r
		one.Mailbox = u.ID
		if err := tx.putRule(u, &one, n.MoveTo); err != nil {
			return nil, err
		}
		made = append(made, showRule(one))
	}
	return made, nil
}

func (tx *Tx) checkedRule(n Rule) (store.Rule, error) {
	var r store.Rule
	does := 0
	for _, wanted := range []bool{n.MoveTo != "", n.Delete, n.MarkRead} {
		if wanted {
			does++
		}
	}
	if does != 1 {
		return r, &Error{Kind: Usage, Message: "rule add: --move-to, --delete or --mark-read, one of them", Hint: "recallbox rule add --as bob --subject-contains Budget --move-to Archive"}
	}
	if n.From != "" {
		from, err := tx.mailbox(n.From)
		switch {
		case err == nil:
			r.Sender = from.Address
		case isNotFound(err) && strings.Contains(n.From, "@"):
			if r.Sender, err = plainAddress(n.From); err != nil {
				return r, err
			}
		default:
			return r, err
		}
	}
	if n.Class != "" {
		class, err := mail.ParseClass(n.Class)
		if err != nil || class > mail.RecallMessage {
			return r, invalid("rules run on notes and recall messages only", "class %q: not one of note, recall", n.Class)
		}
		r.Class = &class
	}
	r.Subject, r.Deletes = n.SubjectContains, n.Delete
	return r, nil
}

// putRule finds the folder that the rule moves to, and keeps the rule.
func (tx *Tx) putRule(u store.Mailbox, r *store.Rule, moveTo string) (err error) {
	kind, path := mail.DeletedItems, mail.BuiltIn[mail.DeletedItems]
	if moveTo != "" {
		if kind, path, err = tx.folder(u, moveTo); err != nil {
			return err
		}
	}
	if moveTo != "" || r.Deletes {
		if r.Folder, r.Path, err = tx.neededFolder(u.ID, kind, path); err != nil {
			return err
		}
	}
	r.ID, err = tx.store.PutRule(*r)
	return err
}

// neededFolder is the number of a folder, which comes into being if it is a built-in one that nothing was put into yet.
func (tx *Tx) neededFolder(mailbox int64, kind mail.FolderKind, path string) (int64, string, error) {
	if kind != mail.OwnFolder {
		if err := tx.store.NeedFolder(store.Who{Mailbox: mailbox}, kind); err != nil {
			return 0, "", err
		}
	}
	id, _, err := tx.store.FolderAt(mailbox, kind, path)
	return id, path, err
}

// Rules lists a user's rules in the order in which they run.
func (tx *Tx) Rules(user string) ([]Rule, error) {
	m, err := tx.user(user)
	if err != nil {
		return nil, err
	}
	all, err := tx.store.Rules(m.ID)
	out := []Rule{}
	for _, r := range all {
		out = append(out, showRule(r))
	}
	return out, err
}

func showRule(r store.Rule) Rule {
	out := Rule{ID: makeID(rulePrefix, r.ID), From: r.Sender, SubjectContains: r.Subject, Delete: r.Deletes, MarkRead: r.Folder == 0}
	if r.Class != nil {
		out.Class = r.Class.String()
	}
	if r.Folder != 0 && !r.Deletes {
		out.MoveTo = r.Path
	}
	return out
}

// RemoveRule removes a rule.
func (tx *Tx) RemoveRule(id string) error {
	n, ok := parseID(rulePrefix, id)
	if ok {
		var err error
		if ok, err = tx.store.DeleteRule(n); err != nil {
			return err
		}
	}
	if !ok {
		return notFound("recallbox rule list USER lists a user's rules", "no rule %q in this sandbox", id)
	}
	return nil
}
