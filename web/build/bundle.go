package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
)

// hashed is the folder of web/dist whose file names hold a hash of their bytes.
const hashed = "app"

// bundle tells what esbuild made, in paths relative to the tree.
type bundle struct {
	script string   // the boot script
	style  string   // the style sheet
	later  string   // the style sheet of what comes behind the first picture
	eager  []string // what the browser fetches before the first picture, the two above among them
}

type metafile struct {
	Outputs map[string]struct {
		EntryPoint string `json:"entryPoint"`
		Imports    []struct {
			Path string `json:"path"`
			Kind string `json:"kind"`
		} `json:"imports"`
	} `json:"outputs"`
}

// bundleSource runs esbuild over main.ts and the style sheets into out/app.
func bundleSource(out string) (bundle, error) {
	meta, err := os.CreateTemp("", "orbrawl-meta-")
	if err != nil {
		return bundle{}, err
	}
	meta.Close()
	defer os.Remove(meta.Name())
	esbuild := exec.Command("go", "tool", "-modfile="+source+"/tools.mod", "esbuild",
		source+"/src/main.ts", source+"/src/style.css", source+"/src/later.css",
		"--bundle", "--minify", "--splitting", "--format=esm", "--target=es2022", "--charset=utf8",
		"--legal-comments=none", "--tsconfig="+source+"/tsconfig.json",
		"--entry-names=[name]-[hash]", "--chunk-names=[name]-[hash]", "--asset-names=[name]-[hash]",
		"--outdir="+filepath.Join(out, hashed), "--metafile="+meta.Name(), "--log-level=warning", "--color=false")
	esbuild.Stderr = os.Stderr
	if err := esbuild.Run(); err != nil {
		return bundle{}, fmt.Errorf("esbuild: %w", err)
	}
	data, err := os.ReadFile(meta.Name())
	if err != nil {
		return bundle{}, err
	}
	return readMetafile(data)
}

// readMetafile finds the entries and follows the script's static imports; dynamic ones are fetched later.
func readMetafile(data []byte) (bundle, error) {
	var m metafile
	if err := json.Unmarshal(data, &m); err != nil {
		return bundle{}, fmt.Errorf("esbuild's metafile: %w", err)
	}
	var b bundle
	var queue []string
	for out, o := range m.Outputs {
		switch o.EntryPoint {
		case source + "/src/main.ts":
			b.script = inTree(out)
			queue = append(queue, out)
		case source + "/src/style.css":
			b.style = inTree(out)
		case source + "/src/later.css":
			b.later = inTree(out)
		}
	}
	if b.script == "" || b.style == "" || b.later == "" {
		return bundle{}, fmt.Errorf("esbuild made script %q and styles %q and %q, all are needed", b.script, b.style, b.later)
	}
	b.eager = []string{b.style}
	seen := map[string]bool{}
	for len(queue) > 0 {
		out := queue[0]
		queue = queue[1:]
		if seen[out] {
			continue
		}
		seen[out] = true
		b.eager = append(b.eager, inTree(out))
		for _, i := range m.Outputs[out].Imports {
			if i.Kind == "import-statement" {
				queue = append(queue, i.Path)
			}
		}
	}
	return b, nil
}

func inTree(output string) string { return path.Join(hashed, path.Base(output)) }
