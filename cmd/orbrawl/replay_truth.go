package main

import (
	"bufio"
	"fmt"
	"io"
	"strconv"

	"github.com/orbrawl/orbrawl/game"
	"github.com/orbrawl/orbrawl/game/flight"
)

// What befell a ship in a tick, as bits.
const (
	truthDisturbed = 1 << iota // its pilot's browser cannot have computed this tick
	truthPushed                // something moved it: it is not where its own flight led
	truthLate                  // controls came after the tick they were meant for
)

// truth writes where the ships really were, tick by tick, so that what a client showed can be held against it.
// It is JSON, a line each: first {"truth":1,"rate":30}, then for the start and for each tick after it
//
//	{"tick":123,"ships":[[slot,gen,x,y,vx,vy,befell,helm],…]}
//
// in u and u/s at the end of the tick, every number with all its digits. Befell is made of the bits above. Helm is
// what of the controls in force moves a ship: move + power<<8 + boost<<12 + beam<<13.
type truth struct {
	out    *bufio.Writer
	line   []byte
	before map[game.EntityID]flight.Body
	late   map[game.PilotID]bool
}

func newTruth(out io.Writer) *truth {
	t := &truth{out: bufio.NewWriterSize(out, 1<<16), late: map[game.PilotID]bool{}}
	t.line = fmt.Appendf(t.line, `{"truth":1,"rate":%d}`, flight.Rate)
	return t
}

// tick writes the world as it is, after a step that took those inputs; errors come with flush.
func (t *truth) tick(w *game.World, inputs []game.Input) {
	clear(t.late)
	for i := range inputs {
		if inputs[i].Late {
			t.late[inputs[i].Pilot] = true
		}
	}
	was := t.before
	t.before = make(map[game.EntityID]flight.Body, len(w.Ships))
	t.line = fmt.Appendf(t.line, "\n{\"tick\":%d,\"ships\":[", w.Tick)
	for i := range w.Ships {
		s := &w.Ships[i]
		if i > 0 {
			t.line = append(t.line, ',')
		}
		t.ship(s, t.befell(s, was))
		t.before[s.ID] = s.Body
	}
	t.line = append(t.line, "]}"...)
	_, _ = t.out.Write(t.line) // a bufio.Writer keeps its error for Flush
	t.line = t.line[:0]
}

func (t *truth) ship(s *game.Ship, befell int) {
	t.line = fmt.Appendf(t.line, "[%d,%d,", s.ID.Slot, s.ID.Gen)
	for _, v := range [...]float64{s.X, s.Y, s.Vx, s.Vy} {
		t.line = strconv.AppendFloat(t.line, v, 'g', -1, 64)
		t.line = append(t.line, ',')
	}
	t.line = fmt.Appendf(t.line, "%d,%d]", befell, truthHelm(s.Helm))
}

func truthHelm(c game.Controls) int {
	helm := int(c.Move) | int(c.Power)<<8
	if c.Boost {
		helm |= 1 << 12
	}
	if c.Beam {
		helm |= 1 << 13
	}
	return helm
}

// befell flies the ship's last state again, and compares.
func (t *truth) befell(s *game.Ship, was map[game.EntityID]flight.Body) int {
	if !s.Disturbed {
		return 0
	}
	flags := truthDisturbed
	if t.late[s.Pilot] {
		flags |= truthLate
	}
	alone, known := was[s.ID]
	if !known {
		return flags
	}
	helm := flight.Helm{Move: s.Helm.Move, Power: s.Helm.Power, Boost: s.Helm.Boost, Beam: s.Helm.Beam}
	flight.Step(&alone, helm, &s.Drive)
	if alone.X != s.X || alone.Y != s.Y || alone.Vx != s.Vx || alone.Vy != s.Vy {
		flags |= truthPushed
	}
	return flags
}

// flush ends the file.
func (t *truth) flush() error {
	_, _ = t.out.WriteString("\n")
	if err := t.out.Flush(); err != nil {
		return fmt.Errorf("replay: write the truth: %w", err)
	}
	return nil
}
