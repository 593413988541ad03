#!/usr/bin/env bash
# Build the wheel from a clean export, install it into an environment of its own and test that, far from the checkout.
# Usage: tests/installed/run.sh PYTHON, a Python that has the development tools.
set -euo pipefail
python=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

echo "==> wheel from a clean export"
"$python" -P "$checkout/tests/export.py" "$work/export"
"$python" -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir "$work/dist" "$work/export"

echo "==> installed into an environment of its own"
"$python" -m venv "$work/venv" >/dev/null 2>&1 || "$python" -m venv --clear --without-pip "$work/venv"
"$python" -m pip --python "$work/venv/bin/python" install --quiet --disable-pip-version-check \
    "$work"/dist/*.whl 'pytest>=9'

echo "==> tests against the installed wheel"
mkdir -p "$work/away/tests"
cp "$checkout/pyproject.toml" "$work/away/"
for part in conftest.py installed migrations; do
    cp -R "$checkout/tests/$part" "$work/away/tests/"
done
cd "$work/away"
"$work/venv/bin/python" -P -m pytest tests
