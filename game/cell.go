package game

// cell is one square of the space.
type cell struct {
	things  uint16 // slot of the first thing believed to be in it plus one, 0 for none; see Belief.next
	touched Tick   // last tick at which something in it changed, came or left

	// made when asked for, good for one tick
	whole   [2][]byte // all in it as groups, for those to whom it is far, and near
	wholeAt [2]Tick
	sight   []byte // news of what only those are told to whom it is near
	states  int    // how much of sight is whole things, which stand first
	sightAt Tick
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
