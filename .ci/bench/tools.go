package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"time"
)

// swarmReport is what is read of the swarm's.
type swarmReport struct {
	PilotsHeld     *float64       `json:"pilots_held"`
	TicksLate      *float64       `json:"ticks_late"`
	IntervalP99    *float64       `json:"server_tick_interval_p99_ms"`
	Work           *float64       `json:"server_work_us_per_client_tick"`
	CPU            *float64       `json:"server_cpu_us_per_client_tick"`
	KiBPerPilot    *float64       `json:"server_kib_per_pilot"`
	Payload        *float64       `json:"payload_bytes_per_player_s"`
	PayloadP99     *float64       `json:"payload_bytes_second_p99"`
	PayloadWorst   *float64       `json:"payload_bytes_worst_second"`
	Frames         *float64       `json:"frames_per_player_s"`
	Ships          *float64       `json:"ships_known_mean"`
	JoinBytes      *float64       `json:"join_bytes_max"`
	FrameLateWorst *float64       `json:"frame_late_max_ms"`
	MachineShare   *float64       `json:"machine_cpu_share"`
	Limit          string         `json:"limit"`
	Errors         map[string]int `json:"errors"`
	Cut            *struct {
		AllBackMs *float64 `json:"all_back_ms"`
		TicksLate *float64 `json:"ticks_late"`
		ShipsLost *float64 `json:"ships_lost"`
	} `json:"cut"`
	Burst *struct {
		AllInMs   *float64 `json:"all_in_ms"`
		TicksLate *float64 `json:"ticks_late"`
	} `json:"burst"`
	PilotsMax *float64 `json:"pilots_max"`
	Verdict   string   `json:"verdict"`
}

// broken is how many errors of the protocol the pilots found.
func (r *swarmReport) broken() *float64 {
	n := 0.0
	for text, times := range r.Errors {
		fmt.Printf("  protocol error, %d times: %s\n", times, text)
		n += float64(times)
	}
	return &n
}

// floorReport is what is read of the floor's, in µs a client and tick.
type floorReport struct {
	Raw *float64 `json:"floor_us_per_client_tick"`
}

// ask runs a tool of the program that prints one JSON object. A tool that also fails says why in the object.
func ask(ctx context.Context, into any, args ...string) error {
	var out bytes.Buffer
	tool := exec.CommandContext(ctx, program, args...)
	tool.Stdout, tool.Stderr = &out, os.Stderr
	ended := tool.Run()
	if err := json.Unmarshal(out.Bytes(), into); err != nil {
		return errors.Join(errNoReport, ended, err)
	}
	return nil
}

// fly lets a swarm fly against a server.
func fly(ctx context.Context, s *server, pilots int, length time.Duration, more ...string) (*swarmReport, error) {
	r := new(swarmReport)
	args := append([]string{"swarm", "--json", "--url", s.page, "--admin", s.admin, "--pilots", strconv.Itoa(pilots), "--for", length.String()}, more...)
	return r, ask(ctx, r, args...)
}
