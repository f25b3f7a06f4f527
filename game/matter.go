package game

import (
	"github.com/orbrawl/orbrawl/game/flight"
	"github.com/orbrawl/orbrawl/protocol"
)

// stone is a rock at rest of which nothing is to be told while it stays as it is.
type stone struct {
	id         EntityID
	x, y, left float64
}

func (c *Cells) rocks() {
	for len(c.stones) < len(c.w.Rocks) {
		c.stones = append(c.stones, stone{id: NoEntity})
	}
	for i := range c.w.Rocks {
		r := &c.w.Rocks[i]
		now := stone{r.ID, r.X, r.Y, r.Left}
		if c.stones[i] == now {
			continue
		}
		if b := c.tellRock(r); !b.still() || r.Vx != 0 || r.Vy != 0 {
			now.id = NoEntity
		}
		c.stones[i] = now
	}
}

func (c *Cells) tellRock(r *Rock) *Belief {
	left := protocol.QuantShare(r.Left / r.Full)
	b, ok := c.known(r.ID, KindRock)
	if !ok {
		c.enter(b, r.ID, KindRock, baseOf(r.ID.Slot, &r.Body))
		b.Left = left
		c.born(b)
		return b
	}
	if base, ok := c.drift(b, &r.Body, rockBound); ok {
		c.notes.raw = base.Append(c.notes.raw)
		c.note(b.Cell, protocol.NewsDrifts, toAll)
	}
	if left != b.Left && (b.Left-left > wearSlack || left < wearSlack) {
		b.Left = left
		w := protocol.Wear{Slot: r.ID.Slot, Left: left}
		c.notes.raw = w.Append(c.notes.raw)
		c.note(b.Cell, protocol.NewsWears, toNear)
	}
	c.moved(b)
	return b
}

// drift is a rock's or an ore's new motion; ok when it must be told, since the truth has left the belief.
func (c *Cells) drift(b *Belief, body *flight.Body, bound float64) (r protocol.Drift, ok bool) {
	if off(&b.Now, body) <= bound*bound && b.age(c.now) <= maxAge {
		return r, false
	}
	base := baseOf(b.ID.Slot, body)
	c.rebase(b, base)
	return protocol.Drift{Slot: base.Slot, X: base.X, Y: base.Y, Vx: base.Vx, Vy: base.Vy}, true
}

func (c *Cells) ores() {
	for i := range c.w.Ores {
		o := &c.w.Ores[i]
		b, ok := c.known(o.ID, KindOre)
		if !ok {
			c.enter(b, o.ID, KindOre, baseOf(o.ID.Slot, &o.Body))
			b.Left = o.Kind
			c.born(b)
			continue
		}
		if base, ok := c.drift(b, &o.Body, oreBound); ok {
			c.notes.raw = base.Append(c.notes.raw)
			c.note(b.Cell, protocol.NewsDrifts, toNear)
		}
		c.moved(b)
	}
}
