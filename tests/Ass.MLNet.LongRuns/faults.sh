#!/usr/bin/env bash
# What happens to a training when the machine misbehaves. Each case trains a small network with assml, disturbs it, goes on with --resume, and
# compares the model with that of an undisturbed run. Linux; the cases with file systems of their own need root, the one with a wrong clock
# needs faketime. Usage: faults.sh DATA   where DATA holds source/ and target/, each with images/, labels/ and classes.txt
set -uo pipefail
cd "$(dirname "$0")/../.."
data=$(realpath "$1")
work=$(mktemp -d)
trap 'umount "$work"/full "$work"/readonly 2>/dev/null; rm -rf "$work"' EXIT
dotnet publish src/Ass.MLNet.Cli -c Release -o "$work/cli" -v q || exit 1
failures=0

# train FOLDER [MORE OPTIONS]
train() {
    local folder=$1
    shift
    dotnet "$work/cli/Ass.MLNet.Cli.dll" train --source "folder:$data/source" --target "folder:$data/target" --labeled 3 --network mobilenetv2 --output-stride 16 \
        --iterations 12 --crop 64x64 --report-every 1 --checkpoint-every 2 --seed 3 --output "$folder" "$@"
}

# The files inside a model, without the archive's times.
content() { unzip -v "$1/model.zip" | awk 'NF == 8 && $7 ~ /^[0-9a-f]+$/ { print $7, $8 }'; }

same() { cmp -s <(content "$work/undisturbed") <(content "$1"); }

verdict() {
    if eval "$2"; then echo "ok      $1"; else echo "FAILED  $1"; failures=$((failures + 1)); fi
}

# stop FOLDER STEP: kill -9 once results.csv tells of the step
kill_at() {
    train "$1" --resume >"$work/log" 2>&1 &
    until [[ $(tail -n 1 "$1/results.csv" 2>/dev/null | cut -d, -f1) =~ ^[0-9]+$ && $(tail -n 1 "$1/results.csv" | cut -d, -f1) -ge $2 ]]; do
        kill -0 $! 2>/dev/null || break
        sleep 0.05
    done
    sleep "0.$((RANDOM % 10))"
    pkill -9 -f -- "--output $1 "
    wait $! 2>/dev/null
}

newest() { ls "$1"/checkpoints/*.checkpoint | sort | tail -n 1; }

train "$work/undisturbed" >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }

for step in 3 6 9; do kill_at "$work/kill" $step; done
train "$work/kill" --resume >"$work/log" 2>&1
verdict "killed three times at random moments: the same model" 'same "$work/kill"'

kill_at "$work/torn" 7
truncate -s -1000 "$(newest "$work/torn")"
train "$work/torn" --resume >"$work/log" 2>&1
verdict "torn newest checkpoint: said, the one before is used, the same model" 'grep -q "is damaged" "$work/log" && same "$work/torn"'

kill_at "$work/flipped" 7
printf x | dd of="$(newest "$work/flipped")" bs=1 seek=5000 conv=notrunc status=none
train "$work/flipped" --resume >"$work/log" 2>&1
verdict "one wrong byte in the newest checkpoint: the same" 'grep -q "is damaged" "$work/log" && same "$work/flipped"'

kill_at "$work/shared" 3
train "$work/shared" --resume >"$work/first" 2>&1 &
first=$!
until grep -q "^[0-9]*/12" "$work/first"; do sleep 0.1; done
train "$work/shared" --resume >"$work/log" 2>&1
code=$?
wait $first
verdict "workspace of a running process: refused, the first goes on to the same model" '((code == 1)) && grep -q "in use by another run" "$work/log" && same "$work/shared"'

cp -r "$data" "$work/data"
kill_at "$work/changed" 5
(data=$work/data; rm "$work/data/target/images/"*0.png "$work/data/target/labels/"*0.png; train "$work/changed" --resume >"$work/log" 2>&1)
verdict "rows gone from the data set: refused, differences listed" 'grep -q "in the checkpoint" "$work/log"'
train "$work/changed" --resume >"$work/log" 2>&1
verdict "the data set back in place: the same model" 'same "$work/changed"'

rm -rf "$work/data"; cp -r "$data" "$work/data"
(data=$work/data
    for image in "$work"/data/source/images/*.png; do head -c 100 "$image" >"$image.torn"; done
    train "$work/unreadable" --resume >"$work/log" 2>&1 &
    until [[ -e $work/unreadable/results.csv ]]; do sleep 0.05; done
    for image in "$work"/data/source/images/*.png; do mv "$image.torn" "$image"; done
    wait $!)
verdict "images that become unreadable under a run: it stops and names the file" 'grep -q "cannot be read.*\.png\|\.png.*cannot be" "$work/log"'
train "$work/unreadable" --resume >"$work/log" 2>&1
verdict "the images mended: the same model" 'same "$work/unreadable"'

if command -v faketime >/dev/null; then
    kill_at "$work/clock" 6
    (dotnet() { faketime -f '-2y' dotnet "$@"; }; train "$work/clock" --resume >"$work/log" 2>&1)
    verdict "clock set back two years: the same model" 'same "$work/clock"'
else
    echo "skipped clock (no faketime)"
fi

if ((EUID == 0)); then
    mkdir "$work/full" "$work/readonly"
    mount -t tmpfs -o size=120m tmpfs "$work/full"
    head -c 40m /dev/zero >"$work/full/filler"
    (sleep 6; head -c 200m /dev/zero >"$work/full/more" 2>/dev/null; sleep 8; rm "$work/full/more" "$work/full/filler") &
    train "$work/full/run" >"$work/log" 2>&1
    code=$?
    verdict "full disk: said, training goes on, and the same model where there is room at the end" \
        '((code == 0)) && grep -q "could not be written, training goes on" "$work/log" && same "$work/full/run"'
    wait

    mount -t tmpfs -o ro tmpfs "$work/readonly"
    train "$work/readonly/run" >"$work/log" 2>&1
    code=$?
    verdict "read-only workspace: refused before training" '((code == 1)) && ! grep -q "^1/12" "$work/log"'
else
    echo "skipped full disk and read-only workspace (not root)"
fi

((failures == 0))
