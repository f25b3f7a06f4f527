package game

import (
	"math/bits"

	"github.com/orbrawl/orbrawl/protocol"
)

// meal is one viewer being fed. It is reused from viewer to viewer.
type meal struct {
	v       *Viewer
	plates  *plates // of the tick that is told
	next    protocol.Window
	current bool   // the viewer is told what changed, not what is
	wholes  bool   // there are cells that must come whole
	changes []byte // groups of what changed, for every viewer
	extras  []byte // likewise, for those to whom it is near
	states  []byte // groups of whole things
	kills   []byte

	// made of them
	head   []byte // news for the Frame
	news   []byte // what does not fit into it
	deltas []byte // what does not fit into one more message, as messages
}

// begin starts anew for the next viewer.
func (m *meal) begin(v *Viewer, p *plates, next protocol.Window, current bool) {
	m.v, m.plates, m.next, m.current, m.wholes = v, p, next, current, false
	m.changes, m.extras, m.states = m.changes[:0], m.extras[:0], m.states[:0]
	m.kills, m.news, m.deltas = m.kills[:0], m.news[:0], m.deltas[:0]
}

// closeRings is how many rings of cells around a viewer's heart are close: shots and hits there can concern it at once.
const closeRings = 2

// Wait leaves out this tick for a viewer, unless what happened cannot wait: then it reports false, and the viewer must
// be fed. A viewer that sees from its heart, the cell of its ship, cannot wait for shots, hits and deaths close to that; a
// turn can wait, since in one tick it moves a ship by less than a belief may stray. Only one tick may be left out: the
// next Feed tells of both, in a frame for each.
func (c *Cells) Wait(v *Viewer, sees bool, heart uint16) bool {
	if c.Stale(v) || v.Fed+1 != c.now || len(c.plates.crammed) > 0 || sees && c.plates.startles(ringsOf(heart, closeRings)) {
		return false
	}
	v.waits = true
	return true
}

// Feed appends what the viewer must be told to know its window at this tick. after is how many ticks ago its client's
// last frame was. When it reports false there was nothing to tell, and what was appended, a bare frame, may be left
// unsent; else the viewer counts as fed, and it must be sent. Only the goroutine that steps the world may call it.
//
// Changes stand before whole cells: a change is of a thing's state at the tick before, a whole cell is of now.
func (c *Cells) Feed(v *Viewer, next protocol.Window, moved bool, after uint16, buf []byte) (frames []byte, tells bool) {
	m, start, current := &c.meal, len(buf), !c.Stale(v)
	if current && v.waits {
		m.begin(v, c.last, v.Window, true)
		if buf, tells = c.tell(m, false, after-1, buf); tells {
			after = 1
		} else {
			buf = buf[:start]
		}
	}
	m.begin(v, c.plates, next, current)
	buf, more := c.tell(m, moved, after, buf)
	v.Window, v.Fed, v.open = next, c.now, true
	v.caught, v.waits = current && v.waits, false
	if tells = tells || more; tells {
		v.told = c.now
	}
	return buf, tells
}

// tell appends a frame, and reports whether there is anything in it.
func (c *Cells) tell(m *meal, moved bool, after uint16, buf []byte) (frame []byte, tells bool) {
	c.gather(m)
	c.order(m)
	start := len(buf)
	c.writer.Reset(buf)
	f := protocol.Frame{After: after, News: m.head}
	f.Append(c.writer)
	bare := len(c.writer.Bytes()) - len(m.head)
	if moved {
		from := len(c.writer.Bytes())
		m.next.Append(c.writer)
		c.Told.Window += len(c.writer.Bytes()) - from
	}
	buf = c.serve(m, c.writer.Bytes())
	c.Told.Frame += bare - start
	c.Told.News += len(m.head)
	return buf, len(buf) > bare
}

// gather collects what is to be told of the window. Who has missed nothing and looks where it looked goes to the cells
// with changes only.
func (c *Cells) gather(m *meal) {
	if m.current {
		c.gatherChanges(m)
	}
	if !m.current || m.next != m.v.Window {
		c.gatherCells(m)
	}
}

// gatherChanges collects the changes of the cells that the viewer had and has, row by row.
func (c *Cells) gatherChanges(m *meal) {
	all := outer(m.next).meet(outer(m.v.Window))
	near := inner(m.next).meet(inner(m.v.Window))
	p := m.plates
	for word := int(all.x0) / 64; word <= int(all.x1)/64; word++ {
		far, near := columnsOf(all, word), columnsOf(near, word)
		for y := all.y0; y <= all.y1; y++ {
			at := int(y)*rowWords + word
			if marks := &p.marks[at]; (marks.stirred|marks.entered)&far.inside != 0 {
				c.gatherRow(m, at, far.row(y), near.row(y))
			}
		}
	}
	for _, k := range p.kills {
		if near.has(k.cell) {
			m.kills = append(m.kills, p.killing[k.from:k.to]...)
		}
	}
	for _, id := range p.crammed {
		m.wholes = m.wholes || all.has(id)
	}
}

// columns are the cells of a rectangle that lie in one word of each row of marks.
type columns struct {
	rect
	inside uint64 // all of them
	edges  uint64 // those that are the first or the last of the row
}

func columnsOf(r rect, word int) columns {
	inside := span(int(r.x0), int(r.x1), word)
	return columns{r, inside, inside &^ span(int(r.x0)+1, int(r.x1)-1, word)}
}

// row is the cells of one row, and those of them that have neighbours outside the rectangle.
func (k *columns) row(y uint8) (r row) {
	switch {
	case k.y0 > k.y1: // two rectangles that do not meet
	case y > k.y0 && y < k.y1:
		return row{k.inside, k.edges}
	case y == k.y0 || y == k.y1:
		return row{k.inside, k.inside}
	}
	return row{}
}

type row struct{ inside, edges uint64 }

// gatherRow collects the changes of some cells of a row: one piece of what all must know, one of the rest. What came
// into a cell from another that the viewer sees as well needs no look.
func (c *Cells) gatherRow(m *meal, word int, far, near row) {
	p := m.plates
	marks := &p.marks[word]
	noted := marks.stirred | marks.entered
	if first, last := p.those(word, noted, far.inside); first < last {
		m.changes = append(m.changes, p.must[p.all[first].must:p.all[last].must]...)
	}
	if first, last := p.those(word, noted, near.inside); first < last {
		m.extras = append(m.extras, p.may[p.all[first].may:p.all[last].may]...)
	}
	look := far.edges | near.edges
	if p.leaps {
		look = far.inside
	}
	for look &= marks.entered; look != 0; look &= look - 1 {
		at, _ := p.those(word, noted, look&-look)
		for i := p.all[at].first; i < p.all[at+1].first; i++ {
			c.gatherComing(m, uint16(word*64+bits.TrailingZeros64(look)), &p.comings[i])
		}
	}
}

// gatherComing collects what came into a cell from where the viewer did not see it.
func (c *Cells) gatherComing(m *meal, id uint16, a *coming) {
	p := m.plates
	last, next := &m.v.Window, &m.next
	near := next.Near(id) && last.Near(id) // what was far and is near is told by sight
	saw := last.Near(a.from) && next.Near(a.from)
	whole := p.overfull(a.from)
	switch {
	case a.passing:
		if near && (!saw || whole) {
			m.states = append(m.states, p.came[a.start:a.end]...)
		}
	case !last.Holds(a.from) || !next.Holds(a.from) || whole:
		m.states = append(m.states, p.came[a.start:a.end]...)
	case !saw && near:
		m.extras = c.condition(m.extras, &c.beliefs[a.slot])
	}
}

// gatherCells collects what those are told who see a cell anew, or nearer than before, or missed what changed in it.
func (c *Cells) gatherCells(m *meal) {
	all, near, had := outer(m.next), inner(m.next), &m.v.Window
	if !m.current {
		all.each(func(id uint16) { c.gatherMissed(m, id) })
		return
	}
	for _, strip := range all.without(outer(*had)) {
		strip.each(func(id uint16) { m.states = append(m.states, c.contents(id, m.next.Near(id))...) })
	}
	for _, strip := range near.without(inner(*had)) {
		strip.each(func(id uint16) { c.gatherNearer(m, id) })
	}
}

// gatherMissed is for a viewer who has missed ticks.
func (c *Cells) gatherMissed(m *meal, id uint16) {
	if c.comesWhole(m, id) {
		m.wholes = true
	} else if m.next.Near(id) && !m.v.Window.Near(id) {
		c.gatherNearer(m, id)
	}
}

// gatherNearer collects what was not told of a cell that the viewer had while it was far.
func (c *Cells) gatherNearer(m *meal, id uint16) {
	if !m.v.Window.Holds(id) {
		return
	}
	states, conditions := c.sight(id)
	m.states = append(m.states, states...)
	m.extras = append(m.extras, conditions...)
}

// comesWhole reports whether the viewer gets the cell as a CellState, since it may believe of it what is wrong: it
// missed a change of it, or the changes are too many for one message.
func (c *Cells) comesWhole(m *meal, id uint16) bool {
	if m.current {
		return m.v.Window.Holds(id) && m.plates.overfull(id)
	}
	return !m.v.open || !m.v.Window.Holds(id) || c.cells[id].touched > m.v.told
}

// order makes news of what was gathered: changes first, since they are of the tick before, and then what is whole.
func (c *Cells) order(m *meal) {
	m.changes = append(m.changes, m.extras...)
	if len(m.changes) > regroupFrom {
		m.changes = c.regroup(m.changes)
	}
	if m.v.met != nil {
		c.news = protocol.NamelessShips(c.news[:0], m.states, m.v.met.again)
		m.states = append(m.states[:0], c.news...)
	}
	if len(m.states) > regroupFrom {
		m.states = c.regroup(m.states)
	}
	if len(m.changes)+len(m.states) <= newsRoom {
		m.changes = append(m.changes, m.states...)
		m.head = m.changes
		return
	}
	m.head = nil
	c.add(m, m.changes)
	c.add(m, m.states)
}

// regroupFrom is how many bytes of news are worth putting all records of a kind into common groups.
const regroupFrom = 90

// regroup merges the groups of many cells by kind. A look still stands before the course that it changes, a shot behind
// the course of its ship, and what is whole behind what changed, as the kinds are numbered.
func (c *Cells) regroup(news []byte) []byte {
	for kind := range c.byKind {
		c.byKind[kind] = c.byKind[kind][:0]
	}
	for rest := news; len(rest) > 0; {
		kind, size := protocol.GroupSize(rest[0])
		if size == 0 {
			size = protocol.WholeGroups(rest, 1) - 1
		}
		c.byKind[kind] = append(c.byKind[kind], rest[1:1+size]...)
		rest = rest[1+size:]
	}
	news = news[:0]
	for kind, records := range c.byKind {
		if len(records) > 0 {
			news = protocol.AppendGroups(news, kind, records)
		}
	}
	return news
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
