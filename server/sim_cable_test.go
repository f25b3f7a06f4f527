package server

import (
	"math/rand/v2"
	"net/netip"

	"github.com/orbrawl/orbrawl/game/flight"
	"github.com/orbrawl/orbrawl/protocol"
	"github.com/orbrawl/orbrawl/server/conn"
)

// What package conn does by its clocks and limits, in ticks and bytes; see conn.DefaultConfig.
const (
	tailLimit   = 8 << 10
	frameLimit  = 1 << 20
	stallLimit  = 15 * flight.Rate
	helloLimit  = 5 * flight.Rate
	lingerLimit = flight.Rate
	burstLimit  = 240
	burstBack   = 120 / flight.Rate // messages a tick that a peer may go on sending
)

// parcel is a message on its way.
type parcel struct {
	bytes []byte             // down a WebSocket frame, up a payload
	left  int                // bytes that the network has not taken yet
	at    int                // when all of it is at the other end
	last  protocol.CloseCode // of a close frame; 0 is another message
	must  promise
}

// queue is parcels in order.
type queue struct {
	all  []parcel
	head int
}

func (q *queue) push(p parcel) { q.all = append(q.all, p) }

func (q *queue) empty() bool { return q.head == len(q.all) }

func (q *queue) pop() parcel {
	p := q.all[q.head]
	q.all[q.head] = parcel{}
	if q.head++; q.empty() {
		q.all, q.head = q.all[:0], 0
	}
	return p
}

// way is how one direction of a cable behaves. Bytes keep their order.
type way struct {
	delay, jitter int // ticks
	stalled       int // until this tick nothing moves
	newest        int // when the last parcel arrives
}

func (w *way) arrival(now int, chance *rand.Rand) int {
	w.newest = max(w.newest, now+w.delay)
	if w.jitter > 0 {
		w.newest = max(w.newest, now+w.delay+chance.IntN(w.jitter+1))
	}
	return w.newest
}

// cable is a connection without sockets and goroutines: what the server sees is a [line], and behaves as
// package conn does over a TCP connection; what the other end sees is what a browser does.
type cable struct {
	sim     *simulation
	no      int
	actor   *actor // who called
	session *session
	chance  *rand.Rand

	// the server's end
	closing  bool
	code     protocol.CloseCode
	leavesAt int  // when the session hears of the end
	left     bool // it has heard
	leftAt   int
	openedAt int
	heardAt  int // when something came
	movedAt  int // when the kernel last took something of what was unsent
	credit   int // messages that may come at once
	owner    *client

	// between the ends
	room     int // of the kernel's buffer, bytes
	queued   int // bytes in it
	unsent   int // bytes behind it
	rate     int // bytes a tick that the client reads, 0 without bound
	slowTill int
	down, up queue
	downWay  way
	upWay    way

	dead        bool // nothing passes any more
	serverHears int  // of that, or 0 if nobody tells
	clientHears int
}

// newCable is a call to the server, which makes a session of it.
func (s *simulation) newCable(a *actor) *cable {
	s.cableNo++
	c := &cable{
		sim: s, no: s.cableNo, actor: a, chance: a.chance, openedAt: s.now, heardAt: s.now, credit: burstLimit,
		room: s.climate.room, downWay: s.climate.way, upWay: s.climate.way,
	}
	c.session = s.loop.gate.admit(nil).(*session)
	c.session.conn = c
	s.cables = append(s.cables, c)
	return c
}

// WriteFrame takes all of a frame or nothing, as conn.Conn does.
func (c *cable) WriteFrame(f conn.Frame) error {
	switch {
	case len(f) == 0:
		return conn.ErrNotSealed
	case len(f) > frameLimit:
		return conn.ErrFrameTooBig
	case c.closing:
		return conn.ErrClosed
	case c.unsent > 0 && c.unsent+len(f) > tailLimit || c.sim.refuses(c):
		return conn.ErrBusy // a pong may have taken the room since the loop asked
	case c.sim.breaks(c):
		c.sim.note(c.actor.no, "breaks", uint64(c.no), 0)
		c.cut(0, 1+c.chance.IntN(20))
		c.end(conn.CodeAbnormal)
		return conn.ErrClosed
	}
	b := c.sim.buffer(len(f))
	copy(b, f)
	c.put(parcel{bytes: b, left: len(b)})
	return nil
}

// put gives bytes to the kernel, and what it has no room for to the remainder.
func (c *cable) put(p parcel) {
	if c.unsent == 0 {
		c.movedAt = c.sim.now
	}
	c.down.push(p)
	c.settle(c.queued + c.unsent + p.left)
}

// settle divides what is under way between the kernel and the remainder.
func (c *cable) settle(total int) {
	c.queued = min(total, c.room)
	c.unsent = total - c.queued
}

// Ready, Closing, Close and ClientAddr are those of conn.Conn.
func (c *cable) Ready() bool { return c.unsent == 0 && !c.closing }

func (c *cable) Closing() bool { return c.closing }

func (c *cable) Close(code protocol.CloseCode, _ string) { c.end(code) }

func (c *cable) ClientAddr() netip.Addr { return netip.Addr{} }

// end closes the server's end: the close frame goes behind what is unsent, and the session hears of it when its
// goroutine comes to it.
func (c *cable) end(code protocol.CloseCode) {
	if c.closing {
		return
	}
	c.closing, c.code = true, code
	c.leavesAt = c.sim.now + c.chance.IntN(3)
	c.sim.note(c.actor.no, "ends", uint64(c.no), uint64(code))
	c.sim.tally.Seen["end "+code.String()]++
	since := c.sim.now - max(c.openedAt, c.sim.climate.quietAt)
	c.sim.must(code != protocol.CloseStalled || c.dead || since < wellTicks, "good lines are not given up", c.actor, "line %d", c.no)
	if code != conn.CodeAbnormal {
		c.put(parcel{left: 30, last: code})
	}
}

// cut lets nothing pass any more. Each end hears of it after some ticks, or by its own clocks when that is 0.
func (c *cable) cut(server, client int) {
	c.dead = true
	c.serverHears, c.clientHears = 0, 0
	if server > 0 {
		c.serverHears = c.sim.now + server
	}
	if client > 0 {
		c.clientHears = c.sim.now + client
	}
}

// serve is what the connection's goroutine does in a tick: it reads, looks at its clocks, and leaves.
func (c *cable) serve() {
	if c.left {
		return
	}
	now := c.sim.now
	c.credit = min(burstLimit, c.credit+burstBack)
	for !c.dead && now >= c.upWay.stalled && !c.up.empty() && c.up.all[c.up.head].at <= now {
		c.read(c.up.pop())
	}
	if !c.dead && now >= c.upWay.stalled {
		c.heardAt = now // browsers answer pings by themselves
	}
	switch {
	case c.serverHears > 0 && now >= c.serverHears:
		c.end(conn.CodeAbnormal)
	case now-c.heardAt > c.sim.climate.idle:
		c.end(protocol.CloseSilent)
	case c.unsent > 0 && now-c.movedAt > stallLimit:
		c.end(protocol.CloseStalled)
	case !c.session.hailed && now-c.openedAt > helloLimit:
		c.end(protocol.CloseNoHello)
	}
	if c.closing && now >= c.leavesAt {
		c.left, c.leftAt = true, now
		c.session.OnClose(nil, c.code, nil)
	}
}

// read gives a message to the session, as far as package conn lets it through.
func (c *cable) read(p parcel) {
	switch c.credit--; {
	case c.closing:
	case p.last != 0:
		c.end(p.last)
	case c.credit < 0:
		c.end(protocol.ClosePolicy)
	case len(p.bytes) > protocol.MaxUp:
		c.end(protocol.CloseTooBig)
	default:
		good := c.sim.wellSaid(p.bytes, c.session.hailed)
		c.session.OnMessage(nil, p.bytes)
		c.sim.must(c.closing != good, "lines end when nonsense is said, and only then", c.actor, "line %d, %x", c.no, p.bytes)
	}
}

// wellSaid reports whether a payload is whole messages of those that may come from a client, with a hello for the
// first of all and no other.
func (s *simulation) wellSaid(payload []byte, hailed bool) bool {
	r := s.reader
	r.Reset(payload)
	for id, ok := r.Next(); ok; id, ok = r.Next() {
		if id >= protocol.IDWelcome && id <= protocol.IDAfar || hailed == (id == protocol.IDHello) {
			return false
		}
		hailed = true
		if m := newUp(id); m != nil {
			m.Decode(r)
		} else if id < firstModID && id != protocol.IDLeave {
			r.Unknown()
		}
	}
	return hailed && r.Err() == nil
}

// newUp is a message that clients send, or nil.
func newUp(id protocol.MessageID) interface{ Decode(*protocol.Reader) } {
	switch id {
	case protocol.IDHello:
		return new(protocol.Hello)
	case protocol.IDInput:
		return new(protocol.Input)
	case protocol.IDChoose:
		return new(protocol.Choose)
	case protocol.IDPlay:
		return new(protocol.Play)
	case protocol.IDView:
		return new(protocol.View)
	case protocol.IDWatch:
		return new(protocol.Watch)
	}
	return nil
}

// flow moves bytes toward the client, and hands over what has arrived.
func (c *cable) flow() {
	now := c.sim.now
	if !c.dead && now >= c.downWay.stalled {
		c.drain()
		for now >= c.actor.frozen && !c.down.empty() && c.down.all[c.down.head].left == 0 && c.down.all[c.down.head].at <= now {
			p := c.down.pop()
			c.actor.hear(c, &p)
			c.sim.recycle(p.bytes)
		}
	}
	if c.closing && now-c.leavesAt > lingerLimit && !c.dead && c.unsent > 0 {
		c.cut(0, 1) // who does not even read the farewell is reset
	}
	if c.clientHears > 0 && now >= c.clientHears {
		c.clientHears = 0
		c.actor.lost(c, conn.CodeAbnormal)
	}
}

// drain lets the network take what the client reads in a tick.
func (c *cable) drain() {
	now, budget := c.sim.now, 1<<30
	if now < c.slowTill {
		budget = c.rate
	}
	for i := c.down.head; i < len(c.down.all) && budget > 0; i++ {
		p := &c.down.all[i]
		if p.left == 0 {
			continue
		}
		n := min(p.left, budget)
		p.left -= n
		budget -= n
		c.movedAt = now
		c.settle(c.queued + c.unsent - n)
		if p.left == 0 {
			p.at = c.downWay.arrival(now, c.chance)
		}
	}
}

// over reports whether nobody has anything to do with the cable any more.
func (c *cable) over() bool {
	return c.left && (c.dead && c.clientHears == 0 || c.down.empty() || c.actor.cable != c)
}

// write sends a payload up.
func (c *cable) write(payload []byte) {
	c.up.push(parcel{bytes: append([]byte(nil), payload...), at: c.upWay.arrival(c.sim.now, c.chance)})
}

// hangUp is the page going away.
func (c *cable) hangUp(code protocol.CloseCode) {
	c.up.push(parcel{last: code, at: c.upWay.arrival(c.sim.now, c.chance)})
}
