// Command bench prints what one server does under load, each figure beside its goal and, where that is one, beside the
// floor of this machine measured in the same run: a thousand pilots on one core, forty ships in sight, a crowd in one
// screen, a storm of reconnections, hostile clients, and the largest number that it holds. The load shares the machine,
// so run it by "make bench" on one that does nothing else. It ends with an error when a goal is missed.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"strings"
	"syscall"
	"time"
)

const program = "bin/orbrawl"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	length := flag.Duration("for", 20*time.Second, "how long to measure in each scene")
	find := flag.Duration("find", 2*time.Minute, "how long to look for the largest number of pilots, for each number of cores; 0 leaves it out")
	only := flag.String("only", "", "scenes to run, by their names, with commas between; all when empty")
	flag.Parse()
	if err := run(ctx, *length, *find, *only); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, length, find time.Duration, only string) error {
	fmt.Println(machine())
	t := newTable(os.Stdout)
	for _, s := range scenes(length, find) {
		if only != "" && !strings.Contains(","+only+",", ","+s.name+",") {
			continue
		}
		fmt.Printf("\n%s: %s\n", s.name, s.words)
		rows, err := s.run(ctx)
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		t.show(rows)
	}
	if t.missed > 0 {
		return fmt.Errorf("%d goals missed; did this machine do something else?", t.missed)
	}
	return nil
}

// machine says what this was measured on.
func machine() string {
	model := "unknown processor"
	if b, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for line := range strings.Lines(string(b)) {
			if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
				model = strings.TrimSpace(value)
				break
			}
		}
	}
	kernel, err := exec.Command("uname", "-sr").Output()
	if err != nil {
		kernel = []byte(runtime.GOOS)
	}
	return fmt.Sprintf("%s, %d cores, %s, %s; the load on the same machine", model, runtime.NumCPU(), strings.TrimSpace(string(kernel)), runtime.Version())
}

// errNoReport is a tool that printed nothing that could be read.
var errNoReport = errors.New("no report came")
