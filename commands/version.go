package commands

import (
	"cmp"
	"regexp"
	"runtime"
	"runtime/debug"
	"strings"

	"recallbox/commands/term"
)

// module is the one that this program is the main one of. The next version is being made since a day.
const (
	module = "recallbox"
	next   = "0.2.0"
	since  = "2026-11-29"
)

// What .ci/release says when it links: the version, the commit in full, and its day as 2026-11-29. All are "" in any
// other program.
var releasedVersion, releasedCommit, releasedDay string

// build says which program this is.
type build struct {
	Version  string `json:"version"`            // "0.2.0", and "0.2.0-dev" on the way there
	Commit   string `json:"commit,omitempty"`   // in full, where it is known
	Modified bool   `json:"modified,omitempty"` // files were not as in the commit
	Go       string `json:"go"`                 // the Go that built it
	Platform string `json:"platform"`           // the system and the processor: "linux/amd64"
	day      string // of the commit
}

// thisBuild is of the program that runs.
func thisBuild() build {
	b := build{Version: releasedVersion, Commit: releasedCommit, day: releasedDay}
	if info, ok := debug.ReadBuildInfo(); ok && b.Version == "" {
		b = developed(info)
	}
	b.Version, b.day = cmp.Or(b.Version, next+"-dev"), cmp.Or(b.day, since)
	b.Go, b.Platform = runtime.Version(), runtime.GOOS+"/"+runtime.GOARCH
	return b
}

// tagged is how Go calls a module of which just that version was fetched.
var tagged = regexp.MustCompile(`^v(\d+\.\d+\.\d+)$`)

// developed is what Go knows of a program that is no release. Of one that only uses this module it knows another
// module's commit.
func developed(info *debug.BuildInfo) (b build) {
	if info.Main.Path != module {
		return b
	}
	if m := tagged.FindStringSubmatch(info.Main.Version); m != nil {
		b.Version = m[1]
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.Commit = s.Value
		case "vcs.modified":
			b.Modified = s.Value == "true"
		case "vcs.time":
			b.day, _, _ = strings.Cut(s.Value, "T")
		}
	}
	return b
}

// String is the line that --version prints.
func (b build) String() string {
	details := []string{b.Go, b.Platform}
	if b.Commit != "" {
		commit := "commit " + b.Commit[:min(7, len(b.Commit))]
		if b.Modified {
			commit += " with changes"
		}
		details = append([]string{commit}, details...)
	}
	return "recallbox " + b.Version + " (" + strings.Join(details, ", ") + ")"
}

func showVersion(out *printer) error {
	b := thisBuild()
	if out.JSON {
		return out.WriteJSON(b)
	}
	out.Line(term.Plain(b.String()))
	return nil
}
