using Ass.MLNet.Images;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class PixelBuffersTests
{
    [Fact]
    public void ArraysAreExactAndUsedAgain()
    {
        // A length that nothing else in this process asks for.
        const int length = 1_234_567;
        byte[] first = PixelBuffers.Take(length);
        Assert.Equal(length, first.Length);
        Assert.NotSame(first, PixelBuffers.Take(length));

        PixelBuffers.Give(first);
        Assert.Equal(length - 1, PixelBuffers.Take(length - 1).Length);
        Assert.Same(first, PixelBuffers.Take(length));
        Assert.NotSame(first, PixelBuffers.Take(length));
    }

    [Fact]
    public void WhatHasWaitedLongestIsLetGo()
    {
        byte[] old = new byte[1_234_568];
        PixelBuffers.Give(old);
        for (int i = 0; i < 9; i++)
        {
            PixelBuffers.Give(new byte[8 << 20]);
        }

        Assert.NotSame(old, PixelBuffers.Take(old.Length));
    }
}
