package commands

import (
	"runtime/debug"
	"strings"
	"testing"
)

func TestVersionOfAProgramThatIsNoRelease(t *testing.T) {
	const revision = "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d"
	settings := func(modified string) []debug.BuildSetting {
		return []debug.BuildSetting{
			{Key: "vcs.revision", Value: revision},
			{Key: "vcs.time", Value: "2026-11-29T15:04:05Z"},
			{Key: "vcs.modified", Value: modified},
		}
	}
	tests := map[string]struct {
		info debug.BuildInfo
		want build
	}{
		"in a clone": {
			debug.BuildInfo{
				Main:     debug.Module{Path: module, Version: "v0.0.0-20261129150405-1a2b3c4d5e6f"},
				Settings: settings("false"),
			},
			build{Commit: revision, day: "2026-11-29"},
		},
		"in a clone with changes": {
			debug.BuildInfo{
				Main:     debug.Module{Path: module, Version: "v0.0.0-20261129150405-1a2b3c4d5e6f+dirty"},
				Settings: settings("true"),
			},
			build{Commit: revision, Modified: true, day: "2026-11-29"},
		},
		"from files without git, or go run": {
			debug.BuildInfo{Main: debug.Module{Path: module, Version: "(devel)"}},
			build{},
		},
		"a version that Go fetched": {
			debug.BuildInfo{Main: debug.Module{Path: module, Version: "v0.3.1"}},
			build{Version: "0.3.1"},
		},
		"in another program": {
			debug.BuildInfo{Main: debug.Module{Path: "lesson", Version: "v1.2.3"}, Settings: settings("false")},
			build{},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := developed(&test.info); got != test.want {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
		})
	}
}

func TestVersionLine(t *testing.T) {
	tests := map[string]build{
		"recallbox 0.2.0 (commit 1a2b3c4, go1.26.8, linux/amd64)":              {Commit: "1a2b3c4d5e6f"},
		"recallbox 0.2.0 (commit 1a2b3c4 with changes, go1.26.8, linux/amd64)": {Commit: "1a2b3c4d5e6f", Modified: true},
		"recallbox 0.2.0 (go1.26.8, linux/amd64)":                              {},
	}
	for want, b := range tests {
		b.Version, b.Go, b.Platform = "0.2.0", "go1.26.8", "linux/amd64"
		if got := b.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if b := thisBuild(); b.Version != next+"-dev" || !strings.HasPrefix(b.Go, "go") || b.Platform == "" {
		t.Errorf("of this program: %+v", b)
	}
}
