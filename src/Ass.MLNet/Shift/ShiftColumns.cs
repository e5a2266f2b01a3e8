using Ass.MLNet.Columns;
using Ass.MLNet.MLNetInternals;
using Ass.MLNet.Sampling;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace Ass.MLNet.Shift;

/// <summary>Finds the columns that class vectors are read from.</summary>
internal static class ShiftColumns
{
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has the wrong type.</exception>
    /// <exception cref="ArgumentException">Two columns are the same.</exception>
    /// <exception cref="InvalidOperationException">The label's classes differ from the model's.</exception>
    public static SamplingColumns Find(
        IHostEnvironment env,
        DataViewSchema schema,
        string image,
        string label,
        string domain,
        IReadOnlyList<string> classNames
    )
    {
        ColumnNames.CheckArguments(("imageColumnName", image), ("labelColumnName", label), ("domainColumnName", domain));
        var columns = new SamplingColumns(Column(image, "image"), Column(label, "label"), Column(domain, "domain"), classNames.Count);
        ImageColumn.CheckType(columns.Image);
        LabelColumn.CheckType(columns.Label);
        DomainColumn.CheckType(columns.Domain!.Value);
        ClassAgreement.Check(("the model", classNames), ($"column '{label}'", ClassNamesAnnotation.Read(columns.Label)));
        return columns;

        DataViewSchema.Column Column(string name, string role) =>
            schema.GetColumnOrNull(name) ?? throw InputData.Unnamed.ColumnNotFound(role, name, schema.Select(c => c.Name));
    }
}
