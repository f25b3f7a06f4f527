package floor

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"time"
)

// lines are the child's connections.
type lines interface {
	// accept returns when all clients are connected.
	accept(listener net.Listener, clients int) error
	// send offers a frame of that many payload bytes to every client once and reports how many took all of it.
	send() (whole int)
	// heard is how many bytes of inputs came so far.
	heard() int64
	close()
}

// Serve is the child: it does the job that in names, once, and ends when in ends. The parent is [Run]; nobody else
// should call it. The error says what the system refused, and goes to the parent's user by standard error.
func Serve(in io.Reader, out io.Writer) error {
	ask, answer := json.NewDecoder(in), json.NewEncoder(out)
	var j job
	if err := ask.Decode(&j); err != nil {
		return fmt.Errorf("floor: child: no job on standard input: %w; orbrawl floor starts it", err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("floor: child: %w", err)
	}
	defer listener.Close()
	// The parent may be gone before all its clients came.
	if err := listener.(*net.TCPListener).SetDeadline(time.Now().Add(patience)); err != nil {
		return fmt.Errorf("floor: child: %w", err)
	}
	l, err := newLines(&j)
	if err != nil {
		return err
	}
	defer l.close()
	if err := answer.Encode(greeting{listener.Addr().String()}); err != nil {
		return fmt.Errorf("floor: child: %w", err)
	}
	if err := l.accept(listener, j.Clients); err != nil {
		return fmt.Errorf("floor: child: accept: %w", err)
	}
	if err := ask.Decode(&start{}); err != nil {
		return fmt.Errorf("floor: child: the parent gave up: %w", err)
	}
	done, err := beat(&j, l)
	if err != nil {
		return err
	}
	if err := answer.Encode(done); err != nil {
		return fmt.Errorf("floor: child: %w", err)
	}
	_, _ = io.Copy(io.Discard, in) // the parent closes its ends first, so that none of them sees a reset
	return nil
}

func newLines(j *job) (lines, error) {
	if j.Way.stack() {
		return newStackLines(j)
	}
	return newRawLines(j)
}
