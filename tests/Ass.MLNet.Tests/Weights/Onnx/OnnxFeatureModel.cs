using Google.Protobuf;
using static Ass.MLNet.Tests.OnnxModel;

namespace Ass.MLNet.Tests;

/// <summary>A copy of a model that takes images of another size and gives a tensor from its inside.</summary>
internal static class OnnxFeatureModel
{
    private const int ModelGraph = 7;
    private static readonly int[] KeptGraphFields = [1, 2, 5]; // nodes, name and constant tensors, but no fixed shapes

    public static byte[] Create(string path, string inputName, long[] inputShape, string outputName) =>
        Message(copy =>
        {
            CopyFields(File.ReadAllBytes(path), copy, (field, value) => field == ModelGraph ? Graph(value) : value);
            byte[] Graph(byte[] graph) =>
                Message(output =>
                {
                    CopyFields(graph, output, (field, value) => KeptGraphFields.Contains(field) ? value : null);
                    Bytes(output, 11, ValueInfo(inputName, inputShape));
                    Bytes(output, 12, ValueInfo(outputName, shape: null));
                });
        });

    private static byte[] ValueInfo(string name, long[]? shape) =>
        Message(info =>
        {
            Text(info, 1, name);
            Bytes(
                info,
                2,
                Message(type =>
                    Bytes(
                        type,
                        1,
                        Message(tensor =>
                        {
                            Integer(tensor, 1, 1); // float32
                            if (shape is not null)
                            {
                                Bytes(
                                    tensor,
                                    2,
                                    Message(dimensions => Array.ForEach(shape, size => Bytes(dimensions, 1, Dimension(size))))
                                );
                            }
                        })
                    )
                )
            );
        });

    private static byte[] Dimension(long size) => Message(dimension => Integer(dimension, 1, size));

    private static void CopyFields(byte[] message, CodedOutputStream output, Func<int, byte[], byte[]?> change)
    {
        var input = new CodedInputStream(message);
        for (uint tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            int field = WireFormat.GetTagFieldNumber(tag);
            if (WireFormat.GetTagWireType(tag) == WireFormat.WireType.Varint)
            {
                Integer(output, field, input.ReadInt64());
            }
            else if (change(field, input.ReadBytes().ToByteArray()) is byte[] value)
            {
                Bytes(output, field, value);
            }
        }
    }
}
