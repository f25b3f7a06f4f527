//go:build conformance

// Command orbrawl-echo is an echo server on the game's own connection stack, for outside conformance
// suites such as Autobahn. It allows what the game refuses (text, large messages, any pace), and is
// built only with -tags conformance:
//
//	go build -tags conformance -o bin/orbrawl-echo ./cmd/orbrawl-echo
//	bin/orbrawl-echo --listen 127.0.0.1:9001
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/orbrawl/orbrawl/protocol"
	"github.com/orbrawl/orbrawl/server/conn"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "orbrawl-echo:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	flags := flag.NewFlagSet("orbrawl-echo", flag.ContinueOnError)
	listen := flags.String("listen", "127.0.0.1:9001", "address to listen on")
	maxMessage := flags.Int("max-message", 64<<20, "largest message in bytes")
	text := flags.Bool("text", true, "allow text frames")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return nil
		}
		return err
	}
	door, err := conn.NewDoor(echoConfig(*maxMessage, *text), func(*conn.Conn) conn.Session { return new(echo) })
	if err != nil {
		return err
	}
	return serve(*listen, door)
}

// echoConfig lifts every limit that a conformance suite would run into.
func echoConfig(maxMessage int, text bool) conn.Config {
	config := conn.DefaultConfig()
	config.Origins = []string{"*"}
	config.ConnsPerAddress = 0
	config.AllowText = text
	config.MaxMessage = maxMessage
	config.MaxFragments = 0
	config.FramesPerSecond = 0
	config.ReadBuffer = 4 << 10
	config.MaxFrame = maxMessage + conn.HeadRoom
	config.TailLimit = 2 * config.MaxFrame
	config.NotSentLowWater = 0
	config.FirstMessageTimeout = 0
	config.MessageTimeout = time.Minute
	config.IdleTimeout = time.Minute
	config.PingEvery = 0
	return config
}

// serve listens until SIGINT or SIGTERM, then says goodbye to everybody.
func serve(address string, door *conn.Door) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: door, ReadHeaderTimeout: 5 * time.Second}
	fmt.Println("listening on", listener.Addr())
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	patience, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := server.Shutdown(patience); err != nil {
		return err
	}
	return door.Shutdown(patience, protocol.CloseRestart, "The echo server stops.")
}

// echo sends each message back as it came.
type echo struct{ buffer []byte }

// OnOpen has nothing to say.
func (*echo) OnOpen(*conn.Conn) {}

// OnMessage queues the echo; a peer that sends more than it reads is told so and closed.
func (e *echo) OnMessage(c *conn.Conn, payload []byte) {
	e.buffer = append(e.buffer[:0], make([]byte, conn.HeadRoom)...)
	e.buffer = append(e.buffer, payload...)
	frame := conn.Seal
	if c.IsText() {
		frame = conn.SealText
	}
	if err := c.WriteFrame(frame(e.buffer)); errors.Is(err, conn.ErrBusy) {
		c.Close(protocol.CloseStalled, "Read your echoes before you send more.")
	}
}

// OnClose has nothing to clean up.
func (*echo) OnClose(*conn.Conn, protocol.CloseCode, error) {}
