package mail

import "slices"

// How the values of closed sets are spelt, in their order: what may be typed for one.

func AccountWords() []string     { return slices.Clone(accounts.words) }
func ClientWords() []string      { return slices.Clone(clients.words) }
func RoleWords() []string        { return slices.Clone(roles.words) }
func ReceiptsWords() []string    { return slices.Clone(receipts.words) }
func RightsWords() []string      { return slices.Clone(rights.words) }
func SensitivityWords() []string { return slices.Clone(sensitivities.words[1:]) } // a message has none unless given
