package testscripts

import (
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Suffix is what the name of a script file ends with.
const Suffix = ".txtar"

// List lists the paths of the scripts in a folder and the folders below it, sorted. A device or a pipe is no script.
func List(folder fs.FS) ([]string, error) {
	var files []string
	err := fs.WalkDir(folder, ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(file, Suffix) {
			return err
		}
		info, err := fs.Stat(folder, file) // of what a link leads to
		if err == nil && info.Mode().IsRegular() {
			files = append(files, file)
		}
		return nil
	})
	slices.Sort(files)
	return files, err
}

// BuiltIn finds the built-in scripts of a name such as outlook/auto-unread, outlook or testscripts. It finds none where
// nothing has that name.
func BuiltIn(name string) ([]Script, error) {
	name = plainName(name)
	files, err := List(Files)
	if err != nil {
		return nil, err
	}
	var list []Script
	for _, file := range files {
		own := strings.TrimSuffix(file, Suffix)
		if name != "testscripts" && name != own && name != path.Dir(own) {
			continue
		}
		data, err := Files.ReadFile(file)
		if err != nil {
			return nil, err
		}
		list = append(list, Script{Name: own, Data: data})
	}
	return list, nil
}

// Guess is the built-in script or folder that an unknown name most likely means: the name may lack its folder, or be
// misspelt. It is "" where nothing is close. The function nearest finds the name that is spelt most alike.
func Guess(name string, nearest func(word string, among []string) string) string {
	name = plainName(name)
	files, err := List(Files)
	if err != nil {
		return ""
	}
	set := map[string]bool{}
	for _, file := range files {
		own := strings.TrimSuffix(file, Suffix)
		set[own], set[path.Dir(own)] = true, true
	}
	names := slices.Sorted(maps.Keys(set))
	for _, one := range names {
		if strings.HasSuffix(one, "/"+name) {
			return one
		}
	}
	return nearest(name, names)
}

// plainName is a name without what may stand around it: ./testscripts/outlook/auto-unread.txtar is outlook/auto-unread.
func plainName(name string) string {
	name = path.Clean(filepath.ToSlash(name))
	return strings.TrimSuffix(strings.TrimPrefix(name, "testscripts/"), Suffix)
}
