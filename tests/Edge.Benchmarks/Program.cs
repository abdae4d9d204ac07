using Edge.Benchmarks.Bridges;
using Edge.Benchmarks.Clients;
using Edge.Benchmarks.Codec;
using Edge.Testing;

const string usage =
    "usage: dotnet run -c Release --project tests/Edge.Benchmarks -- codec | client | bridge [rounds] | links [rounds] | all";

string name = args.Length > 0 ? args[0] : "";
if (name == ClientProcess.Verb)
{
    return ClientProcess.Run(args);
}

if (name == CrowdProcess.Verb)
{
    return CrowdProcess.Run(args);
}

const int RoundsDefault = 5;
int rounds = args.Length > 1 && int.TryParse(args[1], out int given) && given > 0 ? given : RoundsDefault;
if (name is not ("codec" or "client" or "bridge" or "links" or "all"))
{
    Console.Error.WriteLine(usage);
    return 2;
}

if (name != "codec" && !Mosquitto.IsInstalled)
{
    Console.Error.WriteLine(Mosquitto.SkipReason);
    return 2;
}

if (name is "codec" or "all")
{
    Console.WriteLine(CodecComparison.Run());
}

if (name is "client" or "all")
{
    ClientComparison comparison = ClientComparison.Run();
    Console.WriteLine(comparison.Figures());
    Console.WriteLine(comparison.Ratios());
}

if (name is "bridge" or "all")
{
    BridgeComparison comparison = BridgeComparison.Run(rounds);
    Console.WriteLine(comparison.Figures());
    Console.WriteLine(comparison.Ratios());
}

if (name is "links" or "all")
{
    Console.WriteLine(LinksMeasurement.Run());
    Console.WriteLine(StoredSessions.Run(rounds));
}

return 0;
