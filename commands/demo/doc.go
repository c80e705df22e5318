// Package demo is behind the command `demo`: it plays a script, records what each command changes and what the mail
// system decides, and shows that on a terminal, as a quiz, and as a web page.
//
// It must never change a sandbox, nor run a command of its own: it shows what the script did. A command is a function
// that it is given.
package demo
