using System.CommandLine;
using System.CommandLine.Completions;
using System.Text;

namespace CephActors.Tool.Manners;

/// <summary>
/// A completion script for bash, made of the commands themselves. It holds all words, so that completing starts no program;
/// zsh takes it with <c>bashcompinit</c>.
/// </summary>
internal static class BashCompletion
{
    /// <summary>The script for a command and all beneath it.</summary>
    public static string Of(Command root)
    {
        var text = new StringBuilder();
        text.Append($$"""
            # Completion of {{root.Name}} for bash. Use it in this shell with:
            #   source <({{root.Name}} completion bash)
            _{{root.Name}}() {
                local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} path= word
                COMPREPLY=()
                for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
                    case "$path/$word" in

            """);
        var commands = Beneath(root, "").ToArray();
        foreach (var (path, _) in commands.Skip(1))
            text.Append($"            {path}) path={path} ;;\n");
        text.Append("""
                    esac
                done
                case "$path $prev" in

            """);
        foreach (var (path, command) in commands)
        {
            foreach (var option in command.Options.Where(TakesValue))
                text.Append($"        {string.Join('|', NamesOf(option).Select(name => $"'{path} {name}'"))}) {ValuesOf(option)}; return ;;\n");
        }

        text.Append("""
                esac
                case "$path" in

            """);
        foreach (var (path, command) in commands)
            text.Append($"        '{path}') COMPREPLY=($(compgen -W '{string.Join(' ', WordsOf(command))}' -- \"$cur\")) ;;\n");
        text.Append($$"""
                esac
            }
            complete -o default -F _{{root.Name}} {{root.Name}}
            """);
        return text.Append('\n').ToString();
    }

    private static IEnumerable<(string Path, Command Command)> Beneath(Command command, string path) =>
        command.Subcommands.Where(c => !c.Hidden).SelectMany(c => Beneath(c, $"{path}/{c.Name}")).Prepend((path, command));

    private static IEnumerable<string> WordsOf(Command command) =>
        command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name)
            .Concat(command.Arguments.SelectMany(Values))
            .Concat(command.Options.Where(o => !o.Hidden).Select(o => o.Name))
            .Append("--help").Distinct();

    private static IEnumerable<string> NamesOf(Option option) => option.Aliases.Prepend(option.Name);

    private static bool TakesValue(Option option) => option.ValueType != typeof(bool) && option.Arity.MaximumNumberOfValues > 0;

    /// <summary>The words it takes; files where it says so; else nothing is known.</summary>
    private static string ValuesOf(Option option)
    {
        var words = Values(option).ToArray();
        return words.Length > 0 ? $"COMPREPLY=($(compgen -W '{string.Join(' ', words)}' -- \"$cur\"))"
            : option.HelpName?.Contains("FILE", StringComparison.Ordinal) == true ? "COMPREPLY=($(compgen -f -- \"$cur\"))"
            : "COMPREPLY=()";
    }

    private static IEnumerable<string> Values(Symbol symbol) =>
        symbol.GetCompletions(CompletionContext.Empty).Select(c => c.Label).Where(l => l.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'));
}
