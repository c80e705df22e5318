package portable

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

func TestName(t *testing.T) {
	for name, want := range map[string]string{
		"letter.txt": "letter.txt", "größe 日本.eml": "größe 日本.eml", ".hidden": ".hidden",
		`a/b\c<d>e:f"g|h?i*j`: "a_b_c_d_e_f_g_h_i_j", "a\nb\x7f": "a_b_", "\xff": "_",
		"end.": "end_", "end. .": "end___", " a ": " a_", "..": "__",
		"con": "_con", "NUL.txt": "_NUL.txt", "Com1.tar.gz": "_Com1.tar.gz", "LPT³": "_LPT³", "aux .x": "_aux .x",
		"CONIN$": "_CONIN$", "conduct": "conduct", "com": "com", "COM10": "COM10", "a.con": "a.con",
	} {
		if got := Name(name); got != want || Name(got) != want {
			t.Errorf("%q: %q, then %q, want %q", name, got, Name(got), want)
		}
	}
}

func TestQuote(t *testing.T) {
	for _, test := range []struct {
		path      string
		separator rune
		want      string
	}{
		{`C:\Users\a b\box.db`, '\\', `"C:\Users\a b\box.db"`},
		{`\\server\share\box.db`, '\\', `"\\server\share\box.db"`},
		{`/home/a\b`, '/', `"/home/a\\b"`},
		{"a\x1b[2J", '/', `"a\x1b[2J"`},
		{"größe", '\\', `"größe"`},
	} {
		if got := quotePath(test.path, test.separator); got != test.want {
			t.Errorf("%q: %s, want %s", test.path, got, test.want)
		}
	}
}

func TestWhy(t *testing.T) {
	_, err := os.Open(filepath.Join(t.TempDir(), "none", "at", "all"))
	for want, err := range map[string]error{
		"no such file or directory": err,
		"permission denied":         &fs.PathError{Op: "open", Path: "x", Err: syscall.EACCES},
		"is a directory":            &fs.PathError{Op: "read", Path: "x", Err: syscall.EISDIR},
	} {
		if got := Why(err); got != want {
			t.Errorf("%v: %q, want %q", err, got, want)
		}
	}
}
