package floor

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"time"
)

// patience is how long connecting may take, and any other step of the two processes.
const patience = 30 * time.Second

// Inputs as a busy player sends them.
const (
	inputsPerSecond = 5
	inputSize       = 20                         // bytes of payload
	inputFrameSize  = 2 + 4 + inputSize          // with header and mask
	dialers         = 32                         // connections under way at once
	readBuffer      = 4 << 10                    // of each client, as of gws's
	maskedBinary    = "\x82\x94\x00\x00\x00\x00" // header of an input: final, binary, 20 bytes, a mask of zeros
)

// clients are the other ends: a goroutine each that waits in the netpoller, as a load generator's pilots do, so that
// what it costs the sender to wake a reader is the same.
type clients struct {
	job     *job
	conns   []net.Conn
	readers sync.WaitGroup
}

// connect dials them all; on an error those that came are closed.
func connect(addr string, j *job) (*clients, error) {
	all := &clients{job: j, conns: make([]net.Conn, j.Clients)}
	errs := make([]error, dialers)
	var dialing sync.WaitGroup
	for d := range dialers {
		dialing.Go(func() {
			for i := d; i < j.Clients && errs[d] == nil; i += dialers {
				all.conns[i], errs[d] = dial(addr, j.Way)
			}
		})
	}
	dialing.Wait()
	if err := errors.Join(errs...); err != nil {
		all.close()
		return nil, err
	}
	for i, c := range all.conns {
		all.readers.Go(func() { all.read(c, i) })
	}
	return all, nil
}

func dial(addr string, w Way) (net.Conn, error) {
	c, err := net.DialTimeout("tcp", addr, patience)
	if err != nil {
		return nil, fmt.Errorf("floor: connect: %w", err)
	}
	if !w.stack() {
		return c, nil
	}
	if err := shake(c, addr); err != nil {
		_ = c.Close()
		return nil, fmt.Errorf("floor: handshake: %w", err)
	}
	return c, nil
}

// shake asks for a WebSocket. Nothing follows the answer until all are connected, so the reader may go.
func shake(c net.Conn, addr string) error {
	if err := c.SetDeadline(time.Now().Add(patience)); err != nil {
		return err
	}
	_, err := io.WriteString(c, "GET / HTTP/1.1\r\nHost: "+addr+"\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"+
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
	if err != nil {
		return err
	}
	answer, err := http.ReadResponse(bufio.NewReaderSize(c, 512), nil)
	if err != nil {
		return err
	}
	if answer.StatusCode != http.StatusSwitchingProtocols {
		return fmt.Errorf("the child answers %s", answer.Status)
	}
	return c.SetDeadline(time.Time{})
}

// read takes frames until the line ends. Every so many ticks it answers one with an input, each client at a tick of
// its own.
func (all *clients) read(c net.Conn, no int) {
	input := append([]byte(maskedBinary), make([]byte, inputSize)...)
	frame := frameSize(all.job.Bytes)
	pause := max(1, all.job.Rate/inputsPerSecond)
	buffer := make([]byte, readBuffer)
	whole := no % pause * frame // bytes that came, as if some had come before
	for {
		n, err := c.Read(buffer)
		if err != nil {
			return
		}
		if whole += n; all.job.Way.inputs() && whole >= pause*frame {
			whole -= pause * frame
			binary.BigEndian.PutUint64(input[len(maskedBinary):], uint64(n))
			if _, err := c.Write(input); err != nil {
				return
			}
		}
	}
}

// close ends all lines and waits for their readers.
func (all *clients) close() {
	for _, c := range all.conns {
		if c != nil {
			_ = c.Close()
		}
	}
	all.readers.Wait()
}

// frameSize is the payload with its header.
func frameSize(payload int) int {
	if payload < 126 {
		return 2 + payload
	}
	return 4 + payload
}
