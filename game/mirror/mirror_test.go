package mirror_test

import (
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/orbrawl/orbrawl/game"
	"github.com/orbrawl/orbrawl/game/catalog"
	"github.com/orbrawl/orbrawl/game/mirror"
	"github.com/orbrawl/orbrawl/protocol"
)

// watcher is a viewer with its mirror, its own place, and a line that may stall.
type watcher struct {
	view   game.Viewer
	known  *mirror.Mirror
	x, y   float64
	stall  int // ticks in which nothing is sent
	buf    []byte
	writer *protocol.Writer
}

func newWatcher(cat *catalog.Catalog, r *rand.Rand) *watcher {
	return &watcher{known: mirror.New(cat, 0), x: r.NormFloat64() * 900, y: r.NormFloat64() * 900, writer: protocol.NewWriter()}
}

// feed sends one tick, unless the line stalls or there is nothing to say.
func (p *watcher) feed(t *testing.T, cells *game.Cells, now game.Tick, r *rand.Rand) {
	t.Helper()
	if p.stall > 0 {
		p.stall--
		return
	}
	next, moved := p.view.Look(p.x, p.y, 900, 560)
	head := protocol.Frame{Tick: uint16(now)}
	p.writer.Reset(p.buf[:0])
	head.Append(p.writer)
	n := len(p.writer.Bytes())
	p.buf = cells.Feed(&p.view, next, moved, p.writer.Bytes())
	if len(p.buf) == n && now%6 != 0 {
		return // a quiet tick costs nothing
	}
	if err := p.known.Take(p.buf); err != nil {
		t.Fatalf("tick %d: %v", now, err)
	}
}

// wander moves the place looked at, now and then far, and lets the line stall or be cut.
func (p *watcher) wander(cat *catalog.Catalog, now game.Tick, r *rand.Rand) {
	p.x += r.NormFloat64() * 18
	p.y += r.NormFloat64() * 18
	switch roll := r.IntN(400); {
	case roll == 0:
		p.x, p.y = r.NormFloat64()*900, r.NormFloat64()*900
	case roll < 6:
		p.stall = 1 + r.IntN(60)
	case roll == 7: // cut: a new line knows nothing
		p.known, p.view = mirror.New(cat, uint32(now)), game.Viewer{}
	}
}

// check compares what is known with what is believed by all, bit for bit, and with the truth within the
// bound.
func (p *watcher) check(t *testing.T, w *game.World, cells *game.Cells) {
	t.Helper()
	if p.known.Tick != uint32(w.Tick) {
		return // quiet or stalled: it will be compared when it is told of this tick or a later one
	}
	known := 0
	p.known.Things(func(th *mirror.Thing) {
		known++
		b, ok := cells.Believed(th.Slot)
		if !ok || uint8(b.Kind) != uint8(th.Kind) || th.Kind != mirror.Bolt && b.ID.Gen != th.Gen {
			t.Fatalf("tick %d: slot %d is known as kind %d gen %d, believed %v kind %d gen %d", w.Tick, th.Slot, th.Kind, th.Gen, ok, b.Kind, b.ID.Gen)
		}
		if b.Now.X != th.X || b.Now.Y != th.Y || b.Now.Vx != th.Vx || b.Now.Vy != th.Vy {
			t.Fatalf("tick %d: slot %d kind %d is known at %v,%v, believed at %v,%v", w.Tick, th.Slot, th.Kind, th.X, th.Y, b.Now.X, b.Now.Y)
		}
		if th.Kind == mirror.Ship && (th.Left != b.Vital.Hull || th.Shield != b.Vital.Shield || th.Level != b.Look.Level || th.Aim != b.Aim || th.Flags != b.Base.Flags) {
			t.Fatalf("tick %d: ship %d is known as %+v, believed %+v", w.Tick, th.Slot, th, b)
		}
	})
	inSight := 0
	cells.EachIn(p.known.Window, func(b *game.Belief) {
		inSight++
		if p.known.Thing(b.ID.Slot) == nil {
			t.Errorf("tick %d: slot %d (%+v) is not known in window %+v", w.Tick, b.ID.Slot, *b, p.known.Window)
		}
	})
	if known != inSight {
		t.Fatalf("tick %d: %d things are known, %d are in the window", w.Tick, known, inSight)
	}
}

// truth checks the error bound of what is believed.
func truth(t *testing.T, w *game.World, cells *game.Cells) (worst float64) {
	t.Helper()
	for i := range w.Ships {
		s := &w.Ships[i]
		b, ok := cells.Believed(s.ID.Slot)
		if !ok {
			t.Fatalf("tick %d: nobody was told of ship %v", w.Tick, s.ID)
		}
		worst = max(worst, math.Hypot(b.Now.X-s.X, b.Now.Y-s.Y))
	}
	for i := range w.Rocks {
		r := &w.Rocks[i]
		b, _ := cells.Believed(r.ID.Slot)
		if off := math.Hypot(b.Now.X-r.X, b.Now.Y-r.Y); off > 3.01 {
			t.Fatalf("tick %d: rock %v is believed %.2f u off", w.Tick, r.ID, off)
		}
	}
	if worst > 2.01 {
		t.Fatalf("tick %d: a ship is believed %.2f u off", w.Tick, worst)
	}
	return worst
}

// TestKnowsWhatIsBelieved feeds random windows over random lines, and compares every client at every tick.
func TestKnowsWhatIsBelieved(t *testing.T) {
	cat, err := catalog.Load(os.DirFS("../../assets/catalog"))
	if err != nil {
		t.Fatal(err)
	}
	seed := rand.Uint64()
	for i := range uint64(4) {
		known(t, cat, seed+i)
	}
}

func known(t *testing.T, cat *catalog.Catalog, seed uint64) {
	t.Helper()
	defer func() {
		if t.Failed() {
			t.Logf("seed %d", seed)
		}
	}()
	r := rand.New(rand.NewPCG(seed, 1))
	w, err := game.NewWorld(cat, game.Config{Seed: seed, Fill: 30})
	if err != nil {
		t.Fatal(err)
	}
	cells := game.NewCells(w)
	var all []*watcher
	for range 8 {
		all = append(all, newWatcher(cat, r))
	}
	for range 900 {
		w.Step(nil)
		cells.Update()
		truth(t, w, cells)
		for _, p := range all {
			p.wander(cat, w.Tick, r)
			p.feed(t, cells, w.Tick, r)
			p.check(t, w, cells)
		}
	}
}
