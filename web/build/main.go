// Command build turns the client's sources into web/dist, the tree that the server embeds. Run it from the
// repository's root: "go run ./web/build" writes web/dist, with -check it says whether web/dist is fresh and within its
// size budget, with -watch it writes again after every change.
//
// esbuild comes through "go tool" from web/tools.mod, so this needs Go and no Node. The same sources give the same
// bytes on every machine. Start at run; bundle.go calls esbuild, page.go points index.html at the hashed names, worker.go
// stamps the service worker, tree.go writes and compares trees.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

const (
	source = "web"
	dist   = "web/dist"

	// budget is what a browser may have to fetch before the first picture, in bytes of gzip.
	budget = 69 << 10

	watchEvery = 300 * time.Millisecond
)

func main() {
	check := flag.Bool("check", false, "compare web/dist with a fresh build instead of writing it")
	watch := flag.Bool("watch", false, "build again whenever a source changes, until interrupted")
	flag.Parse()
	if err := run(*check, *watch); err != nil {
		fmt.Fprintln(os.Stderr, "web/build:", err)
		os.Exit(1)
	}
}

func run(check, watch bool) error {
	if _, err := os.Stat(filepath.Join(source, "index.html")); err != nil {
		return errors.New("no web/index.html here: run this from the repository's root")
	}
	switch {
	case check:
		return checkDist()
	case watch:
		return watchSource()
	}
	return writeDist()
}

// writeDist builds beside web/dist and swaps the trees at the end, so that a failed build leaves the old one alone.
func writeDist() error {
	fresh, err := os.MkdirTemp(source, ".dist-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(fresh)
	load, err := build(fresh)
	if err != nil {
		return err
	}
	if err := os.RemoveAll(dist); err != nil {
		return err
	}
	if err := os.Rename(fresh, dist); err != nil {
		return err
	}
	fmt.Printf("web/dist: first load %d bytes gzipped, budget %d\n", load, budget)
	return nil
}

func checkDist() error {
	fresh, err := os.MkdirTemp("", "orbrawl-dist-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(fresh)
	load, err := build(fresh)
	if err != nil {
		return err
	}
	if diff, err := compareTrees(dist, fresh); err != nil {
		return err
	} else if diff != "" {
		return fmt.Errorf("web/dist is not what the sources give (%s): run make web and commit web/dist", diff)
	}
	if load > budget {
		return fmt.Errorf("first load is %d bytes gzipped, over the budget of %d: load something later or drop it", load, budget)
	}
	fmt.Printf("web/dist is fresh; first load %d bytes gzipped, budget %d\n", load, budget)
	return nil
}

// build fills the empty folder out and returns the bytes of the first load, gzipped.
func build(out string) (int, error) {
	if err := os.Chmod(out, 0o755); err != nil {
		return 0, err
	}
	if err := os.CopyFS(out, os.DirFS(filepath.Join(source, "public"))); err != nil {
		return 0, fmt.Errorf("copy web/public: %w", err)
	}
	if err := stampWorker(out); err != nil {
		return 0, err
	}
	b, err := bundleSource(out)
	if err != nil {
		return 0, err
	}
	if err := writePage(filepath.Join(source, "index.html"), filepath.Join(out, "index.html"), b); err != nil {
		return 0, err
	}
	if err := compressTree(out); err != nil {
		return 0, err
	}
	return firstLoad(out, b)
}

func watchSource() error {
	var last time.Time
	for ; ; time.Sleep(watchEvery) {
		newest, err := newestChange(source)
		if err != nil {
			return err
		}
		if newest.Equal(last) {
			continue
		}
		last = newest
		if err := writeDist(); err != nil {
			fmt.Fprintln(os.Stderr, "web/build:", err) // keep watching: the next save may cure it
		}
	}
}
