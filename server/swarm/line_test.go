package swarm

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"slices"
	"strings"
	"testing"

	"github.com/orbrawl/orbrawl/protocol"
)

// tape is a connection on which certain bytes come in certain pieces, and which keeps what is written.
type tape struct {
	net.Conn
	pieces  [][]byte
	written bytes.Buffer
}

func (c *tape) Read(p []byte) (int, error) {
	if len(c.pieces) == 0 {
		return 0, io.EOF
	}
	n := copy(p, c.pieces[0])
	if c.pieces[0] = c.pieces[0][n:]; len(c.pieces[0]) == 0 {
		c.pieces = c.pieces[1:]
	}
	return n, nil
}

func (c *tape) Write(p []byte) (int, error) { return c.written.Write(p) }

func seeded(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 1)) }

// framed is a server's frame.
func framed(first byte, payload []byte) []byte {
	b := []byte{first}
	switch n := len(payload); {
	case n < length16:
		b = append(b, byte(n))
	case n <= 0xffff:
		b = binary.BigEndian.AppendUint16(append(b, length16), uint16(n))
	default:
		b = binary.BigEndian.AppendUint64(append(b, length64), uint64(n))
	}
	return append(b, payload...)
}

// pattern is n bytes that differ from neighbour to neighbour.
func pattern(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i*7 + n)
	}
	return b
}

// hearAll reads until an error, and copies what came.
func hearAll(l *line) (heard []string, err error) {
	for {
		op, payload, err := l.next()
		if err != nil {
			return heard, err
		}
		heard = append(heard, fmt.Sprintf("%x:%x", op, payload))
	}
}

func TestLineReadsMessagesHoweverTheyAreCut(t *testing.T) {
	const seed = 11
	r := seeded(seed)
	var stream []byte
	var want []string
	for _, n := range []int{0, 1, 125, 126, 127, 700, 2047, 2048, 2049, 65535, 65536, 300000, 3, 90} {
		stream = append(stream, framed(finBit|opBinary, pattern(n))...)
		want = append(want, fmt.Sprintf("%x:%x", opBinary, pattern(n)))
		stream = append(stream, framed(finBit|opPing, pattern(n%100))...)
		want = append(want, fmt.Sprintf("%x:%x", opPing, pattern(n%100)))
	}
	stream = append(stream, framed(opText, []byte("he"))...)
	stream = append(stream, framed(finBit|opPong, nil)...) // control frames may stand between pieces
	stream = append(stream, framed(opContinue, []byte("ll"))...)
	stream = append(stream, framed(finBit|opContinue, []byte("o"))...)
	want = append(want, fmt.Sprintf("%x:", opPong), fmt.Sprintf("%x:%x", opText, "hello"))
	for range 30 {
		c := &tape{}
		for rest := stream; len(rest) > 0; {
			n := min(len(rest), 1+int(r.ExpFloat64()*400))
			c.pieces, rest = append(c.pieces, rest[:n]), rest[n:]
		}
		first := c.pieces[0]
		c.pieces = c.pieces[1:]
		heard, err := hearAll(newLine(c, first, seeded(1)))
		if !slices.Equal(heard, want) || !errors.Is(err, io.EOF) {
			t.Fatalf("seed %d: heard %d messages of %d, then %v", seed, len(heard), len(want), err)
		}
	}
}

func TestLineFindsBrokenFrames(t *testing.T) {
	for want, bad := range map[string][]byte{
		"reserved bits are set":                  {0xc2, 0},
		"the opcode is unknown (83":              {0x83, 0},
		"the opcode is unknown (8b":              {0x8b, 0},
		"a server must not mask":                 {0x82, 0x80, 1, 2, 3, 4},
		"a control frame is in pieces":           {0x09, 0},
		"pieces or too long (89 7e)":             {0x89, 126, 0, 200},
		"a fragment is out of its order (80":     {0x80, 0},
		"a fragment is out of its order (82":     append(framed(opBinary, []byte{1}), 0x82, 0),
		"a length of 100 in 2 bytes":             {0x82, 126, 0, 100},
		"a length of 65535 in 8 bytes":           {0x82, 127, 0, 0, 0, 0, 0, 0, 0xff, 0xff},
		"a length of 9223372036854775809 in 8":   {0x82, 0x7f, 0x80, 0, 0, 0, 0, 0, 0, 1},
		"a length of 1048577 in 8 bytes":         {0x82, 127, 0, 0, 0, 0, 0, 0x10, 0, 1},
		"a close frame has half a code":          framed(finBit|opClose, []byte{3}),
		"a message is longer than 1048576 bytes": append(framed(opBinary, pattern(lineMost)), framed(opContinue, pattern(1))...),
	} {
		_, err := hearAll(newLine(&tape{pieces: [][]byte{bad}}, nil, seeded(1)))
		if !errors.Is(err, errFrame) || !strings.Contains(err.Error(), want) {
			t.Errorf("% x gives %v, want %q", bad[:min(len(bad), 14)], err, want)
		}
	}
}

func TestLineHearsTheClose(t *testing.T) {
	for want, payload := range map[string][]byte{
		"4000 stalled": binary.BigEndian.AppendUint16(nil, 4000), "1005 other": nil,
		"1012 restart": append(binary.BigEndian.AppendUint16(nil, 1012), "bye"...),
	} {
		_, _, err := newLine(&tape{pieces: [][]byte{framed(finBit|opClose, payload)}}, nil, seeded(1)).next()
		if closed := (*closedError)(nil); !errors.As(err, &closed) || closed.Error() != want {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

func TestLineGivesUpALargeBuffer(t *testing.T) {
	c := &tape{pieces: [][]byte{framed(finBit|opBinary, pattern(50000)), framed(finBit|opBinary, pattern(9))}}
	l := newLine(c, nil, seeded(1))
	if _, _, err := l.next(); err != nil || len(l.buf) < 50000 {
		t.Fatalf("%v with a buffer of %d", err, len(l.buf))
	}
	if _, payload, err := l.next(); err != nil || len(l.buf) != lineBuffer || !bytes.Equal(payload, pattern(9)) {
		t.Errorf("%v, %x with a buffer of %d, want %d", err, payload, len(l.buf), lineBuffer)
	}
}

// unmasked reads one frame of a client.
func unmasked(t *testing.T, b []byte) (first byte, payload, rest []byte) {
	t.Helper()
	n, at := int(b[1]&lengthBits), 2
	if n == length16 {
		n, at = int(binary.BigEndian.Uint16(b[2:])), 4
	}
	if b[1]&maskBit == 0 {
		t.Fatal("a client must mask")
	}
	key := b[at : at+4]
	payload = slices.Clone(b[at+4 : at+4+n])
	for i := range payload {
		payload[i] ^= key[i%4]
	}
	return b[0], payload, b[at+4+n:]
}

func TestLineWritesMaskedFrames(t *testing.T) {
	c := &tape{}
	l := newLine(c, nil, seeded(1))
	for _, n := range []int{0, 1, 125, 126, 1000} {
		c.written.Reset()
		if err := l.send(opBinary, append(make([]byte, outRoom), pattern(n)...)); err != nil {
			t.Fatal(err)
		}
		if first, payload, rest := unmasked(t, c.written.Bytes()); first != finBit|opBinary || !bytes.Equal(payload, pattern(n)) || len(rest) != 0 {
			t.Errorf("%d bytes came out as %x %x and %d more", n, first, payload, len(rest))
		}
	}
	c.written.Reset()
	if err := l.close(protocol.CloseLeave); err != nil {
		t.Fatal(err)
	}
	if first, payload, _ := unmasked(t, c.written.Bytes()); first != finBit|opClose || !bytes.Equal(payload, []byte{3, 0xe8}) {
		t.Errorf("the close frame is %x %x", first, payload)
	}
}

// TestLineCostsNoMemory reads and answers as a pilot does each tick.
func TestLineCostsNoMemory(t *testing.T) {
	frame := framed(finBit|opBinary, pattern(600))
	c, once := &tape{}, make([][]byte, 1)
	l := newLine(c, nil, seeded(1))
	out := append(make([]byte, outRoom), pattern(14)...)
	if n := testing.AllocsPerRun(200, func() {
		once[0] = frame
		c.pieces = once
		if _, _, err := l.next(); err != nil {
			t.Fatal(err)
		}
		c.written.Reset()
		if err := l.send(opBinary, out); err != nil {
			t.Fatal(err)
		}
	}); n != 0 {
		t.Errorf("%v allocations a frame", n)
	}
}

func TestHandshake(t *testing.T) {
	const good = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
	c := &tape{}
	for want, answer := range map[string]string{
		"503 Service Unavailable":         "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n",
		"the server upgrades to":          "HTTP/1.1 101 Switching Protocols\r\n\r\n",
		"the server accepted another key": good + "Sec-WebSocket-Accept: abc\r\n\r\n",
		"malformed HTTP response":         "hello\r\n\r\n",
		"unexpected EOF":                  "HTTP/1.1 101 ",
	} {
		*c = tape{pieces: [][]byte{[]byte(answer)}}
		if _, err := shake(c, "here", "/ws", seeded(1)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q gives %v, want %q", answer, err, want)
		}
	}
}
