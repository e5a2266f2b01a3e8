using Ass.MLNet;

namespace SegmentationService.Models;

/// <summary>Loads a model from a file.</summary>
internal delegate ISegmentationTransformer ModelLoader(string path);
