// Package serve is the live page: a server on this computer that runs commands for a browser, and tells it of what
// happens in the sandbox.
//
// It knows HTTP and nothing of mail: what a command does, and which ones the page may run, its caller says. It must
// never answer another computer, a page of another site, or anybody who does not have its token; and it calls nobody.
//
// server.go has the routes and the limits, guard.go who gets in, api.go what is run and fetched, events.go the stream,
// with hub.go that all streams share; page.go the page, whose files are in the folder page. `help http` is its manual.
package serve
