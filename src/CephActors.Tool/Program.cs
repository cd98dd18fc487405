using CephActors.Tool;

return await CommandLine.RunAsync(args, StandardOutput.Text, Console.Error);
