package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const (
	root   = "../.."
	module = "github.com/orbrawl/orbrawl"
)

// source is one parsed Go file.
type source struct {
	path  string // from the repository's root, with slashes
	lines int
	set   *token.FileSet
	*ast.File
}

func (s source) dir() string       { return path.Dir(s.path) }
func (s source) isTest() bool      { return strings.HasSuffix(s.path, "_test.go") }
func (s source) isProgram() bool   { return s.Name.Name == "main" }
func (s source) isGenerated() bool { return strings.HasSuffix(s.path, "_gen.go") }

// isIn reports whether the file lies in the folder or below it.
func (s source) isIn(dir string) bool { return isWithin(s.dir(), dir) }

func (s source) at(node ast.Node) string {
	return s.path + ":" + strconv.Itoa(s.set.Position(node.Pos()).Line)
}

// span counts the line ends inside a node.
func (s source) span(node ast.Node) int {
	return s.set.Position(node.End()).Line - s.set.Position(node.Pos()).Line
}

func (s source) imports() []string {
	var paths []string
	for _, spec := range s.Imports {
		unquoted, err := strconv.Unquote(spec.Path.Value)
		if err == nil { // the parser took it, so it is a string
			paths = append(paths, unquoted)
		}
	}
	return paths
}

func isWithin(name, dir string) bool { return name == dir || strings.HasPrefix(name, dir+"/") }

// goSources returns every Go file of the repository, in the order of their paths.
func goSources(t *testing.T) []source {
	t.Helper()
	var sources []source
	for _, name := range filesUnder(t, ".", ".go") {
		text := read(t, name)
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, name, text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, source{name, strings.Count(text, "\n"), set, file})
	}
	if len(sources) < 20 {
		t.Fatalf("found %d Go files in %s, which cannot be the whole repository", len(sources), root)
	}
	return sources
}

// filesUnder lists files by the end of their names, leaving out what is not ours to read: hidden, built, installed.
func filesUnder(t *testing.T, dir, suffix string) []string {
	t.Helper()
	var names []string
	err := fs.WalkDir(os.DirFS(root), dir, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && name != "." && isForeign(entry.Name()):
			return fs.SkipDir
		case !entry.IsDir() && strings.HasSuffix(name, suffix):
			names = append(names, name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func isForeign(dir string) bool {
	switch dir {
	case "node_modules", "testdata", "bin", "dist", "data", "test-output":
		return true
	}
	return strings.HasPrefix(dir, ".")
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
