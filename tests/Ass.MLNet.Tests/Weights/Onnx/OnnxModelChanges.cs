namespace Ass.MLNet.Tests;

/// <summary>Changes that make a model another network than PyTorch's ResNet, by name.</summary>
internal static class OnnxModelChanges
{
    public static void Apply(OnnxModel model, string change)
    {
        OnnxModelNode[] convolutions = [.. model.Nodes.Where(node => node.Op == "Conv")];
        OnnxModelNode norm = model.Nodes.First(node => node.Op == "BatchNormalization");
        switch (change)
        {
            case "other epsilon":
                norm.Epsilon = 1e-3f;
                break;
            case "bias":
                Replace(model, convolutions[2], node => node with { Inputs = [.. node.Inputs, norm.Inputs[1]] });
                break;
            case "groups":
                convolutions[1].Integers["group"] = 2;
                break;
            case "stride":
                convolutions[^1].Lists["strides"] = [2, 2];
                convolutions[^2].Lists["strides"] = [1, 1];
                break;
            case "dilation":
                convolutions[1].Lists["dilations"] = [2, 2];
                break;
            case "padding":
                convolutions[1].Lists["pads"] = [0, 0, 1, 1];
                break;
            case "no rectifier":
                Replace(model, model.Nodes.First(node => node.Op == "Relu"), node => node with { Op = "Identity" });
                break;
            case "other operation":
                Replace(model, model.Nodes.Last(node => node.Op == "Relu"), node => node with { Op = "Sigmoid" });
                break;
            case "loose convolution":
                model.Nodes.Add(new OnnxModelNode("Conv", ["features", "weight"], "more"));
                model.Tensors.Add(new OnnxModelTensor("weight", [1], [1]));
                break;
            case "shared tensor":
                norm.Inputs[2] = norm.Inputs[1];
                break;
            case "twice the same name":
                model.Tensors.Add(model.Tensors[0]);
                break;
            case "two makers":
                model.Nodes.Add(norm);
                break;
            case "two inputs":
                convolutions[3].Inputs[1] = "elsewhere";
                break;
            case "short normalization":
                model.Tensors[3] = model.Tensors[3] with { Dimensions = [1], Values = [1] };
                break;
            case "wrong channels":
                model.Tensors[5] = model.Tensors[5] with { Dimensions = [2, 3, 3, 2] };
                break;
            case "foreign sum":
                model.Nodes.First(node => node.Op == "Add").Inputs[1] = "constant";
                model.Nodes.Add(new OnnxModelNode("Add", ["pooled", "constant"], "elsewhere"));
                model.Tensors.Add(new OnnxModelTensor("constant", [1], [1]));
                break;
            case "three stages":
                OnnxModel shorter = OnnxResNetModel.Create(1, 1, 1);
                model.Nodes.Clear();
                model.Nodes.AddRange(shorter.Nodes);
                break;
            case "not a number":
                model.Tensors[5].Values[1] = float.NaN;
                break;
            case "negative variance":
                model.Tensors[4].Values[1] = -1;
                break;
            case "double precision":
                model.Tensors[0].DataType = 11;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(change), change, null);
        }
    }

    private static void Replace(OnnxModel model, OnnxModelNode node, Func<OnnxModelNode, OnnxModelNode> replacement) =>
        model.Nodes[model.Nodes.IndexOf(node)] = replacement(node);
}
