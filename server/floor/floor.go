package floor

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// errSilent is why a child was ended that should have been done long ago.
var errSilent = errors.New("the child does not answer; is its program built from the same sources?")

// Run measures every way that conf names, each in turns with a child of its own. It returns early with ctx's error
// when ctx is done. Other errors say what a child or the system refused.
func Run(ctx context.Context, conf Config) (*Report, error) {
	if err := conf.Check(); err != nil {
		return nil, fmt.Errorf("floor: %w", err)
	}
	r := newReport(&conf)
	for range conf.Rounds {
		for _, w := range conf.Ways {
			t, err := take(ctx, &conf, w)
			if err != nil {
				return nil, err
			}
			r.add(w, t)
		}
	}
	r.settle()
	return r, nil
}

// child is a process that sends.
type child struct {
	*exec.Cmd
	in     io.WriteCloser
	out    *json.Decoder
	errors strings.Builder
}

func begin(ctx context.Context, conf *Config) (*child, error) {
	c := &child{Cmd: exec.CommandContext(ctx, conf.Child[0], conf.Child[1:]...)}
	c.Env = append(os.Environ(), "GOMAXPROCS="+strconv.Itoa(conf.Cores))
	c.Stderr = &c.errors
	c.WaitDelay = patience
	in, err := c.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("floor: %w", err)
	}
	out, err := c.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("floor: %w", err)
	}
	c.in, c.out = in, json.NewDecoder(out)
	if err := c.Start(); err != nil {
		return nil, fmt.Errorf("floor: child: %w", err)
	}
	return c, nil
}

// take is one turn of one way: a child, its clients, and the measurement.
func take(ctx context.Context, conf *Config, w Way) (*turn, error) {
	span := conf.For / time.Duration(conf.Rounds)
	ctx, cancel := context.WithTimeoutCause(ctx, 2*span+patience, errSilent)
	defer cancel()
	c, err := begin(ctx, conf)
	if err != nil {
		return nil, err
	}
	j := &job{Way: w, Clients: conf.Clients, Bytes: conf.Bytes, Rate: conf.Rate, For: span}
	t, err := c.play(j)
	_ = c.in.Close()
	ended := c.Wait()
	if ctx.Err() != nil {
		return nil, fmt.Errorf("floor: %s: %w", w, context.Cause(ctx))
	}
	if ended != nil {
		// What the child says explains more than the pipe that broke because of it.
		return nil, fmt.Errorf("floor: %s: child: %w: %s", w, ended, strings.TrimSpace(c.errors.String()))
	}
	if err != nil {
		return nil, fmt.Errorf("floor: %s: %w", w, err)
	}
	return t, nil
}

// play tells the child its job, connects the clients, and hears what it cost.
func (c *child) play(j *job) (*turn, error) {
	ask := json.NewEncoder(c.in)
	if err := ask.Encode(j); err != nil {
		return nil, err
	}
	var at greeting
	if err := c.out.Decode(&at); err != nil {
		return nil, err
	}
	all, err := connect(at.Addr, j)
	if err != nil {
		return nil, err
	}
	defer all.close()
	if err := ask.Encode(start{}); err != nil {
		return nil, err
	}
	t := new(turn)
	if err := c.out.Decode(t); err != nil {
		return nil, err
	}
	return t, nil
}
