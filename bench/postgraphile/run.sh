#!/bin/sh
# P1 beside PostGraphile 5, on the same database and in the same run. Installs PostGraphile and the Node it needs from npm, into
# this folder only. Needs npm; nothing else here does.
set -eu
cd "$(dirname "$0")"
npm ci --no-audit --no-fund
cd ../..
exec cargo run --release -p bench -- postgraphile
