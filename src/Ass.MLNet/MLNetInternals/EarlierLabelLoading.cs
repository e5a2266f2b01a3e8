using Ass.MLNet;
using Ass.MLNet.MLNetInternals;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

// Model files saved before label loading moved to Ass.MLNet.Data look for it in this assembly. ML.NET takes a name once, hence two of them.
[assembly: LoadableClass(
    typeof(SegmentationLabelLoadingTransformer),
    typeof(LabelLoadingFormat),
    null,
    typeof(SignatureLoadModel),
    "ASS label loading (earlier files)",
    LabelLoadingFormat.EarlierLoaderSignature
)]
