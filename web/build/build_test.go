package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestWritePagePointsAtHashedNames(t *testing.T) {
	dir := t.TempDir()
	from, to := filepath.Join(dir, "in.html"), filepath.Join(dir, "out.html")
	write(t, from, `<link href="/style.css" data-later="/later.css"><script src="/main.js"></script>`)
	b := bundle{script: "app/main-AAAA.js", style: "app/style-BBBB.css", later: "app/later-CCCC.css"}
	if err := writePage(from, to, b); err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(to)
	if err != nil {
		t.Fatal(err)
	}
	if want := `<link href="/app/style-BBBB.css" data-later="/app/later-CCCC.css"><script src="/app/main-AAAA.js"></script>`; string(page) != want {
		t.Errorf("page is %s, want %s", page, want)
	}
	write(t, from, `<link href="/style.css" data-later="/later.css"><link href="/style.css"><script src="/main.js"></script>`)
	if err := writePage(from, to, b); err == nil || !strings.Contains(err.Error(), "refers 2 times") {
		t.Errorf("a page naming the style twice gave %v, want an error that says so", err)
	}
}

func TestWritePageNamesAheadWhatTheScriptImports(t *testing.T) {
	dir := t.TempDir()
	from, to := filepath.Join(dir, "in.html"), filepath.Join(dir, "out.html")
	write(t, from, `<head><link href="/style.css" data-later="/later.css"><script src="/main.js"></script></head>`)
	b := bundle{script: "app/main-A.js", style: "app/style-B.css", later: "app/later-D.css", eager: []string{"app/style-B.css", "app/main-A.js", "app/chunk-C.js"}}
	if err := writePage(from, to, b); err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(to)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(page), "modulepreload"); n != 1 || !strings.Contains(string(page), `<link rel="modulepreload" href="/app/chunk-C.js" />`) {
		t.Errorf("page is %s, want one hint, for the chunk", page)
	}
}

func TestStampWorkerFollowsWhatItKeeps(t *testing.T) {
	const script = "const shelf = 'orbrawl-offline-KEPT', kept = ['/offline.html', '/offline.css', '/offline.js', '/icon.svg']"
	stamped := func(script, html string) (string, error) {
		dir := t.TempDir()
		for _, name := range keptOffline {
			write(t, filepath.Join(dir, name), name)
		}
		write(t, filepath.Join(dir, "offline.html"), html)
		write(t, filepath.Join(dir, worker), script)
		if err := stampWorker(dir); err != nil {
			return "", err
		}
		data, err := os.ReadFile(filepath.Join(dir, worker))
		return string(data), err
	}
	one, err := stamped(script, "a page")
	if err != nil || strings.Contains(one, "KEPT") {
		t.Fatalf("worker is %s (%v)", one, err)
	}
	if same, _ := stamped(script, "a page"); same != one {
		t.Errorf("the same files gave %s and %s", one, same)
	}
	if other, _ := stamped(script, "another page"); other == one {
		t.Error("another page gave the same worker: browsers would keep the old page")
	}
	if _, err := stamped(strings.Replace(script, "'/icon.svg'", "", 1), "a page"); err == nil {
		t.Error("a worker that keeps less than it is stamped for was taken")
	}
	if _, err := stamped(strings.Replace(script, "KEPT", "1", 1), "a page"); err == nil {
		t.Error("a worker without a place for the stamp was taken")
	}
}

func TestReadMetafileFollowsStaticImportsOnly(t *testing.T) {
	b, err := readMetafile([]byte(`{"outputs":{
		"/tmp/x/app/main-A.js":{"entryPoint":"web/src/main.ts","imports":[
			{"path":"/tmp/x/app/chunk-B.js","kind":"import-statement"},
			{"path":"/tmp/x/app/de-C.js","kind":"dynamic-import"}]},
		"/tmp/x/app/chunk-B.js":{"imports":[]},
		"/tmp/x/app/de-C.js":{"entryPoint":"web/src/de.ts","imports":[]},
		"/tmp/x/app/style-D.css":{"entryPoint":"web/src/style.css","imports":[]},
		"/tmp/x/app/later-E.css":{"entryPoint":"web/src/later.css","imports":[]}}}`))
	if err != nil {
		t.Fatal(err)
	}
	if b.script != "app/main-A.js" || b.style != "app/style-D.css" || b.later != "app/later-E.css" {
		t.Errorf("entries are %q, %q and %q", b.script, b.style, b.later)
	}
	want := []string{"app/style-D.css", "app/main-A.js", "app/chunk-B.js"}
	if !slices.Equal(b.eager, want) {
		t.Errorf("eager files are %q, want %q", b.eager, want)
	}
	if _, err := readMetafile([]byte(`{"outputs":{}}`)); err == nil {
		t.Error("a metafile without entries was taken")
	}
}

func TestCompressIsRepeatableAndUnpacks(t *testing.T) {
	dir := t.TempDir()
	plain := strings.Repeat("orbrawl ", 200)
	write(t, filepath.Join(dir, "page.html"), plain)
	write(t, filepath.Join(dir, "tiny.txt"), "x")
	write(t, filepath.Join(dir, "icon.png"), plain)
	if err := compressTree(dir); err != nil {
		t.Fatal(err)
	}
	names, err := listTree(dir)
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"icon.png", "page.html", "page.html.gz", "tiny.txt"}; !slices.Equal(names, want) {
		t.Fatalf("tree holds %q, want %q", names, want)
	}
	unpacked, err := readPlain(filepath.Join(dir, "page.html.gz"))
	if err != nil || string(unpacked) != plain {
		t.Errorf("page.html.gz unpacks to %d bytes (%v), want %d", len(unpacked), err, len(plain))
	}
	first, err := compress([]byte(plain))
	if err != nil {
		t.Fatal(err)
	}
	second, err := compress([]byte(plain))
	if err != nil || !bytes.Equal(first, second) {
		t.Errorf("two packings of the same bytes differ (%v)", err)
	}
}

func TestCompareTreesNamesTheFirstDifference(t *testing.T) {
	have, want := t.TempDir(), t.TempDir()
	expect := func(diff string) {
		t.Helper()
		got, err := compareTrees(have, want)
		if err != nil || got != diff {
			t.Errorf("difference is %q (%v), want %q", got, err, diff)
		}
	}
	expect("")
	write(t, filepath.Join(want, "a.js"), "1")
	expect("a.js is missing")
	write(t, filepath.Join(have, "a.js"), "2")
	expect("a.js differs")
	write(t, filepath.Join(have, "a.js"), "1")
	expect("")
	write(t, filepath.Join(have, "b.js"), "1")
	expect("b.js is left over")
}

func TestFirstLoadCountsPageAndEagerFiles(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "index.html"), "ab")
	write(t, filepath.Join(dir, "main.js"), "cde")
	write(t, filepath.Join(dir, "later.js"), "fghi")
	got, err := firstLoad(dir, bundle{eager: []string{"main.js"}})
	if err != nil || got != 5 {
		t.Errorf("first load is %d (%v), want 5", got, err)
	}
}

func write(t *testing.T, name, content string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}
