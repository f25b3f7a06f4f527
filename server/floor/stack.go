package floor

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/orbrawl/orbrawl/protocol"
	"github.com/orbrawl/orbrawl/server/conn"
)

// stackLines go through package conn, from the handshake on.
type stackLines struct {
	buffer []byte
	door   *conn.Door
	server *http.Server
	opened chan *conn.Conn
	conns  []*conn.Conn
	bytes  atomic.Int64
}

func newStackLines(j *job) (lines, error) {
	l := &stackLines{
		buffer: make([]byte, conn.HeadRoom+j.Bytes),
		opened: make(chan *conn.Conn, j.Clients),
	}
	conf := conn.DefaultConfig()
	conf.ConnsPerAddress, conf.ConnsTotal = 0, 0
	conf.FirstMessageTimeout, conf.IdleTimeout, conf.PingEvery = 0, 0, 0 // those who only listen say nothing
	conf.Log = slog.New(slog.DiscardHandler)
	door, err := conn.NewDoor(conf, func(*conn.Conn) conn.Session { return l })
	if err != nil {
		return nil, err
	}
	l.door, l.server = door, &http.Server{Handler: door, ReadHeaderTimeout: patience}
	return l, nil
}

func (l *stackLines) accept(listener net.Listener, clients int) error {
	failed := make(chan error, 1)
	go func() { failed <- l.server.Serve(listener) }()
	late := time.NewTimer(patience)
	defer late.Stop()
	for len(l.conns) < clients {
		select {
		case c := <-l.opened:
			l.conns = append(l.conns, c)
		case err := <-failed:
			return err
		case <-late.C:
			return errors.New("the clients did not come in time")
		}
	}
	return nil
}

func (l *stackLines) send() (whole int) {
	for _, c := range l.conns {
		// Sealing is part of sending: it is done once for each frame, and a game has one for each client.
		if err := c.WriteFrame(conn.Seal(l.buffer)); err == nil && c.Unsent() == 0 {
			whole++
		}
	}
	return whole
}

func (l *stackLines) heard() int64 { return l.bytes.Load() }

func (l *stackLines) close() {
	_ = l.server.Close()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	_ = l.door.Shutdown(ctx, protocol.CloseRestart, "measured") // the process ends in any case
}

// OnOpen hands the connection to the beat.
func (l *stackLines) OnOpen(c *conn.Conn) { l.opened <- c }

// OnMessage throws an input away.
func (l *stackLines) OnMessage(_ *conn.Conn, payload []byte) { l.bytes.Add(int64(len(payload))) }

// OnClose has nothing to do: a client that leaves early shows as short sends.
func (l *stackLines) OnClose(*conn.Conn, protocol.CloseCode, error) {}
