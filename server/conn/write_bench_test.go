//go:build unix

package conn

import (
	"io"
	"net"
	"net/netip"
	"syscall"
	"testing"
	"time"

	"github.com/lxzan/gws"
)

// batch is how many frames go out before the peer reads them: few enough that no buffer fills.
const batch = 64

// BenchmarkWrite puts frames of 300 bytes on loopback TCP by each way in the same run, and tells the
// time of one. One goroutine writes and then reads, so that only the writing is measured.
func BenchmarkWrite(b *testing.B) {
	frame := Seal(make([]byte, HeadRoom+300))
	b.Run("raw-send", func(b *testing.B) {
		near, far := tcpPair(b)
		rc, err := near.SyscallConn()
		if err != nil {
			b.Fatal(err)
		}
		err = rc.Control(func(fd uintptr) {
			measure(b, far, len(frame), func() error {
				_, err := syscall.Write(int(fd), frame)
				return err
			})
		})
		if err != nil {
			b.Fatal(err)
		}
	})
	b.Run("net-Write", func(b *testing.B) {
		near, far := tcpPair(b)
		measure(b, far, len(frame), func() error {
			_, err := near.Write(frame)
			return err
		})
	})
	b.Run("WriteFrame", func(b *testing.B) {
		near, far := tcpPair(b)
		c := bare(b, near)
		measure(b, far, len(frame), func() error { return c.WriteFrame(frame) })
		if c.Unsent() != 0 {
			b.Fatalf("%d bytes are unsent", c.Unsent())
		}
	})
	b.Run("WriteFrame-without-kernel", func(b *testing.B) {
		near, _ := tcpPair(b)
		c := bare(b, near)
		c.wire.sink, c.wire.direct = bottomless{}, false
		b.ReportAllocs()
		for b.Loop() {
			if err := c.WriteFrame(frame); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("gws-WriteMessage", func(b *testing.B) { benchmarkGws(b, frame[4:]) })
}

func measure(b *testing.B, far io.Reader, size int, write func() error) {
	sink := make([]byte, batch*size)
	var spent time.Duration
	var batches int
	b.ReportAllocs()
	for b.Loop() {
		begin := time.Now()
		for range batch {
			if err := write(); err != nil {
				b.Fatal(err)
			}
		}
		spent += time.Since(begin)
		batches++
		if _, err := io.ReadFull(far, sink); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(spent.Nanoseconds())/float64(batches*batch), "ns/frame")
}

// BenchmarkWriteRound writes a frame to each of many connections in turn, as a tick does, so that what
// a connection is made of has to come from memory each time. The peers read between the rounds.
func BenchmarkWriteRound(b *testing.B) {
	const conns = 400
	frame := Seal(make([]byte, HeadRoom+120))
	b.Run("syscall-Write", func(b *testing.B) {
		nears, fars := pairs(b, conns)
		descriptors := make([]int, conns)
		for i, near := range nears {
			rc, err := near.SyscallConn()
			if err != nil {
				b.Fatal(err)
			}
			if err := rc.Control(func(fd uintptr) { descriptors[i] = int(fd) }); err != nil {
				b.Fatal(err)
			}
		}
		measureRound(b, fars, len(frame), func(i int) error {
			_, err := syscall.Write(descriptors[i], frame)
			return err
		})
	})
	b.Run("WriteFrame", func(b *testing.B) {
		nears, fars := pairs(b, conns)
		conns := make([]*Conn, len(nears))
		for i, near := range nears {
			conns[i] = bare(b, near)
		}
		measureRound(b, fars, len(frame), func(i int) error { return conns[i].WriteFrame(frame) })
	})
}

func pairs(b *testing.B, n int) (nears []*net.TCPConn, fars []net.Conn) {
	for range n {
		near, far := tcpPair(b)
		nears, fars = append(nears, near), append(fars, far)
	}
	return nears, fars
}

func measureRound(b *testing.B, fars []net.Conn, size int, write func(i int) error) {
	sink := make([]byte, size)
	var spent time.Duration
	var rounds int
	for b.Loop() {
		begin := time.Now()
		for i := range fars {
			if err := write(i); err != nil {
				b.Fatal(err)
			}
		}
		spent += time.Since(begin)
		rounds++
		for _, far := range fars {
			if _, err := io.ReadFull(far, sink); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(spent.Nanoseconds())/float64(rounds*len(fars)), "ns/frame")
}

// tcpPair is a loopback connection, tuned as the door does it.
func tcpPair(b *testing.B) (near *net.TCPConn, far net.Conn) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	defer listener.Close()
	far, err = net.Dial("tcp", listener.Addr().String())
	if err != nil {
		b.Fatal(err)
	}
	raw, err := listener.Accept()
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _, _ = raw.Close(), far.Close() })
	near = raw.(*net.TCPConn)
	_ = near.SetNoDelay(true)
	tuneSystem(near, DefaultConfig().NotSentLowWater, time.Minute)
	return near, far
}

// bare is a connection without a reader.
func bare(b *testing.B, raw net.Conn) *Conn {
	door, err := NewDoor(testConfig(), func(*Conn) Session { return newWitness() })
	if err != nil {
		b.Fatal(err)
	}
	return newConn(door, raw, netip.Addr{})
}

// benchmarkGws is plain gws on the same kind of socket.
func benchmarkGws(b *testing.B, payload []byte) {
	near, far := tcpPair(b)
	socket, err := plainUpgrader().UpgradeFromConn(near, bufferOf(nil), canonical(handshaken()))
	if err != nil {
		b.Fatal(err)
	}
	skipAnswer(b, far)
	measure(b, far, len(payload)+4, func() error { return socket.WriteMessage(opBinary, payload) })
}

func plainUpgrader() *gws.Upgrader { return gws.NewUpgrader(gws.BuiltinEventHandler{}, nil) }

// skipAnswer reads the 101, byte by byte so that nothing behind it is lost.
func skipAnswer(b *testing.B, far io.Reader) {
	var tail [4]byte
	for string(tail[:]) != "\r\n\r\n" {
		copy(tail[:], tail[1:])
		if _, err := io.ReadFull(far, tail[3:]); err != nil {
			b.Fatal(err)
		}
	}
}

// bottomless is a sink that takes everything: what is left is the wire's own bookkeeping.
type bottomless struct{}

func (bottomless) attempt(p []byte) (int, error) { return len(p), nil }
func (bottomless) drain(*wire) error             { return nil }
