// Package sandbox is a company full of mailboxes in one file: it sends, reads and recalls mail as mail systems do. It
// holds the use cases, each a method of Tx. It knows no command line, prints nothing, and reads no clock and no chance
// but those of the sandbox. It never decides what a mail system does: it gathers facts, asks package recall, and does
// what the answer says.
//
// # The packages
//
// From the ground up. Each imports only those above it; imports_test.go says so:
//
//	sandbox/mail      the words, each with its number in the file: people.go, folders.go, messages.go, events.go;
//	                  address.go
//	sandbox/delay     when people act: delay.go with the distributions, normal.go, table.go for curves; key.go draws
//	sandbox/recall    facts.go about a case, question.go, behaviour.go that answers, decide.go with a trace; pure
//	sandbox/systems   each mail system in a file, such as outlook.go, zoho.go: its behaviours with sentence, source,
//	                  condition, effects and the texts of its messages; its settings and limits. hold.go, receipt.go and
//	                  contact.go are part of every system, purge.go of some; predicates.go, beyond.go; compare.go side by
//	                  side; sources.go, and statements.go with a file of statements for each document
//	sandbox/eml       RFC 5322 messages, read and written: header.go, address.go and addresslist.go, date.go,
//	                  encodedword.go, charset.go, mediatype.go, multipart.go, transfer.go, html.go as text, report.go,
//	                  calendar.go, write.go, outgoing.go, journal.go
//	sandbox/portable  files on every operating system: names.go, errors.go, text.go
//	sandbox/mailfile  mailboxes in files of other programs, read and written: mbox.go, maildir.go, eml.go, mh.go;
//	                  read.go walks through folders, sniff.go says what a file holds
//	sandbox/store     the file: SQLite. schema.sql and migrate.go; store.go opens, make.go makes and replaces, aside.go
//	                  where; tx.go, errors.go in our words; lock.go waits, with lock_unix.go, lock_windows.go, and
//	                  disk_unix.go, disk_windows.go; memory_linux.go; mailboxes.go, nested.go, delegates.go,
//	                  folders.go, rules.go, messages.go, copies.go, acts.go, taken.go, forwarding.go, headlines.go,
//	                  summary.go, words.go, recalls.go, settle.go, receipts.go, recoverable.go, purge.go, readings.go,
//	                  events.go; snapshots.go, viewaside.go, temp.go, diff.go, watch.go; gate.go, bounds.go, fields.go
//	                  and damage.go, as a file may be a stranger's; check.go and invariants.go, invariants_acts.go
//	sandbox           (here) the use cases
//	sandbox/internal/model
//	                  the sandbox once more, in maps and loops, in files of the same names: for tests that play both,
//	                  in worlds that generate.go makes up
//	fixtures          sandboxes to begin with, a folder each, made by its fixture.batch; corpus: odd mail, for tests
//	testscripts/jq    expressions that read JSON, in scripts and of --jq
//	testscripts       a folder of scripts for each mail system, and cli; runner.go plays one, line by line in lines.go;
//	                  cmds.go, exec.go, query.go, params.go and measure.go are its commands, guard.go keeps it in its
//	                  folder; pairs_test.go wants a script for each behaviour, removal_test.go that it fails without
//	testscripts/faults
//	                  tests that kill, fill disks, flip bytes, cut power: kill_test.go, disk_test.go, damage_test.go, …
//	testscripts/invented
//	                  mail systems that nobody has, for tests: tube.go, kite.go
//	testscripts/speed what benchmarks print; table/main.go makes the table of it
//	commands          the command line: a file for each group of commands, such as org.go with org add and org set, and
//	                  log.go, with all that they print. process.go is called by main.go, cli.go is the tree of commands,
//	                  line.go finds flags and words, shell.go splits and quotes as a shell does, call.go runs one,
//	                  errors.go has exit codes, hints.go what to type next; help.go, manual.go, version.go,
//	                  completion.go; pages_test.go tests README.md and all pages
//	commands/term     how things are printed: text, colour.go, table.go, wrap.go, escape.go, json.go, markdown.go,
//	                  progress.go
//	commands/complete what Tab offers: places.go where, sandbox.go users and folders, messages.go, program.go; and
//	                  completion.bash, .zsh, .fish
//	commands/demo     a script as a demonstration: play.go, telling.go, stage.go, question.go, viewer.go, decisions.go,
//	                  live.go, page.go with page.html and page.css
//	commands/serve    the live page's server: server.go, guard.go, api.go, events.go and hub.go, page.go with the folder
//	                  page
//	commands/scripts  what run does: find.go, run.go, report.go, junit.go
//	commands/experiment
//	                  what experiment does: plan.go, play.go, statistics.go, lines.go in a file, merge.go; chart.go with
//	                  axis.go, shown by table.go, curve.go, csv.go, svg.go
//	commands/topics   the pages of help, as Markdown
//	.ci               run is what CI runs: among it house.go, which measures the code, completion with
//	                  completion-words, shards, python-mailbox, draws, wine,
//	                  release-test of what release.go builds, with the page archive.tmpl
//
// Everything in one transaction takes effect together, or not at all:
//
//	box, err := sandbox.Open("recallbox.db", sandbox.Options{})
//	err = box.Update(ctx, func(tx *sandbox.Tx) error {
//		sent, err := tx.Send(sandbox.SendRequest{As: "alice", To: []string{"bob"}, Subject: "Budget"})
//		…
//		recall, err := tx.Recall(sandbox.RecallRequest{As: "alice", ID: sent.Message.ID})
//		…
//	})
//
// # A recall, file by file
//
//	request.go         who asks for what, whose rules apply, the facts; whether the mail system refuses
//	reach.go           who is reached in which way: other organisations, servers, filters
//	recall.go          the steps: how far the recall message comes, the replacement, the report to the sender
//	deliver.go         puts the recall message into the recipients' mailboxes, or into the sender's Outbox
//	settle.go          decides outcomes when something happens: the message arrives, Outlook starts, somebody opens it
//	inspect_recall.go  the outcome of each recipient, as things are now
//	reasons.go         the words that tell people why an outcome is what it is
//	explain.go         why each outcome is what it is, and what else was possible
//	explain_alike.go   the same for many recipients: equal decisions once
//
// Only final outcomes are stored. The others follow from how things are when somebody looks.
//
// # The other files
//
// The sandbox itself:
//
//	box.go            making and opening a file, transactions, long lists of rows
//	idle.go           Outlook that looks for recall messages once it is idle
//	clock.go          the sandbox's time, what falls due, durations
//	later.go          commands that wait for their time
//	latertogether.go  many who read a message, each alone, together
//	mistakes.go       commands that waited, and of which nothing came; mail to what looks like many
//	log.go            the events that happened
//	watch.go          tells of them as they happen, whoever does it
//	history.go        the commands that made the sandbox, and the files that they read
//	snapshots.go      saving and restoring a state
//	diff.go           the differences between two snapshots
//	picture.go        everything at one moment, and the changes since, for a demonstration
//	check.go          whether a file is sound
//	importexport.go   mail from files, and to files
//	errors.go         kinds of errors, and hints: words, or a step that the program which shows the error puts into words
//
// Who and what there is:
//
//	organisations.go  organisations, their mail system and settings
//	people.go         users
//	usersettings.go   what can be set of a user
//	groups.go         distribution lists
//	delegates.go      who acts for whom, and what that means for a copy
//	folders.go        folders, public folders with their rights, sharing
//	rules.go          inbox rules
//	holds.go          rules that hold an organisation's mail, and the undo window
//	behaviours.go     lists of mail systems and behaviours
//
// What a word means:
//
//	words.go          IDs, users, patterns, groups, names; words to complete
//	nearest.go        which word somebody may have meant
//	find.go           the copy of a message that somebody acts on
//	absent.go         words that mean nothing yet, recipients that look like many
//
// Mail on its way:
//
//	send.go           writing, changing and forwarding a message
//	envelope.go       recipients
//	deliver.go        delivery, the sender's copy, bounces
//	outbox.go         messages that wait: list, correct, take back, release
//	render.go         messages of mail systems, whose text is not stored
//	receipts.go       read and delivery receipts
//	journal.go        reports with each message, for an organisation's journal
//
// What people do with mail:
//
//	read.go           open, preview, mark read
//	move.go           move, delete
//	recoverable.go    Recoverable Items: what is kept of what was removed for good, for how long
//	recover.go        a copy back from there, by its owner or an administrator
//	purge.go          an administrator deletes from all mailboxes
//	client.go         start and stop mail programs, fetch
//	contact.go        ask recipients to delete a message, apologise
//
// What is shown:
//
//	inspect.go         the sandbox, a mailbox, a public folder, a delivery
//	inspect_message.go a message with its copies
//	tracking.go        what the sender's copy says of recalls and recipients
//	inspect_recall.go  a recall with its outcomes
//
// What is about the sandbox as a whole (making, saving, restoring, comparing, checking) is a method of Box. Results are
// plain values; their JSON tags give the shapes that the command line prints. Errors are *Error, with a kind and a
// hint.
package sandbox
