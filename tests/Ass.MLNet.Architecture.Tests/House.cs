using System.Text.RegularExpressions;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Ass.MLNet.Architecture.Tests;

/// <summary>The product's assemblies as they were compiled: which folder each type lives in, and what its code uses.</summary>
internal sealed class House
{
    /// <summary>From the bottom up: an assembly may use those before it.</summary>
    public static readonly IReadOnlyList<string> Assemblies =
    [
        "Ass.MLNet.Data",
        "Ass.MLNet.Onnx",
        "Ass.MLNet",
        "Ass.MLNet.Mpi",
        "Ass.MLNet.Reporting",
        "Ass.MLNet.Cli",
    ];

    private static readonly string[] AddedNamespaces = ["System", "Microsoft.CodeAnalysis", "Ass.MLNet.Build"];

    /// <summary>The folder of the sources from which the tests were built.</summary>
    public static readonly string Repository = FindRepository();

    private readonly Dictionary<string, string> _folders = [];

    private House(IReadOnlyList<ModuleDefinition> modules)
    {
        Modules = modules;
        foreach (var type in modules.SelectMany(module => module.Types).Where(type => !IsMadeByTheBuild(type)))
        {
            _folders[type.FullName] = FindFolder(type);
        }
    }

    public static House Current { get; } = Open();

    public IReadOnlyList<ModuleDefinition> Modules { get; }

    /// <summary>The folders, such as <c>Ass.MLNet/Training</c>.</summary>
    public IEnumerable<string> Folders => _folders.Values.Distinct();

    /// <summary>Who uses whom between folders, with a type on each side as a witness.</summary>
    public IEnumerable<(string From, string To, string Witness)> UsesBetweenFolders() =>
        from type in Modules.SelectMany(module => module.Types)
        where _folders.ContainsKey(type.FullName)
        let folder = _folders[type.FullName]
        from used in References(type).Select(Outermost).Distinct()
        where _folders.TryGetValue(used, out string? other) && other != folder
        select (folder, _folders[used], $"{type.Name} uses {used[(used.LastIndexOf('.') + 1)..]}");

    /// <summary>The folders whose code uses members that are not public in assemblies of a name.</summary>
    public IEnumerable<(string Folder, string Member)> UsesOfInternals(string assemblyPrefix) =>
        from type in Modules.SelectMany(module => module.Types)
        where _folders.ContainsKey(type.FullName)
        from member in WithNested(type).SelectMany(Members)
        where Home(member)?.StartsWith(assemblyPrefix, StringComparison.Ordinal) == true && IsInternal(member)
        select (_folders[type.FullName], member.FullName);

    private static House Open()
    {
        var parameters = new ReaderParameters { ReadSymbols = true };
        return new House([
            .. Assemblies.Select(name => ModuleDefinition.ReadModule(Path.Combine(AppContext.BaseDirectory, name + ".dll"), parameters)),
        ]);
    }

    /// <summary>What the compiler, a generator or the build has added to the sources.</summary>
    private static bool IsMadeByTheBuild(TypeDefinition type) =>
        type.Name.StartsWith('<') || AddedNamespaces.Any(added => type.Namespace.StartsWith(added, StringComparison.Ordinal));

    /// <summary>By the source of its methods; of a type without code, such as an enumeration, by its declaration.</summary>
    private static string FindFolder(TypeDefinition type)
    {
        string assembly = Path.GetFileNameWithoutExtension(type.Module.Name);
        string root = Path.Combine(Repository, "src", assembly);
        string? file = WithNested(type)
            .SelectMany(t => t.Methods)
            .SelectMany(method => method.DebugInformation.SequencePoints)
            .Select(point => point.Document.Url.Replace('\\', '/'))
            .FirstOrDefault(url => url.Contains($"/{assembly}/") && !url.EndsWith(".g.cs", StringComparison.Ordinal));
        file ??= FindDeclaration(root, type.Name.Split('`')[0])
            ?? throw new InvalidOperationException(
                $"{type.FullName} has no code, and no file under {root} declares it: its folder is not known."
            );
        string[] parts = Path.GetDirectoryName(file)!.Replace('\\', '/').Split('/');
        return string.Join('/', parts[Array.LastIndexOf(parts, assembly)..]);
    }

    private static string? FindDeclaration(string root, string name)
    {
        var declaration = new Regex($@"\b(enum|interface|class|record|struct|delegate \w+) {Regex.Escape(name)}\b");
        return Directory
            .EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .FirstOrDefault(path =>
                !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}")
                && declaration.IsMatch(File.ReadAllText(path))
            );
    }

    private static string FindRepository()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Ass.MLNet.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException($"There is no Ass.MLNet.sln above {AppContext.BaseDirectory}.");
    }

    private static IEnumerable<TypeDefinition> WithNested(TypeDefinition type) => [type, .. type.NestedTypes.SelectMany(WithNested)];

    private static IEnumerable<TypeReference> References(TypeDefinition outer) =>
        WithNested(outer)
            .SelectMany(type =>
                Flatten([
                    type.BaseType,
                    .. type.Interfaces.Select(i => i.InterfaceType),
                    .. type.GenericParameters.SelectMany(p => p.Constraints).Select(c => c.ConstraintType),
                    .. type.Fields.Select(f => f.FieldType),
                    .. type.Methods.SelectMany(m => m.Parameters).Select(p => p.ParameterType),
                    .. type.Methods.Select(m => m.ReturnType),
                    .. type.Methods.Where(m => m.HasBody).SelectMany(m => m.Body.Variables).Select(v => v.VariableType),
                    .. Members(type).SelectMany(TypesOf),
                    .. type
                        .Methods.Where(m => m.HasBody)
                        .SelectMany(m => m.Body.Instructions)
                        .Select(i => i.Operand)
                        .OfType<TypeReference>(),
                ])
            );

    private static IEnumerable<MemberReference> Members(TypeDefinition type) =>
        type
            .Methods.Where(m => m.HasBody)
            .SelectMany(m => m.Body.Instructions)
            .Select(i => i.Operand)
            .OfType<MemberReference>()
            .Where(m => m is MethodReference or FieldReference);

    private static IEnumerable<TypeReference?> TypesOf(MemberReference member) =>
        member switch
        {
            GenericInstanceMethod method => [method.DeclaringType, method.ReturnType, .. method.GenericArguments],
            MethodReference method => [method.DeclaringType, method.ReturnType],
            FieldReference field => [field.DeclaringType, field.FieldType],
            _ => [],
        };

    private static IEnumerable<TypeReference> Flatten(IEnumerable<TypeReference?> types)
    {
        foreach (var type in types.OfType<TypeReference>())
        {
            yield return type.GetElementType();
            if (type is GenericInstanceType generic)
            {
                foreach (var argument in Flatten(generic.GenericArguments))
                {
                    yield return argument;
                }
            }
        }
    }

    private static string Outermost(TypeReference type)
    {
        while (type.DeclaringType is { } outer)
        {
            type = outer;
        }

        return type.FullName;
    }

    private static string? Home(MemberReference member) => member.DeclaringType?.Scope?.Name;

    private static bool IsInternal(MemberReference member)
    {
        try
        {
            return member.Resolve() switch
            {
                MethodDefinition method => method.IsAssembly
                    || method.IsFamilyAndAssembly
                    || method.IsPrivate
                    || IsInternal(method.DeclaringType),
                FieldDefinition field => field.IsAssembly || field.IsPrivate || IsInternal(field.DeclaringType),
                _ => false,
            };
        }
        catch (AssemblyResolutionException)
        {
            return false;
        }
    }

    private static bool IsInternal(TypeDefinition? type) =>
        type is not null
        && (type.IsNested ? type.IsNestedAssembly || type.IsNestedPrivate || IsInternal(type.DeclaringType) : type.IsNotPublic);
}
