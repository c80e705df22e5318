package term

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"unicode/utf16"
	"unicode/utf8"
)

// escapeJSON writes the characters that a terminal would obey as \u202e: the document means the same.
func escapeJSON(document []byte) []byte {
	if !bytes.ContainsFunc(document, hidden) {
		return document
	}
	var b bytes.Buffer
	for len(document) > 0 {
		r, size := utf8.DecodeRune(document)
		switch high, low := utf16.EncodeRune(r); {
		case !hidden(r):
			b.Write(document[:size])
		case r < 0x10000:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		}
		document = document[size:]
	}
	return b.Bytes()
}

// hidden is what the encoder leaves as it is, and a reader would not see.
func hidden(r rune) bool { return r != '\n' && isUnsafe(r) }

// withLists is v with an empty list in the place of every missing one.
func withLists(v any) any {
	if v == nil {
		return nil
	}
	filled := reflect.New(reflect.TypeOf(v)).Elem()
	filled.Set(reflect.ValueOf(v))
	fillLists(filled)
	return filled.Interface()
}

func fillLists(v reflect.Value) {
	if v.CanInterface() { // else it is embedded, and what it has is filled
		if _, own := v.Interface().(json.Marshaler); own {
			return
		}
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			fillLists(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f, field := v.Type().Field(i), v.Field(i)
			_, options := jsonTag(f)
			if slices.Contains(options, "omitzero") && field.Kind() == reflect.Slice && field.IsNil() {
				continue // it is not null, but absent
			}
			if field.CanSet() || f.Anonymous {
				fillLists(field)
			}
		}
	case reflect.Slice:
		if v.IsNil() && v.CanSet() {
			v.Set(reflect.MakeSlice(v.Type(), 0, 0))
		}
		switch v.Type().Elem().Kind() {
		case reflect.Struct, reflect.Pointer, reflect.Slice:
			for i := range v.Len() {
				fillLists(v.Index(i))
			}
		}
	}
}
