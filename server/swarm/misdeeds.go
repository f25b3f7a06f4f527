package swarm

import (
	"encoding/binary"
	"errors"
	"net"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/orbrawl/orbrawl/protocol"
)

// What hostile clients do, in numbers.
const (
	muteBuffer  = 4 << 10                // bytes that the system takes for a client that does not read
	muteSpeaks  = 500 * time.Millisecond // between two inputs of it
	floodEvery  = 10 * time.Millisecond  // between two volleys
	floodVolley = 10                     // inputs
	slowBytes   = 16                     // read at once
	slowEvery   = 50 * time.Millisecond  // between two reads
)

// message is anything that can be written.
type message interface{ Append(*protocol.Writer) }

// hail opens a WebSocket and says hello.
func (f *foe) hail(conn net.Conn) (*line, error) {
	l, err := shake(conn, f.course.host, f.course.path, f.chance)
	if err != nil {
		return nil, err
	}
	return l, f.say(l, &protocol.Hello{MinVersion: protocol.Version, MaxVersion: protocol.Version, Build: "foe"})
}

// join goes on to ask for a ship. It returns the newest tick.
func (f *foe) join(conn net.Conn) (*line, uint32, error) {
	l, err := f.hail(conn)
	if err != nil {
		return nil, 0, err
	}
	_, payload, err := l.next()
	if err != nil {
		return nil, 0, err
	}
	r := protocol.NewReader()
	r.Reset(payload)
	var welcome protocol.Welcome
	if id, ok := r.Next(); ok && id == protocol.IDWelcome {
		welcome.Decode(r)
	}
	return l, welcome.Tick, f.say(l, &protocol.Play{Name: "Foe " + strconv.Itoa(f.no+1), Hue: uint8(f.no % 8)})
}

// say sends messages as one frame.
func (f *foe) say(l *line, messages ...message) error {
	w := protocol.NewWriter()
	w.Reset(make([]byte, outRoom))
	for _, m := range messages {
		m.Append(w)
	}
	f.sent(len(messages))
	return l.send(opBinary, w.Bytes())
}

// input is a good one, for a tick soon after the one seen.
func (f *foe) input(seq uint16, seen uint32) *protocol.Input {
	return &protocol.Input{
		Seq: seq, Tick: uint16(seen + leadStart), Seen: uint16(seen), Move: uint8(f.chance.IntN(256)), Power: protocol.ShipPower,
		Aim: uint16(f.chance.IntN(protocol.Dirs)), Buttons: uint8(f.chance.IntN(protocol.ButtonMask + 1)),
	}
}

// tickOf is the tick after the frames of a message.
func tickOf(r *protocol.Reader, payload []byte, before uint32) uint32 {
	r.Reset(payload)
	for {
		id, ok := r.Next()
		if !ok {
			return before
		}
		if id == protocol.IDFrame {
			var head protocol.Frame
			head.Decode(r)
			before += uint32(head.After)
		}
	}
}

// narrow keeps what the system takes in for a connection small, so that not reading is felt soon.
func narrow(conn net.Conn) {
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetReadBuffer(muteBuffer) // else it is felt later
	}
}

// mute goes on sending, and reads again only when that fails, to learn how the line ended.
func (f *foe) mute(conn net.Conn) error {
	narrow(conn)
	l, tick, err := f.join(conn)
	if err != nil {
		return err
	}
	for seq := uint16(1); err == nil; seq++ {
		time.Sleep(muteSpeaks)
		tick += 15
		err = f.say(l, f.input(seq, tick))
	}
	for {
		if _, _, last := l.next(); last != nil {
			return errors.Join(last, err)
		}
	}
}

// flood sends volleys; on every other line each volley is one frame, which passes a limit of frames.
func (f *foe) flood(conn net.Conn) error {
	l, first, err := f.join(conn)
	if err != nil {
		return err
	}
	var tick atomic.Uint32
	tick.Store(first)
	ended := make(chan error, 1)
	go func() { ended <- listen(l, &tick) }()
	beat := time.NewTicker(floodEvery)
	defer beat.Stop()
	for seq := uint16(0); ; {
		select {
		case err := <-ended:
			return err
		case <-beat.C:
		}
		var volley []message
		for range floodVolley {
			seq++
			volley = append(volley, f.input(seq, tick.Load()))
		}
		if f.lines%2 == 0 {
			_ = f.say(l, volley...) // the listener hears of the end
			continue
		}
		for i := range volley {
			_ = f.say(l, volley[i])
		}
	}
}

// listen reads until the line ends, and keeps the newest tick.
func listen(l *line, tick *atomic.Uint32) error {
	r := protocol.NewReader()
	for {
		_, payload, err := l.next()
		if err != nil {
			return err
		}
		tick.Store(tickOf(r, payload, tick.Load()))
	}
}

// churn is gone as soon as it has said hello: with a close frame, without one, or after its welcome.
func (f *foe) churn(conn net.Conn) error {
	var l *line
	var err error
	switch f.lines % 3 {
	case 0:
		if l, _, err = f.join(conn); err == nil {
			err = f.say(l, &protocol.Leave{})
		}
	case 1:
		if l, err = f.hail(conn); err == nil {
			err = l.close(protocol.CloseLeave)
		}
	default:
		_, err = f.hail(conn)
	}
	if err != nil {
		return err
	}
	return errOurs
}

// slow reads with a straw, and acknowledges what it reads.
func (f *foe) slow(conn net.Conn) error {
	narrow(conn)
	l, tick, err := f.join(conn)
	if err != nil {
		return err
	}
	l.conn = straw{conn}
	r := protocol.NewReader()
	for seq := uint16(1); ; seq++ {
		_, payload, err := l.next()
		if err != nil {
			return err
		}
		tick = tickOf(r, payload, tick)
		if err := f.say(l, f.input(seq, tick)); err != nil {
			return err
		}
	}
}

// straw is a connection that is read little at a time.
type straw struct{ net.Conn }

func (s straw) Read(p []byte) (int, error) {
	time.Sleep(slowEvery)
	return s.Conn.Read(p[:min(len(p), slowBytes)])
}

// loiter waits for the server to lose patience.
func (f *foe) loiter(conn net.Conn) error {
	for buf := make([]byte, 512); ; {
		if _, err := conn.Read(buf); err != nil {
			return err
		}
	}
}

// garbage sends something that cannot be, each time something else, and waits for the server to end the line.
func (f *foe) garbage(conn net.Conn) error {
	noise := make([]byte, 64)
	for i := range noise {
		noise[i] = byte(f.chance.Uint32())
	}
	kinds := rubbish(noise)
	which := f.lines % (len(kinds) + 1)
	f.sent(1)
	if which == len(kinds) { // in place of a handshake
		if _, err := conn.Write(noise); err != nil {
			return err
		}
		return f.loiter(conn)
	}
	l, err := f.hail(conn)
	if err != nil {
		return err
	}
	k := kinds[which]
	if k.payload {
		err = l.send(opBinary, append(make([]byte, outRoom), k.bytes...))
	} else {
		_, err = conn.Write(k.bytes)
	}
	for err == nil {
		_, _, err = l.next()
	}
	return err
}

// trash is bytes that no client sends: the payload of a good frame, or as they stand.
type trash struct {
	payload bool
	bytes   []byte
}

func rubbish(noise []byte) []trash {
	long := binary.BigEndian.AppendUint64([]byte{finBit | opBinary, maskBit | length64}, 1<<40)
	negative := binary.BigEndian.AppendUint64([]byte{finBit | opBinary, maskBit | length64}, 1<<63|1)
	return []trash{
		{false, noise},
		{false, append(long, noise...)},
		{false, append(negative, noise...)},
		{false, append([]byte{finBit | opText, maskBit | 5, 0, 0, 0, 0}, "hello"...)},
		{false, append([]byte{finBit | opBinary, maskBit | 100, 1, 2, 3, 4}, noise[:9]...)}, // cut short
		{false, []byte{finBit | opBinary, 2, 0x91, 6}},                                      // not masked
		{true, noise},
		{true, []byte{0xdd, 0xff, 0xff, 0xff, 0xff}},          // an array of 2^32 values
		{true, []byte{0x98, 2, 1, 1, 1, 0, 200, 0, 0}},        // an input with a power of 200
		{true, make([]byte, 2*protocol.MaxUp)},                // a message that is too large
		{true, []byte{0x97, 1, 1, 1, 0xa0, 0xa0, 0, 0xc4, 0}}, // a second hello
		{true, []byte{0xc4, 0xff, 1, 2}},                      // a bin longer than the frame
	}
}
