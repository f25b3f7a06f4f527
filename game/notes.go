package game

import "github.com/orbrawl/orbrawl/protocol"

// audience says who must be told.
type audience uint8

const (
	toAll  audience = iota // every viewer of the cell, so that all hold the same beliefs of ships and rocks
	toNear                 // those to whom it is near
)

// Kinds of notes beside the kinds of news.
const (
	noteThing   = protocol.NewsKinds + iota // a new thing, as a group of one
	noteKill                                // a Kill
	noteArrival                             // slot of the thing, and the cell it came from
)

// notes are what happened in each cell in this tick, written one behind another as it is found out.
type notes struct {
	raw     []byte // the records of all
	all     []note
	dirty   []uint16                       // the cells they are of
	chains  []chain                        // of each of these
	chainOf []uint16                       // by cell: its place in chains
	marks   [protocol.CellCount / 64]marks // a bit for each cell
	leaps   bool                           // something came from a cell that is no neighbour
}

// note is one record.
type note struct {
	from, to uint32 // in raw
	next     int32  // of the same cell, -1 for none
	kind     uint8
	audience audience
}

// chain is the notes of one cell, -1 for none.
type chain struct{ first, last int32 }

// marks says of 64 cells in a row which have notes. Those of a whole row of cells lie in one line of the processor's
// cache.
type marks struct {
	stirred uint64 // something is to be told
	entered uint64 // something came from another cell
}

func newNotes() notes { return notes{chainOf: make([]uint16, protocol.CellCount)} }

// reset forgets the last tick.
func (n *notes) reset() {
	for _, id := range n.dirty {
		n.marks[id/64] = marks{}
	}
	n.leaps = false
	n.raw, n.all, n.dirty, n.chains = n.raw[:0], n.all[:0], n.dirty[:0], n.chains[:0]
}

// has reports whether there are notes of a cell.
func (n *notes) has(id uint16) bool {
	m := &n.marks[id/64]
	return (m.stirred|m.entered)>>(id%64)&1 != 0
}

// touch notes that the state of a cell is not what it was, though nobody who has missed nothing needs to be told.
func (c *Cells) touch(id uint16) { c.cells[id].touched = c.now }

// note enters what was last appended to notes.raw.
func (c *Cells) note(id uint16, kind int, to audience) {
	c.touch(id)
	n := &c.notes
	if !n.has(id) {
		n.chainOf[id] = uint16(len(n.dirty))
		n.dirty, n.chains = append(n.dirty, id), append(n.chains, chain{-1, -1})
	}
	if kind == noteArrival {
		n.marks[id/64].entered |= 1 << (id % 64)
	} else {
		n.marks[id/64].stirred |= 1 << (id % 64)
	}
	from := uint32(0)
	if len(n.all) > 0 {
		from = n.all[len(n.all)-1].to
	}
	at := int32(len(n.all))
	n.all = append(n.all, note{from: from, to: uint32(len(n.raw)), next: -1, kind: uint8(kind), audience: to})
	h := &n.chains[n.chainOf[id]]
	if h.last < 0 {
		h.first = at
	} else {
		n.all[h.last].next = at
	}
	h.last = at
}
