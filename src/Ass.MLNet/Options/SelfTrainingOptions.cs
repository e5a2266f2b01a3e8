using System.ComponentModel.DataAnnotations;
using Ass.MLNet.Options;

namespace Ass.MLNet;

/// <summary>Self-training on unlabelled target images: a teacher, the moving average of the network, labels them, and the network (the
/// student) learns from its labels on mixed and perturbed versions of the images.</summary>
/// <remarks>
/// <para>Set through <see cref="AssSegmentationOptions.SelfTraining"/>: <c>SelfTraining = { Enabled = true }</c>. It goes with every recipe
/// that has target images. The parts are those of Mean Teacher (NeurIPS 2017), FixMatch (NeurIPS 2020), ClassMix and DACS (WACV
/// 2021).</para>
/// <para>The loss is λ_u · mean of q · CE(↑G(x_m), y_m) over all pixels but the padding, where x_m is the unlabelled image with parts of a
/// labelled one pasted, in other colours and perhaps blurred; y_m the teacher's class or, where pasted, the label; q the trust in it, 1
/// where pasted. With <see cref="MixedImages.Unlabeled"/>, what is pasted is of another unlabelled image and has that one's y and q.</para>
/// </remarks>
public sealed class SelfTrainingOptions
{
    /// <summary>Whether unlabelled target images are trained on with pseudo-labels. It costs time for a third stream of images and the
    /// teacher's predictions, and memory for a second copy of the weights. Default false.</summary>
    [Option(
        "--self-training",
        "Learn from unlabelled target images, too: a teacher labels them.",
        OnResume = ChangeOnResume.Never,
        Key = "SelfTraining"
    )]
    public bool Enabled { get; set; }

    /// <summary>Weight λ_u of the loss on pseudo-labels, above 0. Default 1.</summary>
    [Option("--self-training-weight", "Weight of the loss on pseudo-labels.", Key = "SelfTrainingWeight")]
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double Weight { get; set; } = 1;

    /// <summary>Share α of the teacher's weights that it keeps in each step, 0 to below 1; in the first steps it is 1 − 1/(t+1) for step t
    /// where that is less. Larger is steadier and slower: it averages the last 1/(1−α) steps. Default 0.99, DACS's.</summary>
    [Option("--teacher-decay", "Share of its weights that the teacher keeps in a step.")]
    [Range(0, 1, MaximumIsExclusive = true)]
    public double TeacherDecay { get; set; } = 0.99;

    /// <summary>Softmax value, 0 to 1, from which a pseudo-label is trusted; 1 trusts none by its value. Default 0.9.</summary>
    [Option("--confidence", "Softmax value from which a pseudo-label is trusted; 1: none by its value.", Key = "PseudoLabelConfidence")]
    [Range(0, 1)]
    public double Confidence { get; set; } = 0.9;

    /// <summary><see cref="Confidence"/>, or what no value reaches: in 32 bits, a softmax is 1 where a logit is 17 above the
    /// others.</summary>
    internal double TrustedFrom => Confidence < 1 ? Confidence : double.PositiveInfinity;

    /// <summary>Whether single pixels are trusted, images, or the surer pixels of each class. Default
    /// <see cref="PseudoLabelTrust.Classes"/>.</summary>
    [Option(
        "--trust",
        "Whether confident pixels are trusted, all of an image by the share of confident ones, or confident pixels and the surer ones "
            + "of each class.",
        Key = "PseudoLabelTrust"
    )]
    public PseudoLabelTrust Trust { get; set; } = PseudoLabelTrust.Classes;

    /// <summary>Whether a pseudo-label is the teacher's most probable class or its whole softmax. Default
    /// <see cref="PseudoLabelForm.Hard"/>.</summary>
    [Option("--pseudo-labels", "Whether a pseudo-label is one class or the probabilities of all.", Key = "PseudoLabelForm")]
    public PseudoLabelForm Labels { get; set; } = PseudoLabelForm.Hard;

    /// <summary>What is pasted into unlabelled images. Default <see cref="ImageMixing.Classes"/>.</summary>
    [Option("--mixing", "What of another image is pasted into an unlabelled one.", Key = "ImageMixing")]
    public ImageMixing Mixing { get; set; } = ImageMixing.Classes;

    /// <summary>Which images are pasted; an error with <see cref="ImageMixing.None"/>. Default <see cref="MixedImages.Auto"/>.</summary>
    [Option("--mix-from", "Which images are pasted.")]
    public MixedImages MixFrom { get; set; } = MixedImages.Auto;

    /// <summary>Strength, 0 to 1, of random changes of brightness, contrast, saturation (each by a factor of 1 ± strength) and hue (± a
    /// quarter of it, in turns) of the images that the student sees, with probability 0.8. Default 0.5.</summary>
    [Option("--student-color-jitter", "Strength of random colours of the student's images.", Key = "StudentColorJitter")]
    [Range(0, 1)]
    public double ColorJitter { get; set; } = 0.5;

    /// <summary>Probability, 0 to 1, that an image is blurred for the student, by a Gaussian of 0.1 to 2 pixels. Default 0.5.</summary>
    [Option("--student-blur", "Probability that the student sees an image blurred.", Key = "StudentBlurProbability")]
    [Range(0, 1)]
    public double BlurProbability { get; set; } = 0.5;

    /// <summary>Number of first steps without pseudo-labels, 0 or more, in which the network learns from labels alone and the teacher
    /// follows it; less than <see cref="AssSegmentationOptions.Iterations"/>. Default 0.</summary>
    [Option("--self-training-warm-up", "First steps without pseudo-labels.", Key = "SelfTrainingWarmUpIterations")]
    [Range(0, int.MaxValue)]
    public int WarmUpIterations { get; set; }

    /// <summary>Whose weights validations measure and the model gets; training is the same. Only the teacher's labels are judged in
    /// validations. Default <see cref="PredictingWeights.Teacher"/>.</summary>
    [Option("--predict-with", "Whose weights validations measure and the model gets.")]
    public PredictingWeights PredictWith { get; set; } = PredictingWeights.Teacher;

    /// <summary>Whether there is a teacher, and its weights predict.</summary>
    internal bool TeacherPredicts => Enabled && PredictWith == PredictingWeights.Teacher;
}
