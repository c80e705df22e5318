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
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// WriteJSON prints one JSON document, as encoding/json does, but lists are never null, and no character is invisible.
// Lists that are read row by row are printed row by row, where no filter needs the whole.
func (p *Printer) WriteJSON(v any) error {
	if p.Filter == nil {
		return p.writeDocument(v)
	}
	var document bytes.Buffer
	out := p.out
	p.out = bufio.NewWriter(&document)
	err := p.writeDocument(v)
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

// writeDocument prints one JSON document as it is.
func (p *Printer) writeDocument(v any) error {
	d := newDocumentWriter(p)
	if p.Filter != nil {
		d.only = p.Filter.Reads
	}
	if err := d.value(reflect.ValueOf(v), ""); err != nil {
		return fmt.Errorf("JSON: %w", err)
	}
	return p.out.WriteByte('\n')
}

// documentWriter writes what has rows in it piece by piece, and all else at once, as encoding/json does.
type documentWriter struct {
	*Printer
	*jsonParts
	only string // the field that is wanted of the next object; "" for all
}

// jsonParts is what all parts of a document are encoded with.
type jsonParts struct {
	text    *bytes.Buffer         // the last part
	encoder *json.Encoder         // to text
	lists   map[reflect.Type]bool // by type, whether a value may lack a list
}

func newDocumentWriter(p *Printer) documentWriter {
	e := &jsonParts{text: new(bytes.Buffer), lists: map[reflect.Type]bool{}}
	e.encoder = json.NewEncoder(e.text)
	e.encoder.SetEscapeHTML(false)
	return documentWriter{Printer: p, jsonParts: e}
}

// hasRows says whether a value of the type has rows that can be written one by one. An odd struct is left to
// encoding/json, which reads all rows before it writes any.
func hasRows(t reflect.Type) bool { return hasRowsWithin(t, nil) }

func hasRowsWithin(t reflect.Type, within []reflect.Type) bool {
	switch {
	case slices.Contains(within, t): // a type that holds itself
		return false
	case t.Kind() == reflect.Func:
		return t.CanSeq2()
	case writesItself(t):
		return false
	}
	within = append(within, t)
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice:
		return hasRowsWithin(t.Elem(), within)
	case reflect.Struct:
		if !isPlain(t) {
			return false
		}
		for i := range t.NumField() {
			if f := t.Field(i); isWritten(f) && hasRowsWithin(f.Type, within) {
				return true
			}
		}
	}
	return false
}

// writesItself says whether encoding/json leaves a value of the type to the type's own methods.
func writesItself(t reflect.Type) bool {
	return implements[json.Marshaler](t) || implements[encoding.TextMarshaler](t)
}

func implements[I any](t reflect.Type) bool {
	return t.Implements(reflect.TypeFor[I]()) || reflect.PointerTo(t).Implements(reflect.TypeFor[I]())
}

// isPlain says whether the fields of a struct are its own, each under another name: then each can be written by itself.
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
		name, _ := jsonTag(f)
		if names[name] || strings.Trim(name, plainLetters) != "" {
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
	text, err := d.encode(v, indent)
	if err != nil {
		return err
	}
	_, err = d.out.Write(text)
	return err
}

// encode is a value as encoding/json writes it, until the next one is encoded.
func (d documentWriter) encode(v reflect.Value, indent string) ([]byte, error) {
	d.text.Reset()
	if !d.Compact {
		d.encoder.SetIndent(indent, "  ")
	}
	var filled any
	if v.IsValid() {
		filled = v.Interface()
		if d.mayLackLists(v.Type()) {
			filled = withLists(filled)
		}
	}
	if err := d.encoder.Encode(filled); err != nil {
		return nil, err
	}
	return escapeJSON(bytes.TrimSuffix(d.text.Bytes(), []byte("\n"))), nil
}

// mayLackLists says whether a value of the type has lists that may be missing. It is found out once for each type.
func (e *jsonParts) mayLackLists(t reflect.Type) bool {
	may, known := e.lists[t]
	if !known {
		may = mayLackLists(t, nil)
		e.lists[t] = may
	}
	return may
}

func mayLackLists(t reflect.Type, within []reflect.Type) bool {
	if slices.Contains(within, t) || t.Implements(reflect.TypeFor[json.Marshaler]()) {
		return false
	}
	within = append(within, t)
	switch t.Kind() {
	case reflect.Interface, reflect.Slice:
		return true
	case reflect.Pointer:
		return mayLackLists(t.Elem(), within)
	case reflect.Struct:
		for i := range t.NumField() {
			f := t.Field(i)
			if f.Type.Kind() == reflect.Slice && isOptional(f) {
				f.Type = f.Type.Elem() // there is no list where it is missing
			}
			if f.Tag.Get("json") != "-" && mayLackLists(f.Type, within) {
				return true
			}
		}
	}
	return false
}

func isOptional(f reflect.StructField) bool {
	_, options := jsonTag(f)
	return slices.Contains(options, "omitempty") || slices.Contains(options, "omitzero")
}

// object writes a plain struct: fields that have rows by themselves, and those between them as a struct of their own.
func (d documentWriter) object(v reflect.Value, indent string) error {
	only := d.only
	d.only = ""
	b := d.begin('{', indent)
	var between []int
	for i := range v.NumField() {
		f := v.Type().Field(i)
		name, _ := jsonTag(f)
		if !isWritten(f) || only != "" && name != only {
			continue
		}
		if !hasRows(f.Type) {
			between = append(between, i)
			continue
		}
		if err := d.fields(v, between, b); err != nil {
			return err
		}
		between = nil
		if isOmitted(v.Field(i), f) {
			continue
		}
		b.next()
		fmt.Fprintf(d.out, "%q:%s", name, b.space)
		if err := d.value(v.Field(i), b.indent); err != nil {
			return err
		}
	}
	if err := d.fields(v, between, b); err != nil {
		return err
	}
	b.end('}')
	return nil
}

// isOmitted says whether the tag of a field that has rows leaves it out.
func isOmitted(v reflect.Value, f reflect.StructField) bool {
	_, options := jsonTag(f)
	empty := v.Kind() == reflect.Slice && v.Len() == 0 || v.Kind() == reflect.Pointer && v.IsNil()
	return slices.Contains(options, "omitempty") && empty || slices.Contains(options, "omitzero") && isZero(v)
}

// isZero asks the value itself, if it knows.
func isZero(v reflect.Value) bool {
	if v.Kind() == reflect.Pointer && v.IsNil() {
		return true
	}
	pointer := reflect.New(v.Type())
	pointer.Elem().Set(v)
	for _, value := range []any{v.Interface(), pointer.Interface()} {
		if zeroer, ok := value.(interface{ IsZero() bool }); ok {
			return zeroer.IsZero()
		}
	}
	return v.IsZero()
}

// fields writes some fields of a struct, as they stand in a struct that has no others.
func (d documentWriter) fields(v reflect.Value, numbers []int, b *brackets) error {
	if len(numbers) == 0 {
		return nil
	}
	fields := make([]reflect.StructField, len(numbers))
	for i, n := range numbers {
		f := v.Type().Field(n)
		fields[i] = reflect.StructField{Name: f.Name, Type: f.Type, Tag: f.Tag}
	}
	part := reflect.New(reflect.StructOf(fields)).Elem()
	for i, n := range numbers {
		part.Field(i).Set(v.Field(n))
	}
	text, err := d.encode(part, strings.TrimPrefix(b.outer, "\n"))
	if err != nil {
		return err
	}
	if text = bytes.TrimSpace(text[1 : len(text)-1]); len(text) == 0 {
		return nil
	}
	b.next()
	_, err = d.out.Write(text)
	return err
}

// rowType is the type of one row.
func rowType(t reflect.Type) reflect.Type {
	if t.Kind() == reflect.Slice {
		return t.Elem()
	}
	return t.In(0).In(0) // the first argument of yield
}

// list writes a slice or rows, one by one.
func (d documentWriter) list(v reflect.Value, indent string) error {
	b := d.begin('[', indent)
	if v.Kind() == reflect.Func && v.IsNil() {
		b.end(']')
		return nil
	}
	write := d.whole
	if hasRows(rowType(v.Type())) {
		write = d.value
	}
	for key, value := range v.Seq2() {
		if v.Kind() == reflect.Func {
			if err, failed := value.Interface().(error); failed {
				return err
			}
			value = key
		}
		b.next()
		if err := write(value, b.indent); err != nil {
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
	filled bool   // there is something in it
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
	if b.filled {
		b.to.out.WriteByte(',')
	}
	b.filled = true
	if b.outer != "" {
		b.to.out.WriteString("\n" + b.indent)
	}
}

func (b *brackets) end(bracket byte) {
	if b.filled {
		b.to.out.WriteString(b.outer)
	}
	b.to.out.WriteByte(bracket)
}

// escapeJSON writes the characters that a terminal would obey as \u202e: the document means the same.
func escapeJSON(document []byte) []byte {
	if isPlainText(document) || !bytes.ContainsFunc(document, isHidden) {
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

// isPlainText is true for lines of what can be typed on every keyboard, as most documents are.
func isPlainText(document []byte) bool {
	for _, b := range document {
		if (b < ' ' || b > '~') && b != '\n' {
			return false
		}
	}
	return true
}

// isHidden is true for what the encoder leaves as it is, but a reader would not see.
func isHidden(r rune) bool { return r != '\n' && isUnsafe(r) }

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
