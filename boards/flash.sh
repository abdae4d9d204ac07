#!/usr/bin/env bash
# Puts nanoFramework and a board's program on an ESP32:
#   flash.sh <board> <port> [--firmware] [--app]
# <board> is a folder here, such as Esp32.Wifi.Bme280; <port> is where the board is plugged in. Without an option it does
# both. It ends with 0 when it is done, with 1 when a tool failed, and with 2 when something is wrong or missing.
set -uo pipefail

refuse() { echo "flash: $1" >&2; exit 2; }
fail() { echo "flash: $1" >&2; exit 1; }

board="" port="" firmware=false app=false
for argument in "$@"; do
  case "$argument" in
    --firmware) firmware=true ;;
    --app) app=true ;;
    -*) refuse "there is no option '$argument'; there are --firmware and --app" ;;
    *) if [ -z "$board" ]; then board=$argument; elif [ -z "$port" ]; then port=$argument
       else refuse "one board and one port, not '$argument' too"; fi ;;
  esac
done
[ -n "$port" ] || refuse "which board, and on which port? flash.sh Esp32.Wifi.Bme280 /dev/ttyUSB0"
if ! $firmware && ! $app; then firmware=true; app=true; fi

boards=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
if [ -d "$board" ]; then folder=$(cd "$board" && pwd); else folder=$boards/$board; fi
name=$(basename "$folder")
[ -f "$folder/$name.csproj" ] || refuse "board '$board': there is no folder with a $name.csproj"
case "$(<"$folder/$name.csproj")" in
  *nanoFramework.NET.Sdk*) ;;
  *) refuse "board '$name' is not flashed; its README.md says how it is started" ;;
esac

case "$port" in
  COM[0-9]*) ;;
  *) [ -e "$port" ] || refuse "port '$port': there is none; unplug the board, plug it in, and look: nanoff --listports"
     [ -w "$port" ] || refuse "port '$port': you may not write to it; add yourself to the group that owns it (dialout) and log in again" ;;
esac

command -v dotnet >/dev/null || refuse "dotnet is missing: install the .NET SDK 10.0.300 or newer"
command -v nanoff >/dev/null || refuse "nanoff is missing: dotnet tool install -g nanoff, and put ~/.dotnet/tools on the PATH"
if $app && [ -f "$folder/Secrets.example.cs" ] && [ ! -f "$folder/Secrets.cs" ]; then
  refuse "$folder/Secrets.cs is missing: copy Secrets.example.cs to it and write there what is true"
fi

# What does not build shall not leave a board with half of it. global.json counts from the folder that one is in.
if $app; then
  image=$folder/bin/Release/netnano1.0/$name.bin
  (cd "$boards" && dotnet build "$folder" -c Release) || fail "the program did not build"
  [ -f "$image" ] || fail "the build has made no $image"
fi

if $firmware; then
  nanoff --update --platform esp32 --serialport "$port" ||
    fail "the firmware was not written; hold the board's BOOT button while it connects, and try again"
fi

if $app; then
  # The new firmware has to start before it answers.
  if $firmware; then sleep 3; fi
  nanoff --nanodevice --deploy --serialport "$port" --image "$image" ||
    fail "the program was not written; press the board's RESET button and try again with --app"
fi
