package store

// ComparedMailbox is a user or a public folder.
type ComparedMailbox struct {
	Mailbox
	Organisation string
}

// ChangedMailboxes visits the users and public folders that differ, by address.
func (t *Tx) ChangedMailboxes(visit func(was, is *ComparedMailbox) error) error {
	const query = `SELECT m.address, m.kind, coalesce(o.name, ''), coalesce(m.name, ''), m.account, m.client, m.role, m.receipts, m.stopped, m.manual
		FROM {db}.mailboxes m LEFT JOIN {db}.organisations o ON o.id = m.organisation WHERE m.kind < 2`
	return differing(t, query, 1, func(m *ComparedMailbox) []any {
		return []any{&m.Address, &m.Kind, &m.Organisation, &m.Name, &m.Account, &m.Client, &m.Role, &m.Receipts, &m.Stopped, &m.Manual}
	}, func(m ComparedMailbox) string { return m.Address }, visit)
}

// ComparedSetting is something that was set up, in words; but a role is its number, and a hold's begins with its seconds.
type ComparedSetting struct {
	SettingKey
	Value string
}

// SettingKey says what was set up: an organisation, group, folder, rule, hold, role or share, by its name, and what of it.
type SettingKey struct{ What, Name, Key string }

// ChangedSettings visits what was set up otherwise apart from mailboxes, by kind and name.
func (t *Tx) ChangedSettings(visit func(was, is *ComparedSetting) error) error {
	const query = `
		SELECT 'organisation', name, 'domain', domain FROM {db}.organisations UNION ALL SELECT 'organisation', name, 'system', system FROM {db}.organisations
		UNION ALL SELECT 'organisation', o.name, s.key, s.value FROM {db}.settings s JOIN {db}.organisations o ON o.id = s.organisation
		UNION ALL SELECT 'group', g.address, 'members', coalesce('all of ' || o.name,
		    (SELECT group_concat(address, ', ') FROM (SELECT b.address FROM {db}.members m JOIN {db}.mailboxes b ON b.id = m.mailbox WHERE m."group" = g.id ORDER BY m.position)))
		  FROM {db}.groups g LEFT JOIN {db}.organisations o ON o.id = g.everyone
		UNION ALL SELECT 'folder', b.address || '''s ' || f.path, 'shared with', coalesce(
		    (SELECT group_concat(address, ', ') FROM (SELECT x.address FROM {db}.folder_shares s JOIN {db}.mailboxes x ON x.id = s.sharer WHERE s.folder = f.id ORDER BY x.address)), 'nobody')
		  FROM {db}.folders f JOIN {db}.mailboxes b ON b.id = f.mailbox WHERE f.kind = 7 OR f.shared
		UNION ALL SELECT 'share', b.address || '''s m' || s.message, 'with', group_concat(x.address, ', ')
		  FROM {db}.shares s JOIN {db}.mailboxes b ON b.id = s.owner JOIN {db}.mailboxes x ON x.id = s.sharer GROUP BY s.message, s.owner
		UNION ALL SELECT 'role', b.address, x.address, g.rights FROM {db}.grants g JOIN {db}.mailboxes b ON b.id = g.folder JOIN {db}.mailboxes x ON x.id = g.mailbox
		UNION ALL SELECT 'rule', 'rule' || r.id, b.address, CASE r.class WHEN 0 THEN 'notes' WHEN 1 THEN 'recall messages' ELSE 'mail' END || coalesce(' from ' || r.sender, '')
		    || coalesce(' with "' || r.subject || '" in the subject', '') || coalesce(': to ' || f.path, ': read')
		  FROM {db}.rules r JOIN {db}.mailboxes b ON b.id = r.mailbox LEFT JOIN {db}.folders f ON f.id = r.folder
		UNION ALL SELECT 'hold', 'h' || h.id, o.name, h.seconds || ' ' || coalesce(
		    (SELECT group_concat(address, ', ') FROM (SELECT x.address FROM {db}.hold_senders s JOIN {db}.mailboxes x ON x.id = s.mailbox WHERE s.hold = h.id ORDER BY x.address)), 'everybody')
		    || CASE WHEN h.admins THEN ', taken back by admins' ELSE '' END
		  FROM {db}.holds h JOIN {db}.organisations o ON o.id = h.organisation`
	return differing(t, query, 3, func(s *ComparedSetting) []any { return []any{&s.What, &s.Name, &s.Key, &s.Value} },
		func(s ComparedSetting) SettingKey { return s.SettingKey }, visit)
}
