using System.Runtime.InteropServices;
using System.Text.Json;
using Edge.LinkEnd;

// One end of a link on a serial port, as a process of its own; the argument is an ExchangeSettings.
ExchangeSettings settings = JsonSerializer.Deserialize<ExchangeSettings>(args[0])!;
using Exchange exchange = new(settings, report => Console.WriteLine(JsonSerializer.Serialize(report)));
using PosixSignalRegistration registration = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
{
    signal.Cancel = true;
    exchange.Stop();
});
return exchange.Run() ? 0 : 1;
