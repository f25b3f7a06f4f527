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
}

// windowMargin is how far the window reaches beyond the screen, in u: what flies in is known before it is
// seen.
const windowMargin = 80

// Look turns the window toward a place with a screen of those half sides, in u. It moves only when it must:
// when the screen would show a cell outside it, or when it has become more than a cell too wide. It reports
// whether it moved.
func (v *Viewer) Look(x, y, halfWidth, halfHeight float64) (w protocol.Window, moved bool) {
	need := windowAround(x, y, halfWidth+windowMargin, halfHeight+windowMargin)
	k := v.Window
	covers := k.X0 <= need.X0 && k.Y0 <= need.Y0 && k.X1 >= need.X1 && k.Y1 >= need.Y1
	tight := k.X1-k.X0 <= need.X1-need.X0+1 && k.Y1-k.Y0 <= need.Y1-need.Y0+1
	if v.open && covers && tight {
		return k, false
	}
	return need, true
}

func windowAround(x, y, hx, hy float64) protocol.Window {
	from := protocol.CellOf(x-hx, y-hy)
	to := protocol.CellOf(x+hx, y+hy)
	return protocol.Window{
		X0: uint8(from % protocol.CellsAcross), Y0: uint8(from / protocol.CellsAcross),
		X1: uint8(to % protocol.CellsAcross), Y1: uint8(to / protocol.CellsAcross),
	}
}

// Feed appends what the viewer must be told to know its window at this tick: nothing when nothing changed in
// it. After it the viewer counts as fed, so what it appended must be sent. Only the goroutine that
// steps the world may call it.
func (c *Cells) Feed(v *Viewer, next protocol.Window, moved bool, buf []byte) []byte {
	last := v.Window
	current := v.open && v.Fed+1 == c.now
	if moved {
		c.writer.Reset(buf)
		next.Append(c.writer)
		c.Told.Window += len(c.writer.Bytes()) - len(buf)
		buf = c.writer.Bytes()
	}
	before := len(buf)
	if moved && v.open && !current {
		buf = c.feedLeft(v, last, next, buf)
	}
	for y := int(next.Y0); y <= int(next.Y1); y++ {
		for x := int(next.X0); x <= int(next.X1); x++ {
			id := uint16(y*protocol.CellsAcross + x)
			had := v.open && last.Holds(id)
			buf = c.feedCell(v, id, had, current, last, next, buf)
		}
	}
	if moved || len(buf) > before {
		v.told = c.now
	}
	v.Window, v.Fed, v.open = next, c.now, true
	return buf
}

// feedLeft tells a viewer that missed ticks of the cells it had and has no longer, if they changed: what it
// believes to have flown out of them into its new window may be wrong, so they are told as empty. What really
// came from there stands whole in the cell it came to.
func (c *Cells) feedLeft(v *Viewer, last, next protocol.Window, buf []byte) []byte {
	c.writer.Reset(buf)
	for y := int(last.Y0); y <= int(last.Y1); y++ {
		for x := int(last.X0); x <= int(last.X1); x++ {
			id := uint16(y*protocol.CellsAcross + x)
			if !next.Holds(id) && c.cells[id].touched > v.told {
				c.state = protocol.CellState{Cell: id}
				c.state.Append(c.writer)
			}
		}
	}
	c.Told.CellState += len(c.writer.Bytes()) - len(buf)
	return c.writer.Bytes()
}

// feedCell appends one cell: whole to those who do not have it or missed a change of it, else its changes.
func (c *Cells) feedCell(v *Viewer, id uint16, had, current bool, last, next protocol.Window, buf []byte) []byte {
	l := &c.cells[id]
	switch {
	case !had || !current && l.touched > v.told:
		state := c.State(id)
		c.Told.CellState += len(state)
		return append(buf, state...)
	case !current || l.changes == nil:
		return buf
	}
	h := l.changes
	buf = append(buf, h.delta...)
	c.Told.Delta += h.parts.delta
	c.Told.Born += h.parts.born
	c.Told.Kill += h.parts.kill
	for _, from := range h.from {
		if !last.Holds(from) || !next.Holds(from) {
			c.Told.Born += len(h.arrived)
			return append(buf, h.arrived...)
		}
	}
	return buf
}

// Stale reports whether the viewer has missed ticks, so that the next Feed will bring cells whole.
func (c *Cells) Stale(v *Viewer) bool { return !v.open || v.Fed+1 != c.now }
