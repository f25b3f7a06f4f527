package web_test

import (
	"compress/gzip"
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/orbrawl/orbrawl/web"
)

var (
	reference = regexp.MustCompile(`(?:href|src)="/([^"]+)"`)
	stranger  = regexp.MustCompile(`(?:https?:)?//[a-z0-9-]+\.[a-z]{2,}[^\s"']*`)
	readable  = []string{".html", ".css", ".js", ".webmanifest"} // beside the page; what lies in app/ is bundled
	inline    = regexp.MustCompile(`(?s)<style|<script>|<script(?:\s+type="[a-z]+")?>|\sstyle=|\son[a-z]+="`)
)

func TestDistHoldsEverythingThePageRefersTo(t *testing.T) {
	page, err := fs.ReadFile(web.Dist(), "index.html")
	if err != nil {
		t.Fatal(err)
	}
	references := reference.FindAllSubmatch(page, -1)
	if len(references) < 3 {
		t.Fatalf("index.html refers to %d files, want at least its script, style and manifest", len(references))
	}
	for _, r := range references {
		if strings.HasPrefix(string(r[1]), "api/") {
			continue // answered by the server, not by a file
		}
		if _, err := fs.Stat(web.Dist(), string(r[1])); err != nil {
			t.Errorf("index.html refers to /%s: %v", r[1], err)
		}
	}
}

func TestDistAsksNobodyElse(t *testing.T) {
	names, err := fs.Glob(web.Dist(), "*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if !slices.Contains(readable, path.Ext(name)) {
			continue
		}
		content, err := fs.ReadFile(web.Dist(), name)
		if err != nil {
			t.Fatal(err)
		}
		if found := stranger.FindString(string(content)); found != "" {
			t.Errorf("%s names %s: the page loads from its own server only", name, found)
		}
		if inline.Match(content) {
			t.Errorf("%s holds an inline style or script, which the page's policy forbids", name)
		}
	}
}

func TestDistGzipFilesUnpackToTheirNeighbours(t *testing.T) {
	packed, err := fs.Glob(web.Dist(), "app/*.gz")
	if err != nil || len(packed) == 0 {
		t.Fatalf("app holds no gzip file (%v)", err)
	}
	for _, name := range append(packed, "index.html.gz") {
		plain, err := fs.ReadFile(web.Dist(), strings.TrimSuffix(name, ".gz"))
		if err != nil {
			t.Fatal(err)
		}
		if got := unpack(t, name); got != string(plain) {
			t.Errorf("%s unpacks to %d bytes, its neighbour has %d", name, len(got), len(plain))
		}
	}
}

func unpack(t *testing.T, name string) string {
	t.Helper()
	file, err := web.Dist().Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	r, err := gzip.NewReader(file)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	content, err := io.ReadAll(r)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return string(content)
}
