// House measures how the code is laid out, and prints it as a table. See .ci/house, which calls it.
package main

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"os/exec"
	"path"
	"slices"
	"strings"
	"unicode/utf8"
)

// What a build fails for.
const (
	maxWidth       = 120 // of a line, in characters
	maxTableWidth  = 160 // of a line in the tables of behaviours, and in those that tests hold against them
	maxReadmeLines = 250
	maxReadmeBytes = 16 << 10
)

const module = "recallbox"

// source is one Go file.
type source struct {
	name  string // its path
	lines []string
	tree  *ast.File
}

func main() {
	if err := measure(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "house:", err)
		os.Exit(1)
	}
}

// measure prints the table. recall is how many functions a recall runs through, and in how many files.
func measure(recall []string) error {
	files, err := sources()
	if err != nil {
		return err
	}
	readme, err := os.ReadFile("README.md")
	if err != nil {
		return err
	}
	up, all := arrows(files)
	row("production Go, lines", fmt.Sprint(productionLines(files)))
	row(
		"files in commands itself; in sandbox itself",
		fmt.Sprint(inFolder(files, "commands"), "; ", inFolder(files, "sandbox")),
	)
	longest, wide := widths(files)
	row("longest line, columns; lines that are too wide", fmt.Sprint(longest, "; ", len(wide)))
	row("arrows between files that run upward", fmt.Sprint(up, " of ", all))
	if len(recall) == 2 {
		row("a recall to two people", fmt.Sprint(recall[0], " functions in ", recall[1], " files"))
	}
	row("README.md", fmt.Sprint(strings.Count(string(readme), "\n"), " lines, ", len(readme), " bytes"))
	if len(wide) > 0 {
		return fmt.Errorf("lines that are too wide:\n%s", strings.Join(wide, "\n"))
	}
	if len(readme) > maxReadmeBytes || strings.Count(string(readme), "\n") > maxReadmeLines {
		return fmt.Errorf("README.md: at most %d lines and %d bytes", maxReadmeLines, maxReadmeBytes)
	}
	return nil
}

func row(what, figure string) { fmt.Printf("%-48s %s\n", what, figure) }

// sources are the Go files that git knows.
func sources() ([]source, error) {
	list, err := exec.Command("git", "ls-files", "*.go").Output()
	if err != nil {
		return nil, err
	}
	var all []source
	positions := token.NewFileSet()
	for _, name := range strings.Fields(string(list)) {
		data, err := os.ReadFile(name)
		if os.IsNotExist(err) { // it is removed, and not yet committed
			continue
		}
		if err != nil {
			return nil, err
		}
		tree, err := parser.ParseFile(positions, name, data, 0)
		if err != nil {
			return nil, err
		}
		all = append(all, source{name, strings.Split(string(data), "\n"), tree})
	}
	return all, nil
}

func (s source) isTest() bool { return strings.HasSuffix(s.name, "_test.go") }

// isProduct says whether the file is in the program that users get.
func (s source) isProduct() bool {
	apparatus := []string{".ci/", "sandbox/internal/model/", "testscripts/speed/", "commands/testdata/"}
	return !s.isTest() &&
		!slices.ContainsFunc(apparatus, func(folder string) bool { return strings.HasPrefix(s.name, folder) })
}

func productionLines(files []source) (lines int) {
	for _, f := range files {
		if f.isProduct() {
			lines += len(f.lines) - 1
		}
	}
	return lines
}

func inFolder(files []source, folder string) (count int) {
	for _, f := range files {
		if path.Dir(f.name) == folder && !f.isTest() {
			count++
		}
	}
	return count
}

// widths are the longest line, and every line that is too wide.
func widths(files []source) (longest int, wide []string) {
	for _, f := range files {
		limit := maxWidth
		if path.Dir(f.name) == "sandbox/systems" {
			limit = maxTableWidth
		}
		for i, line := range f.lines {
			width := utf8.RuneCountInString(line)
			longest = max(longest, width)
			if width > limit {
				wide = append(wide, fmt.Sprintf("%s:%d: %d columns", f.name, i+1, width))
			}
		}
	}
	return longest, wide
}

// arrow leads from a file to another that declares what the first uses.
type arrow struct{ from, to string }

// arrows counts those between files of the product, and those that run upward: against the best order of the
// files that is quickly found. It goes by names alone, without types: a method counts where just one type of a
// package has one of that name.
func arrows(files []source) (up, all int) {
	found := map[arrow]bool{}
	declared := declarations(files)
	for _, f := range files {
		if !f.isProduct() {
			continue
		}
		imported := map[string]string{} // the names of our packages in the file, and their folders
		for _, i := range f.tree.Imports {
			if at := strings.Trim(i.Path.Value, `"`); strings.HasPrefix(at, module+"/") {
				name := path.Base(at)
				if i.Name != nil {
					name = i.Name.Name
				}
				imported[name] = strings.TrimPrefix(at, module+"/")
			}
		}
		point := func(folder, name string) {
			if to := declared[folder][name]; to != "" && to != f.name && to != several {
				found[arrow{f.name, to}] = true
			}
		}
		for _, name := range f.tree.Unresolved {
			point(path.Dir(f.name), name.Name)
		}
		ast.Inspect(f.tree, func(n ast.Node) bool {
			if s, is := n.(*ast.SelectorExpr); is {
				if x, is := s.X.(*ast.Ident); is && x.Obj == nil && imported[x.Name] != "" {
					point(imported[x.Name], s.Sel.Name)
				} else {
					point(path.Dir(f.name), "."+s.Sel.Name)
				}
			}
			return true
		})
	}
	place := map[string]int{}
	for i, name := range order(found) {
		place[name] = i
	}
	for a := range found {
		if place[a.from] > place[a.to] {
			up++
		}
	}
	return up, len(found)
}

// several stands for more than one file.
const several = "\x00"

// declarations says for each folder which file declares a name, methods with a dot in front.
func declarations(files []source) map[string]map[string]string {
	all := map[string]map[string]string{}
	for _, f := range files {
		if !f.isProduct() {
			continue
		}
		folder := path.Dir(f.name)
		if all[folder] == nil {
			all[folder] = map[string]string{}
		}
		add := func(name string) {
			if before := all[folder][name]; before != "" && before != f.name {
				all[folder][name] = several
				return
			}
			all[folder][name] = f.name
		}
		for _, d := range f.tree.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Recv != nil {
					add("." + d.Name.Name)
				} else {
					add(d.Name.Name)
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					switch spec := spec.(type) {
					case *ast.TypeSpec:
						add(spec.Name.Name)
					case *ast.ValueSpec:
						for _, name := range spec.Names {
							add(name.Name)
						}
					}
				}
			}
		}
	}
	return all
}

// order puts files above those that they use, as far as that goes: it takes away what nobody uses from the top,
// what uses nobody from the bottom, else what uses most and is used least (Eades, Lin and Smyth, 1993).
func order(arrows map[arrow]bool) []string {
	uses, users := map[string]map[string]bool{}, map[string]map[string]bool{}
	for a := range arrows {
		for _, name := range []string{a.from, a.to} {
			if uses[name] == nil {
				uses[name], users[name] = map[string]bool{}, map[string]bool{}
			}
		}
		uses[a.from][a.to], users[a.to][a.from] = true, true
	}
	var top, bottom []string
	remove := func(name string) {
		for to := range uses[name] {
			delete(users[to], name)
		}
		for from := range users[name] {
			delete(uses[from], name)
		}
		delete(uses, name)
		delete(users, name)
	}
	for len(uses) > 0 {
		left := slices.Sorted(maps.Keys(uses))
		if i := slices.IndexFunc(left, func(name string) bool { return len(uses[name]) == 0 }); i >= 0 {
			bottom = append(bottom, left[i])
			remove(left[i])
			continue
		}
		next := slices.MaxFunc(left, func(a, b string) int {
			return cmp.Compare(len(uses[a])-len(users[a]), len(uses[b])-len(users[b]))
		})
		top = append(top, next)
		remove(next)
	}
	slices.Reverse(bottom)
	return append(top, bottom...)
}
