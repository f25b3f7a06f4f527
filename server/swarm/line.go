package swarm

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"time"

	"github.com/orbrawl/orbrawl/protocol"
)

// Bits and opcodes of a WebSocket frame's head, RFC 6455 section 5.2.
const (
	opContinue = 0x0
	opText     = 0x1
	opBinary   = 0x2
	opClose    = 0x8
	opPing     = 0x9
	opPong     = 0xA

	finBit     = 0x80
	rsvBits    = 0x70
	opBits     = 0x0f
	maskBit    = 0x80
	lengthBits = 0x7f
	length16   = 126 // the length follows in 2 bytes
	length64   = 127 // the length follows in 8 bytes
)

// Sizes of a line, bytes.
const (
	lineBuffer = 2 << 10 // held always: an ordinary frame fits in
	lineMost   = 1 << 20 // of one message
	outRoom    = 8       // in front of a payload, for its head and mask
)

// errFrame is what all frames that break the rules of RFC 6455 have in common.
var errFrame = errors.New("swarm: a frame is against RFC 6455")

// closedError is a close frame of the server.
type closedError struct {
	code   protocol.CloseCode
	reason string
}

func (e *closedError) Error() string { return fmt.Sprintf("%d %s", e.code, e.code) }

// line is the client's end of a WebSocket: it reads whole messages, and writes each answer at once. The server's
// frames are small and many, so it reads all that is there in one call and copies nothing. It belongs to one
// goroutine.
type line struct {
	conn    net.Conn
	chance  *rand.Rand // for masks
	heardAt time.Time  // when the newest bytes were read

	// reading
	small    []byte // the buffer of lineBuffer bytes
	buf      []byte // small, or a larger one while a larger message is under way
	from, to int    // what of it is not taken
	pieces   []byte // of a message in fragments
	pieceOp  byte   // 0 between messages
}

// newLine begins a line on which the handshake is over; rest is what came behind it.
func newLine(conn net.Conn, rest []byte, chance *rand.Rand) *line {
	l := &line{conn: conn, chance: chance, small: make([]byte, lineBuffer), heardAt: time.Now()}
	l.buf = l.small
	if len(rest) > len(l.buf) {
		l.buf = make([]byte, len(rest))
	}
	l.to = copy(l.buf, rest)
	return l
}

// next is the next message or control frame. The payload is valid until the next call. A close frame comes as a
// *closedError.
func (l *line) next() (op byte, payload []byte, err error) {
	for {
		head, size, err := l.head()
		if err != nil {
			return 0, nil, err
		}
		if err := l.need(size); err != nil {
			return 0, nil, err
		}
		payload = l.buf[l.from : l.from+size]
		l.from += size
		op = head & opBits
		switch {
		case op == opClose:
			return 0, nil, closing(payload)
		case op >= opClose, head&finBit != 0 && op != opContinue:
			return op, payload, nil
		}
		if op != opContinue {
			l.pieceOp, l.pieces = op, l.pieces[:0]
		}
		if l.pieces = append(l.pieces, payload...); len(l.pieces) > lineMost {
			return 0, nil, fmt.Errorf("%w: a message is longer than %d bytes", errFrame, lineMost)
		}
		if head&finBit != 0 {
			op, l.pieceOp = l.pieceOp, 0
			return op, l.pieces, nil
		}
	}
}

// head reads and judges the head of a frame.
func (l *line) head() (first byte, size int, err error) {
	if err := l.need(2); err != nil {
		return 0, 0, err
	}
	first, second := l.buf[l.from], l.buf[l.from+1]
	if text := l.judge(first, second); text != "" {
		return 0, 0, fmt.Errorf("%w: %s (%02x %02x)", errFrame, text, first, second)
	}
	extra := 0
	switch second & lengthBits {
	case length16:
		extra = 2
	case length64:
		extra = 8
	}
	if err := l.need(2 + extra); err != nil {
		return 0, 0, err
	}
	more := l.buf[l.from+2 : l.from+2+extra]
	l.from += 2 + extra
	long, least := uint64(second&lengthBits), uint64(0)
	switch extra {
	case 2:
		long, least = uint64(binary.BigEndian.Uint16(more)), length16
	case 8:
		long, least = binary.BigEndian.Uint64(more), 1<<16
	}
	if long < least || long > lineMost {
		return 0, 0, fmt.Errorf("%w: a length of %d in %d bytes", errFrame, long, extra)
	}
	return first, int(long), nil
}

// judge says what is wrong with the first two bytes of a frame, or nothing.
func (l *line) judge(first, second byte) string {
	op := first & opBits
	control := op >= opClose
	switch {
	case first&rsvBits != 0:
		return "reserved bits are set"
	case op > opBinary && op < opClose, op > opPong:
		return "the opcode is unknown"
	case second&maskBit != 0:
		return "a server must not mask"
	case control && (first&finBit == 0 || second&lengthBits >= length16):
		return "a control frame is in pieces or too long"
	case !control && (op == opContinue) != (l.pieceOp != 0):
		return "a fragment is out of its order"
	}
	return ""
}

// need waits until n bytes are there.
func (l *line) need(n int) error {
	if l.to-l.from >= n {
		return nil
	}
	l.makeRoom(n)
	for l.to-l.from < n {
		got, err := l.conn.Read(l.buf[l.to:])
		l.to += got
		if got > 0 {
			l.heardAt = time.Now()
			continue
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// makeRoom lets n bytes fit behind each other, in the small buffer when that is enough.
func (l *line) makeRoom(n int) {
	buf := l.buf
	switch {
	case n > len(buf):
		buf = make([]byte, max(n, min(2*len(buf), lineMost)))
	case n <= len(l.small): // and so is what is left, or there would be no need
		buf = l.small
	}
	l.to = copy(buf, l.buf[l.from:l.to])
	l.buf, l.from = buf, 0
}

// closing is the error that a close frame's payload makes.
func closing(payload []byte) error {
	switch {
	case len(payload) == 0:
		return &closedError{code: codeNoStatus}
	case len(payload) == 1:
		return fmt.Errorf("%w: a close frame has half a code", errFrame)
	}
	return &closedError{protocol.CloseCode(binary.BigEndian.Uint16(payload)), string(payload[2:])}
}

// codeNoStatus stands for a close frame without a code.
const codeNoStatus protocol.CloseCode = 1005

// send writes one frame. buf is outRoom bytes of scratch with the payload behind; the payload is masked in place.
func (l *line) send(op byte, buf []byte) error {
	payload := buf[outRoom:]
	start, n := outRoom-6, len(payload)
	buf[outRoom-5] = maskBit | byte(n)
	if n >= length16 {
		start = 0
		buf[1] = maskBit | length16
		binary.BigEndian.PutUint16(buf[2:], uint16(n))
	}
	buf[start] = finBit | op
	key := buf[outRoom-4 : outRoom]
	binary.NativeEndian.PutUint32(key, l.chance.Uint32())
	for i := range payload {
		payload[i] ^= key[i&3]
	}
	_, err := l.conn.Write(buf[start:])
	return err
}

// control writes a control frame; the payload is at most 125 bytes.
func (l *line) control(op byte, payload []byte) error {
	buf := make([]byte, outRoom, outRoom+len(payload))
	return l.send(op, append(buf, payload...))
}

// close writes a close frame.
func (l *line) close(code protocol.CloseCode) error {
	return l.control(opClose, binary.BigEndian.AppendUint16(nil, uint16(code)))
}
