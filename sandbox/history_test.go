package sandbox

import (
	"context"
	"path/filepath"
	"slices"
	"testing"
)

// inNew runs fn in a new sandbox.
func inNew(t *testing.T, fn func(*Tx) error) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "box.db")
	if err := Create(t.Context(), file, New{Start: Start}, Options{Throwaway: true}); err != nil {
		t.Fatal(err)
	}
	box, err := Open(file, Options{Throwaway: true})
	if err != nil {
		t.Fatal(err)
	}
	defer box.Close()
	if err := box.Update(context.Background(), fn); err != nil {
		t.Fatal(err)
	}
}

func TestSafePath(t *testing.T) {
	for typed, want := range map[string]string{
		"-": "stdin", "a.eml": "a.eml", "./mail//a.eml": "mail/a.eml", "mail/../a.eml": "a.eml",
		"/etc/passwd": "passwd", "../../a.eml": "a.eml", "a/../../b": "b",
		"..": "file", ".": "file", "/": "file", "": "file",
		"a\nb": "a_b", "a\x1b[2Jb": "a_[2Jb", "a\xffb": "a_b", " a ": " a_", "größe/日本.eml": "größe/日本.eml",
		"-x": "-x", "/-": "-",
		`a:b?.eml`: "a_b_.eml", "nul/Aux.txt": "_nul/_Aux.txt", "a./b": "a_/b", `<>"|*`: "_____", "con": "_con",
	} {
		got := safePath(typed)
		if got != want || got != "stdin" && safePath(got) != map[bool]string{true: "stdin", false: got}[got == "-"] {
			t.Errorf("%q: got %q, then %q, want %q", typed, got, safePath(got), want)
		}
	}
}

// Commands from the history have the names that the inputs got. When they run again, the names stay the same.
func TestInputsKeepTheirNames(t *testing.T) {
	reads := []struct{ typed, data, want string }{
		{"list.pdf", "1", "list.pdf"},
		{"/home/alice/list.pdf", "1", "list.pdf"},
		{"/home/alice/list.pdf", "2", "3/list.pdf"},
		{"list.pdf/x", "3", "4/x"},
		{"3", "4", "5/3"},
		{"fixture.batch", "5", "6/fixture.batch"},
		{"fixture.batch/x", "5", "7/x"},
		{"-", "6", "stdin"},
		{"./-", "6", "9/-"},
		{"-", "7", "10/stdin"},
		{"9", "8", "11/9"},
		{"14/list.pdf", "9", "14/list.pdf"},
		{"../list.pdf", "2", "13/list.pdf"},
		{"../list.pdf", "3", "15/list.pdf"},
		{"recallbox.db", "10", "15/recallbox.db"},
		{".bin/x", "11", "16/x"},
	}
	for _, again := range []bool{false, true} {
		inNew(t, func(tx *Tx) error {
			for _, r := range reads {
				typed := r.typed
				if again {
					typed = r.want
				}
				name, err := tx.KeepInput(typed, []byte(r.data))
				if err != nil || name != r.want {
					t.Errorf("%q, again: %t: got %q, %v, want %q", r.typed, again, name, err, r.want)
				}
				if err := tx.Record("x"); err != nil {
					return err
				}
			}
			return nil
		})
	}
}

func TestInputFolders(t *testing.T) {
	inNew(t, func(tx *Tx) error {
		for _, want := range []string{"inbox", "1/inbox"} {
			folder, err := tx.NewInputFolder("../mail/inbox")
			if err != nil || folder.Name != want {
				t.Errorf("got %q, %v, want %q", folder.Name, err, want)
			}
			if err := folder.Put("cur/1;2,S", []byte("x")); err != nil {
				return err
			}
		}
		if name, err := tx.KeepInput("inbox", []byte("y")); name != "2/inbox" || err != nil {
			t.Errorf("a file in place of a folder: got %q, %v", name, err)
		}
		if name, err := tx.KeepInput("inbox/cur/2;2,S", []byte("z")); name != "1/2;2,S" || err != nil {
			t.Errorf("a file in a folder: got %q, %v", name, err)
		}
		var got []string
		inputs, err := tx.Inputs().List()
		for _, in := range inputs {
			got = append(got, in.Name+" "+string(in.Data))
		}
		want := []string{
			"1/2;2,S z", "1/inbox/cur/1;2,S x", "1/inbox/maildirfolder ",
			"2/inbox y", "inbox/cur/1;2,S x", "inbox/maildirfolder ",
		}
		if !slices.Equal(got, want) {
			t.Errorf("kept %q", got)
		}
		return err
	})
}
