// Package delay draws when people act: after a delay that is spread as a distribution says. A draw follows from a seed,
// the words of a command and an address, and is the same in whole seconds on every processor. The package is pure: it
// reads no clock, no chance and no file.
package delay
