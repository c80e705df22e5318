package commands

import (
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"recallbox/commands/term"
	"recallbox/testscripts"
)

// scriptSuffix is what the name of a script ends with.
const scriptSuffix = ".txtar"

// foundScript is a script with the name under which it was asked for.
type foundScript struct {
	name string
	file string // "" for stdin and built-in ones
	data []byte
}

// findScripts reads the scripts that the arguments name, each once: argument by argument, within one by path.
func findScripts(c *call) ([]foundScript, error) {
	wanted, err := regexp.Compile(c.String("run"))
	if err != nil {
		return nil, usageError("--run: %v", err)
	}
	var list []foundScript
	seen := map[string]bool{}
	for _, arg := range c.args {
		found, err := c.scriptsOf(arg)
		if err != nil {
			return nil, err
		}
		for _, s := range found {
			if !seen[s.name] && wanted.MatchString(s.name) {
				list = append(list, s)
			}
			seen[s.name] = true
		}
	}
	if len(list) == 0 {
		return nil, usageHint("without --run there are "+term.Count(len(seen), "script", "scripts"), "run: --run %q matches no script", c.String("run"))
	}
	for _, s := range list {
		if s.file == "" && c.Bool("update") && !c.Bool("dry-run") {
			return nil, usageHint("add --dry-run to see what it would change", "run: %s is no file that --update could write", s.name)
		}
	}
	return list, nil
}

// scriptsOf are the scripts that one argument means: on disk, else built in.
func (c *call) scriptsOf(arg string) ([]foundScript, error) {
	if arg == "-" {
		data, err := c.read(arg)
		return []foundScript{{name: arg, data: data}}, err
	}
	info, err := os.Stat(c.file(arg))
	switch {
	case err == nil && info.IsDir():
		return c.scriptsIn(arg)
	case err == nil && !strings.HasSuffix(arg, scriptSuffix):
		return nil, usageHint("the name of a script ends with "+scriptSuffix, "%s: %q is no script", c.command.name, arg)
	case err == nil:
		data, err := c.read(arg)
		return []foundScript{{name: filepath.ToSlash(filepath.Clean(arg)), file: c.file(arg), data: data}}, err
	default:
		return builtInScripts(c.command.name, arg)
	}
}

// scriptsIn are the scripts in a folder and the folders below it, by path.
func (c *call) scriptsIn(folder string) ([]foundScript, error) {
	files, err := scriptFiles(os.DirFS(c.file(folder)))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, usageHint("the name of a script ends with "+scriptSuffix, "%s: no script in %q", c.command.name, folder)
	}
	var list []foundScript
	for _, file := range files {
		found, err := c.scriptsOf(filepath.Join(folder, filepath.FromSlash(file)))
		if err != nil {
			return nil, err
		}
		list = append(list, found...)
	}
	return list, nil
}

func scriptFiles(in fs.FS) ([]string, error) {
	var files []string
	err := fs.WalkDir(in, ".", func(file string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && strings.HasSuffix(file, scriptSuffix) {
			files = append(files, file)
		}
		return err
	})
	slices.Sort(files)
	return files, err
}

// builtInScripts are those of a name such as outlook/auto-unread or outlook, or as `behaviours show` prints it, for a command.
func builtInScripts(command, arg string) ([]foundScript, error) {
	name := path.Clean(filepath.ToSlash(arg))
	name = strings.TrimSuffix(strings.TrimPrefix(name, "testscripts/"), scriptSuffix)
	files, err := scriptFiles(testscripts.Files)
	if err != nil {
		return nil, err
	}
	var list []foundScript
	known := map[string]bool{}
	for _, file := range files {
		own := strings.TrimSuffix(file, scriptSuffix)
		known[own], known[path.Dir(own)] = true, true
		if name != "testscripts" && name != own && name != path.Dir(own) {
			continue
		}
		data, err := testscripts.Files.ReadFile(file)
		if err != nil {
			return nil, err
		}
		list = append(list, foundScript{name: own, data: data})
	}
	if len(list) > 0 {
		return list, nil
	}
	if near := nearestScript(name, slices.Sorted(maps.Keys(known))); near != "" {
		return nil, usageHint("did you mean "+near+"?", "%s: no file, folder or built-in script %q", command, arg)
	}
	return nil, usageHint("recallbox demo --list lists the built-in scripts", "%s: no file, folder or built-in script %q", command, arg)
}

// nearestScript is the script or folder that was probably meant: it may lack its folder, or be misspelt.
func nearestScript(name string, known []string) string {
	for _, one := range known {
		if strings.HasSuffix(one, "/"+name) {
			return one
		}
	}
	return nearest(name, known)
}
