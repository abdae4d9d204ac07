using Edge.Testing;
using Xunit.Sdk;

namespace Edge.MqttSn.Tests.Simulation;

/// <summary>Runs one world for each seed; a failure names its seed.</summary>
internal static class Seeds
{
    public static void Run(int count, Action<ulong> run)
    {
        for (ulong seed = 1; seed <= (ulong)(count * LongRun.Factor); seed++)
        {
            try
            {
                run(seed);
            }
            catch (Exception failure)
            {
                throw new XunitException($"seed {seed}: {failure.Message}", failure);
            }
        }
    }
}
