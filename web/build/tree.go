package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// compressTree writes NAME.gz beside every text file that shrinks. The gzip header holds no name and no time.
func compressTree(root string) error {
	names, err := listTree(root)
	if err != nil {
		return err
	}
	for _, name := range names {
		if !compressible(name) {
			continue
		}
		plain, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			return err
		}
		packed, err := compress(plain)
		if err != nil {
			return err
		}
		if len(packed) >= len(plain) {
			continue
		}
		if err := os.WriteFile(filepath.Join(root, name+".gz"), packed, 0o644); err != nil {
			return err
		}
	}
	return nil
}

func compressible(name string) bool {
	switch filepath.Ext(name) {
	case ".html", ".css", ".js", ".json", ".svg", ".txt", ".webmanifest", ".wasm":
		return true
	}
	return false
}

func compress(plain []byte) ([]byte, error) {
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(plain); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return packed.Bytes(), nil
}

// firstLoad adds up the gzipped page and what it fetches before the first picture, in bytes.
func firstLoad(root string, b bundle) (int, error) {
	total := 0
	for _, name := range append([]string{"index.html"}, b.eager...) {
		plain, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			return 0, err
		}
		packed, err := compress(plain)
		if err != nil {
			return 0, err
		}
		total += min(len(packed), len(plain))
	}
	return total, nil
}

// compareTrees returns the first difference in words, or "". Gzip files are compared by what they unpack to: another
// Go release may pack the same bytes a little differently, and that is no reason to call a tree stale.
func compareTrees(have, want string) (string, error) {
	haveNames, err := listTree(have)
	if err != nil {
		return "", err
	}
	wantNames, err := listTree(want)
	if err != nil {
		return "", err
	}
	for _, name := range haveNames {
		if !slices.Contains(wantNames, name) {
			return name + " is left over", nil
		}
	}
	for _, name := range wantNames {
		if !slices.Contains(haveNames, name) {
			return name + " is missing", nil
		}
		same, err := sameContent(filepath.Join(have, name), filepath.Join(want, name))
		if err != nil {
			return "", err
		}
		if !same {
			return name + " differs", nil
		}
	}
	return "", nil
}

func sameContent(a, b string) (bool, error) {
	dataA, err := readPlain(a)
	if err != nil {
		return false, err
	}
	dataB, err := readPlain(b)
	return bytes.Equal(dataA, dataB), err
}

func readPlain(name string) ([]byte, error) {
	data, err := os.ReadFile(name)
	if err != nil || !strings.HasSuffix(name, ".gz") {
		return data, err
	}
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return io.ReadAll(r)
}

// listTree returns the files under root, sorted, with slashes; a root that is not there has none.
func listTree(root string) ([]string, error) {
	var names []string
	err := fs.WalkDir(os.DirFS(root), ".", func(name string, entry fs.DirEntry, err error) error {
		if os.IsNotExist(err) && name == "." {
			return fs.SkipAll
		}
		if err == nil && !entry.IsDir() {
			names = append(names, name)
		}
		return err
	})
	slices.Sort(names)
	return names, err
}

// newestChange looks at what a build reads and leaves out what it or npm writes.
func newestChange(root string) (time.Time, error) {
	var newest time.Time
	for _, part := range []string{"src", "public", "index.html"} {
		err := filepath.WalkDir(filepath.Join(root, part), func(_ string, entry fs.DirEntry, err error) error {
			if err != nil {
				return goneIsFine(err)
			}
			info, err := entry.Info()
			if err == nil && info.ModTime().After(newest) {
				newest = info.ModTime()
			}
			return goneIsFine(err)
		})
		if err != nil {
			return newest, err
		}
	}
	return newest, nil
}

// goneIsFine lets a walk go on past what an editor took away while saving; the folder's own time tells of it.
func goneIsFine(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
