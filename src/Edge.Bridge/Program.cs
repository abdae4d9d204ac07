using Edge.Bridge;

return await CommandLine.RunAsync(args, Environment.GetEnvironmentVariables(), Console.Out, Console.Error);
