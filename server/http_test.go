package server

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// get asks a handler; header is pairs of name and value.
func get(h http.Handler, method, target string, header ...string) *http.Response {
	req := httptest.NewRequest(method, target, nil)
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, req)
	return w.Result()
}

func text(t testing.TB, r *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestPages(t *testing.T) {
	h := newServer(t, plain(), emptyCatalog(t)).publicHandler()
	const forGood, ask = "public, max-age=31536000, immutable", "no-cache"
	for _, c := range []struct {
		method, path, encoding    string
		status                    int
		kind, cache, packed, body string
	}{
		{"GET", "/", "", 200, "text/html; charset=utf-8", ask, "", "a page"},
		{"GET", "/index.html", "gzip", 200, "text/html; charset=utf-8", ask, "gzip", "packed page"},
		{"GET", "/", "br, gzip;q=0.5", 200, "text/html; charset=utf-8", ask, "gzip", "packed page"},
		{"GET", "/", "GZIP", 200, "text/html; charset=utf-8", ask, "gzip", "packed page"},
		{"GET", "/", "gzip;q=0", 200, "text/html; charset=utf-8", ask, "", "a page"},
		{"GET", "/", "gzip;q=0.000", 200, "text/html; charset=utf-8", ask, "", "a page"},
		{"GET", "/", "identity", 200, "text/html; charset=utf-8", ask, "", "a page"},
		{"HEAD", "/", "", 200, "text/html; charset=utf-8", ask, "", ""},
		{"GET", "/app/main-1A2B3C4D.js", "", 200, "text/javascript; charset=utf-8", forGood, "", "let a"},
		{"GET", "/app/main-1A2B3C4D.js", "gzip", 200, "text/javascript; charset=utf-8", forGood, "gzip", "packed script"},
		{"GET", "/icon-maskable.svg", "gzip", 200, "image/svg+xml", ask, "", "<svg/>"},
		{"GET", "/manifest.webmanifest", "", 200, "application/manifest+json", ask, "", "{}"},
		{"GET", "/nothing.js", "", 404, "text/plain; charset=utf-8", "", "", "there is no /nothing.js here"},
		{"GET", "/app", "", 404, "text/plain; charset=utf-8", "", "", "404"},
		{"GET", "/app/", "", 404, "text/plain; charset=utf-8", "", "", "404"},
		{"GET", "/index.html.gz", "", 404, "text/plain; charset=utf-8", "", "", "404"},
		{"POST", "/", "", 405, "text/plain; charset=utf-8", "", "", "405"},
		{"DELETE", "/api/state", "", 405, "text/plain; charset=utf-8", "", "", "405"},
	} {
		r := get(h, c.method, c.path, "Accept-Encoding", c.encoding)
		body := text(t, r)
		if r.StatusCode != c.status || r.Header.Get("Content-Type") != c.kind || r.Header.Get("Cache-Control") != c.cache ||
			r.Header.Get("Content-Encoding") != c.packed || !strings.Contains(body, c.body) {
			t.Errorf("%s %s (%s): %d %v %q", c.method, c.path, c.encoding, r.StatusCode, r.Header, body)
		}
		for _, fault := range unguarded(r.Header) {
			t.Errorf("%s %s: %s", c.method, c.path, fault)
		}
	}
}

// unguarded says what is wrong with the headers that keep a page to itself.
func unguarded(h http.Header) []string {
	var faults []string
	csp := h.Get("Content-Security-Policy")
	for _, want := range []string{"default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'",
		"worker-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"} {
		if !slices.Contains(strings.Split(csp, "; "), want) {
			faults = append(faults, "the policy lacks "+want)
		}
	}
	if strings.Contains(csp, "unsafe") || strings.Contains(csp, "http") || strings.Contains(csp, "*") {
		faults = append(faults, "the policy lets strangers in: "+csp)
	}
	for name, want := range map[string]string{
		"X-Content-Type-Options":       "nosniff",
		"Referrer-Policy":              "no-referrer",
		"Cross-Origin-Opener-Policy":   "same-origin",
		"Cross-Origin-Resource-Policy": "same-origin",
	} {
		if got := h.Get(name); got != want {
			faults = append(faults, fmt.Sprintf("%s is %q, want %q", name, got, want))
		}
	}
	for _, power := range []string{"camera=()", "microphone=()", "geolocation=()", "fullscreen=(self)"} {
		if !slices.Contains(strings.Split(h.Get("Permissions-Policy"), ", "), power) {
			faults = append(faults, "the permissions lack "+power)
		}
	}
	return faults
}

// TestNotModified: who has a file is not sent it again, and packed and plain are two things.
func TestNotModified(t *testing.T) {
	s := newServer(t, plain(), emptyCatalog(t))
	h := s.publicHandler()
	for _, path := range []string{"/", "/app/main-1A2B3C4D.js", "/api/catalog"} {
		plainTag := get(h, "GET", path).Header.Get("ETag")
		packedTag := get(h, "GET", path, "Accept-Encoding", "gzip").Header.Get("ETag")
		if plainTag == "" || plainTag == packedTag {
			t.Errorf("%s: tags %q and %q", path, plainTag, packedTag)
		}
		if r := get(h, "GET", path, "If-None-Match", plainTag); r.StatusCode != http.StatusNotModified || text(t, r) != "" {
			t.Errorf("%s: asked again: %d", path, r.StatusCode)
		}
		if r := get(h, "GET", path, "If-None-Match", `"another"`); r.StatusCode != http.StatusOK {
			t.Errorf("%s: asked with another tag: %d", path, r.StatusCode)
		}
	}
}

func TestCatalogAndState(t *testing.T) {
	conf := plain()
	conf.Fill = 3
	r := newRig(t, conf, emptyCatalog(t))
	p := r.fly("Ada")
	for range 2 * stagePause {
		r.step(p)
	}
	var cat struct {
		Hash  string
		Hulls []any
	}
	if err := json.Unmarshal([]byte(r.fetch("/api/catalog")), &cat); err != nil || cat.Hash != r.parts.Catalog.Hash || len(cat.Hulls) == 0 {
		t.Errorf("catalog %+v, %v", cat, err)
	}
	packed := get(r.publicHandler(), "GET", "/api/catalog", "Accept-Encoding", "gzip")
	if z, err := gzip.NewReader(packed.Body); err != nil || packed.Header.Get("Content-Encoding") != "gzip" {
		t.Errorf("packed catalog: %v %v", packed.Header, err)
	} else if err := json.NewDecoder(z).Decode(&cat); err != nil || cat.Hash != r.parts.Catalog.Hash {
		t.Errorf("packed catalog %+v, %v", cat, err)
	}
	var state worldState
	if err := json.Unmarshal([]byte(r.fetch("/api/state")), &state); err != nil {
		t.Fatal(err)
	}
	if want := (worldState{"Orbrawl", "brawl", uint32(r.now()), 1, 2, "test"}); state != want {
		t.Errorf("state %+v, want %+v", state, want)
	}
}

// fetch is the body of an answer over the real door.
func (r *rig) fetch(path string) string {
	r.t.Helper()
	answer, err := http.Get(r.url(path))
	if err != nil {
		r.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode != http.StatusOK {
		r.t.Fatalf("%s: %s", path, answer.Status)
	}
	return text(r.t, answer)
}

func TestAdmin(t *testing.T) {
	r := newRig(t, plain(), emptyCatalog(t))
	h := r.adminHandler()
	ask := func(path string, status int, has string) {
		t.Helper()
		a := get(h, "GET", path)
		if body := text(t, a); a.StatusCode != status || !strings.Contains(body, has) {
			t.Errorf("%s: %d %.200q, want %d with %q", path, a.StatusCode, body, status, has)
		}
	}
	ask("/livez", http.StatusServiceUnavailable, "tick")
	ask("/readyz", http.StatusServiceUnavailable, "not ticking")
	p := r.fly("Ada")
	r.step(p)
	ask("/livez", http.StatusOK, "ok")
	ask("/readyz", http.StatusOK, "ok")
	ask("/metrics", http.StatusOK, `orbrawl_welcomes_total{kind="new"} 1`)
	ask("/debug/counters", http.StatusOK, "orbrawl_sent_frames_total 2\n")
	ask("/debug/counters", http.StatusOK, "orbrawl_tick_work_seconds count 3 mean ")
	ask("/debug/pprof/goroutine?debug=1", http.StatusOK, "goroutine profile")
	ask("/nothing", http.StatusNotFound, "404")
	if a := get(h, "POST", "/livez"); a.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("POST /livez: %d", a.StatusCode)
	}
	r.pulse.drain()
	ask("/livez", http.StatusOK, "ok")
	ask("/readyz", http.StatusServiceUnavailable, "draining")
	if a := get(r.publicHandler(), "GET", "/metrics"); a.StatusCode != http.StatusNotFound {
		t.Errorf("players reach /metrics: %d", a.StatusCode)
	}
}

// outside is a page folder that notes whoever looks for what is not below it.
type outside struct {
	fstest.MapFS
	t *testing.T
}

func (o outside) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	if !filepath.IsLocal(name) && name != "." {
		o.t.Errorf("the page handler opened %q", name)
	}
	return o.MapFS.Open(name)
}

// FuzzPages: whatever path is asked for, the answer is a file of the page, a redirect, or 404 in words.
func FuzzPages(f *testing.F) {
	for _, s := range []string{"/", "/../etc/passwd", "/..%2f..%2fetc/passwd", "//x", "/app/../index.html", "/%00", "/a\\..\\b", "/./", "/index.html/", "/ws/../index.html", "*"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, path string) {
		files := page()
		r := &http.Request{Method: "GET", URL: &url.URL{Path: path}, Header: http.Header{}, Host: "x", Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1}
		w := httptest.NewRecorder()
		secured(pages{outside{files, t}, newCounters()}).ServeHTTP(w, r)
		body := w.Body.String()
		switch w.Code {
		case http.StatusOK:
			for _, file := range files {
				if string(file.Data) == body {
					return
				}
			}
			t.Fatalf("%q was answered with %q", path, body)
		case http.StatusNotFound, http.StatusMovedPermanently:
		default:
			t.Fatalf("%q was answered with %d", path, w.Code)
		}
	})
}
