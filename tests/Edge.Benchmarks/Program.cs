using Edge.Benchmarks.Clients;
using Edge.Benchmarks.Codec;
using Edge.Testing;

const string usage = "usage: dotnet run -c Release --project tests/Edge.Benchmarks -- codec | client | all";

string name = args.Length > 0 ? args[0] : "";
if (name == ClientProcess.Verb)
{
    return ClientProcess.Run(args);
}

if (name is not ("codec" or "client" or "all"))
{
    Console.Error.WriteLine(usage);
    return 2;
}

if (name != "codec" && !Mosquitto.IsInstalled)
{
    Console.Error.WriteLine(Mosquitto.SkipReason);
    return 2;
}

if (name != "client")
{
    Console.WriteLine(CodecComparison.Run());
}

if (name != "codec")
{
    ClientComparison comparison = ClientComparison.Run();
    Console.WriteLine(comparison.Figures());
    Console.WriteLine(comparison.Ratios());
}

return 0;
