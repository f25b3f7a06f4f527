package game

import (
	"math/bits"

	"github.com/orbrawl/orbrawl/protocol"
)

// meal is one viewer being fed. It is reused from viewer to viewer.
type meal struct {
	v       *Viewer
	next    protocol.Window
	current bool                       // the viewer has missed nothing
	wholes  bool                       // there are cells that must come whole
	changes [protocol.NewsKinds][]byte // records of fixed length, by kind
	states  []byte                     // groups of whole things
	kills   []byte

	// made of them
	head   []byte // news for the Frame
	news   []byte // what does not fit into it
	deltas []byte // what does not fit into one more message, as messages
}

// begin empties the plate.
func (m *meal) begin(v *Viewer, next protocol.Window, now Tick) {
	m.v, m.next, m.current, m.wholes = v, next, v.open && v.Fed+1 == now, false
	for kind := range m.changes {
		m.changes[kind] = m.changes[kind][:0]
	}
	m.states, m.kills, m.head, m.news, m.deltas = m.states[:0], m.kills[:0], m.head[:0], m.news[:0], m.deltas[:0]
}

// Feed appends the frame that the viewer must be told to know its window at this tick. after is how many ticks ago
// its client's last frame was. empty reports that there is nothing to tell, so that the frame may be left unsent;
// after another the viewer counts as fed, and what was appended must be sent. Only the goroutine that steps the
// world may call it.
//
// Changes stand before whole cells: a change is of a thing's state at the tick before, a whole cell is of now.
func (c *Cells) Feed(v *Viewer, next protocol.Window, moved bool, after uint16, buf []byte) (frame []byte, empty bool) {
	m := &c.meal
	m.begin(v, next, c.now)
	c.gather(m)
	c.order(m)
	start := len(buf)
	c.writer.Reset(buf)
	f := protocol.Frame{After: after, News: m.head}
	f.Append(c.writer)
	bare := len(c.writer.Bytes()) - len(m.head)
	if moved {
		from := len(c.writer.Bytes())
		next.Append(c.writer)
		c.Told.Window += len(c.writer.Bytes()) - from
	}
	buf = c.serve(m, c.writer.Bytes())
	c.Told.Frame += bare - start
	c.Told.News += len(m.head)
	empty = len(buf) == bare
	if !empty {
		v.told = c.now
	}
	v.Window, v.Fed, v.open = next, c.now, true
	return buf, empty
}

// gather collects what is to be told of all cells of the window. While nothing but changes is to be told, it goes to
// the cells with changes only.
func (c *Cells) gather(m *meal) {
	w := &m.next
	all := !m.current || m.next != m.v.Window
	for y := int(w.Y0); y <= int(w.Y1); y++ {
		from, to := y*protocol.CellsAcross+int(w.X0), y*protocol.CellsAcross+int(w.X1)
		for word := from / 64; word <= to/64; word++ {
			stirred := c.stirred[word]
			if all {
				stirred = ^uint64(0)
			}
			for ; stirred != 0; stirred &= stirred - 1 {
				if id := word*64 + bits.TrailingZeros64(stirred); id >= from && id <= to {
					c.gatherCell(m, uint16(id))
				}
			}
		}
	}
}

func (c *Cells) gatherCell(m *meal, id uint16) {
	near := m.next.Near(id)
	switch {
	case c.comesWhole(m, id):
		m.wholes = true
		return
	case !m.v.Window.Holds(id):
		m.states = append(m.states, c.contents(id, near)...)
		return
	}
	comes := near && !m.v.Window.Near(id)
	if h := c.cells[id].changes; h != nil && m.current {
		m.change(h.must)
		m.states = append(m.states, h.made...)
		m.kills = append(m.kills, h.killed...)
		if near && !comes {
			m.change(h.may)
			m.states = append(m.states, h.grown...)
		}
		c.arrivals(m, id, h)
	}
	if comes {
		states, conditions := c.sight(id)
		m.states = append(m.states, states...)
		m.change(conditions)
	}
}

// change adds groups of records of fixed length.
func (m *meal) change(groups []byte) {
	for len(groups) > 0 {
		kind, size := protocol.GroupSize(groups[0])
		m.changes[kind] = append(m.changes[kind], groups[1:1+size]...)
		groups = groups[1+size:]
	}
}

// order makes news of what was gathered, in the order of the kinds: a course says better where a turn has led, a shot
// begins where its ship is, and what comes whole says all.
func (c *Cells) order(m *meal) {
	for kind := range m.changes {
		if len(m.changes[kind]) > 0 {
			c.news = protocol.AppendGroups(c.news[:0], kind, m.changes[kind])
			c.add(m, c.news)
		}
	}
	c.add(m, m.states)
}

// comesWhole reports whether the viewer gets the cell as a CellState, since it may believe of it what is wrong: it
// missed a change of it, or the changes are too many for one message.
func (c *Cells) comesWhole(m *meal, id uint16) bool {
	l := &c.cells[id]
	if !m.current {
		return !m.v.open || !m.v.Window.Holds(id) || l.touched > m.v.told
	}
	return l.overfull()
}

// overfull reports whether so much changed in a cell that it is shorter to tell it whole.
func (l *cell) overfull() bool {
	return l.changes != nil && len(l.changes.must)+len(l.changes.may) > newsRoom
}

// arrivals adds what came into a cell from where the viewer did not see it.
func (c *Cells) arrivals(m *meal, id uint16, h *changes) {
	last, next, start := &m.v.Window, &m.next, 0
	for i := range h.arrivals {
		a := &h.arrivals[i]
		saw := last.Near(a.from) && next.Near(a.from)
		switch {
		case a.kind == KindBolt || a.kind == KindOre:
			if next.Near(id) && last.Near(id) && (!saw || c.cells[a.from].overfull()) {
				m.states = append(m.states, h.arrived[start:a.end]...)
			}
		case !last.Holds(a.from) || !next.Holds(a.from) || c.cells[a.from].overfull():
			m.states = append(m.states, h.arrived[start:a.end]...)
		case !saw && next.Near(id) && last.Near(id):
			c.news = c.condition(c.news[:0], &c.beliefs[a.slot])
			m.change(c.news)
		}
		start = a.end
	}
}

// add adds news, to the frame as long as it has room.
func (c *Cells) add(m *meal, news []byte) {
	for len(news) > 0 {
		into, most := &m.head, newsRoom
		if len(m.news) > 0 || len(m.head) > 0 && len(m.head)+len(news) > most {
			into = &m.news
			if len(m.news) > 0 && len(m.news)+len(news) > most {
				m.deltas = c.delta(m.deltas, m.news)
				m.news = m.news[:0]
			}
		}
		n := protocol.WholeGroups(news, most)
		*into = append(*into, news[:n]...)
		news = news[n:]
	}
}

func (c *Cells) delta(buf, news []byte) []byte {
	if len(news) == 0 {
		return buf
	}
	c.writer.Reset(buf)
	d := protocol.Delta{News: news}
	d.Append(c.writer)
	return c.writer.Bytes()
}

// serve writes what was gathered beside the frame, and the cells that come whole.
func (c *Cells) serve(m *meal, buf []byte) []byte {
	from := len(buf)
	buf = c.delta(append(buf, m.deltas...), m.news)
	c.Told.News += len(buf) - from
	from = len(buf)
	if !m.current && m.v.open && m.next != m.v.Window {
		buf = c.feedLeft(m, buf)
	}
	if m.wholes {
		w := &m.next
		for y := int(w.Y0); y <= int(w.Y1); y++ {
			for x := int(w.X0); x <= int(w.X1); x++ {
				if id := uint16(y*protocol.CellsAcross + x); c.comesWhole(m, id) {
					buf = c.cellState(buf, id, w.Near(id))
				}
			}
		}
	}
	c.Told.CellState += len(buf) - from
	c.Told.Kill += len(m.kills)
	return append(buf, m.kills...)
}

// feedLeft tells a viewer that missed ticks of the cells it had and has no longer, if they changed: what it
// believes to have flown out of them into its new window may be wrong, so they are told as empty. What really
// came from there stands whole in the cell it came to.
func (c *Cells) feedLeft(m *meal, buf []byte) []byte {
	last := &m.v.Window
	c.writer.Reset(buf)
	for y := int(last.Y0); y <= int(last.Y1); y++ {
		for x := int(last.X0); x <= int(last.X1); x++ {
			id := uint16(y*protocol.CellsAcross + x)
			if !m.next.Holds(id) && c.cells[id].touched > m.v.told {
				s := protocol.CellState{Cell: id}
				s.Append(c.writer)
			}
		}
	}
	return c.writer.Bytes()
}
