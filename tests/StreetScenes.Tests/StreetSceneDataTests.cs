using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace StreetScenes.Tests;

public sealed class StreetSceneDataTests
{
    [Fact]
    public void RowsAreTheScenesOfAFolderAndCanBeReadAgain()
    {
        IDataView data = StreetSceneData.Load(new MLContext(), count: 3, seed: 4, width: 64, height: 48);
        for (int pass = 0; pass < 2; pass++)
        {
            using var cursor = data.GetRowCursor(data.Schema);
            var getImage = cursor.GetGetter<MLImage>(data.Schema["Image"]);
            var getLabel = cursor.GetGetter<VBuffer<byte>>(data.Schema["Label"]);
            var getDomain = cursor.GetGetter<ReadOnlyMemory<char>>(data.Schema["Domain"]);
            int index = 0;
            while (cursor.MoveNext())
            {
                StreetScene scene = StreetRenderer.Render(StreetRenderer.SceneSeed(4, index++), 64, 48);
                MLImage image = null!;
                VBuffer<byte> label = default;
                ReadOnlyMemory<char> domain = default;
                getImage(ref image);
                getLabel(ref label);
                getDomain(ref domain);
                Assert.Equal(scene.Pixels, image.Pixels.ToArray());
                Assert.Equal(scene.Labels, label.DenseValues().ToArray());
                Assert.Equal("source", domain.ToString());
            }

            Assert.Equal(3, index);
        }
    }
}
