// Package recall is the ground that every mail system stands on: the facts of a case as a plain value, the questions
// that are asked of it, behaviours that answer them, and the decision with its trace.
//
// A mail system is an ordered list of behaviours (package systems). To decide is to ask one question of one set of
// facts: the first behaviour whose conditions all hold answers, and its effects say what is to be done. Nothing here
// reads a store, a clock or chance; package sandbox gathers the facts, and applies the effects.
//
// A rule that needs to know more gets a new fact: a line in facts.go, and one where package sandbox gathers it
// (request.go for what is the same for a whole recall, recall_facts and settle.go for what differs from copy to copy).
// Packing, words, enumeration and what a predicate reads follow from that line.
package recall
