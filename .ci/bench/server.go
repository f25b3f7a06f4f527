package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"github.com/orbrawl/orbrawl/.ci/launch"
)

// sector is the part of the catalog that decides how close pilots fly to each other.
type sector map[string]float64

// server is a process under load.
type server struct {
	*exec.Cmd
	page, admin string
	folder      string // of its catalog, "" for the built-in one
}

// serve starts a server on free ports with so many cores, in a sector that is changed as told.
func serve(ctx context.Context, cores int, changed sector) (*server, error) {
	s := &server{}
	args := []string{"serve", "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0", "--bots", "0", "--pilots", "4000",
		"--per-address", "0", "--log-level", "ERROR", "--seed", "1"}
	if len(changed) > 0 {
		folder, err := catalogWith(changed)
		if err != nil {
			return nil, err
		}
		s.folder = folder
		args = append(args, "--catalog", folder)
	}
	s.Cmd = exec.CommandContext(ctx, program, args...)
	s.Env = append(os.Environ(), "GOMAXPROCS="+strconv.Itoa(cores))
	s.Cancel = func() error { return s.Process.Signal(syscall.SIGTERM) }
	s.WaitDelay, s.Stderr = 10*time.Second, os.Stderr
	said, err := s.StdoutPipe()
	if err == nil {
		err = s.Start()
	}
	if err == nil {
		s.page, s.admin, err = launch.Addresses(said)
	}
	if err != nil {
		s.stop()
		return nil, fmt.Errorf("%w; make build makes %s", err, program)
	}
	return s, nil
}

// stop ends the server and removes its catalog.
func (s *server) stop() {
	if s.Process != nil {
		_ = s.Process.Signal(syscall.SIGTERM)
		_ = s.Wait() // it was told to end, so its end is no news
	}
	if s.folder != "" {
		_ = os.RemoveAll(s.folder)
	}
}

// catalogWith copies the catalog to a folder of its own and changes the sector.
func catalogWith(changed sector) (folder string, err error) {
	const from = "assets/catalog"
	if folder, err = os.MkdirTemp("", "orbrawl-bench-"); err != nil {
		return "", err
	}
	if err = os.CopyFS(folder, os.DirFS(from)); err != nil {
		return folder, err
	}
	path := filepath.Join(folder, "sector.json")
	b, err := os.ReadFile(path)
	if err != nil {
		return folder, err
	}
	all := sector{}
	if err = json.Unmarshal(b, &all); err != nil {
		return folder, err
	}
	for key, v := range changed {
		if _, known := all[key]; !known {
			return folder, fmt.Errorf("the catalog's sector has no %s", key)
		}
		all[key] = v
	}
	if b, err = json.Marshal(all); err != nil {
		return folder, err
	}
	return folder, os.WriteFile(path, b, 0o644)
}
