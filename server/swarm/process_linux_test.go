package swarm

import (
	"net"
	"net/url"
	"os"
	"testing"
)

func TestTheServersProcessIsFoundByItsPort(t *testing.T) {
	for _, at := range []string{"127.0.0.1:0", "[::1]:0", ":0"} {
		l, err := net.Listen("tcp", at)
		if err != nil {
			t.Fatal(err)
		}
		_, port, err := net.SplitHostPort(l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		pid := listenerAt(&url.URL{Scheme: "http", Host: "127.0.0.1:" + port})
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		if pid != os.Getpid() {
			t.Errorf("at %s listens process %d, found was %d", at, os.Getpid(), pid)
		}
		if pid := listenerAt(&url.URL{Scheme: "http", Host: "127.0.0.1:" + port}); pid != 0 {
			t.Errorf("nobody listens any more, found was %d", pid)
		}
	}
	for _, host := range []string{"play.example.com:80", "10.1.2.3:80", "127.0.0.1"} {
		if pid := listenerAt(&url.URL{Scheme: "http", Host: host}); pid != 0 {
			t.Errorf("process %d is said to listen at %s", pid, host)
		}
	}
}

func TestProcessesAreRead(t *testing.T) {
	before := openProcess(os.Getpid()).read()
	if before == nil || before.rss < 1<<20 || before.files < 3 || before.filesMost < before.files {
		t.Fatalf("of this process is read %+v", before)
	}
	if after := openProcess(os.Getpid()).read(); after.files < 3 || after.cpu < before.cpu {
		t.Errorf("%+v after %+v", after, before)
	}
	if p := openProcess(1 << 30); p.read() != nil {
		t.Error("a process that is not there is read")
	}
	if m := machineLoad(); m == nil || m.total <= m.busy || m.busy <= 0 || m.memory <= 0 || m.memory >= 1 {
		t.Errorf("of the machine is read %+v", m)
	}
}
