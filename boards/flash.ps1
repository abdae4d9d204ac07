# Puts nanoFramework and a board's program on an ESP32:
#   flash.ps1 <board> <port> [--firmware] [--app]
# <board> is a folder here, such as Esp32.Wifi.Bme280; <port> is where the board is plugged in. Without an option it does
# both. It ends with 0 when it is done, with 1 when a tool failed, and with 2 when something is wrong or missing.

function Refuse([string] $message) { [Console]::Error.WriteLine("flash: $message"); exit 2 }
function Fail([string] $message) { [Console]::Error.WriteLine("flash: $message"); exit 1 }

$board = ''; $port = ''; $firmware = $false; $app = $false
foreach ($argument in $args) {
    if ($argument -eq '--firmware') { $firmware = $true }
    elseif ($argument -eq '--app') { $app = $true }
    elseif ("$argument".StartsWith('-')) { Refuse "there is no option '$argument'; there are --firmware and --app" }
    elseif ($board -eq '') { $board = "$argument" }
    elseif ($port -eq '') { $port = "$argument" }
    else { Refuse "one board and one port, not '$argument' too" }
}
if ($port -eq '') { Refuse 'which board, and on which port? flash.ps1 Esp32.Wifi.Bme280 COM3' }
if (-not $firmware -and -not $app) { $firmware = $true; $app = $true }

$folder = if (Test-Path -PathType Container $board) { (Resolve-Path $board).Path } else { Join-Path $PSScriptRoot $board }
$name = Split-Path -Leaf $folder
$project = Join-Path $folder "$name.csproj"
if (-not (Test-Path $project)) { Refuse "board '$board': there is no folder with a $name.csproj" }
if (-not (Select-String -Quiet -SimpleMatch 'nanoFramework.NET.Sdk' $project)) {
    Refuse "board '$name' is not flashed; its README.md says how it is started"
}

$ports = [System.IO.Ports.SerialPort]::GetPortNames()
if ($ports -notcontains $port) {
    Refuse "port '$port': there is none; unplug the board, plug it in, and look: nanoff --listports"
}

if (-not (Get-Command dotnet -ErrorAction SilentlyContinue)) {
    Refuse 'dotnet is missing: install the .NET SDK 10.0.300 or newer'
}
if (-not (Get-Command nanoff -ErrorAction SilentlyContinue)) {
    Refuse 'nanoff is missing: dotnet tool install -g nanoff'
}
$secrets = Join-Path $folder 'Secrets.cs'
if ($app -and (Test-Path (Join-Path $folder 'Secrets.example.cs')) -and -not (Test-Path $secrets)) {
    Refuse "$secrets is missing: copy Secrets.example.cs to it and write there what is true"
}

# What does not build shall not leave a board with half of it. global.json counts from the folder that one is in.
$image = Join-Path $folder "bin/Release/netnano1.0/$name.bin"
if ($app) {
    Push-Location $PSScriptRoot
    dotnet build $folder -c Release
    $built = $LASTEXITCODE
    Pop-Location
    if ($built -ne 0) { Fail 'the program did not build' }
    if (-not (Test-Path $image)) { Fail "the build has made no $image" }
}

if ($firmware) {
    nanoff --update --platform esp32 --serialport $port
    if ($LASTEXITCODE -ne 0) {
        Fail "the firmware was not written; hold the board's BOOT button while it connects, and try again"
    }
}

if ($app) {
    # The new firmware has to start before it answers.
    if ($firmware) { Start-Sleep -Seconds 3 }
    nanoff --nanodevice --deploy --serialport $port --image $image
    if ($LASTEXITCODE -ne 0) {
        Fail "the program was not written; press the board's RESET button and try again with --app"
    }
}
exit 0
