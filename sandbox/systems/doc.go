// Package systems holds the mail systems: one file for each, with its behaviours in the order in which they are
// asked, the predicates that they share, the list of them all, what sets them side by side, and the catalogue.
//
// To add a mail system, write its file and add it to All; the tests then name the scripts to write. Behaviours are
// data and pure conditions: a rule that needs to know more gets a new fact (package recall), it never reaches for the
// store.
package systems
