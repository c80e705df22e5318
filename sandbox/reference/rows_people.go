package reference

import (
	"maps"
	"slices"
	"strings"
)

func (w *World) organisationRows() []string {
	return rows(w.Organisations, func(o *Organisation) string { return row(o.Name, o.Domain, o.System.Name) })
}

func (w *World) settingRows() (all []string) {
	for _, o := range w.Organisations {
		for k, v := range o.Settings {
			all = append(all, row(o.Name, k, v))
		}
	}
	return slices.Sorted(slices.Values(all))
}

func mailboxRow(b *Mailbox) string {
	return row(b.Address, int(b.Kind), b.Organisation.name(), b.Name, b.Account, b.Client, b.Role, b.Receipts, b.Stopped, b.Manual)
}

func folderRows(b *Mailbox) (all []string) {
	for path := range b.Folders {
		all = append(all, row(b, path))
	}
	return all
}

func folderShareRows(b *Mailbox) (all []string) {
	for path, with := range b.FolderShares {
		for other := range with {
			all = append(all, row(b, path, other))
		}
	}
	return all
}

func (w *World) memberRows() (all []string) {
	for _, g := range w.Groups {
		for i, b := range w.members(g) {
			all = append(all, row(g.Address, g.All.name(), i+1, b))
		}
	}
	return all
}

func grantRows(b *Mailbox) (all []string) {
	for user, rights := range b.Grants {
		all = append(all, row(b, user, rights))
	}
	return all
}

func ruleRow(r *Rule) string {
	return row(r.ID, r.Owner, r.From, r.Subject, r.Class, r.To, r.Deletes)
}

func (w *World) holdRows() (all []string) {
	for _, h := range w.Holds {
		senders := slices.Sorted(maps.Keys(h.names()))
		all = append(all, row(h.ID, h.Organisation.Name, h.Seconds, h.AdminsOnly, h.Senders == nil, strings.Join(senders, ",")))
	}
	return all
}

func (h *Hold) names() map[string]bool {
	out := map[string]bool{}
	for b := range h.Senders {
		out[b.Address] = true
	}
	return out
}
