package game

import "github.com/orbrawl/orbrawl/protocol"

// afarPause is how many ticks pass from one word of a ship that is beyond a narrowed window to the next.
const afarPause = 60

// afarMost is how many such ships are told of at once.
const afarMost = 200

// Afar appends an Afar message with the ships whose turn it is at this tick, or was at one that waited for it, of those
// on a screen of those half sides, in u, around a place, but outside the viewer's window; nothing when there are none.
// Call it after Feed, which turns the window.
func (c *Cells) Afar(v *Viewer, x, y, halfWidth, halfHeight float64, buf []byte) []byte {
	c.news = c.news[:0]
	screen, window := around(x, y, halfWidth, halfHeight), outer(v.Window)
	if v.caught {
		c.afarAt(c.now-1, screen, window)
	}
	c.afarAt(c.now, screen, window)
	if len(c.news) == 0 {
		return buf
	}
	c.writer.Reset(buf)
	m := protocol.Afar{Ships: c.news}
	m.Append(c.writer)
	return c.writer.Bytes()
}

// afarAt glances at the cells whose turn it is at a tick.
func (c *Cells) afarAt(at Tick, screen, window rect) {
	for row := int(screen.y0); row <= int(screen.y1); row++ {
		turn := int(at%afarPause) + 2*row // the turn goes through the cells faster than any ship, which cannot flee it
		for col := int(screen.x0) + (afarPause-(turn+int(screen.x0))%afarPause)%afarPause; col <= int(screen.x1); col += afarPause {
			if id := uint16(row*protocol.CellsAcross + col); !window.has(id) {
				c.glance(id)
			}
		}
	}
}

// glance writes the ships of a cell into news.
func (c *Cells) glance(id uint16) {
	for b := c.first(id); b != nil && len(c.news) < afarMost*protocol.GlanceSize; b = c.following(b) {
		if b.Kind != KindShip {
			continue
		}
		r := protocol.Glance{
			Slot: b.ID.Slot, Looks: b.Look.Flags, X: protocol.QuantPos(b.Now.X), Y: protocol.QuantPos(b.Now.Y),
			Vx: protocol.GlanceVel(b.Now.Vx), Vy: protocol.GlanceVel(b.Now.Vy), Hull: min(b.Look.Hull, 15),
		}
		if s := c.w.Ship(b.ID); s != nil {
			r.Hue = s.Hue
		}
		c.news = r.Append(c.news)
	}
}
