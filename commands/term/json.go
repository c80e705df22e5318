package term

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

// Rows are a list that is read row by row. EachRow gives a pointer to each, which holds until the next one.
type Rows interface {
	EachRow(visit func(row any) error) error
}

// WriteJSON prints one JSON document, as encoding/json does, but lists are never null, and no character is invisible.
// Lists that are read row by row are printed row by row, where no filter needs the whole.
func (p *Printer) WriteJSON(v any) error {
	if p.Filter == nil {
		return p.writeDocument(v, "")
	}
	var document bytes.Buffer
	out := p.out
	p.out = bufio.NewWriter(&document)
	err := p.writeDocument(v, p.Filter.Reads)
	p.out.Flush()
	p.out = out
	if err != nil {
		return err
	}
	filtered, err := p.Filter.Of(document.Bytes())
	if err != nil {
		return err
	}
	p.Raw(filtered)
	return nil
}

// writeDocument prints one JSON document as it is, or only one field of it; "" for all.
func (p *Printer) writeDocument(v any, only string) error {
	d := documentWriter{out: p.out, compact: p.Compact, only: only, encoders: map[reflect.Type]encoder{}}
	if err := d.value(reflect.ValueOf(v), 0); err != nil {
		return fmt.Errorf("JSON: %w", err)
	}
	d.text = append(d.text, '\n')
	return d.flush()
}

// documentWriter writes values as encoding/json does, but piece by piece, and looks at each type once. Where a type is
// odd, encoding/json itself writes the value: it reads all rows before it writes any.
type documentWriter struct {
	out      *bufio.Writer
	compact  bool
	only     string // the field of the document that is wanted; "" for all
	text     []byte // that out is still to get
	encoders map[reflect.Type]encoder
}

// encoder writes values of one type, so deep in the document.
type encoder func(v reflect.Value, depth int) error

func (d *documentWriter) flush() error {
	_, err := d.out.Write(d.text)
	d.text = d.text[:0]
	return err
}

func (d *documentWriter) value(v reflect.Value, depth int) error {
	if !v.IsValid() {
		d.text = append(d.text, "null"...)
		return nil
	}
	return d.encoder(v.Type())(v, depth)
}

func (d *documentWriter) encoder(t reflect.Type) encoder {
	if d.encoders[t] == nil {
		d.encoders[t] = d.value // for a type that holds itself
		d.encoders[t] = d.newEncoder(t)
	}
	return d.encoders[t]
}

func (d *documentWriter) newEncoder(t reflect.Type) encoder {
	switch {
	case t.Kind() == reflect.Pointer, t.Kind() == reflect.Interface:
		return d.element
	case t.Implements(reflect.TypeFor[Rows]()):
		return d.rows
	case t == reflect.TypeFor[time.Time]():
		return d.time
	case implements[json.Marshaler](t), t == reflect.TypeFor[json.Number]():
		return d.whole
	case t.Implements(reflect.TypeFor[encoding.TextMarshaler]()):
		if t.Kind() == reflect.Uint8 {
			return d.words()
		}
		return d.word
	case implements[encoding.TextMarshaler](t):
		return d.whole
	}
	switch t.Kind() {
	case reflect.Bool:
		return d.bool
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return d.int
	case reflect.String:
		return d.string
	case reflect.Slice:
		if t.Elem().Kind() != reflect.Uint8 { // bytes are a text
			return d.list(d.encoder(t.Elem()))
		}
	case reflect.Struct:
		if isPlain(t) {
			return d.object(t)
		}
	}
	return d.whole
}

func implements[I any](t reflect.Type) bool {
	return t.Implements(reflect.TypeFor[I]()) || reflect.PointerTo(t).Implements(reflect.TypeFor[I]())
}

// whole leaves a value to encoding/json.
func (d *documentWriter) whole(v reflect.Value, depth int) error {
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	if !d.compact {
		e.SetIndent(strings.Repeat("  ", depth), "  ")
	}
	filled := reflect.New(v.Type())
	filled.Elem().Set(v)
	fillLists(filled.Elem())
	if err := e.Encode(filled.Interface()); err != nil {
		return err
	}
	d.text = append(d.text, escapeJSON(bytes.TrimSuffix(text.Bytes(), []byte("\n")))...)
	return nil
}

func (d *documentWriter) element(v reflect.Value, depth int) error { return d.value(v.Elem(), depth) }

func (d *documentWriter) bool(v reflect.Value, _ int) error {
	d.text = strconv.AppendBool(d.text, v.Bool())
	return nil
}

func (d *documentWriter) int(v reflect.Value, _ int) error {
	d.text = strconv.AppendInt(d.text, v.Int(), 10)
	return nil
}

func (d *documentWriter) time(v reflect.Value, _ int) (err error) {
	t, _ := reflect.TypeAssert[time.Time](v)
	d.text, err = t.AppendText(append(d.text, '"'))
	d.text = append(d.text, '"')
	return err
}

func (d *documentWriter) word(v reflect.Value, depth int) error {
	own, _ := reflect.TypeAssert[encoding.TextMarshaler](v)
	text, err := own.MarshalText()
	if err != nil {
		return err
	}
	return d.quote(string(text), depth)
}

// words writes values of a byte, whose words are made once.
func (d *documentWriter) words() encoder {
	var known [1 << 8][]byte
	return func(v reflect.Value, depth int) error {
		if text := known[v.Uint()]; text != nil {
			d.text = append(d.text, text...)
			return nil
		}
		begin := len(d.text)
		err := d.word(v, depth)
		known[v.Uint()] = bytes.Clone(d.text[begin:])
		return err
	}
}

func (d *documentWriter) string(v reflect.Value, depth int) error { return d.quote(v.String(), depth) }

// quote writes a text, which is most often of what can be typed on every keyboard.
func (d *documentWriter) quote(s string, depth int) error {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return d.whole(reflect.ValueOf(s), depth)
		}
	}
	d.text = append(append(append(d.text, '"'), s...), '"')
	return nil
}

func (d *documentWriter) list(element encoder) encoder {
	return func(v reflect.Value, depth int) error {
		d.text = append(d.text, '[')
		for i := range v.Len() {
			if err := d.row(element, v.Index(i), i == 0, depth+1); err != nil {
				return err
			}
		}
		d.end(']', v.Len() == 0, depth)
		return nil
	}
}

func (d *documentWriter) rows(v reflect.Value, depth int) error {
	d.text = append(d.text, '[')
	none := true
	list, _ := reflect.TypeAssert[Rows](v)
	err := list.EachRow(func(row any) error {
		err := d.row(d.element, reflect.ValueOf(row), none, depth+1)
		none = false
		return err
	})
	d.end(']', none, depth)
	return err
}

// row writes one of a list, and gives on what has been written if that is much.
func (d *documentWriter) row(write encoder, v reflect.Value, first bool, depth int) error {
	const much = 1 << 15
	d.next(first, depth)
	if err := write(v, depth); err != nil || len(d.text) < much {
		return err
	}
	return d.flush()
}

// next goes to where the next part of a list or an object stands.
func (d *documentWriter) next(first bool, depth int) {
	if !first {
		d.text = append(d.text, ',')
	}
	d.newLine(depth)
}

func (d *documentWriter) end(bracket byte, empty bool, depth int) {
	if !empty {
		d.newLine(depth)
	}
	d.text = append(d.text, bracket)
}

func (d *documentWriter) newLine(depth int) {
	if d.compact {
		return
	}
	d.text = append(d.text, '\n')
	for range depth {
		d.text = append(d.text, "  "...)
	}
}

// field is one of a struct.
type field struct {
	number  int
	name    string
	key     string // the name in quotes, with its colon
	omitted func(reflect.Value) bool
	write   encoder
}

// object writes a plain struct.
func (d *documentWriter) object(t reflect.Type) encoder {
	var fields []field
	colon := `": `
	if d.compact {
		colon = `":`
	}
	for i := range t.NumField() {
		if f := t.Field(i); isWritten(f) {
			name, _ := jsonTag(f)
			fields = append(fields, field{i, name, `"` + name + colon, omits(f), d.encoder(f.Type)})
		}
	}
	return func(v reflect.Value, depth int) error {
		d.text = append(d.text, '{')
		none := true
		for _, f := range fields {
			one := v.Field(f.number)
			if f.omitted(one) || depth == 0 && d.only != "" && d.only != f.name {
				continue
			}
			d.next(none, depth+1)
			none = false
			d.text = append(d.text, f.key...)
			if err := f.write(one, depth+1); err != nil {
				return err
			}
		}
		d.end('}', none, depth)
		return nil
	}
}

// isPlain says whether the fields of a struct are its own, each under another name, and written as what they are.
func isPlain(t reflect.Type) bool {
	names := map[string]bool{}
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous {
			return false
		}
		if !isWritten(f) {
			continue
		}
		name, options := jsonTag(f)
		if names[name] || strings.Trim(name, plainLetters) != "" || slices.Contains(options, "string") {
			return false
		}
		names[name] = true
	}
	return true
}

const plainLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"

func isWritten(f reflect.StructField) bool { return f.IsExported() && f.Tag.Get("json") != "-" }

// jsonTag is what a field is called in JSON, and the options that its tag gives.
func jsonTag(f reflect.StructField) (name string, options []string) {
	options = strings.Split(f.Tag.Get("json"), ",")
	return cmp.Or(options[0], f.Name), options[1:]
}

// omits says which values the tag of a field leaves out.
func omits(f reflect.StructField) func(reflect.Value) bool {
	_, options := jsonTag(f)
	empty, zero := slices.Contains(options, "omitempty"), slices.Contains(options, "omitzero")
	knows := implements[zeroer](f.Type)
	return func(v reflect.Value) bool {
		switch {
		case empty && isEmpty(v):
			return true
		case zero && knows:
			return knowsZero(v)
		}
		return zero && v.IsZero()
	}
}

func isEmpty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Slice, reflect.Map, reflect.Array:
		return v.Len() == 0
	case reflect.Struct, reflect.Func:
		return false
	}
	return v.IsZero()
}

// zeroer is a value that knows itself whether it is zero.
type zeroer interface{ IsZero() bool }

func knowsZero(v reflect.Value) bool {
	if t, ok := reflect.TypeAssert[time.Time](v); ok {
		return t.IsZero()
	}
	if v.Kind() == reflect.Pointer && v.IsNil() {
		return true
	}
	if own, ok := reflect.TypeAssert[zeroer](v); ok {
		return own.IsZero()
	}
	pointer := reflect.New(v.Type())
	pointer.Elem().Set(v)
	own, _ := reflect.TypeAssert[zeroer](pointer)
	return own.IsZero()
}

// escapeJSON writes the characters that a terminal would obey as \u202e: the document means the same.
func escapeJSON(document []byte) []byte {
	if !bytes.ContainsFunc(document, isHidden) {
		return document
	}
	var b bytes.Buffer
	for len(document) > 0 {
		r, size := utf8.DecodeRune(document)
		switch high, low := utf16.EncodeRune(r); {
		case !isHidden(r):
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

// isHidden is true for what the encoder leaves as it is, but a reader would not see.
func isHidden(r rune) bool { return r != '\n' && isUnsafe(r) }

// fillLists puts an empty list in the place of every missing one.
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
			if field.Kind() == reflect.Slice && field.IsNil() {
				if _, options := jsonTag(f); slices.Contains(options, "omitzero") {
					continue // it is not null, but absent
				}
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
