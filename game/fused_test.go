package game

import (
	"io/fs"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

var (
	fused    = regexp.MustCompile(`\sVFN?M(ADD|SUB)\w*\s`)
	products = regexp.MustCompile(`\sV?MULSD\s`)
)

// No product of floats is fused into a sum where the machine could: it would be rounded once instead of twice, and
// the world would be another one there. The compiler fuses for amd64 from v3 on, and for arm64 always.
func TestNothingIsFused(t *testing.T) {
	openSources(t)
	build := exec.Command("go", "build", "-gcflags=-S", "./...")
	build.Env = append(os.Environ(), "GOOS=linux", "GOARCH=amd64", "GOAMD64=v3", "CGO_ENABLED=0")
	listing, err := build.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, listing)
	}
	if n := len(products.FindAll(listing, -1)); n < 200 {
		t.Fatalf("the listing holds %d products, too few to be all of the game", n)
	}
	for line := range strings.Lines(string(listing)) {
		if fused.MatchString(line) {
			t.Errorf("wrap the product in float64(): %s", strings.TrimSpace(line))
		}
	}
}

// openSources makes the test's cached result depend on what the compiler reads.
func openSources(t *testing.T) {
	t.Helper()
	err := fs.WalkDir(os.DirFS("."), ".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") {
			return err
		}
		_, err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
