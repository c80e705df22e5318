package term

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
)

// WriteJSON prints one JSON document: fields in the order of the struct, lists never null, no invisible characters. Lists that are read
// row by row are printed so.
func (p *Printer) WriteJSON(v any) error {
	d := documentWriter{p}
	if err := d.value(reflect.ValueOf(v), ""); err != nil {
		return fmt.Errorf("JSON: %w", err)
	}
	return p.out.WriteByte('\n')
}

// documentWriter writes what has rows in it piece by piece, and all else at once.
type documentWriter struct{ *Printer }

// hasRows says whether there are rows in a value of the type.
func hasRows(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Func:
		return t.CanSeq2()
	case reflect.Pointer, reflect.Slice:
		return hasRows(t.Elem())
	case reflect.Struct:
		for i := range t.NumField() {
			if f := t.Field(i); f.IsExported() && f.Tag.Get("json") != "-" && hasRows(f.Type) {
				return true
			}
		}
	}
	return false
}

// value writes a value whose lines begin with an indent, but the first one.
func (d documentWriter) value(v reflect.Value, indent string) error {
	switch {
	case !v.IsValid() || !hasRows(v.Type()):
		return d.whole(v, indent)
	case v.Kind() == reflect.Pointer && !v.IsNil():
		return d.value(v.Elem(), indent)
	case v.Kind() == reflect.Struct:
		return d.object(v, indent)
	case v.Kind() == reflect.Slice || v.Kind() == reflect.Func:
		return d.list(v, indent)
	}
	return d.whole(v, indent)
}

// whole writes a value at once.
func (d documentWriter) whole(v reflect.Value, indent string) error {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if !d.Compact {
		encoder.SetIndent(indent, "  ")
	}
	var filled any
	if v.IsValid() {
		filled = withLists(v.Interface())
	}
	if err := encoder.Encode(filled); err != nil {
		return err
	}
	_, err := d.out.Write(escapeJSON(bytes.TrimSuffix(b.Bytes(), []byte("\n"))))
	return err
}

// object writes a struct, field by field, as encoding/json does.
func (d documentWriter) object(v reflect.Value, indent string) error {
	b := d.begin('{', indent)
	for i := range v.NumField() {
		field := v.Type().Field(i)
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		if !field.IsExported() || name == "-" || strings.Contains(options, "omit") && v.Field(i).IsZero() {
			continue
		}
		b.next()
		fmt.Fprintf(d.out, "%q:%s", name, b.space)
		if err := d.value(v.Field(i), b.indent); err != nil {
			return err
		}
	}
	b.end('}')
	return nil
}

// list writes a slice or rows, one by one.
func (d documentWriter) list(v reflect.Value, indent string) error {
	b := d.begin('[', indent)
	for key, value := range v.Seq2() {
		if v.Kind() == reflect.Func {
			if err, failed := value.Interface().(error); failed {
				return err
			}
			value = key
		}
		b.next()
		if err := d.value(value, b.indent); err != nil {
			return err
		}
	}
	b.end(']')
	return nil
}

// brackets are an object or a list that is being written.
type brackets struct {
	to     documentWriter
	outer  string
	indent string // of what is in it
	space  string // behind a colon
	some   bool   // there is something in it
}

func (d documentWriter) begin(bracket byte, indent string) *brackets {
	d.out.WriteByte(bracket)
	if d.Compact {
		return &brackets{to: d}
	}
	return &brackets{to: d, outer: "\n" + indent, indent: indent + "  ", space: " "}
}

// next goes to where the next part stands.
func (b *brackets) next() {
	if b.some {
		b.to.out.WriteByte(',')
	}
	b.some = true
	if b.outer != "" {
		b.to.out.WriteString("\n" + b.indent)
	}
}

func (b *brackets) end(bracket byte) {
	if b.some {
		b.to.out.WriteString(b.outer)
	}
	b.to.out.WriteByte(bracket)
}
