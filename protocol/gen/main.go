// Command gen writes the codecs of package protocol from its declarations: codec_gen.go with the tables of its
// tests, and web/src/net/protocol.gen.ts. Run it by `go generate ./protocol`.
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if err := run("."); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(dir string) error {
	out, err := generate(dir)
	if err != nil {
		return err
	}
	for name, text := range out {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// generate makes all generated files from the declarations in dir, by their path from there.
func generate(dir string) (map[string][]byte, error) {
	s, err := parse(dir)
	if err != nil {
		return nil, err
	}
	codec, err := s.golang()
	if err != nil {
		return nil, err
	}
	tables, err := s.testTables()
	if err != nil {
		return nil, err
	}
	return map[string][]byte{
		"codec_gen.go":                   codec,
		"codec_gen_test.go":              tables,
		"../web/src/net/protocol.gen.ts": s.typescript(),
	}, nil
}
