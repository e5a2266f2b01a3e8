namespace Ass.MLNet.Cli.Research.Study;

/// <summary>A study as its file has it.</summary>
/// <param name="KeepModels">Whether finished cells keep their models.</param>
/// <param name="Parts">In the order of the file.</param>
internal sealed record Study(bool KeepModels, IReadOnlyList<StudyPart> Parts);
