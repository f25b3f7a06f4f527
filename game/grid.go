package game

// A grid finds the things near a point. It is filled anew by counting sort whenever something has come into another
// square, so that the things of a square lie side by side (as in Green, "Particle Simulation using CUDA", 2010); no
// tree is kept up to date.
const (
	gridSize   = 256 // u, the side of a square
	gridAcross = 128
	gridHalf   = gridSize * gridAcross / 2
)

type grid struct {
	starts    []int32 // see settle
	items     []int32
	at        []int32 // square of each thing, as it is sorted
	noted     []int32 // square of each thing now
	moved     bool    // the two differ
	low, high int32   // rows that hold something; most of space is empty, and is not walked
}

// reset prepares for n things.
func (g *grid) reset(n int) {
	if cap(g.noted) < n {
		g.noted = make([]int32, n, n+n/2)
	}
	g.noted, g.moved = g.noted[:n], g.starts == nil || n != len(g.at)
}

// note says where thing i is; all are noted before settle.
func (g *grid) note(i int, x, y float64) {
	c := gridAlong(y)*gridAcross + gridAlong(x)
	g.noted[i] = c
	g.moved = g.moved || g.at[i] != c
}

// settle sorts what was noted, unless it lies as it did.
func (g *grid) settle() {
	if !g.moved {
		return
	}
	g.at, g.noted = g.noted, g.at[:0]
	g.count()
	for c := g.low*gridAcross + 2; c <= (g.high+1)*gridAcross; c++ {
		g.starts[c] += g.starts[c-1]
	}
	for i := len(g.at) - 1; i >= 0; i-- {
		g.starts[g.at[i]+1]--
		g.items[g.starts[g.at[i]+1]] = int32(i)
	}
	// Each entry was the end of its square and has been counted down to its start, one place to the right of
	// where a start would be: square c begins at starts[c+1].
}

// count counts the things of each square, one place to the right, and finds the rows that hold something.
func (g *grid) count() {
	if g.starts == nil {
		g.starts = make([]int32, gridAcross*gridAcross+1)
	} else if g.low <= g.high {
		clear(g.starts[g.low*gridAcross+1 : (g.high+1)*gridAcross+1])
	}
	if n := len(g.at); cap(g.items) < n {
		g.items = make([]int32, n, n+n/2)
	}
	g.items = g.items[:len(g.at)]
	least, most := int32(gridAcross*gridAcross), int32(-1)
	for _, c := range g.at {
		least, most = min(least, c), max(most, c)
		g.starts[c+1]++
	}
	g.low, g.high = least/gridAcross, most/gridAcross
	if most < 0 {
		g.low, g.high = gridAcross, -1
	}
}

// within appends the things in the squares that touch the box of half sides hx, hy around (x, y), row by row.
func (g *grid) within(x, y, hx, hy float64, out []int32) []int32 {
	x0, x1 := gridAlong(x-hx), gridAlong(x+hx)
	y0, y1 := max(gridAlong(y-hy), g.low), min(gridAlong(y+hy), g.high)
	for cy := y0; cy <= y1; cy++ {
		row := cy * gridAcross
		from := g.starts[row+x0+1]
		to := int32(len(g.items))
		if end := row + x1 + 2; end <= (g.high+1)*gridAcross {
			to = g.starts[end]
		}
		out = append(out, g.items[from:to]...)
	}
	return out
}

func gridAlong(v float64) int32 {
	c := (v + gridHalf) / gridSize
	if !(c > 0) {
		return 0
	}
	return int32(min(c, gridAcross-1)) // clamped first: machines disagree about huge floats as integers
}

// index sorts all things into the grids. It runs after they moved, and again at the end of the step, so that a
// world between steps is always indexed as it lies: a restored one must answer queries in the same order.
func (w *World) index() {
	w.indexShips()
	w.indexRocks()
	w.indexOre()
	w.stale = false
}

// indexBolts sorts the bolts, which only minds ask for, once a step: they lie still until all minds have looked.
func (w *World) indexBolts() {
	if w.sorted {
		return
	}
	w.sorted = true
	w.boltMap.reset(len(w.Bolts))
	for i := range w.Bolts {
		w.boltMap.note(i, w.Bolts[i].X, w.Bolts[i].Y)
	}
	w.boltMap.settle()
}

// reindex sorts anew when things came or went since the last time; the grids hold positions in slices.
func (w *World) reindex() {
	if w.stale {
		w.index()
	}
}

func (w *World) indexShips() {
	w.shipMap.reset(len(w.Ships))
	for i := range w.Ships {
		w.shipMap.note(i, w.Ships[i].X, w.Ships[i].Y)
	}
	w.shipMap.settle()
}

func (w *World) indexRocks() {
	w.rockMap.reset(len(w.Rocks))
	for i := range w.Rocks {
		w.rockMap.note(i, w.Rocks[i].X, w.Rocks[i].Y)
	}
	w.rockMap.settle()
}

func (w *World) indexOre() {
	w.oreMap.reset(len(w.Ores))
	for i := range w.Ores {
		w.oreMap.note(i, w.Ores[i].X, w.Ores[i].Y)
	}
	w.oreMap.settle()
}
