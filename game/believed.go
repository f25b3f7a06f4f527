package game

import "github.com/orbrawl/orbrawl/protocol"

// Believed is what every viewer holds of a thing now, for tests and tools; ok is false when nothing was told.
func (c *Cells) Believed(slot uint16) (b Belief, ok bool) {
	if int(slot) >= len(c.beliefs) || c.beliefs[slot].Kind == KindNone {
		return Belief{}, false
	}
	return c.beliefs[slot], true
}

// Bound is how far a ship in that cell may be from what is believed of it, in u, at this tick.
func (c *Cells) Bound(cell uint16) float64 { return c.press.of(cell) }

// BelievedBolt is Believed for the bolt that a ship fired in a tick.
func (c *Cells) BelievedBolt(owner uint16, born Tick) (b Belief, ok bool) {
	for i := range c.w.Bolts {
		if o := &c.w.Bolts[i]; o.Owner.Slot == owner && o.Born == born {
			return c.Believed(o.ID.Slot)
		}
	}
	return Belief{}, false
}

// EachIn calls see for every belief in a window, for tests and tools.
func (c *Cells) EachIn(win protocol.Window, see func(*Belief)) {
	for y := int(win.Y0); y <= int(win.Y1); y++ {
		for x := int(win.X0); x <= int(win.X1); x++ {
			for b := c.first(uint16(y*protocol.CellsAcross + x)); b != nil; b = c.following(b) {
				see(b)
			}
		}
	}
}
