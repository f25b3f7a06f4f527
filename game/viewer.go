package game

import (
	"github.com/orbrawl/orbrawl/protocol"
)

// Viewer is a window of cells and the last tick it was fed. There is nothing else to keep of what a client
// knows.
type Viewer struct {
	Window protocol.Window
	Fed    Tick // the client has all up to this tick; 0: nothing yet
	told   Tick // the last tick at which there was something to tell, so that a frame was sent
	open   bool // Window has been told
	waits  bool // of the tick after Fed it is told with the next; see Cells.Wait
	caught bool // the tick before Fed was told with it
	met    *met // nil while names cost too little to keep account of them
}

// met is of which ships the viewer was told the name last: for each slot modulo its length slot and gen in one, plus
// one. What has lost its place to another is told again.
type met [256]uint32

// Spare decides whether the viewer is told the name of a ship once only. The account of that takes some memory, which
// pays in a crowd.
func (v *Viewer) Spare(names bool) {
	switch {
	case !names:
		v.met = nil
	case v.met == nil:
		v.met = new(met)
	}
}

// again reports whether the viewer was told the ship's name, and notes that it is.
func (m *met) again(slot uint16, gen uint8) bool {
	at, id := &m[int(slot)%len(m)], uint32(slot)<<8|uint32(gen)+1
	known := *at == id
	*at = id
	return known
}

// Margins beyond the screen, in u: what flies in is known before it is seen, and the client's camera is not quite
// where the server believes it to be. A window that shows only a share of the screen has that share of them.
const (
	windowMargin = 80
	nearMargin   = 32
	marginLeast  = 24
)

// EveryRing as a number of rings narrows nothing.
const EveryRing = protocol.CellsAcross

// Gaze is what a viewer looks at: a place, in u, with a screen of those half sides, of which Reach is the share that
// it is shown, 0 to 1. Its inner part, in which all is told, is narrowed to so many rings of cells around the place's own.
type Gaze struct {
	X, Y                  float64
	HalfWidth, HalfHeight float64
	Reach                 float64
	Rings                 int
}

// Look turns the window toward where the viewer gazes. Window and inner part move only when they must: when they do
// not cover what they should, or are too wide. It reports whether they moved.
func (v *Viewer) Look(g *Gaze) (w protocol.Window, moved bool) {
	need := g.around(windowMargin)
	near := g.around(nearMargin).within(ringsAround(g.X, g.Y, g.Rings))
	k, spare := &v.Window, g.spare()
	if v.open && outer(*k).suits(need, spare) && inner(*k).suits(near, spare) {
		return *k, false
	}
	w = protocol.Window{
		X0: need.x0, Y0: need.y0, X1: need.x1, Y1: need.y1, N0: near.x0, M0: near.y0, N1: near.x1, M1: near.y1,
	}
	return w, !v.open || w != v.Window
}

func (g *Gaze) around(margin float64) rect {
	margin = max(margin*g.Reach, marginLeast)
	return around(g.X, g.Y, float64(g.HalfWidth*g.Reach)+margin, float64(g.HalfHeight*g.Reach)+margin)
}

// spare is how many cells a window may be too wide along each axis.
func (g *Gaze) spare() uint8 {
	if g.Reach < 0.5 {
		return 1
	}
	return 2
}

// rect is a rectangle of cells, all sides inclusive.
type rect struct{ x0, y0, x1, y1 uint8 }

func around(x, y, hx, hy float64) rect {
	from := protocol.CellOf(x-hx, y-hy)
	to := protocol.CellOf(x+hx, y+hy)
	return rect{
		uint8(from % protocol.CellsAcross), uint8(from / protocol.CellsAcross),
		uint8(to % protocol.CellsAcross), uint8(to / protocol.CellsAcross),
	}
}

func ringsAround(x, y float64, rings int) rect { return ringsOf(protocol.CellOf(x, y), rings) }

// ringsOf is a cell and so many rings of cells around it.
func ringsOf(id uint16, rings int) rect {
	cx, cy := int(id%protocol.CellsAcross), int(id/protocol.CellsAcross)
	last := protocol.CellsAcross - 1
	return rect{uint8(max(cx-rings, 0)), uint8(max(cy-rings, 0)), uint8(min(cx+rings, last)), uint8(min(cy+rings, last))}
}

// within is the part of r that lies in o, which must touch it.
func (r rect) within(o rect) rect {
	return rect{
		min(max(r.x0, o.x0), o.x1), min(max(r.y0, o.y0), o.y1), max(min(r.x1, o.x1), o.x0), max(min(r.y1, o.y1), o.y0),
	}
}

// suits reports whether r covers what is needed and is no more than spare cells too wide.
func (r rect) suits(need rect, spare uint8) bool {
	covers := r.x0 <= need.x0 && r.y0 <= need.y0 && r.x1 >= need.x1 && r.y1 >= need.y1
	return covers && r.x1-r.x0 <= need.x1-need.x0+spare && r.y1-r.y0 <= need.y1-need.y0+spare
}

// Stale reports whether the next Feed will bring cells whole: the viewer has missed ticks, or some cell comes whole for
// all, and the frame before this tick's was left unsent. Who is told a cell whole holds for gone what was there at its
// last frame and is not named.
func (c *Cells) Stale(v *Viewer) bool {
	return !v.open || !c.follows(v) || len(c.plates.crammed) > 0 && v.told+1 != c.now
}

// follows reports whether the viewer has missed no tick but one that it waits to be told of.
func (c *Cells) follows(v *Viewer) bool {
	if v.waits {
		return v.Fed+2 == c.now && c.last.tick+1 == c.now
	}
	return v.Fed+1 == c.now
}

// outer and inner are the two rectangles of a window.
func outer(w protocol.Window) rect { return rect{w.X0, w.Y0, w.X1, w.Y1} }

func inner(w protocol.Window) rect { return rect{w.N0, w.M0, w.N1, w.M1} }

// meet is what two rectangles have in common; with nothing in common one of its sides is beyond the other.
func (r rect) meet(o rect) rect {
	return rect{max(r.x0, o.x0), max(r.y0, o.y0), min(r.x1, o.x1), min(r.y1, o.y1)}
}

// has reports whether a cell lies in r.
func (r rect) has(id uint16) bool {
	x, y := uint8(id%protocol.CellsAcross), uint8(id/protocol.CellsAcross)
	return x >= r.x0 && x <= r.x1 && y >= r.y0 && y <= r.y1
}

// without is what of r lies outside o, as up to four rectangles; the others are empty, with x0 above x1.
func (r rect) without(o rect) [4]rect {
	const none = protocol.CellsAcross - 1
	empty := rect{x0: none}
	parts := [4]rect{empty, empty, empty, empty}
	if o.x0 > r.x1 || o.x1 < r.x0 || o.y0 > r.y1 || o.y1 < r.y0 {
		parts[0] = r
		return parts
	}
	y0, y1 := max(r.y0, o.y0), min(r.y1, o.y1)
	if r.y0 < o.y0 {
		parts[0] = rect{r.x0, r.y0, r.x1, o.y0 - 1}
	}
	if r.y1 > o.y1 {
		parts[1] = rect{r.x0, o.y1 + 1, r.x1, r.y1}
	}
	if r.x0 < o.x0 {
		parts[2] = rect{r.x0, y0, o.x0 - 1, y1}
	}
	if r.x1 > o.x1 {
		parts[3] = rect{o.x1 + 1, y0, r.x1, y1}
	}
	return parts
}

// each calls see for each cell.
func (r rect) each(see func(id uint16)) {
	for y := int(r.y0); y <= int(r.y1); y++ {
		for x := int(r.x0); x <= int(r.x1); x++ {
			see(uint16(y*protocol.CellsAcross + x))
		}
	}
}
