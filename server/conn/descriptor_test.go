package conn

import (
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/netip"
	"runtime"
	"sync"
	"testing"
	"time"
	"unsafe"

	"github.com/orbrawl/orbrawl/protocol"
)

// TestHotFieldsFitACacheLine: writing a frame touches one line of the connection, wherever the heap puts it.
func TestHotFieldsFitACacheLine(t *testing.T) {
	const laidOutFor = 8 // bytes of a pointer; on other processors it is merely slower
	for range 100 {
		c := newConn(&Door{}, nil, netip.Addr{})
		first, last := uintptr(unsafe.Pointer(&c.wire)), uintptr(unsafe.Pointer(&c.wire.bytesOut))
		if first/64 != last/64 && unsafe.Sizeof(first) == laidOutFor {
			t.Fatalf("what every frame touches lies in the lines of %#x and %#x", first, last)
		}
	}
}

// TestNobodyHearsAnothersFrames has connections come and go at once while each is written to without
// pause, also after its end: descriptors are used again at once, and no frame may follow the number to
// its new owner.
func TestNobodyHearsAnothersFrames(t *testing.T) {
	const crowd, lives = 16, 12
	config := testConfig()
	config.Linger = 5 * time.Millisecond
	var writers sync.WaitGroup
	h := newHouse(t, config, plain, func(*Conn) Session {
		w := newWitness()
		w.onMessage = func(c *Conn, payload []byte) {
			own := numbered(binary.BigEndian.Uint32(payload), 300)
			writers.Go(func() {
				for after := 0; after < 100; {
					runtime.Gosched()
					if errors.Is(c.WriteFrame(own), ErrClosed) {
						after++
					}
				}
			})
		}
		return w
	})
	var peers sync.WaitGroup
	for number := range uint32(crowd) {
		peers.Go(func() {
			for life := range uint32(lives) {
				if err := h.listen(number*lives + life); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	peers.Wait()
	if err := h.Shutdown(t.Context(), protocol.CloseRestart, "test over"); err != nil { // no writer begins any more
		t.Error(err)
	}
	writers.Wait()
}

// listen connects, says its number, and wants to hear that number only, some times, before it hangs up
// in one of three ways.
func (h *house) listen(number uint32) error {
	raw, err := net.Dial("tcp", h.address())
	if err != nil {
		return err
	}
	defer raw.Close()
	_ = raw.SetDeadline(time.Now().Add(patience))
	if _, err := io.WriteString(raw, request(h.address())); err != nil {
		return err
	}
	p := &peer{Conn: raw, reader: bufferOf(nil)}
	p.reader.Reset(raw)
	for line := ""; line != "\r\n"; {
		if line, err = p.reader.ReadString('\n'); err != nil {
			return err
		}
	}
	if _, err := raw.Write(frame(finBit|opBinary, binary.BigEndian.AppendUint32(nil, number))); err != nil {
		return err
	}
	for range 5 {
		op, payload, err := p.read()
		if err != nil {
			return err
		}
		if op != opBinary || string(payload) != string(numberedPayload(number, 300)) {
			return errors.New("heard somebody else's frame")
		}
	}
	switch number % 3 {
	case 0:
		abort(raw)
	case 1:
		_, _ = raw.Write(closing(1000, ""))
	}
	return nil
}

// TestSilentPeers has the deadline of reading meet every kind of socket.
func TestSilentPeers(t *testing.T) {
	for _, tr := range []transport{plain, portable, secure} {
		t.Run(tr.String(), func(t *testing.T) {
			config := testConfig()
			config.FirstMessageTimeout = 20 * time.Millisecond
			h, w := witnessed(t, config, tr)
			h.connect(t).expectClose(protocol.CloseNoHello)
			if end := wait(t, "OnClose", w.left); !errors.Is(end.err, ErrNoMessage) {
				t.Error(end.err)
			}
		})
	}
}

// TestSilentConnectionsHoldNoChunk: one chunk serves a hundred connections that speak in turn.
func TestSilentConnectionsHoldNoChunk(t *testing.T) {
	const conns = 100
	config := testConfig()
	config.ReadBuffer = 64 << 10
	came := make(arrivals)
	h := newHouse(t, config, plain, func(*Conn) Session { return came })
	before, _ := inUse()
	peers := make([]*peer, conns)
	for i := range peers {
		peers[i] = h.connect(t)
		peers[i].send(whole(opBinary, "hello"))
		<-came
	}
	if after, _ := inUse(); after-before > conns*int64(config.ReadBuffer)/4 {
		t.Errorf("%d connections hold %d bytes", conns, after-before)
	}
}
