using Ass.MLNet;

namespace StreetScenes;

/// <summary>What a pixel shows: the train ids of <see cref="Ass.MLNet.LabelMap.CamVid"/>, and its habits.</summary>
/// <remarks>As there, traffic lights and boards are sign symbols, lorries and buses are cars, bollards are poles, and grass and hedges are
/// trees.</remarks>
internal enum StreetClass : byte
{
    Sky,
    Building,
    Pole,
    Road,
    Pavement,
    Tree,
    SignSymbol,
    Fence,
    Car,
    Pedestrian,
    Bicyclist,

    /// <summary>The camera car's bonnet, parked bicycles, bins: what CamVid leaves out.</summary>
    Ignored = 255,
}
