using System.CommandLine;
using System.Globalization;

namespace CephActors.Tool.Commands;

/// <summary>Options that take a whole number of a range, and refuse everything else in words of their own.</summary>
internal static class WholeNumber
{
    public static Option<int> Option(string name, string description, int usual, int least, int greatest) => new(name)
    {
        Description = description,
        HelpName = "NUMBER",
        DefaultValueFactory = _ => usual,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) || value < least || value > greatest)
                result.AddError($"{name} takes a whole number from {least} to {greatest}, not '{text}'.");
            return value;
        },
    };
}
