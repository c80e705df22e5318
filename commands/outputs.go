package commands

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"recallbox/sandbox"
	"recallbox/sandbox/portable"
)

// output is a flag that names a file which the command writes, and what stands in the beginning of such a file: only
// one like it is written over without --force. As the name, - is stdout.
type output struct {
	flag  string
	signs []string
}

// outputs are all of them.
var outputs = []output{
	{"html", []string{"<!DOCTYPE html>", `<meta name="generator" content="recallbox">`}},
	{"csv", []string{"", "measure,n,mean,low,high,min,max\r\n"}},
	{"jsonl", []string{`{"version":"recallbox `, `"simulated":true`}},
	{"svg", []string{"<svg ", ` data-made-by="recallbox"`}},
	{"junit", []string{"<?xml ", `<testsuite name="recallbox"`}},
}

// outputForce is the flag of commands that have outputs.
const outputForce = "force"

// checkOutputs refuses, before anything runs, outputs that cannot be written, or by which something else would be lost.
func (c *call) checkOutputs() error {
	onStdout := ""
	for _, o := range outputs {
		if c.line.flag(o.flag) == nil || !c.IsSet(o.flag) {
			continue
		}
		switch name := c.String(o.flag); {
		case name == "":
			return usageError("%s: --%s names no file", c.title(), o.flag)
		case name != "-":
			if err := c.checkOutput(o, name); err != nil {
				return noOutput(renamed(err, name))
			}
			continue
		case onStdout != "":
			return c.bothOnStdout("--"+onStdout, "--"+o.flag)
		case c.print.JSON:
			return c.bothOnStdout(c.printsJSON(), "--"+o.flag)
		}
		onStdout = o.flag
	}
	if onStdout != "" {
		c.toStdout = c.print.GiveOut()
	}
	return nil
}

func (c *call) bothOnStdout(one, other string) error {
	return usageHint(say("name a file in place of -"), "%s: %s and %s both want stdout", c.title(), one, other)
}

// checkOutput refuses one that is to be a file of that name.
func (c *call) checkOutput(o output, name string) error {
	path := c.file(name)
	info, err := os.Stat(path)
	switch {
	case c.isOwn(path):
		return sandboxStays(name)
	case errors.Is(err, fs.ErrNotExist):
		return mayMake(path)
	case err != nil:
		return err
	case info.IsDir():
		return &fs.PathError{Op: "open", Path: path, Err: syscall.EISDIR}
	case !info.Mode().IsRegular(): // a device or a pipe, in which nothing is lost
		return nil
	}
	begin, err := beginOf(path)
	switch {
	case err != nil:
		return err
	case isSandbox(begin):
		return sandboxStays(name)
	case len(begin) > 0 && !o.isLike(begin) && !c.Bool(outputForce):
		return &failure{
			Kind:    sandbox.Conflict,
			Message: fmt.Sprintf("%s is there already, and --%s has not written it", portable.Quote(name), o.flag),
			Hint:    say("name another file, or write over it with --" + outputForce),
		}
	}
	return mayWrite(path)
}

// noOutput says what to do about a file that cannot be written.
func noOutput(err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return withHint(err, say("make the folder first, or name another file"))
	case errors.Is(err, syscall.EISDIR):
		return withHint(err, say("name a file"))
	case errors.Is(err, fs.ErrPermission):
		return withHint(err, say("name a file that you may write"))
	}
	return err
}

func sandboxStays(name string) error {
	return &failure{
		Kind:    sandbox.Conflict,
		Message: fmt.Sprintf("%s belongs to a sandbox, and is not written over", portable.Quote(name)),
		Hint:    say("name another file"),
	}
}

// isLike says whether a file that begins so is one as the flag writes it.
func (o output) isLike(begin []byte) bool {
	for _, sign := range o.signs {
		if !bytes.Contains(begin, []byte(sign)) {
			return false
		}
	}
	return bytes.HasPrefix(begin, []byte(o.signs[0]))
}

// beginOf is how the file at a path begins.
func beginOf(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	begin := make([]byte, 1024)
	n, err := io.ReadFull(f, begin)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	return begin[:n], err
}

// isSandbox says whether a file that begins so is a sandbox.
func isSandbox(begin []byte) bool {
	return bytes.HasPrefix(begin, []byte("SQLite format 3\x00")) && len(begin) >= 72 && string(begin[68:72]) == "rcBx"
}

// isOwn says whether a path is the sandbox's own, whatever is there now.
func (c *call) isOwn(path string) bool {
	own := c.sandboxFile()
	for _, end := range []string{"", "-journal", "-lock"} {
		if path == own+end {
			return true
		}
	}
	return sameFile(own, path)
}

// sameFile says whether two paths lead to one file that is there.
func sameFile(path, other string) bool {
	one, err := os.Stat(path)
	two, err2 := os.Stat(other)
	return err == nil && err2 == nil && os.SameFile(one, two)
}

// mayMake demands that a file can be made where none is.
func mayMake(path string) error {
	if to, err := os.Readlink(path); err == nil { // it leads to nothing, and is made there
		if !filepath.IsAbs(to) {
			to = filepath.Join(filepath.Dir(path), to)
		}
		path = to
	}
	_, done, err := sandbox.Aside(filepath.Dir(path))
	if err == nil {
		done()
	}
	return err
}

// written is what an output of a command consists of.
type written struct {
	flag string
	data []byte
}

// writeOutputs writes all of them, or none: each takes its place once the others have been written.
func (c *call) writeOutputs(all []written) error {
	if len(all) == 0 {
		return nil
	}
	var others error
	name := c.String(all[0].flag)
	rest := func() error {
		others = c.writeOutputs(all[1:])
		return others
	}
	if name == "-" {
		if err := rest(); err != nil {
			return err
		}
		return c.toStdout(all[0].data)
	}
	err := replaceFileAfter(c.file(name), all[0].data, rest)
	return cmp.Or(others, renamed(err, name))
}
