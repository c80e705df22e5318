package sandbox

import (
	"recallbox/sandbox/mail"
	"recallbox/sandbox/store"
)

// PublicFolder is a public folder, with the roles that were granted.
type PublicFolder struct {
	Address      string  `json:"address"`
	Name         string  `json:"name"`
	Organisation string  `json:"organisation"`
	Grants       []Grant `json:"grants"`
}

// Grant is a user's role in a public folder.
type Grant struct {
	User string      `json:"user"`
	Role mail.Rights `json:"role"`
}

// AddPublicFolder adds a public folder to the organisation of its domain.
func (tx *Tx) AddPublicFolder(address, name string) (PublicFolder, error) {
	address, err := plainAddress(address)
	if err != nil {
		return PublicFolder{}, err
	}
	if err := tx.addressIsFree(address); err != nil {
		return PublicFolder{}, err
	}
	if name != "" {
		if err := checkName("name", name); err != nil {
			return PublicFolder{}, err
		}
	}
	m, err := tx.newMailbox(address)
	if err != nil {
		return PublicFolder{}, err
	}
	if m.Organisation == 0 {
		return PublicFolder{}, notFound(try(AddOrganisation, "domain", mail.Domain(address)), "no organisation has the domain %q", mail.Domain(address))
	}
	m.Kind, m.Name, m.Account, m.Client = store.PublicMailbox, name, mail.Exchange, mail.Outlook
	if m.ID, err = tx.store.PutMailbox(m); err != nil {
		return PublicFolder{}, err
	}
	return tx.showPublicFolder(m)
}

// GrantRights gives a user a role in a public folder.
func (tx *Tx) GrantRights(folder, user, role string) (PublicFolder, error) {
	f, err := tx.publicFolder(folder)
	if err != nil {
		return PublicFolder{}, err
	}
	m, err := tx.user(user)
	if err != nil {
		return PublicFolder{}, err
	}
	rights, err := mail.ParseRights(role)
	if err != nil {
		return PublicFolder{}, notOneOf(try(ChooseRights, "folder", f.Address, "user", m.Address), err)
	}
	if err := tx.store.PutGrant(f.ID, m.ID, rights); err != nil {
		return PublicFolder{}, err
	}
	return tx.showPublicFolder(f)
}

// PublicFolders lists the public folders by address.
func (tx *Tx) PublicFolders() ([]PublicFolder, error) {
	all, err := tx.store.MailboxesOf(store.PublicMailbox)
	out := []PublicFolder{}
	for _, m := range all {
		f, err := tx.showPublicFolder(m)
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, err
}

func (tx *Tx) showPublicFolder(m store.Mailbox) (PublicFolder, error) {
	f := PublicFolder{Address: m.Address, Name: m.DisplayName(), Grants: []Grant{}}
	o, err := tx.organisationOf(m.Organisation)
	if err != nil {
		return f, err
	}
	f.Organisation = o.name
	grants, err := tx.store.Grants(m.ID)
	for _, g := range grants {
		f.Grants = append(f.Grants, Grant{g.Address, g.Rights})
	}
	return f, err
}

// IsPublicFolder says whether a word means a public folder; else it means a user.
func (tx *Tx) IsPublicFolder(word string) (bool, error) {
	m, err := tx.mailbox(word)
	return err == nil && m.Kind == store.PublicMailbox, err
}

// publicFolder finds the public folder that a word means.
func (tx *Tx) publicFolder(word string) (store.Mailbox, error) {
	m, err := tx.mailbox(word)
	if err == nil && m.Kind != store.PublicMailbox || isNotFound(err) {
		err = noPublicFolder(word)
	}
	return m, err
}

func noPublicFolder(word string) error {
	return notFound(try(ListPublicFolders), "no public folder %q in this sandbox", word)
}

// rightsIn are a user's rights in a public folder: as granted, else author in the same organisation and none elsewhere. (Ours: Exchange
// makes everybody an author unless the folder says otherwise.)
func (tx *Tx) rightsIn(folder, user store.Mailbox) (mail.Rights, error) {
	r, ok, err := optional(tx.store.GrantOf(folder.ID, user.ID))
	if err == nil && !ok && folder.Organisation == user.Organisation {
		r = mail.Author
	}
	return r, err
}
