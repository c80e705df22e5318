package store

// Organisation is a row of organisations.
type Organisation struct {
	ID                   int64
	Name, Domain, System string
}

const organisationColumns = `SELECT id, name, domain, system FROM organisations `

func readOrganisation(o *Organisation, scan func(...field) error) error {
	return scan(rowID{&o.ID}, nameText{&o.Name}, nameText{&o.Domain}, nameText{&o.System})
}

// PutOrganisation adds an organisation.
func (t *Tx) PutOrganisation(o Organisation) (int64, error) {
	return t.insert(`INSERT INTO organisations (name, domain, system) VALUES (?, ?, ?)`, o.Name, o.Domain, o.System)
}

// Organisations lists them by name.
func (t *Tx) Organisations() ([]Organisation, error) {
	return list(t, organisationColumns+`ORDER BY name`, nil, readOrganisation)
}

// OrganisationNamed finds one by its name.
func (t *Tx) OrganisationNamed(name string) (Organisation, error) {
	return t.organisation(`WHERE name = ?`, name)
}

// OrganisationOf finds the one whose domain that is.
func (t *Tx) OrganisationOf(domain string) (Organisation, error) {
	return t.organisation(`WHERE domain = ?`, domain)
}

// OrganisationByID finds one by its number.
func (t *Tx) OrganisationByID(id int64) (Organisation, error) {
	return t.organisation(`WHERE id = ?`, id)
}

func (t *Tx) organisation(where string, arg any) (o Organisation, err error) {
	err = t.row(organisationColumns+where, []any{arg}, rowID{&o.ID}, nameText{&o.Name}, nameText{&o.Domain},
		nameText{&o.System})
	return o, err
}

// PutSetting sets what an organisation has set.
func (t *Tx) PutSetting(organisation int64, key, value string) error {
	return t.exec(`
		INSERT INTO settings
		VALUES (?, ?, ?)
		ON CONFLICT DO UPDATE SET value = excluded.value`, organisation, key, value)
}

// OrganisationsWith lists the organisations that have a mail system.
func (t *Tx) OrganisationsWith(system string) ([]Organisation, error) {
	return list(t, organisationColumns+`WHERE system = ? ORDER BY id`, []any{system}, readOrganisation)
}

// Settings are what an organisation has set, by key.
func (t *Tx) Settings(organisation int64) (map[string]string, error) {
	set, err := t.settings(`WHERE organisation = ?`, organisation)
	if set[organisation] == nil {
		return map[string]string{}, err
	}
	return set[organisation], err
}

// AllSettings are what all organisations have set, by key.
func (t *Tx) AllSettings() (map[int64]map[string]string, error) { return t.settings(``) }

func (t *Tx) settings(where string, args ...any) (map[int64]map[string]string, error) {
	set := map[int64]map[string]string{}
	err := t.each(`SELECT organisation, key, value FROM settings `+where, args, func(scan func(...field) error) error {
		var organisation int64
		var k, v string
		err := scan(rowID{&organisation}, nameText{&k}, lineText{&v})
		if set[organisation] == nil {
			set[organisation] = map[string]string{}
		}
		set[organisation][k] = v
		return err
	})
	return set, err
}

// Journal is where an organisation keeps its journal.
type Journal struct {
	Organisation int64
	Address      string
}

// Journals lists those there are.
func (t *Tx) Journals() ([]Journal, error) {
	return list(t, `
		SELECT organisation, value
		FROM settings
		WHERE key = 'journal' AND value <> 'none'
		ORDER BY organisation`, nil, func(j *Journal, scan func(...field) error) error {
		return scan(rowID{&j.Organisation}, addressText{&j.Address})
	})
}
