package commands

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

func TestWords(t *testing.T) {
	tests := []struct {
		line string
		want []string
	}{
		{`send --to bob`, []string{"send", "--to", "bob"}},
		{"  a\t b  ", []string{"a", "b"}},
		{`'a b' "c d"`, []string{"a b", "c d"}},
		{`a'b'"c"d`, []string{"abcd"}},
		{`'' ""`, []string{"", ""}},
		{`"it's" 'it'\''s' it\'s`, []string{"it's", "it's", "it's"}},
		{`'a\b' 'a\'`, []string{`a\b`, `a\`}},
		{`a\b a\\b a\ b`, []string{"ab", `a\b`, "a b"}},
		{`"a\b" "a\\b" "a\"b" "a\$b" "a\'b"`, []string{`a\b`, `a\b`, `a"b`, `a$b`, `a\'b`}},
		{"\"a\\`b\"", []string{"a`b"}},
		{"a # b 'c", []string{"a"}},
		{`a#b '#' \# "#"`, []string{"a#b", "#", "#", "#"}},
		{"a \\\n b\\\nc", []string{"a", "bc"}},
		{"'a\nb' \"c\nd\" \"e\\\nf\"", []string{"a\nb", "c\nd", "ef"}},
		{"'a\\\nb'", []string{"a\\\nb"}},
		{`a\`, []string{`a\`}},
		{"'größe' \"日本\" \\é", []string{"größe", "日本", "é"}},
	}
	shell, _ := exec.LookPath("sh")
	for _, test := range tests {
		l, _ := newWordReader(test.line).next()
		if l.err != nil || !slices.Equal(l.words, test.want) {
			t.Errorf("%q: got %q, %v, want %q", test.line, l.words, l.err, test.want)
		}
		if shell == "" || strings.HasSuffix(test.line, `\`) {
			continue
		}
		said, err := exec.Command(shell, "-c", `printf '%s\0' `+test.line).Output()
		if want := strings.Join(test.want, "\x00") + "\x00"; err != nil || string(said) != want {
			t.Errorf("%q: a shell says %q, %v", test.line, said, err)
		}
	}
}

// TestWordsThatStandForThemselves: here a shell would do something else.
func TestWordsThatStandForThemselves(t *testing.T) {
	l, _ := newWordReader("$HOME \"$HOME\" `ls` * ~ a|b > { !x").next()
	if want := []string{"$HOME", "$HOME", "`ls`", "*", "~", "a|b", ">", "{", "!x"}; !slices.Equal(l.words, want) {
		t.Errorf("got %q", l.words)
	}
}

func TestLines(t *testing.T) {
	type line struct {
		number int
		words  string
	}
	tests := []struct {
		name, text string
		want       []line
	}{
		{"nothing", "", nil},
		{"comments and empty lines", "\n# a\n  # b 'c\n \t\n", nil},
		{"no newline at the end", "a\nb", []line{{1, "a"}, {2, "b"}}},
		{"a continued line", "\na \\\n b\nc", []line{{2, "a b"}, {4, "c"}}},
		{"a quoted newline", "a 'x\ny'\nb", []line{{1, "a x\ny"}, {3, "b"}}},
		{"as on Windows", "\ufeffa 'b'\r\n\r\nc \\\r\n d\r\n", []line{{1, "a b"}, {3, "c d"}}},
		{"a quote that is not closed", "a\nb 'c\nd\n", []line{{1, "a"}, {2, "!"}, {3, "d"}}},
		{"one on a continued line", "a \\\n \"b\nc", []line{{2, "!"}, {3, "c"}}},
	}
	for _, test := range tests {
		var got []line
		r := newWordReader(test.text)
		for l, ok := r.next(); ok; l, ok = r.next() {
			if l.err != nil {
				l.words = []string{"!"}
			}
			got = append(got, line{l.number, strings.Join(l.words, " ")})
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

// FuzzShellWords: what the program writes for a shell, a batch reads.
func FuzzShellWords(f *testing.F) {
	for _, word := range []string{"", "a b", "it's", "#", `\`, "\n", "\r\n", "\ufeff", "$x", `"`} {
		f.Add(word, "x")
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		r := newWordReader(shellWords([]string{a, b}))
		if l, _ := r.next(); l.err != nil || !slices.Equal(l.words, []string{a, b}) || r.rest != "" {
			t.Errorf("%q %q: got %q, %v", a, b, l.words, l.err)
		}
	})
}
