// Hashrun lives recorded games again and prints the hash of the world as it goes, so that machines can be
// compared: the same output from every instruction set, or the game differs between them.
//
//	hashrun [--catalog DIR] FILE...
//
// For each file it prints a line "tick hash" every 30 ticks and a last one "end tick hash". It fails when a world
// goes another way than recorded.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/orbrawl/orbrawl/game"
	"github.com/orbrawl/orbrawl/game/catalog"
)

const every = 30 // ticks between lines

func main() {
	from := flag.String("catalog", "", "`folder` of the catalog the games were recorded with; else the folder catalog beside each file, else assets/catalog")
	flag.Parse()
	if flag.NArg() == 0 {
		fmt.Fprintln(os.Stderr, "hashrun: name at least one recording")
		os.Exit(2)
	}
	for _, file := range flag.Args() {
		if err := run(os.Stdout, *from, file); err != nil {
			fmt.Fprintf(os.Stderr, "hashrun: %s: %v\n", file, err)
			os.Exit(1)
		}
	}
}

func run(out io.Writer, from, file string) error {
	cat, err := catalog.Load(os.DirFS(catalogOf(from, file)))
	if err != nil {
		return err
	}
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	r, err := game.OpenRecording(f, cat)
	if err != nil {
		return err
	}
	for {
		_, err := r.Next()
		switch {
		case errors.Is(err, io.EOF):
			_, err := fmt.Fprintf(out, "end %d %016x\n", r.World.Tick, r.World.Hash())
			return err
		case err != nil:
			return err
		case r.World.Tick%every == 0:
			fmt.Fprintf(out, "%d %016x\n", r.World.Tick, r.World.Hash())
		}
	}
}

// catalogOf is the folder whose numbers the file was recorded with.
func catalogOf(from, file string) string {
	beside := filepath.Join(filepath.Dir(file), "catalog")
	if from != "" {
		return from
	}
	if _, err := os.Stat(beside); err == nil {
		return beside
	}
	return filepath.Join("assets", "catalog")
}
