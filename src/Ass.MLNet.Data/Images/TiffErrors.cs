using BitMiracle.LibTiff.Classic;

namespace Ass.MLNet.Images;

/// <summary>Keeps LibTiff's messages about this library's files off the console, and passes others on to the previous
/// handler.</summary>
/// <remarks>LibTiff has one handler per process; its default handler writes to the console.</remarks>
internal sealed class TiffErrors : TiffErrorHandler
{
    private readonly TiffErrorHandler? _others;

    private TiffErrors(TiffErrorHandler? others) => _others = others;

    /// <summary>Replaces the current handler, once.</summary>
    public static void Install() => System.Runtime.CompilerServices.RuntimeHelpers.RunClassConstructor(typeof(Place).TypeHandle);

    public override void ErrorHandler(Tiff tif, string method, string format, params object[] args)
    {
        if (tif?.Clientdata() is TiffBytes bytes)
        {
            bytes.Error ??= string.Format(System.Globalization.CultureInfo.InvariantCulture, format, args);
        }
        else
        {
            _others?.ErrorHandler(tif, method, format, args);
        }
    }

    public override void ErrorHandlerExt(Tiff tif, object clientData, string method, string format, params object[] args)
    {
        if (clientData is not TiffBytes)
        {
            _others?.ErrorHandlerExt(tif, clientData, method, format, args);
        }
    }

    public override void WarningHandler(Tiff tif, string method, string format, params object[] args)
    {
        if (tif?.Clientdata() is not TiffBytes)
        {
            _others?.WarningHandler(tif, method, format, args);
        }
    }

    public override void WarningHandlerExt(Tiff tif, object clientData, string method, string format, params object[] args)
    {
        if (clientData is not TiffBytes)
        {
            _others?.WarningHandlerExt(tif, clientData, method, format, args);
        }
    }

    private static class Place
    {
        static Place()
        {
            var before = Tiff.SetErrorHandler(null);
            Tiff.SetErrorHandler(new TiffErrors(before));
        }
    }
}
