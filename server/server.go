package server

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"time"

	"github.com/orbrawl/orbrawl/game"
	"github.com/orbrawl/orbrawl/game/catalog"
	"github.com/orbrawl/orbrawl/protocol"
	"github.com/orbrawl/orbrawl/server/conn"
)

// Parts are what a server is made of beside its configuration.
type Parts struct {
	Catalog *catalog.Catalog
	Page    fs.FS // the client, with index.html at its root
	Build   string
	Log     *slog.Logger
}

// Server is one world and its doors.
type Server struct {
	conf    Config
	parts   Parts
	count   *counters
	loop    *loop
	door    *conn.Door
	catalog file
	mode    string
	pulse   pulse
}

// New makes a server with a fresh world. The error names the setting or the part that cannot be.
func New(conf Config, parts Parts) (*Server, error) {
	if err := conf.Check(); err != nil {
		return nil, fmt.Errorf("server: configuration: %w", err)
	}
	if len(parts.Build) > 64 {
		return nil, fmt.Errorf("server: the name of the build has %d bytes; allowed are 64", len(parts.Build))
	}
	if conf.Seed == 0 {
		conf.Seed = uint64(time.Now().UnixNano())
	}
	world, err := game.NewWorld(parts.Catalog, game.Config{Seed: conf.Seed, Mode: conf.Mode, Fill: conf.Fill})
	if err != nil {
		return nil, fmt.Errorf("server: %w", err)
	}
	s := &Server{conf: conf, parts: parts, count: newCounters(), mode: world.Mode()}
	s.loop = newLoop(conf, parts, world, s.count, &s.pulse)
	if s.catalog, err = catalogFile(parts.Catalog); err != nil {
		return nil, fmt.Errorf("server: %w", err)
	}
	s.door, err = conn.NewDoor(s.doorConfig(), s.loop.gate.admit)
	if err != nil {
		return nil, fmt.Errorf("server: %w", err)
	}
	if conf.Record != "" { // last, so that a server that cannot be leaves files as they are
		if s.loop.record, err = startRecording(conf.Record, world, parts.Log); err != nil {
			return nil, fmt.Errorf("server: recording: %w", err)
		}
	}
	return s, nil
}

// waitingRoom is the least number of connections beyond the players': those who come back while their old line
// still stands, and those who are told in words that the arena is full.
const waitingRoom = 16

func (s *Server) doorConfig() conn.Config {
	c := conn.DefaultConfig()
	c.Origins = s.conf.Origins
	c.ConnsPerAddress = s.conf.PerAddr
	c.ConnsTotal = s.conf.Pilots + max(waitingRoom, s.conf.Pilots/4)
	c.ClientAddr = clientAddr
	c.MaxMessage = protocol.MaxUp
	c.FirstMessageTimeout = 5 * time.Second
	c.Meter = s.count
	c.Log = s.parts.Log
	return c
}

// clientAddr is the address that connections are counted under. Loopback is not counted: it is the host itself,
// a proxy on the host, which is everybody, or a load test.
func clientAddr(r *http.Request) netip.Addr {
	a, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil || a.Addr().Unmap().IsLoopback() {
		return netip.Addr{}
	}
	return a.Addr().Unmap()
}

// Run serves the world until ctx is done: players on public, the host on admin, which may be nil. It then
// tells the players, drains, and returns nil, or the first error of a listener.
func (s *Server) Run(ctx context.Context, public, admin net.Listener) error {
	playing, stopPlaying := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		s.loop.run(playing)
	}()
	failed := make(chan error, 2)
	front := serve(public, s.publicHandler(), s.parts.Log, failed)
	var back *http.Server
	if admin != nil {
		back = serve(admin, s.adminHandler(), s.parts.Log, failed)
	}
	var err error
	select {
	case <-ctx.Done():
	case err = <-failed:
	}
	s.pulse.drain()
	s.drain()
	stopPlaying()
	<-ended
	hangUp(front, back)
	if s.loop.record != nil {
		err = errors.Join(err, s.loop.record.close())
	}
	return err
}

// hangUp lets requests under way end, for a moment, and closes what then is open.
func hangUp(servers ...*http.Server) {
	closing, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	for _, srv := range servers {
		if srv != nil && srv.Shutdown(closing) != nil {
			_ = srv.Close() // a line on which nothing was asked yet, or a slow reader
		}
	}
}

// drain tells every player that the server goes, and waits until they heard it.
func (s *Server) drain() {
	s.parts.Log.Info("stopping; telling the players", "connections", s.door.Len())
	ctx, cancel := context.WithTimeout(context.Background(), max(s.conf.Drain, 100*time.Millisecond))
	defer cancel()
	select {
	case <-s.loop.parted:
	case <-ctx.Done():
	}
	if err := s.door.Shutdown(ctx, protocol.CloseRestart, protocol.CloseRestart.Closing().Sentence); err != nil {
		s.parts.Log.Warn("some players were not told in time", "err", err)
	}
}

// serve starts an HTTP server with deadlines fit for the open internet.
func serve(l net.Listener, h http.Handler, log *slog.Logger, failed chan<- error) *http.Server {
	srv := &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      60 * time.Second,
		IdleTimeout:       60 * time.Second,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
	go func() {
		if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			failed <- err
		}
	}()
	return srv
}
