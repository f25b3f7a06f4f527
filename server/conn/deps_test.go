package conn

import (
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestImports keeps the package a room of its own: of the project it knows the close codes alone.
func TestImports(t *testing.T) {
	allowed := map[string]bool{
		"github.com/orbrawl/orbrawl/protocol": true,
		"github.com/lxzan/gws":                true,
	}
	otherNames := regexp.MustCompile(`\bprotocol\.([A-Za-z]+)`)
	for name, source := range sources(t) {
		parsed, err := parser.ParseFile(token.NewFileSet(), name, source, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, spec := range parsed.Imports {
			path, _ := strconv.Unquote(spec.Path.Value)
			if strings.Contains(path, ".") && !allowed[path] {
				t.Errorf("%s imports %s", name, path)
			}
		}
		for _, use := range otherNames.FindAllStringSubmatch(source, -1) {
			if !strings.HasPrefix(use[1], "Close") {
				t.Errorf("%s uses protocol.%s", name, use[1])
			}
		}
		for _, call := range []string{".WriteAsync(", ".WriteMessage(", ".WriteClose("} {
			if strings.Contains(source, call) {
				t.Errorf("%s calls gws's %s, which waits or queues without end", name, call)
			}
		}
	}
}

// sources are the package's files that are not tests.
func sources(t *testing.T) map[string]string {
	t.Helper()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all[name] = string(text)
	}
	return all
}

// TestPinnedVersions: gws before 1.9.1 lacks panic recovery in its control callbacks, and its own
// choice of klauspost/compress is older than the fixes of 1.18.7.
func TestPinnedVersions(t *testing.T) {
	text, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	for module, least := range map[string][3]int{
		"github.com/lxzan/gws":          {1, 9, 1},
		"github.com/klauspost/compress": {1, 18, 7},
	} {
		_, rest, found := strings.Cut(string(text), module+" v")
		var v [3]int
		if _, err := fmt.Sscanf(rest, "%d.%d.%d", &v[0], &v[1], &v[2]); !found || err != nil {
			t.Fatalf("go.mod does not pin %s: %v", module, err)
		}
		if older(v, least) {
			t.Errorf("%s is %v, older than %v", module, v, least)
		}
	}
}

func older(v, least [3]int) bool {
	for i := range v {
		if v[i] != least[i] {
			return v[i] < least[i]
		}
	}
	return false
}
