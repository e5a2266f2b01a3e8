using Xunit;

namespace StreetScenes.Tests;

public sealed class AngleTests
{
    [Fact]
    public void SineCosineAndTheirAngleAreCorrectOverSomeTurns()
    {
        for (float x = -12; x < 12; x += 0.01f)
        {
            Assert.Equal(Math.Sin(x), Angle.Sin(x), 1e-5);
            Assert.Equal(Math.Cos(x), Angle.Cos(x), 1e-5);
            Assert.Equal(Math.Atan2(Math.Sin(x), Math.Cos(x)), Angle.Of(Angle.Sin(x), Angle.Cos(x)), 2e-3);
        }
    }
}
