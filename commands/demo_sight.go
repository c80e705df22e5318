package commands

import (
	"context"
	"math"
	"path/filepath"
	"strings"

	"recallbox/sandbox"
	"recallbox/testscripts"
)

// tidier puts $WORK in the place of the script's work folder, which has another name every time.
func tidier(c testscripts.Call) func(string) string {
	work := c.Getenv("WORK")
	if work == "" {
		return func(s string) string { return s }
	}
	return func(s string) string { return strings.ReplaceAll(s, work, "$WORK") }
}

// never is a number that no event has.
const never = math.MaxInt64

// sight is what is seen of a sandbox: nothing, where there is none.
type sight struct {
	sandbox.Picture
	events []sandbox.Event // since the look before
}

// look looks at the sandbox that the script's environment names.
func (w *watcher) look(c testscripts.Call, after int64) (seen sight) {
	w.view(c, func(tx *sandbox.Tx) (err error) {
		if seen.Picture, err = tx.Picture(); err != nil {
			return err
		}
		return tx.Log(sandbox.LogFilter{After: after}, func(e sandbox.Event) error {
			seen.events = append(seen.events, e)
			return nil
		})
	})
	return seen
}

// view looks at the script's sandbox. Where that cannot be looked at, the command has said so, and there is nothing to see.
func (w *watcher) view(c testscripts.Call, do func(*sandbox.Tx) error) {
	options := sandbox.Options{Systems: w.options.Systems, Throwaway: true, Kept: kept(c)}
	file := c.Getenv("RECALLBOX_SANDBOX")
	if !filepath.IsAbs(file) {
		file = filepath.Join(c.Dir, file)
	}
	box, err := sandbox.Open(file, options)
	if err != nil {
		return
	}
	defer box.Close()
	_ = box.View(context.WithoutCancel(c.Context), do)
}
