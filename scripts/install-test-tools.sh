#!/bin/sh
# Everything the editor, grammar and Neovim tests need and `npm ci` does not bring: a browser, Neovim, the
# libraries code-server's native modules are built with, and code-server itself. Does nothing the second time.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
"$root/scripts/install-packages.sh" chromium neovim libkrb5-dev pkg-config g++ make python3

cd "$root/test/editor"
# code-server refuses any Node but 24, and builds its modules for the one that runs npm.
PATH="$root/node_modules/.bin:$PATH"
export PATH
# Inside `npm run` this names the Node of the outer npm, and code-server believes it.
unset npm_config_user_agent
if [ ! -x node_modules/.bin/code-server ] || ! node_modules/.bin/code-server --version --config /dev/null >/dev/null 2>&1; then
  npm ci --no-audit --no-fund
fi
node_modules/.bin/code-server --version --config /dev/null >/dev/null
