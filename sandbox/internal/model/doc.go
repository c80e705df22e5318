// Package model is the sandbox once more, for tests only: maps, slices and loops, one recipient after the
// other. Package sandbox works on all recipients at once, in SQL. The tests of this package play random
// commands on both sides, and compare everything.
//
// The model is also the shortest account of a recall. Read the files in this order:
//
//   - world.go: what there is
//   - send.go, outbox.go: how a message is sent and delivered, or held
//   - read.go: what recipients do with it
//   - recall.go: who may recall it, whom the recall reaches, and what the sender is told in the end
//   - settle.go: what happens to each copy, in a public folder too, and who is told
//   - contact.go: what a sender can do without a recall
//
// people.go and folders.go set a world up; find.go says what the words of a command mean. generate.go makes up random
// commands, play.go plays them, rows.go says what tests compare.
//
// The model knows no mail system: it asks the engine (packages recall and systems), once for each recipient. It shares
// no code with packages sandbox and store, and it does not write messages.
package model
