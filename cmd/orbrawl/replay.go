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
	Truth   string `default:"" help:"File to write where every ship was at every tick, a line of JSON each." type:"path"`
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
	inputs, err := c.replay(r)
	if err != nil {
		return err
	}
	fmt.Printf("%d ticks and %d inputs lived again, every hash as recorded; the last is %016x at tick %d\n",
		r.World.Tick-first, inputs, r.World.Hash(), r.World.Tick)
	return nil
}

// replay lives to the end, writes the truth if it is wanted, and counts the inputs.
func (c *replayCmd) replay(r *game.Recording) (inputs int, err error) {
	if c.Truth == "" {
		return live(r, func([]game.Input) {})
	}
	out, err := os.Create(c.Truth)
	if err != nil {
		return 0, fmt.Errorf("replay: %w", err)
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	t := newTruth(out)
	t.tick(r.World, nil)
	inputs, err = live(r, func(taken []game.Input) { t.tick(r.World, taken) })
	return inputs, errors.Join(err, t.flush())
}

// live replays tick by tick.
func live(r *game.Recording, each func(taken []game.Input)) (inputs int, err error) {
	for {
		m, err := r.Next()
		if errors.Is(err, io.EOF) {
			return inputs, nil
		}
		if err != nil {
			return inputs, err
		}
		inputs += len(m.Inputs)
		each(m.Inputs)
	}
}
