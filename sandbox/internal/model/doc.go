// Package model is the sandbox once more, as plainly as it can be said: what happens to mail, one recipient after
// the other, in maps and slices. Tests play the same commands here and in the sandbox, which works on all recipients at
// once in SQL, and compare everything.
//
// It is also the shortest account of how a recall goes. world.go has the words. send.go sends a message and says where
// it comes to lie; outbox.go has what waits before it goes out; read.go has what its recipients do with it. Then
// recall.go: who may ask for a recall, whom it reaches, and what the sender is told of all of it. settle.go: what
// happens to each copy, and what everybody is told, in a public folder too.
//
// What a mail system says it does not know: it asks the engine (packages recall and systems), once for each recipient.
// It shares no code with packages sandbox and store, knows nothing of how messages are written, and is imported by
// tests alone.
//
// generate.go makes up worlds to compare. rows.go says what is compared.
package model
