using System.Threading.RateLimiting;
using Ass.MLNet;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.ML;
using SegmentationService;
using SegmentationService.Models;
using SegmentationService.Requests;

const string InFlight = "in flight";
const int FormBytes = 1 << 16; // what a form may take around its file

// appsettings.json lies beside the program, from wherever that is started.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.Configuration.AddCommandLine(args, ServiceOptions.Switches.ToDictionary());
var options = ServiceOptions.Read(builder.Configuration, out var problems);
string[] wrong = [.. ServiceOptionsCheck.UnknownSwitches(args), .. problems];
if (wrong.Length > 0)
{
    Console.Error.WriteLine(string.Join('\n', wrong));
    return 2;
}

var services = builder.Services;
services.AddSingleton(options);

// The model: loaded before the first request, replaced when its file is.
var runtime = new OnnxRuntimeOptions { Threads = options.ThreadsPerPicture };
services.AddSingleton<ModelLoader>(path => OnnxSegmentationTransformer.Load(new MLContext(), path, runtime));
services.AddSingleton<ModelSlot>();
services.AddHostedService<ModelReloader>();

// Two bounds. Requests in flight, uploads among them, bound the memory; of them, a few at a time have their pictures decoded and segmented,
// in the order in which their uploads were complete.
services.AddRateLimiter(limiter =>
{
    limiter.AddConcurrencyLimiter(InFlight, bound => bound.PermitLimit = options.MaxConcurrent + options.MaxQueued);
    limiter.OnRejected = async (rejected, _) =>
        await RequestRefused.Busy().ToProblem(rejected.HttpContext).ExecuteAsync(rejected.HttpContext);
});
services.AddSingleton(_ => new ConcurrencyLimiter(new() { PermitLimit = options.MaxConcurrent, QueueLimit = options.MaxQueued }));
services.AddSingleton<Segmentation>();

builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = (long)options.MaxBodyBytes + FormBytes);
services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(30)); // running requests end
services.AddProblemDetails();

var app = builder.Build();
app.UseExceptionHandler();
app.UseStatusCodePages();
app.UseRateLimiter();
app.MapGet("/", Page.Answer);
app.MapPost("/segment", (HttpContext http, Segmentation segmentation) => segmentation.AnswerAsync(http)).RequireRateLimiting(InFlight);
app.MapGet("/health", ModelAnswers.Health);
app.MapGet("/classes", ModelAnswers.Classes);
try
{
    app.Run();
    return 0;
}
catch (Exception e) when (e is IOException or FormatException)
{
    // An address that is in use, or that is none.
    Console.Error.WriteLine($"The service cannot start: {e.Message}");
    return 2;
}
