// Package demo is behind the command `demo`: it plays a script, writes down what each of its commands changes and
// what was decided, and shows that on a terminal, as a quiz, and as a web page.
//
// It knows commands only as a function that runs one. It never changes a sandbox itself: what is seen is what the
// script did.
package demo
