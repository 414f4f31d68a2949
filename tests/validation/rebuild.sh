#!/bin/sh
# rebuild.sh EEPOOL ROOT - writes docs/validation.md and docs/validation.html anew: ./dev validation
set -eu
for form in md html; do
    flag=
    [ "$form" = md ] || flag=--html
    # An empty flag is meant to vanish.
    # shellcheck disable=SC2086
    EEPOOL_DATA="$2/datasets" "$1" backtest --from 2023-06 --to 2026-05 $flag -f -o "$2/docs/validation.$form"
done
