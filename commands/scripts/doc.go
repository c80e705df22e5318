// Package scripts is behind the command `run`: it finds scripts, runs several at a time, and reports their results as
// lines for people, as JSON and as JUnit XML.
//
// It must never read the command line or open a sandbox: what the user wants comes in as values, and a command is a
// function that it is given. The package testscripts says what a script is, and runs one.
package scripts
