package house

import (
	"go/ast"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const (
	maxFile     = 600 // lines; usual are 400
	maxFunction = 60  // lines; usual are 25
)

// Words that say nothing about what a thing is, so that everything ends up in it.
var empty = regexp.MustCompile(`(Manager|Helper|Util|Common)s?([A-Z0-9]|$)`)

func TestFilesAndFunctionsStaySmall(t *testing.T) {
	for _, s := range goSources(t) {
		if s.isGenerated() {
			continue
		}
		if s.lines > maxFile && !isTable(s) {
			t.Errorf("%s has %d lines, at most %d: split it by concept", s.path, s.lines, maxFile)
		}
		for _, decl := range s.Decls {
			function, ok := decl.(*ast.FuncDecl)
			if !ok {
				continue
			}
			if lines := s.span(function) + 1 - s.tableLines(function); lines > maxFunction {
				t.Errorf("%s: %s has %d lines, at most %d", s.at(function), function.Name.Name, lines, maxFunction)
			}
		}
	}
}

// tableLines counts the lines of the data written out in a function, such as the cases of a test: literals with no
// code in them.
func (s source) tableLines(function *ast.FuncDecl) int {
	lines := 0
	ast.Inspect(function, func(node ast.Node) bool {
		table, ok := node.(*ast.CompositeLit)
		if !ok || holdsCode(table) {
			return true
		}
		lines += s.span(table)
		return false
	})
	return lines
}

func holdsCode(node ast.Node) bool {
	found := false
	ast.Inspect(node, func(inner ast.Node) bool {
		_, code := inner.(*ast.FuncLit)
		found = found || code
		return !found
	})
	return found
}

// isTable reports whether the file is data: it declares no function.
func isTable(s source) bool {
	return !slices.ContainsFunc(s.Decls, func(decl ast.Decl) bool {
		_, ok := decl.(*ast.FuncDecl)
		return ok
	})
}

func TestEveryPackageSaysWhatItIs(t *testing.T) {
	comments := map[string]string{} // by folder
	for _, s := range goSources(t) {
		if s.isTest() {
			continue
		}
		text := s.Doc.Text()
		comments[s.dir()] += text
		if text != "" && !introduces(s, text) {
			t.Errorf("%s: the package comment begins %.30q, not with what it is about: Package NAME or Command NAME", s.path, text)
		}
	}
	for dir, text := range comments {
		if text == "" {
			t.Errorf("%s has no package comment: what it is, what it is not, where to start reading", dir)
		}
	}
}

// introduces knows the ways to begin a package comment; a program may also begin with its own name.
func introduces(s source, text string) bool {
	if !s.isProgram() {
		return strings.HasPrefix(text, "Package "+s.Name.Name+" ")
	}
	name := path.Base(s.dir())
	return strings.HasPrefix(text, "Command "+name+" ") || strings.HasPrefix(text, strings.ToUpper(name[:1])+name[1:]+" ")
}

func TestNamesSayWhatThingsAre(t *testing.T) {
	for _, s := range goSources(t) {
		base := strings.TrimSuffix(strings.TrimSuffix(path.Base(s.path), ".go"), "_test")
		for _, name := range []string{base, s.Name.Name} {
			if isEmptyName(name) {
				t.Errorf("%s: the name %q says nothing", s.path, name)
			}
		}
		ast.Inspect(s.File, func(node ast.Node) bool {
			if spec, ok := node.(*ast.TypeSpec); ok && isEmptyName(spec.Name.Name) {
				t.Errorf("%s: the type name %s says nothing", s.at(spec), spec.Name.Name)
			}
			return true
		})
	}
}

// isEmptyName looks at a name as if its first letter were large, so that it serves for files and types alike.
func isEmptyName(name string) bool {
	return name != "" && empty.MatchString(strings.ToUpper(name[:1])+name[1:])
}
