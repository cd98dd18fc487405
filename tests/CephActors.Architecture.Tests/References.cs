using Mono.Cecil;
using Mono.Cecil.Cil;

namespace CephActors.Architecture.Tests;

/// <summary>What compiled code mentions.</summary>
internal static class References
{
    /// <summary>Every type the code of a type mentions: in signatures, bodies and the types nested in it.</summary>
    public static IEnumerable<TypeReference> TypesOf(TypeDefinition type)
    {
        var mentioned = new List<TypeReference?> { type.BaseType };
        mentioned.AddRange(type.Interfaces.Select(i => i.InterfaceType));
        mentioned.AddRange(type.CustomAttributes.Select(a => a.AttributeType));
        mentioned.AddRange(type.Fields.Select(f => f.FieldType));
        mentioned.AddRange(type.GenericParameters.SelectMany(g => g.Constraints).Select(c => c.ConstraintType));
        foreach (var method in type.Methods)
        {
            mentioned.Add(method.ReturnType);
            mentioned.AddRange(method.Parameters.Select(p => p.ParameterType));
            mentioned.AddRange(method.GenericParameters.SelectMany(g => g.Constraints).Select(c => c.ConstraintType));
            if (!method.HasBody)
                continue;
            mentioned.AddRange(method.Body.Variables.Select(v => v.VariableType));
            mentioned.AddRange(method.Body.ExceptionHandlers.Select(h => h.CatchType));
            foreach (var operand in method.Body.Instructions.Select(i => i.Operand))
            {
                mentioned.Add(operand as TypeReference ?? (operand as MemberReference)?.DeclaringType);
                if (operand is GenericInstanceMethod generic)
                    mentioned.AddRange(generic.GenericArguments);
            }
        }

        return mentioned.SelectMany(Parts).Concat(type.NestedTypes.SelectMany(TypesOf));
    }

    /// <summary>Every method the code of an assembly calls, with the method that calls it.</summary>
    public static IEnumerable<(MethodDefinition Caller, MethodReference Called)> Calls(AssemblyDefinition assembly) =>
        from type in assembly.MainModule.GetTypes()
        from method in type.Methods
        where method.HasBody
        from instruction in method.Body.Instructions
        where instruction.OpCode.Code is Code.Call or Code.Callvirt or Code.Newobj or Code.Ldftn or Code.Ldvirtftn
        select (method, (MethodReference)instruction.Operand);

    /// <summary>The type a reader sees: what the compiler nested in it belongs to it.</summary>
    public static TypeReference Outermost(TypeReference type)
    {
        while (type.DeclaringType is { } outer)
            type = outer;
        return type;
    }

    // Array<Foo>[] mentions Array and Foo.
    private static IEnumerable<TypeReference> Parts(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Parts).Append(generic.ElementType),
        IModifierType modifier => Parts(modifier.ElementType),
        TypeSpecification specification => Parts(specification.ElementType),
        _ => [type],
    };
}
