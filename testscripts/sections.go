package testscripts

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/txtar"
)

// base64Suffix ends the name of a section whose text is the file's bytes in base64.
const base64Suffix = ".base64"

// base64Width is the length of a line of base64, as in mail.
const base64Width = 76

// Section is a file as a section of an archive. A section cannot hold every file as it is: a file that is no UTF-8
// text, has carriage returns, does not end with a newline, or has lines that look like the head of a section stands
// there as NAME.base64.
func Section(name string, data []byte) txtar.File {
	plain := txtar.File{Name: name, Data: data}
	isText := utf8.Valid(data) && bytes.IndexByte(data, '\r') < 0
	if isText && !strings.HasSuffix(name, base64Suffix) && FitsSection(plain) {
		return plain
	}
	text := base64.StdEncoding.EncodeToString(data)
	var lines bytes.Buffer
	for len(text) > 0 {
		n := min(base64Width, len(text))
		lines.WriteString(text[:n] + "\n")
		text = text[n:]
	}
	return txtar.File{Name: name + base64Suffix, Data: lines.Bytes()}
}

// FitsSection says whether an archive gives a file back as it was put in.
func FitsSection(f txtar.File) bool {
	head := []byte("-- ") // of a line that may begin a section
	ends := len(f.Data) == 0 || f.Data[len(f.Data)-1] == '\n'
	if ends && !bytes.HasPrefix(f.Data, head) && !bytes.Contains(f.Data, append([]byte("\n"), head...)) {
		f.Data = nil // it comes back, and only the name may not
	}
	back := txtar.Parse(txtar.Format(&txtar.Archive{Files: []txtar.File{f}}))
	return len(back.Comment) == 0 && len(back.Files) == 1 && back.Files[0].Name == f.Name &&
		bytes.Equal(back.Files[0].Data, f.Data)
}

// Decode puts NAME in the place of every file NAME.base64 in a folder.
func Decode(folder string) error {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return err
	}
	defer root.Close()
	return fs.WalkDir(root.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(name, base64Suffix) {
			return err
		}
		return decodeFile(root, name)
	})
}

func decodeFile(root *os.Root, name string) error {
	text, err := root.ReadFile(name)
	if err != nil {
		return err
	}
	data, err := base64.StdEncoding.DecodeString(string(text))
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if err := WriteNew(root, strings.TrimSuffix(name, base64Suffix), data); err != nil {
		return err
	}
	return os.Remove(filepath.Join(root.Name(), name)) // Wine cannot yet do what root.Remove does
}

// WriteNew writes a file that is not there yet, and the folders on its way. It never leaves root, whatever the name is.
func WriteNew(root *os.Root, name string, data []byte) error {
	name = filepath.FromSlash(name)
	if err := root.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return err
	}
	f, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	if _, err := f.Write(data); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
