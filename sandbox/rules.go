package sandbox

import (
	"strings"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/store"
)

// Rule is an inbox rule. It runs at delivery on notes and recall messages.
type Rule struct {
	ID              string `json:"id"`
	From            string `json:"from,omitempty"`             // it takes mail from this address
	SubjectContains string `json:"subject_contains,omitempty"` // it takes mail with this text in its subject
	Class           string `json:"class,omitempty"`            // note or recall: it takes only these
	MoveTo          string `json:"move_to,omitempty"`          // the path of the folder
	Delete          bool   `json:"delete,omitempty"`           // it moves to Deleted Items
	MarkRead        bool   `json:"mark_read,omitempty"`        // it marks as read
}

// NewRule is a rule to add, for one user or for many. It has exactly one of MoveTo, Delete and MarkRead.
type NewRule struct {
	As string
	Rule
}

// AddedRules are rules that were added, one for each user. Only their IDs differ.
type AddedRules struct {
	Number int64
	Rules  Rows[Rule]
}

// AddRules adds a rule for each user, in the order of their addresses.
func (tx *Tx) AddRules(n NewRule) (AddedRules, error) {
	r, err := tx.checkRule(n.Rule)
	if err != nil {
		return AddedRules{}, err
	}
	users, one, err := tx.findUsers(n.As)
	if err != nil {
		return AddedRules{}, err
	}
	var to *store.FolderRef
	if path := ruleTarget(n.Rule); path != "" {
		if to, err = tx.ruleFolder(users, one, path); err != nil {
			return AddedRules{}, err
		}
		r.Path = to.Path
	}
	first, number, err := tx.store.PutRules(users, r, to)
	return AddedRules{number, func(yield func(Rule, error) bool) {
		for r.ID = first; r.ID < first+number && yield(showRule(r), nil); r.ID++ {
		}
	}}, err
}

// ruleTarget is the folder that a rule moves to, or "".
func ruleTarget(r Rule) string {
	if r.Delete {
		return mail.BuiltIn[mail.DeletedItems]
	}
	return r.MoveTo
}

// ruleFolder is folderOf for a rule. It makes a built-in one.
func (tx *Tx) ruleFolder(users store.Mailboxes, one *store.Mailbox, path string) (*store.FolderRef, error) {
	to, err := tx.folderOf(users, one, path)
	if err == nil && to.Kind != mail.OwnFolder {
		err = tx.store.NeedFolder(users, to.Kind)
	}
	return to, err
}

// folderOf is a folder that all those users have.
func (tx *Tx) folderOf(users store.Mailboxes, one *store.Mailbox, path string) (*store.FolderRef, error) {
	to, err := tx.folderRef(one, path)
	if err != nil || one != nil || to.Kind != mail.OwnFolder {
		return to, err
	}
	lacking, err := tx.store.OneWithoutFolder(users, *to)
	if err != nil || lacking != "" {
		err = orNoFolder(err, lacking, path)
	}
	return to, err
}

func (tx *Tx) checkRule(n Rule) (store.Rule, error) {
	var r store.Rule
	does := 0
	for _, wanted := range []bool{n.MoveTo != "", n.Delete, n.MarkRead} {
		if wanted {
			does++
		}
	}
	if does != 1 {
		return r, invalid(say("each rule does one thing"), "a rule moves, deletes or marks as read, one of them")
	}
	if n.From != "" {
		from, err := tx.findMailbox(n.From)
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
			return r, invalid(say("rules run on notes and recall messages only"), "class %q: not one of note, recall", n.Class)
		}
		r.Class = &class
	}
	r.Subject, r.Deletes = n.SubjectContains, n.Delete
	return r, nil
}

// ensureFolder is the number of a folder. It makes a built-in folder that has no row yet.
func (tx *Tx) ensureFolder(mailbox int64, kind mail.FolderKind, path string) (int64, string, error) {
	if kind != mail.OwnFolder {
		if err := tx.store.NeedFolder(store.Mailboxes{Mailbox: mailbox}, kind); err != nil {
			return 0, "", err
		}
	}
	id, err := tx.store.FolderAt(mailbox, kind, path)
	return id, path, err
}

// Rules lists a user's rules, in the order in which they run.
func (tx *Tx) Rules(user string) ([]Rule, error) {
	m, err := tx.findUser(user)
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
	out := Rule{
		ID:              makeID(rulePrefix, r.ID),
		From:            r.Sender,
		SubjectContains: r.Subject,
		Delete:          r.Deletes,
		MarkRead:        r.Path == "",
	}
	if r.Class != nil {
		out.Class = r.Class.String()
	}
	if !r.Deletes {
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
		return notFound(try(ListRules), "no rule %q in this sandbox", id)
	}
	return nil
}
