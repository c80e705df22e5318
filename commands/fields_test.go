package commands

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

// field is a field of a document.
type field struct {
	path string // recipients[].via?, where ? tells that it may be absent
	kind string
	says string
	id   string // the Go type and field
}

// fields are those of a shape, with what is in them; what has a shape of its own is only named.
func (s documented) fields() []field {
	if s.value == nil {
		return nil
	}
	return fieldsOf(reflect.TypeOf(s.value), "")
}

func fieldsOf(t reflect.Type, within string) (all []field) {
	for _, f := range jsonFields(t) {
		elem, lists := element(f.Type)
		kind, isShape := kindOf(elem)
		one := field{path: within + f.name, says: f.says, id: f.id}
		one.kind = strings.Repeat("list of ", lists) + kind
		if f.maybe {
			one.path += "?"
		}
		all = append(all, one)
		if kind == "object" && elem.Kind() == reflect.Struct && !isShape {
			all = append(all, fieldsOf(elem, within+f.name+strings.Repeat("[]", lists)+".")...)
		}
	}
	return all
}

// jsonField is a field of a Go struct as JSON has it.
type jsonField struct {
	reflect.StructField
	name, says, id string
	maybe          bool
}

func jsonFields(t reflect.Type) (all []jsonField) {
	for f := range fieldsIn(t) {
		if f.Anonymous && f.Tag.Get("json") == "" {
			embedded, _ := element(f.Type)
			all = append(all, jsonFields(embedded)...)
			continue
		}
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "-" || name == "" {
			continue
		}
		id := t.PkgPath() + "." + t.Name() + "." + f.Name
		all = append(all, jsonField{
			StructField: f, name: name, maybe: options != "", id: id,
			says: meaning(id, name),
		})
	}
	return all
}

func fieldsIn(t reflect.Type) func(func(reflect.StructField) bool) {
	return func(yield func(reflect.StructField) bool) {
		for i := range t.NumField() {
			if !yield(t.Field(i)) {
				return
			}
		}
	}
}

// element is what a pointer points to, or what a list lists, and how many lists are around it.
func element(t reflect.Type) (elem reflect.Type, lists int) {
	for {
		switch {
		case t.Kind() == reflect.Func:
			t, lists = t.In(0).In(0), lists+1
		case t.Kind() == reflect.Slice && !isObject(t):
			t, lists = t.Elem(), lists+1
		case t.Kind() == reflect.Pointer:
			t = t.Elem()
		default:
			return t, lists
		}
	}
}

func isObject(t reflect.Type) bool {
	return t.Kind() == reflect.Map || t.Implements(reflect.TypeFor[json.Marshaler]())
}

// kindOf is a type in words: string, number, boolean, time, object, or the shape that it is.
func kindOf(t reflect.Type) (kind string, isShape bool) {
	for _, s := range shapes {
		if reflect.TypeOf(s.value) == t {
			return "*" + s.name + "*", true
		}
	}
	switch {
	case t == reflect.TypeFor[time.Time]():
		return "time", false
	case t.Implements(reflect.TypeFor[interface{ MarshalText() ([]byte, error) }]()) || t.Kind() == reflect.String:
		return "string", false
	case t.Kind() == reflect.Bool:
		return "boolean", false
	case isObject(t) || t.Kind() == reflect.Struct:
		return "object", false
	}
	return "number", false
}

// fits wants a document to have the shape's fields and no others, and gives those that it has.
func (s documented) fits(document json.RawMessage) (seen map[string]bool, err error) {
	seen = map[string]bool{}
	return seen, fits(document, reflect.TypeOf(s.value), seen)
}

func fits(value json.RawMessage, t reflect.Type, seen map[string]bool) error {
	elem, lists := element(t)
	if lists > 0 {
		var list []json.RawMessage
		if err := json.Unmarshal(value, &list); err != nil {
			return err
		}
		for _, one := range list {
			if err := fits(one, elem, seen); err != nil {
				return err
			}
		}
		return nil
	}
	if kind, isShape := kindOf(elem); !isShape && kind != "object" || elem.Kind() != reflect.Struct {
		return fitsKind(value, kind)
	}
	var object map[string]json.RawMessage
	if err := json.Unmarshal(value, &object); err != nil {
		return err
	}
	for _, f := range jsonFields(elem) {
		inside, has := object[f.name]
		if !has && !f.maybe {
			return fmt.Errorf("%s is missing", f.name)
		}
		if !has {
			continue
		}
		seen[f.id] = true
		delete(object, f.name)
		if err := fits(inside, f.Type, seen); err != nil {
			return fmt.Errorf("%s: %w", f.name, err)
		}
	}
	for name := range object {
		return fmt.Errorf("%s is not documented", name)
	}
	return nil
}

func fitsKind(value json.RawMessage, kind string) error {
	begins := map[string]string{"string": `"`, "time": `"`, "boolean": "tf", "object": "{", "number": "-0123456789"}
	if !strings.ContainsRune(begins[kind], rune(value[0])) {
		return fmt.Errorf("%.40s is no %s", value, kind)
	}
	return nil
}

// readable is a document with as much on a line as fits. Of long lists and long texts only the beginning is there.
func readable(document json.RawMessage) string {
	return strings.Join(readableLines(document, 0), "\n")
}

const (
	exampleWidth = 76
	exampleList  = 2
)

func readableLines(value json.RawMessage, used int) []string {
	value = bytes.TrimSpace(value)
	names, parts := taken(value)
	if value[0] == '[' && len(parts) > exampleList+1 {
		parts = append(slices.Clone(parts[:exampleList]), json.RawMessage(`"…"`))
	}
	if parts == nil {
		return []string{cutText(string(value), exampleWidth-used)}
	}
	open, end := string(value[0]), string(value[len(value)-1])
	var inside [][]string
	line, whole := "", true
	for i, part := range parts {
		name := ""
		if names != nil {
			name = names[i] + ": "
		}
		lines := readableLines(part, used+2+len(name))
		lines[0] = name + lines[0]
		inside = append(inside, lines)
		whole = whole && len(lines) == 1
		line += ", " + lines[0]
	}
	line = open + strings.TrimPrefix(line, ", ") + end
	if whole && used+utf8.RuneCountInString(line) <= exampleWidth {
		return []string{line}
	}
	out := []string{open}
	for i, lines := range inside {
		if i < len(inside)-1 {
			lines[len(lines)-1] += ","
		}
		for _, one := range lines {
			out = append(out, "  "+one)
		}
	}
	return append(out, end)
}

// cutText cuts a text that is too long for its line, and a comma.
func cutText(value string, room int) string {
	if utf8.RuneCountInString(value) < room || value[0] != '"' {
		return value
	}
	runes := []rune(value)
	kept := strings.TrimRight(string(runes[:max(room-3, 10)]), `\ `)
	return kept + `…"`
}

// taken takes an object or a list apart; parts is nil for anything else.
func taken(value json.RawMessage) (names []string, parts []json.RawMessage) {
	if value[0] != '{' && value[0] != '[' {
		return nil, nil
	}
	parts = []json.RawMessage{}
	d := json.NewDecoder(bytes.NewReader(value))
	d.Token()
	for d.More() {
		if value[0] == '{' {
			name, _ := d.Token()
			quoted, _ := json.Marshal(name)
			names = append(names, string(quoted))
		}
		var part json.RawMessage
		if d.Decode(&part) != nil {
			return nil, nil
		}
		parts = append(parts, part)
	}
	return names, parts
}

// meaning is the comment beside a field in its Go type, else what its name always means.
func meaning(id, name string) string {
	if says := comments()[id]; says != "" {
		return says
	}
	return usualMeanings[name]
}

// needsMeaning is false for what has a shape of its own, which says what it is.
func (f field) needsMeaning() bool { return !strings.Contains(f.kind, "*") }

// usualMeanings are those of names that mean the same wherever they are.
var usualMeanings = map[string]string{
	"account":      "the kind of account",
	"address":      "its address",
	"at":           "when",
	"basis":        "doc, inf, obs or ours",
	"behaviour":    "the behaviour that decided, by its ID",
	"behaviours":   "the IDs of behaviours",
	"beyond":       "what the sandbox does that no document says",
	"cc":           "addresses",
	"class":        "note, recall, notice, report, response, receipt, bounce or journal",
	"command":      "the command line",
	"copies":       "so many",
	"decided_at":   "when it was decided",
	"error":        "what went wrong",
	"events":       "so many",
	"final":        "whether it can no longer change",
	"folder":       "the path of the folder",
	"from":         "the address",
	"from_name":    "the name that stands beside it",
	"held_until":   "when it leaves the Outbox",
	"id":           "its ID",
	"line":         "its number in the script",
	"mailbox":      "the address of its owner",
	"mailboxes":    "so many",
	"message":      "the message, by its ID",
	"messages":     "so many",
	"name":         "its name",
	"notice":       "of a notice: deleted, wants-to-delete, attempt-failed, recall-failed or recalled",
	"now":          "the sandbox's time",
	"organisation": "its name",
	"outcome":      "succeeded, failed, pending or not-counted",
	"path":         "its path, as in Projects/2026",
	"read":         "whether it is marked read",
	"reason":       "why, in a sentence",
	"recall":       "the recall, by its ID",
	"recalls":      "so many",
	"recipient":    "the recipient's address",
	"recipients":   "one for each, in the order of the message",
	"says":         "what it is, in a sentence",
	"snapshots":    "so many",
	"source":       "the documents that say so",
	"subject":      "its subject",
	"system":       "its mail system",
	"to":           "addresses",
	"total":        "how many messages",
	"unread":       "how many of them are unread",
	"warnings":     "what one should know",
}

// comments are those beside the fields of all Go types that are printed.
var comments = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	for _, folder := range []string{
		"sandbox", "sandbox/recall", "sandbox/systems", "commands", "commands/term", "commands/scripts",
		"commands/experiment", "commands/demo", "fixtures",
	} {
		names, err := filepath.Glob("../" + folder + "/*.go")
		if err != nil {
			panic(err)
		}
		for _, name := range names {
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
			if err != nil {
				panic(err)
			}
			ast.Inspect(file, func(n ast.Node) bool {
				spec, is := n.(*ast.TypeSpec)
				if !is {
					return true
				}
				if s, is := spec.Type.(*ast.StructType); is {
					for _, f := range s.Fields.List {
						for _, name := range f.Names {
							says := strings.Join(strings.Fields(f.Doc.Text()+" "+f.Comment.Text()), " ")
							all["recallbox/"+folder+"."+spec.Name.Name+"."+name.Name] = says
						}
					}
				}
				return true
			})
		}
	}
	return all
})
