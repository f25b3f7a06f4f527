package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	ownStarts = 20 * time.Second // for a server of our own to say where it listens
	ownStops  = 15 * time.Second // to end, after which it is killed
)

// ownServer is a server that the swarm started for itself: this program, on free ports, in a process of its own.
type ownServer struct {
	page, admin string
	pid         int
	process     *os.Process
	ended       chan struct{} // closed when it is gone
	end         error         // how, from then on
}

// startServer starts a server with that many bots, -1 for its own choice, on that many cores, 0 for all. It ends with
// this process, however that ends, where the system knows how to see to it.
func startServer(ctx context.Context, bots, cores int) (*ownServer, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("swarm: own server: %w", err)
	}
	cmd := exec.Command(program, "serve", "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0", "--pilots", "4000",
		"--per-address", "0", "--bots="+strconv.Itoa(bots), "--drain", "0s", "--log-level", "WARN")
	cmd.Env = ownEnv(os.Environ(), cores)
	cmd.Stderr = os.Stderr
	bind(cmd)
	said, err := cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("swarm: own server: %w", err)
	}
	s := &ownServer{ended: make(chan struct{})}
	started := make(chan error)
	go s.live(cmd, started)
	if err := <-started; err != nil {
		return nil, fmt.Errorf("swarm: own server: %w", err)
	}
	s.process, s.pid = cmd.Process, cmd.Process.Pid
	if err := s.listen(ctx, said); err != nil {
		return nil, errors.Join(err, s.stop())
	}
	return s, nil
}

// live starts the process and waits for its end, on a thread of its own: on Linux the process is bound to the thread
// that started it.
func (s *ownServer) live(cmd *exec.Cmd, started chan<- error) {
	runtime.LockOSThread() // and never unlock: the thread goes when the process is gone
	err := cmd.Start()
	started <- err
	if err == nil {
		s.end = cmd.Wait()
	}
	close(s.ended)
}

// ownEnv is the environment of our own server: the settings that others find there are not for it.
func ownEnv(env []string, cores int) []string {
	env = slices.DeleteFunc(slices.Clone(env), func(v string) bool {
		return strings.HasPrefix(v, "ORBRAWL_") || cores > 0 && strings.HasPrefix(v, "GOMAXPROCS=")
	})
	if cores > 0 {
		env = append(env, "GOMAXPROCS="+strconv.Itoa(cores))
	}
	return env
}

// ownAddress is what a server prints when it listens.
var ownAddress = regexp.MustCompile(`^orbrawl: (play|admin) at (http://\S+)$`)

// listen reads where the server listens, and lets it say what else it wants.
func (s *ownServer) listen(ctx context.Context, said io.Reader) error {
	heard := make(chan bool)
	go func() {
		lines := bufio.NewScanner(said)
		for lines.Scan() {
			switch m := ownAddress.FindStringSubmatch(lines.Text()); {
			case m == nil:
			case m[1] == "play":
				s.page = m[2]
			default:
				s.admin = m[2]
				heard <- true
			}
		}
		close(heard)
	}()
	late, done := context.WithTimeout(ctx, ownStarts)
	defer done()
	select {
	case ok := <-heard:
		if ok {
			return nil
		}
		return errors.New("swarm: own server: it did not begin to listen; its own words are above")
	case <-late.Done():
		return fmt.Errorf("swarm: own server: it does not say where it listens: %w", late.Err())
	}
}

// stop ends the server and waits until it is gone.
func (s *ownServer) stop() error {
	if s.process.Signal(syscall.SIGTERM) != nil {
		_ = s.process.Kill() // where there are no signals; or it is gone already
	}
	kill := time.AfterFunc(ownStops, func() { _ = s.process.Kill() })
	defer kill.Stop()
	<-s.ended
	if s.end != nil {
		return fmt.Errorf("swarm: own server: it ended with %w", s.end)
	}
	return nil
}
