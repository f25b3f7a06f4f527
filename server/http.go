package server

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/orbrawl/orbrawl/game/catalog"
)

// policy lets the page load its own files and connect to its own server, and nothing else.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data: blob:; " +
	"manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// denied are the powers of a browser that a page here never needs. Full screen, gamepad, sharing and the clipboard
// are not among them: the page itself may use those, a frame inside it may not.
const denied = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), hid=(), midi=(), display-capture=(), " +
	"fullscreen=(self), gamepad=(self), web-share=(self), clipboard-write=(self)"

// publicHandler is what players reach: the page, the catalog, the state of the world, and the WebSocket.
func (s *Server) publicHandler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/ws", s.door)
	mux.HandleFunc("GET /api/catalog", s.serveCatalog)
	mux.HandleFunc("GET /api/state", s.serveState)
	mux.Handle("/", pages{s.parts.Page, s.count})
	return secured(mux)
}

func secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Permissions-Policy", denied)
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		next.ServeHTTP(w, r)
	})
}

// file is something to send in two forms; packed, by gzip, is nil where it would not be smaller.
type file struct {
	plain, packed []byte
	tag           string
}

// serve sends the form that the browser takes. The rest of the headers must be set.
func (f file) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Vary", "Accept-Encoding")
	body, tag := f.plain, f.tag
	if f.packed != nil && takesGzip(r) {
		h.Set("Content-Encoding", "gzip")
		body, tag = f.packed, tag+"-gz"
	}
	h.Set("ETag", `"`+tag+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}

func catalogFile(c *catalog.Catalog) (file, error) {
	plain, err := json.Marshal(c)
	if err != nil {
		return file{}, fmt.Errorf("catalog: %w", err)
	}
	var packed bytes.Buffer
	z, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return file{}, fmt.Errorf("catalog: %w", err)
	}
	_, _ = z.Write(plain) // a buffer takes everything
	_ = z.Close()
	return file{plain, packed.Bytes(), c.Hash}, nil
}

func (s *Server) serveCatalog(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-cache")
	s.catalog.serve(w, r)
}

// worldState is the answer of /api/state.
type worldState struct {
	Name   string `json:"name"`
	Mode   string `json:"mode"`
	Tick   uint32 `json:"tick"`
	People uint32 `json:"people"`
	Bots   uint32 `json:"bots"`
	Build  string `json:"build"`
}

func (s *Server) serveState(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	_ = json.NewEncoder(w).Encode(worldState{
		s.conf.Name, s.mode, s.pulse.tick.Load(), s.pulse.people.Load(), s.pulse.bots.Load(), s.parts.Build,
	})
}

// pages serves the client's files. Files with a hash in their name are cached for good, the rest is asked for
// each time; where a .gz lies beside a file, browsers that take it get it.
type pages struct {
	files fs.FS
	count *counters
}

func (p pages) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		p.count.badVerb.Inc()
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "405: this is a page; use GET", http.StatusMethodNotAllowed)
		return
	}
	name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
	if name == "" {
		name = "index.html"
	}
	body, err := fs.ReadFile(p.files, name)
	if err != nil || strings.HasSuffix(name, ".gz") {
		p.count.notFound.Inc()
		http.Error(w, "404: there is no "+r.URL.Path+" here; the game is at /", http.StatusNotFound)
		return
	}
	h := w.Header()
	h.Set("Content-Type", contentType(name))
	h.Set("Cache-Control", "no-cache")
	if hashed(name) {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	packed, err := fs.ReadFile(p.files, name+".gz")
	if err != nil {
		packed = nil // it did not shrink
	}
	file{body, packed, fmt.Sprintf("%x", sum(body))}.serve(w, r)
}

func contentType(name string) string {
	switch path.Ext(name) {
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".webmanifest":
		return "application/manifest+json"
	}
	if t := mime.TypeByExtension(path.Ext(name)); t != "" {
		return t
	}
	return "application/octet-stream"
}

func takesGzip(r *http.Request) bool {
	for _, e := range strings.Split(r.Header.Get("Accept-Encoding"), ",") {
		coding, weight, _ := strings.Cut(strings.TrimSpace(e), ";")
		never := strings.Trim(strings.TrimPrefix(strings.TrimSpace(weight), "q="), "0.") == "" && weight != ""
		if strings.EqualFold(strings.TrimSpace(coding), "gzip") && !never {
			return true
		}
	}
	return false
}

// hashed reports whether a file's name carries the hash of its content, as in main-P4SSNHLM.js: a word in lower
// case is none.
func hashed(name string) bool {
	base := strings.TrimSuffix(path.Base(name), path.Ext(name))
	_, hash, found := strings.Cut(base, "-")
	return found && len(hash) >= 8 && strings.Trim(hash, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == ""
}

func sum(b []byte) uint64 {
	h := uint64(0xcbf29ce484222325)
	for _, c := range b {
		h = (h ^ uint64(c)) * 0x100000001b3
	}
	return h
}
