// Command numbers holds one server against its budgets: a world with 300 pilots of the swarm, filled up to 400 by bots,
// for a minute, on this machine, which the load shares. It prints what was measured beside what is allowed, and fails
// when a budget is missed. Run it by "make numbers", on a machine that does nothing else.
package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"regexp"
	"syscall"
	"text/tabwriter"
	"time"
)

const (
	program = "bin/orbrawl"
	pilots  = "300"
	fill    = "400"
	lasts   = "60s"
	startUp = 20 * time.Second
)

// report is what is read of the swarm's; the server's own figures are null when it could not be asked.
type report struct {
	PilotsHeld       *float64       `json:"pilots_held"`
	TicksLate        *float64       `json:"ticks_late"`
	TickWorkP99Ms    *float64       `json:"tick_work_p99_ms"`
	PayloadPerPlayer *float64       `json:"payload_bytes_per_player_s"`
	JoinBytesMax     *float64       `json:"join_bytes_max"`
	Errors           map[string]int `json:"errors"`
}

// budget is one row: the figure must satisfy the words.
type budget struct {
	name     string
	words    string
	measured *float64
	holds    func(v float64) bool
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "numbers:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	load, err := measure(ctx)
	if err != nil {
		return err
	}
	missed := show(os.Stdout, budgets(load))
	for text, n := range load.Errors {
		fmt.Printf("protocol error, %d times: %s\n", n, text)
	}
	if missed > 0 {
		return fmt.Errorf("%d budgets missed; was the machine quiet?", missed)
	}
	return nil
}

func budgets(r *report) []budget {
	broken := 0.0
	for _, n := range r.Errors {
		broken += float64(n)
	}
	below := func(limit float64) func(float64) bool { return func(v float64) bool { return v < limit } }
	exactly := func(want float64) func(float64) bool { return func(v float64) bool { return v == want } }
	return []budget{
		{"pilots held", "300", r.PilotsHeld, exactly(300)},
		{"ticks late by more than one", "0", r.TicksLate, exactly(0)},
		{"p99 of tick work, ms", "< 8", r.TickWorkP99Ms, below(8)},
		{"payload per player, bytes/s", "< 4096", r.PayloadPerPlayer, below(4096)},
		{"largest join, bytes", "< 40960", r.JoinBytesMax, below(40960)},
		{"protocol errors", "0", &broken, exactly(0)},
	}
}

// show prints the table and counts the budgets that are missed. A figure that nobody measured is missed.
func show(out io.Writer, rows []budget) (missed int) {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "figure\tbudget\tmeasured\t")
	for _, row := range rows {
		measured, verdict := "not measured", "MISSED"
		if row.measured != nil {
			measured = fmt.Sprintf("%g", *row.measured)
			if row.holds(*row.measured) {
				verdict = "ok"
			}
		}
		if verdict != "ok" {
			missed++
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", row.name, row.words, measured, verdict)
	}
	if err := table.Flush(); err != nil {
		fmt.Fprintln(os.Stderr, "numbers:", err)
		missed++
	}
	return missed
}

// measure starts a server on free ports, flies the swarm against it, and stops it.
func measure(ctx context.Context) (*report, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	server := exec.CommandContext(ctx, program, "serve", "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0",
		"--bots", fill, "--per-address", "0", "--log-level", "WARN", "--seed", "1")
	server.Cancel = func() error { return server.Process.Signal(syscall.SIGTERM) }
	server.WaitDelay = 10 * time.Second
	server.Stderr = os.Stderr
	said, err := server.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := server.Start(); err != nil {
		return nil, fmt.Errorf("%w; make build makes it", err)
	}
	defer func() {
		cancel()
		_ = server.Wait() // it was told to end, so its end is no news
	}()
	page, admin, err := addresses(said)
	if err != nil {
		return nil, err
	}
	fmt.Printf("%s pilots and bots up to %s for %s at %s\n", pilots, fill, lasts, page)
	return fly(ctx, page, admin)
}

var address = regexp.MustCompile(`^orbrawl: (play|admin) at (http://\S+)$`)

// addresses reads where the server listens.
func addresses(said io.ReadCloser) (page, admin string, err error) {
	late := time.AfterFunc(startUp, func() { said.Close() })
	defer late.Stop()
	lines := bufio.NewScanner(said)
	for lines.Scan() {
		switch m := address.FindStringSubmatch(lines.Text()); {
		case m == nil:
		case m[1] == "play":
			page = m[2]
		default:
			admin = m[2]
		}
		if page != "" && admin != "" {
			return page, admin, nil
		}
	}
	return "", "", errors.Join(errors.New("the server did not say where it listens"), lines.Err())
}

// fly runs the swarm. One pilot in ten verifies all it hears; the swarm shares the processor with the server.
func fly(ctx context.Context, page, admin string) (*report, error) {
	var out bytes.Buffer
	swarm := exec.CommandContext(ctx, program, "swarm", "--url", page, "--admin", admin,
		"--pilots", pilots, "--for", lasts, "--full-share", "0.1", "--json")
	swarm.Stdout, swarm.Stderr = &out, os.Stderr
	ended := swarm.Run() // it fails on a lost pilot too; the table says more
	load := new(report)
	if err := json.Unmarshal(out.Bytes(), load); err != nil {
		return nil, errors.Join(errors.New("the swarm gave no report"), ended, err)
	}
	return load, nil
}
