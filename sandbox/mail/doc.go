// Package mail is recallbox's vocabulary: the words that mail systems share (address, account, client, folder, class of
// message, notice, read state), as small closed sets with one spelling each.
//
// It knows no rules, no storage and no clock, and imports the standard library only.
package mail
