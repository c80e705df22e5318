// Package scripts is behind the command `run`: it finds scripts, plays several at a time, and reports what came of
// them, as lines for people, as JSON and as JUnit XML.
//
// It knows commands only as a function that runs one, and the command line not at all: what was asked for comes in as
// values. What scripts are, and how one is run, is said by the package testscripts.
package scripts
