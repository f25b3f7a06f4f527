package house

import (
	"slices"
	"strings"
	"testing"
)

// The map: protocol <- game <- server <- cmd, with the embedded trees web and assets imported by cmd alone. Of our own
// packages each folder may import itself and what is listed. A folder of ours that is not listed here fails.
var arrows = map[string][]string{
	"protocol": {},
	"game":     {"protocol"},
	"server":   {"protocol", "game"},
	"web":      {},
	"assets":   {},
	"cmd":      {"protocol", "game", "server", "web", "assets"},
}

// What the layers at the bottom may import from elsewhere; a name ending in /* covers what lies below it. Tests and
// programs (package main) are free in this, but never in the arrows.
var outside = map[string][]string{
	"protocol": {"github.com/vmihailenco/msgpack/v5", "github.com/vmihailenco/msgpack/v5/*", "std"},
	"game": {
		"bytes", "cmp", "encoding/binary", "encoding/json", "errors", "fmt", "hash", "hash/*", "io", "io/fs", "iter",
		"maps", "math", "math/bits", "math/rand/v2", "reflect", "slices", "sort", "strconv", "strings", "bufio",
		"unicode", "unicode/*",
		"github.com/vmihailenco/msgpack/v5", // what a snapshot and a recording are written in
	},
	"web":    {"embed", "io/fs"},
	"assets": {"embed", "io/fs"},
}

func TestImportsFollowTheMap(t *testing.T) {
	for _, s := range goSources(t) {
		layer, _, _ := strings.Cut(s.path, "/")
		allowed, known := arrows[layer]
		if !known {
			t.Errorf("%s lies in a folder that the map of packages does not name", s.path)
			continue
		}
		for _, imported := range s.imports() {
			if target, ours := strings.CutPrefix(imported, module+"/"); ours {
				targetLayer, _, _ := strings.Cut(target, "/")
				if targetLayer != layer && !slices.Contains(allowed, targetLayer) {
					t.Errorf("%s imports %s: no arrow leads from %s to %s", s.path, target, layer, targetLayer)
				}
			} else if !isAllowedOutside(s, layer, imported) {
				t.Errorf("%s imports %q, which %s must do without", s.path, imported, layer)
			}
		}
	}
}

func isAllowedOutside(s source, layer, imported string) bool {
	list, limited := outside[layer]
	if !limited || s.isTest() || s.isProgram() {
		return true
	}
	return slices.ContainsFunc(list, func(entry string) bool {
		if below, ok := strings.CutSuffix(entry, "/*"); ok {
			return strings.HasPrefix(imported, below+"/")
		}
		return entry == imported || entry == "std" && isStandard(imported)
	})
}

// isStandard knows the standard library by its first word, which holds no dot.
func isStandard(imported string) bool {
	first, _, _ := strings.Cut(imported, "/")
	return !strings.Contains(first, ".")
}
