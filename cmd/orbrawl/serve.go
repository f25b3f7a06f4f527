package main

import (
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"syscall"
	"time"

	"golang.org/x/term"

	"github.com/orbrawl/orbrawl/assets"
	"github.com/orbrawl/orbrawl/game/catalog"
	"github.com/orbrawl/orbrawl/server"
	"github.com/orbrawl/orbrawl/web"
)

// serveCmd hosts a world.
type serveCmd struct {
	Listen      string        `default:"127.0.0.1:8080" help:"Address for players: the page and the WebSocket."`
	Admin       string        `default:"127.0.0.1:8081" help:"Address for the host: health, metrics, profiles. Empty for none. Keep it off the internet."`
	Data        string        `default:"" help:"Folder for what the server keeps. Empty keeps nothing." type:"path"`
	Name        string        `default:"Orbrawl" help:"Name of the server, shown to players."`
	Mode        string        `default:"brawl" help:"Rules of the world."`
	Bots        int           `default:"-1" help:"Pilots, people included, that bots fill the world up to; -1 takes the catalog's number."`
	Pilots      int           `default:"1200" help:"People at once."`
	PlayerBytes int           `default:"2400" help:"Bytes a second that a player is sent on average; in a crowd, distant shots and ore are left out to keep it."`
	PerAddress  int           `default:"64" help:"Connections from one address; 0 is no limit."`
	Origins     []string      `help:"Other sites whose pages may connect, for instance https://play.example.com; * for every site."`
	Seed        uint64        `default:"0" help:"Seed of the world; 0 takes one from the clock."`
	Record      bool          `help:"Record the world's inputs to a file in the data folder, for replay."`
	Catalog     string        `default:"" help:"Folder with a catalog to use instead of the built-in one." type:"path"`
	Page        string        `default:"" help:"Folder with a client to serve instead of the built-in one, for development." type:"path"`
	Drain       time.Duration `default:"2s" help:"At a stop, how long players have to hear of it."`
	LogLevel    slog.Level    `default:"INFO" help:"Least level to log: DEBUG, INFO, WARN or ERROR."`
}

// garbagePercent is how much the heap may grow before it is collected. Ticks leave next to no garbage, so that a small
// heap costs nothing but at joins.
const garbagePercent = 10

// Run hosts until SIGINT or SIGTERM; a second signal stops at once.
func (c *serveCmd) Run() error {
	log := newLog(c.LogLevel)
	slog.SetDefault(log)
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbagePercent)
	}
	cat, err := openCatalog(c.Catalog)
	if err != nil {
		return err
	}
	conf, err := c.config()
	if err != nil {
		return err
	}
	var page fs.FS = web.Dist()
	if c.Page != "" {
		page = os.DirFS(c.Page)
	}
	s, err := server.New(conf, server.Parts{Catalog: cat, Page: page, Build: build().Version, Log: log})
	if err != nil {
		return err
	}
	public, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("serve: %w; choose another address with --listen", err)
	}
	var admin net.Listener
	if c.Admin != "" {
		if admin, err = net.Listen("tcp", c.Admin); err != nil {
			return fmt.Errorf("serve: %w; choose another address with --admin, or none with --admin=", err)
		}
	}
	announce(public, admin)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // the second signal meets the default handler
	return s.Run(ctx, public, admin)
}

func (c *serveCmd) config() (server.Config, error) {
	conf := server.DefaultConfig()
	conf.Name, conf.Mode, conf.Fill, conf.Seed = c.Name, c.Mode, c.Bots, c.Seed
	conf.Budget = c.PlayerBytes
	conf.Pilots, conf.PerAddr, conf.Origins, conf.Drain = c.Pilots, c.PerAddress, c.Origins, c.Drain
	if c.Record && c.Data == "" {
		return conf, fmt.Errorf("%w: --record needs a folder to record into; give --data", errUsage)
	}
	if c.Data == "" {
		return conf, nil
	}
	if err := os.MkdirAll(c.Data, 0o755); err != nil {
		return conf, fmt.Errorf("serve: data folder: %w", err)
	}
	if c.Record {
		conf.Record = filepath.Join(c.Data, time.Now().UTC().Format("20060102-150405")+".orl")
	}
	return conf, nil
}

// announce prints where to go, for people and for scripts.
func announce(public, admin net.Listener) {
	fmt.Printf("orbrawl: play at http://%s\n", public.Addr())
	if admin != nil {
		fmt.Printf("orbrawl: admin at http://%s\n", admin.Addr())
	}
}

// newLog writes text to a terminal and JSON elsewhere.
func newLog(level slog.Level) *slog.Logger {
	opts := &slog.HandlerOptions{Level: level}
	if term.IsTerminal(int(os.Stderr.Fd())) {
		return slog.New(slog.NewTextHandler(os.Stderr, opts))
	}
	return slog.New(slog.NewJSONHandler(os.Stderr, opts))
}

// openCatalog reads the catalog from a folder, or the built-in one.
func openCatalog(dir string) (*catalog.Catalog, error) {
	if dir != "" {
		return catalog.Load(os.DirFS(dir))
	}
	files, err := fs.Sub(assets.FS(), "catalog")
	if err != nil {
		return nil, err
	}
	return catalog.Load(files)
}
