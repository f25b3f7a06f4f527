package house

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const clientDir = "web/src"

var (
	staticImport  = regexp.MustCompile("(?m)^\\s*(?:import|export)\\b(?:[^'\"`;]*?\\bfrom)?\\s*['\"]([^'\"]+)['\"]")
	dynamicImport = regexp.MustCompile(`\bimport\(\s*['"]([^'"]+)['"]`)
	tsExport      = regexp.MustCompile(`(?m)^\s*export\b`)
	tsComment     = regexp.MustCompile(`(?s)/\*.*?\*/|//[^\n]*`)
	tsType        = regexp.MustCompile(`(?m)^\s*(?:export\s+)?(?:abstract\s+)?(?:class|interface|type)\s+(\w+)`)
	domUse        = regexp.MustCompile(`\b(?:document|window)\s*[.\[]`)
)

// clientFile is one TypeScript file of the client.
type clientFile struct {
	name    string // from the repository's root
	text    string
	imports []string // as written
}

func (f clientFile) isTest() bool { return strings.HasSuffix(f.name, ".test.ts") }

func clientFiles(t *testing.T) []clientFile {
	t.Helper()
	var files []clientFile
	for _, name := range filesUnder(t, clientDir, ".ts") {
		f := clientFile{name: name, text: read(t, name)}
		for _, pattern := range []*regexp.Regexp{staticImport, dynamicImport} {
			for _, match := range pattern.FindAllStringSubmatch(f.text, -1) {
				f.imports = append(f.imports, match[1])
			}
		}
		files = append(files, f)
	}
	if len(files) < 5 {
		t.Fatalf("found %d TypeScript files in %s, which cannot be the whole client", len(files), clientDir)
	}
	return files
}

func TestClientImportsResolveWithinTheClient(t *testing.T) {
	files := clientFiles(t)
	isThere := func(name string) bool {
		return slices.ContainsFunc(files, func(f clientFile) bool { return f.name == name })
	}
	for _, f := range files {
		for _, imported := range f.imports {
			switch {
			case !strings.HasPrefix(imported, "."):
				if !f.isTest() {
					t.Errorf("%s imports %q: the client has no dependencies, building it needs Go alone", f.name, imported)
				}
			case strings.HasSuffix(imported, ".ts") && !isThere(path.Join(path.Dir(f.name), imported)):
				t.Errorf("%s imports %q, which is not there", f.name, imported)
			}
			if path.Base(imported) == "main.ts" {
				t.Errorf("%s imports main.ts: that boots the client and nothing else", f.name)
			}
		}
	}
}

func TestClientMainExportsNothing(t *testing.T) {
	if line := tsExport.FindString(read(t, clientDir+"/main.ts")); line != "" {
		t.Errorf("main.ts has the line %q", strings.TrimSpace(line))
	}
}

func TestClientImportsFormNoCycle(t *testing.T) {
	graph := map[string][]string{}
	for _, f := range clientFiles(t) {
		for _, imported := range f.imports {
			if strings.HasPrefix(imported, ".") {
				graph[f.name] = append(graph[f.name], path.Join(path.Dir(f.name), imported))
			}
		}
	}
	if cycle := findCycle(graph); cycle != nil {
		t.Errorf("the client's imports run in a circle: %s", strings.Join(cycle, " -> "))
	}
}

// findCycle returns the names along one circle, the first again at the end, or nil.
func findCycle(graph map[string][]string) []string {
	done := map[string]bool{}
	var trail []string
	var visit func(name string) []string
	visit = func(name string) []string {
		if i := slices.Index(trail, name); i >= 0 {
			return append(slices.Clone(trail[i:]), name)
		}
		if done[name] {
			return nil
		}
		trail = append(trail, name)
		for _, next := range graph[name] {
			if cycle := visit(next); cycle != nil {
				return cycle
			}
		}
		trail = trail[:len(trail)-1]
		done[name] = true
		return nil
	}
	for name := range graph {
		if cycle := visit(name); cycle != nil {
			return cycle
		}
	}
	return nil
}

func TestFindCycle(t *testing.T) {
	straight := map[string][]string{"a": {"b", "c"}, "b": {"c"}, "c": {"d"}}
	if cycle := findCycle(straight); cycle != nil {
		t.Errorf("found the circle %v where there is none", cycle)
	}
	round := map[string][]string{"a": {"b"}, "b": {"c"}, "c": {"b"}}
	if cycle := findCycle(round); len(cycle) != 3 || cycle[0] != cycle[2] {
		t.Errorf("found %v, want b and c in a circle", cycle)
	}
}

func TestClientWorldAndNetLeaveThePageAlone(t *testing.T) {
	for _, f := range clientFiles(t) {
		if f.isTest() || !isWithin(f.name, clientDir+"/world") && !isWithin(f.name, clientDir+"/net") {
			continue
		}
		if use := domUse.FindString(tsComment.ReplaceAllString(f.text, "")); use != "" {
			t.Errorf("%s uses %q: world and net must run without a page", f.name, use)
		}
	}
}

func TestClientFilesAndNames(t *testing.T) {
	for _, f := range clientFiles(t) {
		if lines := strings.Count(f.text, "\n"); lines > maxFile && !strings.HasSuffix(f.name, ".gen.ts") {
			t.Errorf("%s has %d lines, at most %d: split it by concept", f.name, lines, maxFile)
		}
		for _, match := range tsType.FindAllStringSubmatch(f.text, -1) {
			if isEmptyName(match[1]) {
				t.Errorf("%s: the type name %s says nothing", f.name, match[1])
			}
		}
	}
}

func TestImportPatternsSeeEveryForm(t *testing.T) {
	text := `import { a } from './a.ts'
import type { B } from "./b.ts"
import {
  c,
  d,
} from './c.ts'
import './d.ts'
export * from './e.ts'
export { f } from './f.ts'
export const g = 'not an import'
const h = await import('./h.ts')
`
	var got []string
	for _, pattern := range []*regexp.Regexp{staticImport, dynamicImport} {
		for _, match := range pattern.FindAllStringSubmatch(text, -1) {
			got = append(got, match[1])
		}
	}
	want := []string{"./a.ts", "./b.ts", "./c.ts", "./d.ts", "./e.ts", "./f.ts", "./h.ts"}
	if !slices.Equal(got, want) {
		t.Errorf("found %q, want %q", got, want)
	}
}
