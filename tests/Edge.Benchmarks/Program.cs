using Edge.Benchmarks.Codec;

Console.WriteLine(CodecComparison.Run());
return 0;
