package game

import (
	"math"
	"testing"

	"github.com/orbrawl/orbrawl/protocol"
)

// glances decodes what an Afar message says.
func glances(t *testing.T, b []byte) (all []protocol.Glance) {
	t.Helper()
	if len(b) == 0 {
		return nil
	}
	r := protocol.NewReader()
	r.Reset(b)
	var m protocol.Afar
	if id, ok := r.Next(); !ok || id != protocol.IDAfar {
		t.Fatalf("% x is no Afar", b)
	}
	m.Decode(r)
	if r.Done(); r.Err() != nil {
		t.Fatal(r.Err())
	}
	for rest := m.Ships; len(rest) > 0; {
		var g protocol.Glance
		var ok bool
		if rest, ok = g.Read(rest); !ok {
			t.Fatalf("% x is no row of glances", m.Ships)
		}
		all = append(all, g)
	}
	return all
}

// Each ship that is on the screen and beyond a narrowed window is told of once in a round, where it is believed to be;
// none inside the window or off the screen ever is.
func TestAfarTellsInTurns(t *testing.T) {
	w := crowdOf(t, 250)
	cells, eye := NewCells(w), &Viewer{}
	c := &w.cat.Sector
	told, beyond := map[uint16]int{}, map[uint16]int{}
	var buf []byte
	for range 3 * afarPause {
		w.Step(nil)
		cells.Update()
		next, moved := eye.Look(&Gaze{HalfWidth: c.ViewHalfWidth, HalfHeight: c.ViewHalfHeight, Reach: 0.2, Rings: 0})
		buf, _ = cells.Feed(eye, next, moved, 1, buf[:0])
		screen := around(0, 0, c.ViewHalfWidth, c.ViewHalfHeight)
		for i := range w.Ships {
			if b, ok := cells.Believed(w.Ships[i].ID.Slot); ok && screen.has(b.Cell) && !next.Holds(b.Cell) {
				beyond[b.ID.Slot]++
			}
		}
		for _, g := range glances(t, cells.Afar(eye, 0, 0, c.ViewHalfWidth, c.ViewHalfHeight, nil)) {
			b, ok := cells.Believed(g.Slot)
			if !ok || next.Holds(b.Cell) || !screen.has(b.Cell) {
				t.Fatalf("tick %d: told of %+v, believed %+v", w.Tick, g, b)
			}
			if math.Abs(protocol.Pos(g.X)-b.Now.X) > 0.25 || math.Abs(float64(g.Vx)*8-b.Now.Vx) > 4.01 && math.Abs(b.Now.Vx) < 1000 {
				t.Fatalf("tick %d: told of %+v where %+v is", w.Tick, g, b.Now)
			}
			told[g.Slot]++
		}
	}
	always := 0
	for slot, ticks := range beyond {
		if ticks == 3*afarPause {
			always++
			if told[slot] == 0 || told[slot] > 12 {
				t.Errorf("ship %d was beyond the window for three rounds and told of %d times", slot, told[slot])
			}
		}
	}
	if always < 8 {
		t.Fatalf("only %d ships stayed beyond the window", always)
	}
}

// crowdOf is a small bare sector with that many bots, all of them flying.
func crowdOf(t *testing.T, bots int) *World {
	t.Helper()
	cat := *newWorld(t, 1, 0).cat
	cat.Sector.RadiusMin, cat.Sector.RadiusMax, cat.Sector.RockMax, cat.Sector.SpawnClear = 800, 800, 0, 0
	w, err := NewWorld(&cat, Config{Seed: 9, Fill: bots})
	if err != nil {
		t.Fatal(err)
	}
	for w.Tick < Tick(5*bots) {
		w.Step(nil)
	}
	return w
}

// Who is told of every second tick with the next hears of the ships whose turn came at either.
func TestAfarTellsWhatWaited(t *testing.T) {
	w := crowdOf(t, 250)
	cells, eager, waits := NewCells(w), &Viewer{}, &Viewer{}
	c := &w.cat.Sector
	look := func(v *Viewer) (told []protocol.Glance) {
		next, moved := v.Look(&Gaze{HalfWidth: c.ViewHalfWidth, HalfHeight: c.ViewHalfHeight, Reach: 0.2, Rings: 0})
		cells.Feed(v, next, moved, 1, nil)
		return glances(t, cells.Afar(v, 0, 0, c.ViewHalfWidth, c.ViewHalfHeight, nil))
	}
	heard, missed := 0, map[uint16]bool{}
	for range 2 * afarPause {
		w.Step(nil)
		cells.Update()
		for _, g := range look(eager) {
			missed[g.Slot] = true
		}
		if cells.Wait(waits, false, 0) {
			continue
		}
		for _, g := range look(waits) {
			heard++
			delete(missed, g.Slot)
		}
		for slot := range missed {
			if b, ok := cells.Believed(slot); ok && b.Since < w.Tick-1 && !waits.Window.Holds(b.Cell) && b.Cell == b.From {
				t.Fatalf("tick %d: ship %d had its turn and was not told of", w.Tick, slot)
			}
		}
		clear(missed)
	}
	if heard < 20 {
		t.Fatalf("only %d ships were told of", heard)
	}
}

// A viewer that is spared names is told each ship's name once, and again when another ship has the slot.
func TestNamesAreToldOnce(t *testing.T) {
	var v Viewer
	if v.Spare(true); v.met.again(7, 0) || !v.met.again(7, 0) {
		t.Error("the first holder's name was not told once")
	}
	if v.met.again(7, 1) || !v.met.again(7, 1) || v.met.again(8, 1) {
		t.Error("the second holder's name was not told once")
	}
	if v.met.again(9, 255) || !v.met.again(9, 255) || v.met.again(10, 0) || v.met.again(9+256, 255) || v.met.again(9, 255) {
		t.Error("ships of one place were taken for each other")
	}
	v = Viewer{}
	if v.Spare(true); v.met.again(7, 1) {
		t.Error("a viewer who starts anew is held for one who knows")
	}
}
