using PuppeteerSharp;
using Xunit;

namespace SegmentationService.Tests;

/// <summary>A Chromium without a window, and the service on a port for it; shared by the tests of a class.</summary>
public sealed class Browser : IAsyncLifetime
{
    public const int MostBytes = 200_000;

    private readonly TestService _service = new("MaxBodyBytes", $"{MostBytes}");
    private IBrowser? _browser;

    public string Address => $"{_service.ClientOptions.BaseAddress}";

    public async Task InitializeAsync()
    {
        if (ChromiumFactAttribute.Path is null)
        {
            return;
        }

        _service.PutModel("0");
        _service.UseKestrel(0);
        _service.StartServer();
        _browser = await Puppeteer.LaunchAsync(
            new LaunchOptions
            {
                ExecutablePath = ChromiumFactAttribute.Path,
                // Containers have neither the rights for a sandbox nor a large /dev/shm; the page is our own.
                Args = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
            }
        );
    }

    /// <summary>Opens the service's page.</summary>
    public async Task<IPage> OpenAsync(int width, int height)
    {
        var page = await _browser!.NewPageAsync();
        await page.SetViewportAsync(new ViewPortOptions { Width = width, Height = height });
        await page.GoToAsync(Address, WaitUntilNavigation.Networkidle0);
        return page;
    }

    /// <summary>Writes a file to be chosen on the page.</summary>
    public string Write(string name, byte[] bytes) => _service.Folder.Bytes(name, bytes);

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        await _service.DisposeAsync();
    }
}
