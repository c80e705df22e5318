// Package testscripts holds the scripts that say what recallbox does, and runs scripts.
//
// A script is a txtar archive in the language of rogpeppe/go-internal/testscript, and five commands more:
// `recallbox`, `status`, `jq`, `param` and `measure`. A file NAME.base64 in the archive is the file NAME, with its
// bytes in base64: for what a text archive cannot hold as it is. The same runner serves `recallbox run`,
// `recallbox demo` and `go test`.
//
// It must never open a sandbox or import a command: the program is a function that it is given.
package testscripts

import "embed"

// Files holds every script, as <folder>/<name>.txtar.
//
//go:embed */*.txtar
var Files embed.FS
