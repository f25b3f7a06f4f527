package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"syscall"
	"time"

	"github.com/orbrawl/orbrawl/.ci/launch"
)

// server is the process that is watched.
type server struct {
	*exec.Cmd
	page, admin string
}

// serve starts a server on free ports. Its bots fill the world up to as many ships as the pilots and those who
// are kept will have, so that the sector has its size from the start: memory that grows with the sector would look like a leak.
func serve(ctx context.Context, p plan) (*server, error) {
	ships := min(p.pilots+int(p.kept()), 1000)
	s := &server{Cmd: exec.CommandContext(ctx, program, "serve", "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0",
		"--bots", strconv.Itoa(ships), "--pilots", "4000", "--per-address", "0", "--log-level", "ERROR", "--seed", "1")}
	s.Cancel = func() error { return s.Process.Signal(syscall.SIGTERM) }
	s.WaitDelay, s.Stderr = 10*time.Second, os.Stderr
	said, err := s.StdoutPipe()
	if err == nil {
		err = s.Start()
	}
	if err != nil {
		return nil, fmt.Errorf("%w; make build makes %s", err, program)
	}
	if s.page, s.admin, err = launch.Addresses(said); err != nil {
		return nil, errors.Join(err, s.stop())
	}
	return s, nil
}

// stop ends the server, which must go in order.
func (s *server) stop() error {
	_ = s.Process.Signal(syscall.SIGTERM) // one that has ended tells so below
	if err := s.Wait(); err != nil && !errors.Is(err, context.Canceled) {
		return fmt.Errorf("the server did not end in order: %w", err)
	}
	return nil
}
