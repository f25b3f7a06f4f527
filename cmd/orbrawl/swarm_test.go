package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"
)

// asProgram lets the test's binary be the program, for tests that start it.
const asProgram = "TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// program runs the program with those arguments.
func program(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, os.Args[0], args...)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	return cmd
}

func TestSwarmWithAServerOfItsOwn(t *testing.T) {
	cmd := program(t.Context(), "swarm", "--serve", "--cores", "1", "--bots", "5", "--pilots", "4", "--for", "1s", "--json")
	var said, complained bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &complained
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v: %s", err, complained.String())
	}
	var r struct {
		Held  int `json:"pilots_held"`
		Cores int `json:"server_cores"`
	}
	if err := json.Unmarshal(said.Bytes(), &r); err != nil || r.Held != 4 || r.Cores != 1 {
		t.Errorf("%v, %+v: %s", err, r, said.String())
	}
}

func TestOwnServerStopsWhenAsked(t *testing.T) {
	t.Setenv(asProgram, "1")
	s, err := startServer(t.Context(), 3, 0)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.Get(s.page + "/api/state")
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if err := s.stop(); err != nil {
		t.Error(err)
	}
	if _, err := http.Get(s.page + "/api/state"); err == nil {
		t.Error("it still answers")
	}
}

func TestOwnServerThatCannotStart(t *testing.T) {
	t.Setenv(asProgram, "1")
	s, err := startServer(t.Context(), 100000, 0) // more bots than allowed
	if err == nil || !strings.Contains(err.Error(), "did not begin to listen") {
		t.Errorf("got %+v, %v", s, err)
	}
}

func TestOwnServersEnvironment(t *testing.T) {
	env := []string{"HOME=/h", "ORBRAWL_DATA=/d", "GOMAXPROCS=8"}
	if got := ownEnv(env, 0); !slices.Equal(got, []string{"HOME=/h", "GOMAXPROCS=8"}) {
		t.Errorf("with all cores %q", got)
	}
	if got := ownEnv(env, 2); !slices.Equal(got, []string{"HOME=/h", "GOMAXPROCS=2"}) {
		t.Errorf("with two cores %q", got)
	}
}

func TestSwarmNamesAllFlagsThatCannotBe(t *testing.T) {
	cmd := program(t.Context(), "swarm", "--serve", "--url", "http://127.0.0.1:1", "--cores=-1", "--find", "--churn", "5s", "--pilots", "0", "--stalls", "3")
	out, err := cmd.CombinedOutput()
	if err == nil || cmd.ProcessState.ExitCode() != 2 {
		t.Errorf("it ended with %v", err)
	}
	for _, want := range []string{"url is", "cores is -1", "find looks for", "pilots is 0", "stalls is 3"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("lacks %q: %s", want, out)
		}
	}
}

func TestBurstIsRead(t *testing.T) {
	var b burst
	if err := b.UnmarshalText([]byte("500@1m5s")); err != nil || b != (burst{500, 65 * time.Second}) {
		t.Errorf("%+v, %v", b, err)
	}
	for _, bad := range []string{"500", "@5s", "x@5s", "0@5s", "5@soon"} {
		if err := b.UnmarshalText([]byte(bad)); err == nil || !strings.Contains(err.Error(), "500@15s") {
			t.Errorf("%q is taken: %v", bad, err)
		}
	}
}
