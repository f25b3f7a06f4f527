package game

import "github.com/orbrawl/orbrawl/protocol"

// cell is one square of the space. There are many, and most are empty: what is made of one in a tick lies elsewhere.
type cell struct {
	things  uint16 // slot of the first thing believed to be in it plus one, 0 for none; see Belief.next
	asked   uint16 // its place in Cells.asked, at tick askedAt
	touched Tick   // last tick at which something in it changed, came or left
	askedAt Tick
}

// answer is what was made of a cell in this tick because a viewer needed it. Each part lies in Cells.made.
type answer struct {
	whole  [2]part // all in it as groups, for those to whom it is far, and near
	states part    // its bolts and ore: what those do not know to whom it was far and is near
	rest   part    // and how its ships and rocks are
}

// part is a piece of Cells.made.
type part struct {
	from, to uint32
	made     bool
}

// answers is the room for what is made of a cell in this tick.
func (c *Cells) answers(id uint16) *answer {
	l := &c.cells[id]
	if l.askedAt != c.now {
		l.askedAt, l.asked = c.now, uint16(len(c.asked))
		c.asked = append(c.asked, answer{})
	}
	return &c.asked[l.asked]
}

// first is a thing believed to be in a cell, or nil.
func (c *Cells) first(id uint16) *Belief { return c.at(c.cells[id].things) }

// following is the next thing in the same cell, or nil.
func (c *Cells) following(b *Belief) *Belief { return c.at(b.next) }

// at is the belief of a slot counted from 1, or nil for 0.
func (c *Cells) at(place uint16) *Belief {
	if place == 0 {
		return nil
	}
	return &c.beliefs[place-1]
}

// link puts a thing into a cell.
func (c *Cells) link(b *Belief, id uint16) {
	l := &c.cells[id]
	b.Cell, b.next, b.last = id, l.things, 0
	if n := c.at(l.things); n != nil {
		n.last = b.ID.Slot + 1
	}
	l.things = b.ID.Slot + 1
}

// unlink takes a thing out of its cell.
func (c *Cells) unlink(b *Belief) {
	if n := c.at(b.next); n != nil {
		n.last = b.last
	}
	if p := c.at(b.last); p != nil {
		p.next = b.next
	} else {
		c.cells[b.Cell].things = b.next
	}
}

// neighbours reports whether two cells touch.
func neighbours(a, b uint16) bool {
	dx := int(a%protocol.CellsAcross) - int(b%protocol.CellsAcross)
	dy := int(a/protocol.CellsAcross) - int(b/protocol.CellsAcross)
	return dx*dx <= 1 && dy*dy <= 1
}
