using System.Text;
using System.Text.Json;
using Ass.MLNet.Weights;
using Ass.MLNet.Weights.Safetensors;
using TorchSharp;
using Xunit;

namespace Ass.MLNet.Tests;

public class SafetensorsTests
{
    [Fact]
    public void Tensors_of_every_type_are_those_that_Python_wrote()
    {
        Dictionary<string, ReadTensor> tensors = WeightFiles.Read(WeightFiles.Fixture("plain.safetensors"));

        Assert.Equal(20, tensors.Count);
        Assert.All(tensors, pair =>
        {
            Assert.Equal(WeightFiles.Expected[pair.Key].Shape, pair.Value.Shape);
            Assert.Equal(WeightFiles.Expected[pair.Key].Values, pair.Value.Values);
        });
    }

    [Fact]
    public void What_is_written_is_read_and_laid_out_as_the_format_says()
    {
        using var scope = torch.NewDisposeScope();
        var tensors = new Dictionary<string, torch.Tensor>
        {
            ["a.weight"] = torch.tensor(new float[] { 1, 2, 3, 4, 5, 6 }, [2, 3]).t(),
            ["straße \"β\""] = torch.tensor(new[] { -1.5f }),
            ["none"] = torch.zeros(0, 4),
        };
        var metadata = new Dictionary<string, string> { ["format"] = "pt", ["names"] = "[\"日本\"]" };
        using var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, tensors, metadata);
        byte[] bytes = stream.ToArray();

        long headerLength = BitConverter.ToInt64(bytes);
        Assert.Equal(0, headerLength % 8);
        using JsonDocument header = JsonDocument.Parse(bytes.AsMemory(8, (int)headerLength));
        Assert.Equal("[\"日本\"]", header.RootElement.GetProperty("__metadata__").GetProperty("names").GetString());
        Assert.Equal(8 + headerLength + 7 * sizeof(float), bytes.Length);
        Dictionary<string, ReadTensor> read = WeightFiles.Read(bytes);
        Assert.Equal(tensors.Keys, read.Keys);
        Assert.Equal([3, 2], read["a.weight"].Shape);
        Assert.Equal([1, 4, 2, 5, 3, 6], read["a.weight"].Values);
        Assert.Equal([-1.5f], read["straße \"β\""].Values);
        Assert.Equal([0, 4], read["none"].Shape);
    }

    [Theory]
    [InlineData(0x80)] // as a pickle begins
    [InlineData(0x08)] // as an ONNX file begins
    [InlineData('P')]
    public void A_header_of_any_length_is_known(int firstByte)
    {
        const string tensor = "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
        byte[] text = Encoding.UTF8.GetBytes(tensor.PadRight(0x400 + firstByte));
        Assert.Equal([0, 0], WeightFiles.Read([.. BitConverter.GetBytes((long)text.Length), .. text, .. new byte[8]])["a"].Values);
    }

    [Theory]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}", "does not fill its 4 bytes|elements outside")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,8]}}", "does not fill its 8 bytes")]
    [InlineData("{\"a\":{\"dtype\":\"F16\",\"shape\":[],\"data_offsets\":[0,3]}}", "does not fill its 3 bytes")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}}", "between two of the 8 bytes")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}}", "between two of the 8 bytes")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[-4,0]}}", "between two of the 8 bytes")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0]}}", "between two of the 8 bytes")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[9999999999,9999999999],\"data_offsets\":[0,8]}}", "negative or absurd")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2147483647,2147483647],\"data_offsets\":[0,8]}}", "more elements than")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,8]}}", "negative or absurd")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,8]}}", "an integer was expected, found 1.5")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1,1,1,1,1,1,1,1,2],\"data_offsets\":[0,8]}}", "at most 8 integers")]
    [InlineData("{\"a\":{\"dtype\":\"F8_E4M3\",\"shape\":[8],\"data_offsets\":[0,8]}}", "'F8_E4M3', which is not read here")]
    [InlineData("{\"a\":{\"dtype\":7,\"shape\":[8],\"data_offsets\":[0,8]}}", "no JSON of the kind")]
    [InlineData("{\"a\":{\"shape\":[2],\"data_offsets\":[0,8]}}", "no JSON of the kind")]
    [InlineData("{\"a\":[1]}", "no JSON of the kind")]
    [InlineData(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
        "two tensors called 'a'"
    )]
    [InlineData("{\"\\ud800\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", "no JSON of the kind")]
    [InlineData("{\"__metadata__\":[]}", "no JSON of the kind")]
    [InlineData("{\"__metadata__\":{\"ass.normalization\":\"{\\\"channels\\\":\\\"RGB\\\"}\"}}", "describes no pixels")]
    [InlineData("{\"a\":{\"a\":{\"a\":{\"a\":{}}}}}", "no JSON of the kind")]
    [InlineData("{", "2 to 8388608 bytes")]
    public void A_header_that_lies_is_an_error(string header, string expected)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        using var file = new TemporaryFile([.. BitConverter.GetBytes((long)text.Length), .. text, .. new byte[8]]);

        var error = Assert.Throws<InvalidDataException>(() => WeightFormats.Open(file.Path));

        Assert.Contains(file.Path, error.Message);
        Assert.Matches(expected, error.Message);
    }

    [Fact]
    public void A_header_longer_than_the_file_takes_no_memory()
    {
        using var file = new TemporaryFile([.. BitConverter.GetBytes(8L << 20), .. "{}"u8]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => WeightFormats.Open(file.Path));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }
}
