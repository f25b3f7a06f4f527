package game

import (
	"math/rand/v2"
	"testing"
)

// gallery is a world in full swing, told by its cells to viewers that follow its pilots.
type gallery struct {
	w     *World
	cells *Cells
	views []*viewer
}

func newGallery(t testing.TB, fill, viewers int, warm int) *gallery {
	t.Helper()
	w := newWorld(t, 1, fill)
	g := &gallery{w: w, cells: NewCells(w)}
	r := rand.New(rand.NewPCG(1, 1))
	for range viewers {
		g.views = append(g.views, &viewer{x: r.NormFloat64() * 800, y: r.NormFloat64() * 800})
	}
	for range warm {
		w.Step(nil)
		g.tell()
	}
	return g
}

func (g *gallery) tell() {
	g.cells.Update()
	g.feed()
}

// feed feeds all viewers and returns how many bytes that were.
func (g *gallery) feed() (bytes int) {
	c := &g.w.cat.Sector
	for i, v := range g.views {
		if i < len(g.w.Ships) {
			v.x, v.y = g.w.Ships[i].X, g.w.Ships[i].Y
		}
		next, moved := v.view.Look(&Gaze{X: v.x, Y: v.y, HalfWidth: c.ViewHalfWidth, HalfHeight: c.ViewHalfHeight, Reach: 1, Rings: EveryRing})
		v.buf, _ = g.cells.Feed(&v.view, next, moved, 1, v.buf[:0])
		bytes += len(v.buf)
	}
	return bytes
}

// A steady world of a hundred bots makes no garbage, and telling it to viewers hardly any: what is allocated at all
// is room for more records than a cell has ever held at once.
func TestSteadyWorldAllocatesNothing(t *testing.T) {
	const ticks = 300
	g := newGallery(t, 100, 12, 30*120)
	step := testing.AllocsPerRun(1, func() {
		for range ticks {
			g.w.Step(nil)
		}
	})
	told := testing.AllocsPerRun(1, func() {
		for range ticks {
			g.w.Step(nil)
			g.tell()
		}
	})
	if t.Logf("in %d ticks %v allocations for stepping, %v with telling", ticks, step, told); step > 10 || told >= ticks {
		t.Error("that is too many")
	}
}

func BenchmarkCells(b *testing.B) {
	g := newGallery(b, 500, 0, 600)
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		g.w.Step(nil)
		b.StartTimer()
		g.cells.Update()
	}
}

// BenchmarkFeed is the cost of one viewer and tick.
func BenchmarkFeed(b *testing.B) {
	const viewers = 500
	g := newGallery(b, 500, viewers, 600)
	b.ReportAllocs()
	fed := 0
	for b.Loop() {
		b.StopTimer()
		g.w.Step(nil)
		g.cells.Update()
		b.StartTimer()
		fed += g.feed()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/viewers, "ns/viewer")
	b.ReportMetric(float64(fed)/float64(b.N)/viewers, "B/viewer")
}
