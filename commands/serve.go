package commands

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/urfave/cli/v2"

	"recallbox/commands/complete"
	"recallbox/commands/serve"
	"recallbox/commands/term"
	"recallbox/sandbox"
	"recallbox/sandbox/eml"
	"recallbox/testscripts"
)

func serveCommand() *cli.Command {
	return &cli.Command{
		Name:     "serve",
		Category: groupLooking,
		Usage:    "show the sandbox as a live page in a browser",
		Description: "Mailboxes stand side by side, and change as things happen, whoever does them. It\n" +
			"prints the page's address, with a token that lets in who has it, and serves until it\n" +
			"is interrupted. Only this computer is served. recallbox help http has the routes.\n",
		UsageText: `recallbox serve --listen 127.0.0.1:0
recallbox serve --listen 127.0.0.1:0 --read-only`,
		Flags: []cli.Flag{
			textFlag("listen", "serve at `HOST:PORT` (127.0.0.1:8026); port 0 is any that is free"),
			switchFlag("open", "open the page in a browser"),
			switchFlag("read-only", "let the page look, and change nothing"),
		},
		Action: action(runServe),
	}
}

// served is the JSON of serve.
type served struct {
	URL string `json:"url"` // of the page, with the token
}

const usualAddress = "127.0.0.1:8026"

func runServe(c *call) error {
	listener, err := c.listen()
	if err != nil {
		return err
	}
	defer listener.Close()
	c.print.Compact = true
	options := serve.Options{Version: thisBuild().Version, ReadOnly: c.Bool("read-only")}
	server := serve.New(c.servedProgram(), options, listener.Addr())
	return server.Serve(c.process.Context, listener, func() error { return c.ready(server.URL()) })
}

// ready tells that the page is there.
func (c *call) ready(url string) error {
	err := c.print.Show(served{url}, func() { c.print.Created(url, "the page is there until you press Ctrl-C") })
	if err == nil {
		err = c.print.Flush()
	}
	if err != nil || !c.Bool("open") {
		return err
	}
	if c.process.Browse == nil || c.process.Browse(url) != nil {
		c.print.Warn("no browser was found: open the address yourself")
	}
	return nil
}

// listen takes the address, which must be this computer's own.
func (c *call) listen() (net.Listener, error) {
	address := usualAddress
	if c.IsSet("listen") {
		address = c.String("listen")
	}
	host, port, err := net.SplitHostPort(address)
	if _, number := strconv.ParseUint(port, 10, 16); err != nil || number != nil {
		return nil, usageHint(say("--listen "+usualAddress), "--listen: %q is no HOST:PORT", address)
	}
	if host == "localhost" {
		host = "127.0.0.1"
	}
	if ip, err := netip.ParseAddr(host); err != nil || !ip.IsLoopback() {
		return nil, usageHint(say("from another computer, ssh -L 8026:127.0.0.1:8026 HOST brings the page there"),
			"--listen: only this computer is served, and %q is not its loopback address, 127.0.0.1", host)
	}
	listener, err := net.Listen("tcp", net.JoinHostPort(host, port))
	switch {
	case errors.Is(err, syscall.EADDRINUSE), errors.Is(err, takenOnWindows):
		return nil, &failure{
			Kind:    sandbox.Conflict,
			Message: address + " is taken, perhaps by another recallbox serve",
			Hint:    try("`serve --listen 127.0.0.1:0` takes a free port"),
		}
	case err != nil:
		return nil, &failure{Kind: sandbox.IO, Message: "--listen: " + err.Error(), Hint: say("--listen " + usualAddress)}
	}
	return listener, nil
}

// takenOnWindows is WSAEADDRINUSE.
const takenOnWindows = syscall.Errno(10048)

// servedProgram is this program as the server uses it: each command is a run of its own, of which the browser gets all.
func (c *call) servedProgram() serve.Program {
	page := &livePage{call: c, file: c.sandboxFile(), options: c.process.Options}
	page.options.Waiting, page.options.Temp = nil, c.temp()
	return serve.Program{
		Run:      page.run,
		Complete: page.complete,
		Download: page.download,
		HTML:     page.html,
		Plays:    page.plays,
		Play:     page.play,
		Watch:    page.watch,
		Refused:  page.refusedLines,
		Says:     says,
		Events:   page.events,
	}
}

// livePage runs commands for the page.
type livePage struct {
	call    *call
	file    string // of the sandbox
	options sandbox.Options
	refused refusals
}

// process is what one command may use: the sandbox that is served, and no files.
func (p *livePage) process(ctx context.Context, args []string) Process {
	return Process{
		Context: ctx,
		Args:    args,
		Dir:     p.call.process.Dir,
		Exe:     p.call.process.Exe,
		Options: p.options,
		noFiles: true,
		Getenv: func(name string) string {
			switch name {
			case "RECALLBOX_SANDBOX":
				return p.file
			case "RECALLBOX_AS", "TMPDIR":
				return p.call.process.Getenv(name)
			}
			return ""
		},
	}
}

// transcriptWidth is the width in columns of what a terminal would show.
const transcriptWidth = 100

func (p *livePage) run(ctx context.Context, args []string, how serve.How) (a serve.Answer, err error) {
	words := append([]string{"--json"}, args...)
	if err := mayRun(tree(), words, how.Looks); err != nil {
		return a, err
	}
	process := p.process(ctx, words)
	var out, said bytes.Buffer
	process.Out, process.Err = &capped{to: &out}, &capped{to: &said}
	if how.Text {
		process.transcript = &term.Transcript{Width: transcriptWidth}
	}
	a.Exit = Run(process)
	a.Stderr = said.String()
	p.note(ctx, args, a)
	if json.Valid(out.Bytes()) {
		a.JSON = out.Bytes()
	}
	if how.Text {
		a.Text = new(string)
		for _, line := range process.transcript.Lines {
			*a.Text += line.String() + "\n"
		}
	}
	return a, nil
}

// capped is a buffer that takes so much, and fails then.
type capped struct{ to *bytes.Buffer }

func (b *capped) Write(data []byte) (int, error) {
	if b.to.Len()+len(data) > serve.MaxAnswer {
		return 0, fmt.Errorf("more than %d MiB: type it in a terminal", serve.MaxAnswer>>20)
	}
	return b.to.Write(data)
}

// complete is what the last word of a line may become, where the page may run that.
func (p *livePage) complete(ctx context.Context, line string) (list []serve.Candidate) {
	root := tree()
	words := complete.ReadBashLine("recallbox "+line, "").Words
	if len(words) == 0 {
		return nil
	}
	before := words[:len(words)-1]
	typed, known := readTyping(root, words)
	if !known || mayRun(root, before, false) != nil {
		return nil
	}
	world := p.call.completionWorld(typed)
	world.Context = ctx
	for _, one := range complete.Find(typed, world).List {
		whole := append(slices.Clone(before), one.Word)
		if mayRun(root, whole, false) == nil && isOffered(typed.Command, one.Word) {
			list = append(list, serve.Candidate{Line: shellWords(whole), Word: one.Word, Says: one.Says})
		}
	}
	return list
}

// view looks at one state of the sandbox.
func (p *livePage) view(ctx context.Context, do func(*sandbox.Tx) error) error {
	box, err := sandbox.OpenContext(ctx, p.file, p.options)
	if err != nil {
		return err
	}
	defer box.Close()
	return box.View(ctx, do)
}

// download is the history as the command line prints it, or as a fixture in one file.
func (p *livePage) download(ctx context.Context, form string) (a serve.Answer, data []byte) {
	words := []string{"history"}
	switch form {
	case "fixture":
		data, err := p.fixture(ctx)
		if err != nil {
			a.Exit, a.Stderr = exitCode(err), asFailure(err).Message
		}
		return a, data
	case "script":
		words = append(words, "--script")
		if flagNamed(historyCommand().Flags, "expect") != nil {
			words = append(words, "--expect")
		}
	}
	process := p.process(ctx, words)
	var out, said bytes.Buffer
	process.Out, process.Err = &out, &said
	a.Exit = Run(process)
	a.Stderr = said.String()
	if form == "script" && a.Exit == 0 {
		return a, p.withRefused(ctx, out.Bytes())
	}
	return a, out.Bytes()
}

// fixture is the history with the files that its commands read, as an archive that init --fixture takes.
func (p *livePage) fixture(ctx context.Context) ([]byte, error) {
	var archive txtar.Archive
	err := p.view(ctx, func(tx *sandbox.Tx) error {
		h, err := wholeHistory(tx)
		if err != nil {
			return err
		}
		archive.Files = append(archive.Files, testscripts.Section(sandbox.BatchName, batchText(h.Commands)))
		for in, err := range tx.Inputs() {
			if err != nil {
				return err
			}
			archive.Files = append(archive.Files, testscripts.Section(in.Name, in.Data))
		}
		return nil
	})
	return txtar.Format(&archive), err
}

// html is a message's HTML as its owner has it.
func (p *livePage) html(ctx context.Context, id, mailbox string) (html string, err error) {
	err = p.view(ctx, func(tx *sandbox.Tx) error {
		raw, err := tx.RawMessage(id, mailbox)
		html = eml.HTML(raw)
		return err
	})
	if err != nil {
		err = errors.New(asFailure(err).Message)
	}
	return html, err
}

// says tells an event for the page: who did it, and to which message. The behaviours behind it stand beside it there.
func says(e sandbox.Event) string {
	e.Behaviours = nil
	if e.Subject != "" {
		e.Message, e.Subject = e.Message+" “"+e.Subject+"”", ""
	}
	said := sentence(e).String()
	if strings.HasPrefix(sentences[e.What], "{") { // who did it is somebody else than it is about
		return said
	}
	return e.Who + " " + said
}

// eventsAtOnce is how many older events are read at once.
const eventsAtOnce = 500

func (p *livePage) events(ctx context.Context, after int64) (list []sandbox.Event, err error) {
	err = p.view(ctx, func(tx *sandbox.Tx) error {
		return tx.Events(sandbox.LogFilter{After: after}).First(eventsAtOnce, func(e sandbox.Event) {
			list = append(list, e)
		})
	})
	return list, err
}

// playable says whether a built-in script is one to be watched: of a mail system, or a story.
func playable(folder string) bool { return folder != "cli" && folder != "experiments" }

func (p *livePage) plays() (any, error) {
	all, err := p.call.demos("")
	all = slices.DeleteFunc(all, func(d listedDemo) bool { return !playable(d.Folder) })
	return demoList{Start: startHere, Demos: all}, err
}

// play plays a built-in script in a sandbox of its own.
func (p *livePage) play(ctx context.Context, name string) (any, error) {
	folder, _, _ := strings.Cut(name, "/")
	list, err := testscripts.BuiltIn(name)
	if err != nil || len(list) != 1 || list[0].Name != name || !playable(folder) {
		return nil, cmp.Or(err, fmt.Errorf("no script is called %q: /api/plays lists them", name))
	}
	temp, done, err := p.call.tempAside()
	if err != nil {
		return nil, err
	}
	defer done()
	player := Player(sandbox.Options{Systems: p.options.Systems})
	player.Exe, player.Temp = p.call.process.Exe, temp
	play, err := player.Play(ctx, list[0])
	if err != nil {
		return nil, err
	}
	return play.Live(), ctx.Err()
}
