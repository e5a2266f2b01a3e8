namespace Ass.MLNet;

/// <summary>Whose weights a model that was trained with self-training has.</summary>
public enum PredictingWeights
{
    /// <summary>The teacher's: the moving average.</summary>
    Teacher,

    /// <summary>The student's: those of the last step.</summary>
    Student,
}
