#!/usr/bin/env bash
# Finds a Chromium, or installs one, and prints its path; the word "playwright" stands for the one Playwright keeps.
# Everything else goes to stderr. Order: $CHROMIUM, the PATH, Debian's package (root), Playwright's own download.
set -euo pipefail

found() {
	echo "browser: $("$1" --version 2>/dev/null | head -n1) at $1" >&2
	echo "$1"
	exit 0
}

look() {
	local name path
	for name in chromium chromium-browser google-chrome; do
		if path=$(command -v "$name") && "$path" --version >/dev/null 2>&1; then
			found "$path"
		fi
	done
}

if [ -n "${CHROMIUM:-}" ]; then
	if [ "$CHROMIUM" = playwright ]; then
		echo playwright
		exit 0
	fi
	"$CHROMIUM" --version >/dev/null 2>&1 || {
		echo "browser: CHROMIUM is $CHROMIUM, which does not run" >&2
		exit 1
	}
	found "$CHROMIUM"
fi
look

# Ubuntu's package of that name is a shim for a snap, so this is for Debian only.
if [ "$(id -u)" = 0 ] && grep -qsx 'ID=debian' /etc/os-release; then
	echo "browser: none found, installing Debian's chromium" >&2
	if { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium; } \
		</dev/null >&2; then
		look
	fi
fi

cd "$(dirname "$0")/.."
echo "browser: none found, asking Playwright for one" >&2
if npx --no-install playwright install --with-deps chromium-headless-shell </dev/null >&2; then
	echo "browser: the headless shell of $(npx --no-install playwright --version)" >&2
	echo playwright
	exit 0
fi
echo "browser: no Chromium here and none to be had: install one and set CHROMIUM to its path" >&2
exit 1
