// Command gen writes the codecs of package protocol from its declarations: protocol/codec_gen.go and
// web/src/net/protocol.gen.ts. Run it by `go generate ./protocol`.
package main

import (
	"fmt"
	"os"
)

func main() {
	if err := run("."); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(dir string) error {
	s, err := parse(dir)
	if err != nil {
		return err
	}
	goCode, err := s.golang()
	if err != nil {
		return err
	}
	if err := os.WriteFile(dir+"/codec_gen.go", goCode, 0o644); err != nil {
		return err
	}
	return os.WriteFile(dir+"/../web/src/net/protocol.gen.ts", s.typescript(), 0o644)
}
