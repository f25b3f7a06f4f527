package swarm

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"time"

	"github.com/lxzan/gws"

	"github.com/orbrawl/orbrawl/game/brain"
	"github.com/orbrawl/orbrawl/game/mirror"
	"github.com/orbrawl/orbrawl/protocol"
)

// pilot is one client. All of it belongs to the goroutine that reads its socket.
type pilot struct {
	course *course
	no     int
	full   bool // decodes and verifies everything
	line   *gws.Conn
	reader *protocol.Reader
	writer *protocol.Writer
	over   bool // nothing more is read
	told   bool // the course knows how joining went

	// from the server
	welcome  protocol.Welcome
	table    map[protocol.MessageID]bool
	greeted  bool
	tick     uint32 // of the newest frame
	heardAt  time.Time
	head     protocol.Frame
	ack      protocol.Ack
	delta    protocol.Delta
	state    protocol.CellState
	open     bool // a window was told
	window   protocol.Window
	self     protocol.Self
	phase    protocol.Phase
	status   protocol.Status
	progress protocol.Progress
	offer    protocol.Offer
	died     protocol.Died
	radius   float64 // u, of the sector
	bye      protocol.Bye
	news     news
	mirror   *mirror.Mirror

	// ours
	ahead    ahead
	lead     lead
	sent     controls // newest that was sent
	sentAt   uint32
	playAt   uint32 // tick at which to ask for a ship
	thinkAt  uint32
	standing standing
	mind     brain.Mind
	chance   chance
	sight    brain.Sight

	dialled time.Time
	heard   int // payload bytes since the dial
	tally   tally
}

// chance is seeded randomness as minds take it.
type chance struct{ *rand.Rand }

func (c chance) Float() float64 { return c.Float64() }

func newPilot(c *course, no int, full bool) *pilot {
	p := &pilot{
		course: c, no: no, full: full, reader: protocol.NewReader(), writer: protocol.NewWriter(),
		tally: newTally(), chance: chance{rand.New(rand.NewPCG(c.conf.Seed, uint64(no)))},
	}
	temper := brain.Miner
	if p.chance.Float() < 0.6 {
		temper = brain.Hunter
	}
	p.mind = brain.NewMind(temper, p.chance.Float())
	p.mind.Roam = uint8(p.chance.IntN(256))
	p.ahead.cat = c.cat
	return p
}

// live joins and plays until the run or the line ends. ctx cuts the line.
func (p *pilot) live(ctx context.Context) {
	defer p.settle()
	defer func() {
		if r := recover(); r != nil { // the WebSocket library panics on some broken frames
			p.fault("a frame broke the WebSocket reader", fmt.Sprint(r))
			p.lost("ours: a frame broke the WebSocket reader")
		}
	}()
	p.dialled = time.Now()
	raw, err := p.course.dial(ctx)
	if err != nil {
		p.lost("dial: " + reason(err))
		return
	}
	defer raw.Close()
	defer context.AfterFunc(ctx, func() { _ = raw.Close() })()
	p.line, _, err = gws.NewClientFromConn(p, &gws.ClientOption{
		Addr: p.course.socket, HandshakeTimeout: p.course.conf.JoinWait, ReadMaxPayloadSize: 1 << 20,
	}, raw)
	if err != nil {
		p.lost("handshake: " + reason(err))
		return
	}
	p.line.ReadLoop()
}

// reason is an error without addresses, so that many like it count as one.
func reason(err error) string {
	if op := (*net.OpError)(nil); errors.As(err, &op) {
		return op.Op + " " + op.Err.Error()
	}
	return err.Error()
}

// settle tells the course, once, that the pilot has joined or never will.
func (p *pilot) settle() {
	if !p.told {
		p.told = true
		p.course.settled <- struct{}{}
	}
}

// lost notes why the line ended, unless the run ended it.
func (p *pilot) lost(why string) {
	if p.tally.closedAt.IsZero() {
		p.tally.closedAt = time.Now()
		if !p.course.ending.Load() {
			p.tally.drop = why
		}
	}
}

// fault notes that the protocol was broken.
func (p *pilot) fault(text, detail string) {
	p.tally.add(text, fmt.Sprintf("pilot %d, tick %d: %s: %s", p.no, p.tick, text, detail), 1)
}

// quit ends the line over a fault that leaves nothing to go on with.
func (p *pilot) quit(text, detail string) {
	p.fault(text, detail)
	p.lost("ours: " + text)
	p.over = true
	_ = p.line.WriteClose(uint16(protocol.CloseProtocol), nil)
}

// OnOpen says hello.
func (p *pilot) OnOpen(*gws.Conn) {
	m := protocol.Hello{MinVersion: protocol.Version, MaxVersion: protocol.Version, Build: "swarm", Locale: "en"}
	p.writer.Reset(nil)
	m.Append(p.writer)
	p.send()
}

// send writes what the writer holds as one frame.
func (p *pilot) send() {
	if b := p.writer.Bytes(); len(b) > 0 {
		_ = p.line.WriteMessage(gws.OpcodeBinary, b) // a broken line is told by OnClose
	}
	p.writer.Reset(p.writer.Bytes()[:0])
}

// OnMessage takes a frame and acts on it.
func (p *pilot) OnMessage(_ *gws.Conn, m *gws.Message) {
	defer m.Close()
	now := time.Now()
	switch {
	case p.over:
	case p.course.ending.Load():
		p.leave()
	case m.Opcode != gws.OpcodeBinary:
		p.quit("a text frame came", "binary only")
	default:
		p.take(m.Bytes(), now)
	}
}

// leave gives up the ship and closes.
func (p *pilot) leave() {
	p.over = true
	m := protocol.Leave{}
	m.Append(p.writer)
	p.send()
	p.lost("")
	_ = p.line.WriteClose(uint16(protocol.CloseLeave), nil)
}

// OnPing answers.
func (p *pilot) OnPing(line *gws.Conn, payload []byte) { _ = line.WritePong(payload) }

// OnPong has nothing to do: pilots send no pings.
func (p *pilot) OnPong(*gws.Conn, []byte) {}

// OnClose notes who ended the line and why.
func (p *pilot) OnClose(_ *gws.Conn, err error) {
	p.over = true
	closed := (*gws.CloseError)(nil)
	if !errors.As(err, &closed) {
		p.lost("line: " + reason(err))
		return
	}
	p.lost(fmt.Sprintf("%d %s", closed.Code, protocol.CloseCode(closed.Code)))
}
