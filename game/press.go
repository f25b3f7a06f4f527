package game

import "github.com/orbrawl/orbrawl/protocol"

// Where many ships push each other about, each would need a new course at every tick, and nobody could see the
// difference. Two things keep that in bounds: who is held by others is believed to coast, since a belief knows no
// contact and would fly on through them; and where many courses are told, the truth may leave them further.

const (
	pressSide  = 8 // cells along each side of the squares in which courses are counted: about half a screen
	pressRow   = protocol.CellsAcross / pressSide
	pressMost  = 1.2  // courses a tick in such a square, from which bounds grow
	boundMost  = 12.0 // u
	boundGrows = 1.15 // a tick
	boundFalls = 0.97
)

// press is how many courses are told where, and how far ships may therefore stray from what is believed.
type press struct {
	told  [pressRow * pressRow]uint8 // in this tick
	bound [pressRow * pressRow]float32
}

func pressed(cell uint16) int {
	x, y := int(cell%protocol.CellsAcross), int(cell/protocol.CellsAcross)
	return y/pressSide*pressRow + x/pressSide
}

// settle draws from the courses of the last tick how far ships may stray in this one.
func (p *press) settle() {
	for i, n := range p.told {
		if float64(n) > pressMost {
			p.bound[i] = min(boundMost, max(shipBound, p.bound[i])*boundGrows)
		} else if p.bound[i] > 0 {
			if p.bound[i] *= boundFalls; p.bound[i] < shipBound {
				p.bound[i] = 0
			}
		}
	}
	clear(p.told[:])
}

// of is how far a ship of that cell may stray, in u.
func (p *press) of(cell uint16) float64 { return max(shipBound, float64(p.bound[pressed(cell)])) }

// dense reports whether ships press each other in that cell so much that every course is told late.
func (p *press) dense(cell uint16) bool { return p.bound[pressed(cell)] >= boundMost/2 }

// note counts a course.
func (p *press) note(cell uint16) {
	if n := &p.told[pressed(cell)]; *n < 255 {
		*n++
	}
}

// Pace of being held by others: each tick of contact counts up, each without it down.
const (
	holdUp   = 2
	heldFrom = 6
	holdMost = 12
)

// hold notes whether something solid pushed the ship in this tick, and reports whether it is held.
func (b *Belief) hold(touched bool) bool {
	if touched {
		b.held = min(b.held+holdUp, holdMost)
	} else if b.held > 0 {
		b.held--
	}
	return b.held >= heldFrom
}
