package swarm

import (
	"fmt"
	"strings"
	"time"

	"github.com/orbrawl/orbrawl/game/mirror"
	"github.com/orbrawl/orbrawl/protocol"
)

// news is what one frame told beside the world.
type news struct {
	frame, self, phase, offer, died bool
	window                          protocol.Window // before this frame
}

// take reads a message of the line, one frame after another.
func (p *pilot) take(b []byte, now time.Time) {
	p.heard += len(b)
	for rest := p.takeFrame(b, now); len(rest) > 0 && !p.over; {
		rest = p.takeFrame(rest, now)
	}
}

// takeFrame reads a frame, holds it against the standard, and answers. It returns what follows it.
func (p *pilot) takeFrame(b []byte, now time.Time) (rest []byte) {
	p.news = news{window: p.window}
	n, err := p.read(b)
	if err != nil {
		p.quit(decodeText(err), err.Error())
		return nil
	}
	p.taken(b[:n], now)
	return b[n:]
}

// taken goes on to the tick of a frame that was read.
func (p *pilot) taken(b []byte, now time.Time) {
	if !p.news.frame || p.over {
		return
	}
	tick := p.tick + uint32(p.head.After)
	if p.course.measuring.Load() {
		p.tally.heard(len(b), now, p.heardAt, p.head.After == 1)
	}
	p.tick, p.heardAt = tick, now
	p.course.seen(tick)
	if p.full {
		if err := p.mirror.Take(b); err != nil {
			p.quit(decodeText(err), err.Error())
			return
		}
	}
	p.follow()
	p.join(now)
}

// decodeText is a decoding error without the place, so that many like it count as one.
func decodeText(err error) string {
	text, _, _ := strings.Cut(err.Error(), " (byte ")
	return text
}

// join notes the first frame that brought a ship.
func (p *pilot) join(now time.Time) {
	if p.tally.joined || !p.news.self {
		return
	}
	p.tally.joined = true
	p.tally.joinMs = float64(now.Sub(p.dialled)) / float64(time.Millisecond)
	p.tally.joinBytes = p.heard
	p.settle()
}

// read goes through the messages up to the next frame, whose place it returns. It counts their bytes, and takes
// those that concern the pilot; what concerns the world is read by the mirror.
func (p *pilot) read(b []byte) (end int, err error) {
	r := p.reader
	r.Reset(b)
	measuring := p.course.measuring.Load()
	for start := 0; ; start = r.Pos() {
		id, ok := r.Next()
		if !ok {
			break
		}
		if id == protocol.IDFrame && p.news.frame {
			return start, nil
		}
		if text := p.place(id, start == 0); text != "" {
			p.quit(text, fmt.Sprintf("message %d (%s)", uint16(id), id))
			return len(b), nil
		}
		p.message(id)
		r.Done()
		if measuring {
			p.tally.byMessage[id] += r.Pos() - start
		}
	}
	if r.Err() == nil && len(b) == 0 {
		p.fault("an empty frame came", "0 bytes")
	}
	return len(b), r.Err()
}

// place says what is wrong with a message of that type here, or nothing.
func (p *pilot) place(id protocol.MessageID, first bool) string {
	switch {
	case id == protocol.IDBye:
	case id == protocol.IDWelcome:
		if p.greeted || !first {
			return "a second welcome came"
		}
	case !p.greeted:
		return "a message came before the welcome"
	case !p.table[id]:
		return "a message came that is not in the welcome's table"
	case id < protocol.IDWelcome:
		return "a message came that only clients send"
	case first != (id == protocol.IDFrame):
		return "a frame does not begin with its head"
	}
	return ""
}

// message takes one message.
func (p *pilot) message(id protocol.MessageID) {
	r := p.reader
	switch id {
	case protocol.IDWelcome:
		p.welcomed()
	case protocol.IDBye:
		p.bye.Decode(r)
	case protocol.IDFrame:
		p.head.Decode(r)
		p.news.frame = true
		p.verifyNews(id, p.head.News)
	case protocol.IDAck:
		seq := p.ack.Seq
		p.ack.Decode(r)
		if p.ack.Seq != seq {
			p.tally.margin(p.ack.Margin)
		}
	case protocol.IDWindow:
		p.window.Decode(r)
		p.open = true
		p.verifyWindow()
	case protocol.IDDelta:
		p.delta.Decode(r)
		p.verifyNews(id, p.delta.News)
	case protocol.IDCellState:
		p.state.Decode(r)
		p.verifyNews(id, p.state.News)
		p.verifyCell()
	default:
		p.personal(id)
	}
}

// personal takes what concerns the pilot and its ship.
func (p *pilot) personal(id protocol.MessageID) {
	r := p.reader
	switch id {
	case protocol.IDSelf:
		p.self.Decode(r)
		p.news.self = true
	case protocol.IDPhase:
		p.phase.Decode(r)
		p.news.phase = true
		p.standing = standing{}
	case protocol.IDStatus:
		p.status.Decode(r)
		p.verifyStatus()
	case protocol.IDProgress:
		p.progress.Decode(r)
		p.verifyProgress()
	case protocol.IDOffer:
		p.offer.Decode(r)
		p.news.offer = true
		p.verifyOffer()
	case protocol.IDDied:
		p.died.Decode(r)
		p.news.died = true
		p.tally.deaths++
	case protocol.IDKill:
		var m protocol.Kill
		m.Decode(r)
		if p.phase.Phase == protocol.PhaseFlying && m.BySlot == p.phase.Focus {
			p.tally.kills++
		}
	case protocol.IDBoard:
		var m protocol.Board
		m.Decode(r)
		p.verifyBoard(&m)
	case protocol.IDMap:
		var m protocol.Map
		m.Decode(r)
		p.radius = float64(m.Radius)
	}
}

// welcomed takes the welcome, and asks for a ship.
func (p *pilot) welcomed() {
	m := &p.welcome
	m.Decode(p.reader)
	if p.reader.Err() != nil {
		return
	}
	p.greeted = true
	p.table = make(map[protocol.MessageID]bool, len(m.Messages))
	for i := range m.Messages {
		p.table[protocol.MessageID(m.Messages[i].ID)] = true
	}
	p.verifyWelcome()
	p.tick, p.heardAt = m.Tick, time.Now()
	p.ahead.tick, p.lead = m.Tick, newLead(m.Tick)
	if p.full {
		p.mirror = mirror.New(p.course.cat, m.Tick)
	}
	s := &p.course.cat.Sector
	view := protocol.View{HalfWidth: uint16(s.ViewHalfWidth), HalfHeight: uint16(s.ViewHalfHeight)}
	view.Append(p.writer)
	p.play()
	p.send()
}
