package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
)

const (
	worker = "sw.js"
	stamp  = "orbrawl-offline-KEPT"
)

// keptOffline are the files that the service worker keeps in the browser.
var keptOffline = []string{"offline.html", "offline.css", "offline.js", "icon.svg"}

// stampWorker writes a hash of the kept files into the service worker. Browsers fetch them anew only when the worker's
// own bytes have changed, so without the stamp an old offline page would stay for ever.
func stampWorker(out string) error {
	hash := sha256.New()
	for _, name := range keptOffline {
		data, err := os.ReadFile(filepath.Join(out, name))
		if err != nil {
			return err
		}
		hash.Write(data)
	}
	script, err := os.ReadFile(filepath.Join(out, worker))
	if err != nil {
		return err
	}
	for _, name := range keptOffline {
		if !bytes.Contains(script, []byte("'/"+name+"'")) {
			return errors.New(worker + " does not keep " + name + ", which its stamp stands for")
		}
	}
	if bytes.Count(script, []byte(stamp)) != 1 {
		return errors.New(worker + " must hold " + stamp + " once")
	}
	version := "orbrawl-offline-" + hex.EncodeToString(hash.Sum(nil)[:4])
	return os.WriteFile(filepath.Join(out, worker), bytes.Replace(script, []byte(stamp), []byte(version), 1), 0o644)
}
