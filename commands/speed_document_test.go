//go:build unix

package commands

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
)

// A fuller floor of a command that looks brings the rows, and then writes what the command printed from memory: a JSON
// document as encoding/json does, all else as bytes.

// document is a JSON document in memory: objects are structs, whose fields are in the document's order.
func document(text []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	return nextValue(d)
}

func nextValue(d *json.Decoder) (any, error) {
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch token {
	case json.Delim('['):
		list := []any{}
		for d.More() {
			v, err := nextValue(d)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		_, err = d.Token()
		return list, err
	case json.Delim('{'):
		return nextObject(d)
	}
	return token, nil
}

func nextObject(d *json.Decoder) (any, error) {
	var fields []reflect.StructField
	var values []any
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, err
		}
		v, err := nextValue(d)
		if err != nil {
			return nil, err
		}
		fields = append(fields, reflect.StructField{
			Name: fmt.Sprintf("F%d", len(fields)),
			Type: reflect.TypeFor[any](),
			Tag:  reflect.StructTag(fmt.Sprintf(`json:%q`, name)),
		})
		values = append(values, v)
	}
	object := reflect.New(reflect.StructOf(fields)).Elem()
	for i, v := range values {
		if v != nil {
			object.Field(i).Set(reflect.ValueOf(v))
		}
	}
	_, err := d.Token()
	return object.Interface(), err
}

// writeDocument writes it as the program would.
func writeDocument(to io.Writer, v any) error {
	e := json.NewEncoder(to)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// written is how what a command printed, or wrote into a folder, is written from memory.
func (s *speedBox) written(printed []byte, folder string) func() {
	if files := s.filesIn(folder); files != nil {
		return func() {
			for name, data := range files {
				s.must(os.WriteFile(filepath.Join(s.b.TempDir(), filepath.Base(name)), data, 0o600))
			}
		}
	}
	v, err := document(printed)
	if err != nil { // it is no document
		return func() {
			var b bytes.Buffer
			b.Write(printed)
		}
	}
	return func() { s.must(writeDocument(io.Discard, v)) }
}

// filesIn are the files in a folder, nil where there is none.
func (s *speedBox) filesIn(folder string) (files map[string][]byte) {
	if folder == "" {
		return nil
	}
	files = map[string][]byte{}
	s.must(filepath.WalkDir(folder, func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files[name], err = os.ReadFile(name)
		}
		return err
	}))
	return files
}
