using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Ass.MLNet;
using Ass.MLNet.Tests;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SegmentationService.Models;

namespace SegmentationService.Tests;

/// <summary>The service in this process, with fake models: the text of the model's file is the number that it shifts classes by.</summary>
internal sealed class TestService : WebApplicationFactory<Program>
{
    private readonly TestFolder _folder = new();
    private readonly Dictionary<string, string> _settings;
    private readonly List<FakeModel> _models = [];

    /// <param name="settings">Options of the section "Segmentation", name and value in turn.</param>
    public TestService(params string[] settings)
    {
        ModelPath = _folder.At("models/model.onnx");
        _settings = settings.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);
        _settings.TryAdd("Model", ModelPath);
        _settings.TryAdd("PollSeconds", "60");
    }

    public string ModelPath { get; }

    /// <summary>Whether models are graphs for ONNX Runtime, and not fakes.</summary>
    public bool LoadsOnnx { get; init; }

    /// <summary>A temporary folder.</summary>
    public TestFolder Folder => _folder;

    /// <summary>All models that have been loaded, the newest last.</summary>
    public IReadOnlyList<FakeModel> Models
    {
        get
        {
            lock (_models)
            {
                return [.. _models];
            }
        }
    }

    /// <summary>What the next loads of a fake fail with, one each.</summary>
    public ConcurrentQueue<Exception> LoadFailures { get; } = [];

    /// <summary>Errors and warnings that the service logged.</summary>
    public ConcurrentQueue<string> Log { get; } = [];

    /// <summary>Puts a model into place as careful writers do: beside the file, then moved over it.</summary>
    public void PutModel(byte[] content)
    {
        File.WriteAllBytes(ModelPath + ".new", content);
        File.Move(ModelPath + ".new", ModelPath, overwrite: true);
    }

    /// <inheritdoc cref="PutModel(byte[])"/>
    public void PutModel(string content) => PutModel(Encoding.UTF8.GetBytes(content));

    /// <summary>Starts with a model that shifts classes by 0.</summary>
    public static TestService Start(params string[] settings)
    {
        var service = new TestService(settings);
        service.PutModel("0");
        _ = service.Services;
        return service;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        foreach (var (name, value) in _settings)
        {
            builder.UseSetting($"Segmentation:{name}", value);
        }

        builder.ConfigureLogging(logging => logging.ClearProviders().AddProvider(new QueueLogger(Log)));
        if (!LoadsOnnx)
        {
            builder.ConfigureTestServices(services => services.AddSingleton<ModelLoader>(Load));
        }
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && Directory.Exists(_folder.Root))
        {
            _folder.Dispose();
        }
    }

    private FakeModel Load(string path)
    {
        if (LoadFailures.TryDequeue(out var failure))
        {
            throw failure;
        }

        string text = File.ReadAllText(path);
        if (!int.TryParse(text, CultureInfo.InvariantCulture, out int shift))
        {
            throw new InvalidDataException($"'{path}' is not a model.");
        }

        var model = new FakeModel(shift);
        if (shift < 0)
        {
            model.Failure = new InvalidOperationException("This model loads and does not run.");
        }

        lock (_models)
        {
            _models.Add(model);
        }

        return model;
    }

    private sealed class QueueLogger(ConcurrentQueue<string> queue) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (IsEnabled(logLevel))
            {
                queue.Enqueue(formatter(state, exception));
            }
        }

        public void Dispose() { }
    }
}
