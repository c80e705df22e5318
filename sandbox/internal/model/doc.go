// Package model is the sandbox once more, for tests only: maps, slices and loops, one recipient after the
// other. Package sandbox works on all recipients at once, in SQL. The tests of this package play random
// commands on both sides, and compare everything.
//
// A file repeats the one of package sandbox that has its name. world.go is what there is, generate.go and
// generate_steps.go make up random commands, play.go plays them, and rows.go is what the tests compare.
//
// The model is also the shortest account of a recall. Read world.go first; then send.go and deliver.go: how a message
// comes to its recipients; read.go and move.go: what they do with it; recall.go: who may recall it, whom the recall
// reaches, and what the sender is told in the end; settle.go: what happens to each copy, and who is told.
//
// The model knows no mail system: it asks the engine (packages recall and systems), once for each recipient. It shares
// no code with packages sandbox and store, and it does not write messages.
package model
