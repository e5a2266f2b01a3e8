using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml.Linq;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

// Gathers the licences of the NuGet packages that files come from: their licence and notice files, and a list of all packages; compiled by
// MSBuild, not part of the tool. Why not the names of packages alone: their licences ask that the text go along with copies.
public sealed class CollectLicences : Task
{
    private static readonly string[] Beginnings = { "LICENSE", "LICENCE", "THIRD-PARTY", "THIRDPARTY", "NOTICE", "COPYING" };

    /// <summary>Files of packages, in the package cache or elsewhere; others are passed over.</summary>
    [Required]
    public ITaskItem[] Files { get; set; }

    /// <summary>Emptied first. Gets <c>packages.txt</c> and a folder for each package that has licence files.</summary>
    [Required]
    public string OutputFolder { get; set; }

    public override bool Execute()
    {
        if (Directory.Exists(OutputFolder))
        {
            Directory.Delete(OutputFolder, recursive: true);
        }

        Directory.CreateDirectory(OutputFolder);
        var lines = new SortedSet<string>(StringComparer.OrdinalIgnoreCase);
        var specifications = Files.Select(file => SpecificationOf(file.GetMetadata("FullPath"))).Where(path => path != null).Distinct();
        foreach (string specification in specifications)
        {
            lines.Add(Describe(specification));
        }

        File.WriteAllLines(Path.Combine(OutputFolder, "packages.txt"), lines);
        return !Log.HasLoggedErrors;
    }

    /// <summary>The package's .nuspec, which lies at the root of an unpacked package.</summary>
    private static string SpecificationOf(string file)
    {
        for (string folder = Path.GetDirectoryName(file); folder != null; folder = Path.GetDirectoryName(folder))
        {
            string[] found = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.nuspec") : new string[0];
            if (found.Length == 1)
            {
                return found[0];
            }
        }

        return null;
    }

    private string Describe(string specification)
    {
        var metadata = XDocument.Load(specification).Root.Elements().Single(element => element.Name.LocalName == "metadata");
        string Of(string name) => metadata.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value.Trim();

        string package = $"{Of("id")} {Of("version")}";
        string[] texts = Directory.GetFiles(Path.GetDirectoryName(specification)).Where(IsLicence).ToArray();
        foreach (string text in texts)
        {
            string copy = Path.Combine(OutputFolder, package.Replace(' ', '.'), Path.GetFileName(text));
            Directory.CreateDirectory(Path.GetDirectoryName(copy));
            File.Copy(text, copy);
        }

        string licence = Of("license") ?? Of("licenseUrl");
        if (licence == null && texts.Length == 0)
        {
            Log.LogError($"The package {package} names no licence, and the tool would be packed with its files: {specification}");
        }

        return $"{package}: {licence ?? "see its folder"}; {Of("copyright") ?? Of("authors")}";
    }

    private static bool IsLicence(string file) =>
        Beginnings.Any(beginning => Path.GetFileName(file).StartsWith(beginning, StringComparison.OrdinalIgnoreCase));
}
