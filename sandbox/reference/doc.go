// Package reference is the sandbox once more, as plainly as it can be said: what happens to mail, one recipient after the other, in maps and
// slices. Tests play the same commands here and in the sandbox, which works on all recipients at once in SQL, and compare everything.
//
// It is also the shortest account of how a recall goes. world.go and message.go have the words. A message is sent in send.go and comes to lie
// somewhere in deliver.go. Then: asking.go, who may ask for a recall; recall.go, whom it reaches; settle.go, what happens to each copy;
// carryout.go, what everybody is told; public.go, the same in a public folder; sumup.go, what the sender is told of all of it.
//
// What a mail system says it does not know: it asks the engine (packages recall and systems), once for each recipient. It shares no code with
// packages sandbox and store, knows nothing of how messages are written, and is imported by tests alone.
//
// generate.go makes up worlds to compare.
package reference
