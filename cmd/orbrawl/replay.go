package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/orbrawl/orbrawl/game"
)

// replayCmd lives a recording again.
type replayCmd struct {
	File    string `arg:"" help:"Recording, as made by serve --record." type:"existingfile"`
	Catalog string `default:"" help:"Folder with the catalog it was made with, if not the built-in one." type:"path"`
}

// Run replays and compares the hash of every tick.
func (c *replayCmd) Run() error {
	cat, err := openCatalog(c.Catalog)
	if err != nil {
		return err
	}
	f, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer f.Close()
	r, err := game.OpenRecording(f, cat)
	if err != nil {
		return err
	}
	first := r.World.Tick
	inputs := 0
	for {
		m, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		inputs += len(m.Inputs)
	}
	fmt.Printf("%d ticks and %d inputs lived again, every hash as recorded; the last is %016x at tick %d\n",
		r.World.Tick-first, inputs, r.World.Hash(), r.World.Tick)
	return nil
}
