// Long runs, to be killed, resumed and watched:
//   data FOLDER                                         writes a small data set of two domains, for train and for faults.sh
//   train DATA WORKSPACE MODEL STEPS CHECKPOINT-EVERY [CALIBRATION-BATCHES]
//                                                       trains or goes on, prints each step, saves the model
//   soak-train STEPS                                    trains on images of varying size, prints memory
//   soak-rows ROWS                                      scores rows of small image files through one cursor, prints memory
//   soak-score IMAGES [THREADS]                         scores images in every way there is, prints memory
//   soak-dispose MODELS [MODEL]                         disposes models that eight threads predict with, prints memory
//   soak-service DLL SECONDS [GRAPH]                    asks examples/SegmentationService from eight clients, prints speed and memory
//   memory MODEL                                        frees memory beside a model, prints how much of it is kept
using LongRuns;

switch (args)
{
    case ["data", var folder]:
        Pictures.Write(folder, count: 12);
        break;
    case ["train", var data, var workspace, var model, var steps, var every]:
        Training.Run(data, workspace, model, int.Parse(steps), int.Parse(every), calibrationBatches: null);
        break;
    case ["train", var data, var workspace, var model, var steps, var every, var batches]:
        Training.Run(data, workspace, model, int.Parse(steps), int.Parse(every), int.Parse(batches));
        break;
    case ["soak-train", var steps]:
        TrainingSoak.Run(int.Parse(steps));
        break;
    case ["soak-rows", var rows]:
        RowsSoak.Run(int.Parse(rows));
        break;
    case ["soak-score", var images]:
        ScoringSoak.Run(int.Parse(images), threads: 8);
        break;
    case ["soak-score", var images, var threads]:
        ScoringSoak.Run(int.Parse(images), int.Parse(threads));
        break;
    case ["soak-dispose", var models]:
        DisposeSoak.Run(int.Parse(models), file: null);
        break;
    case ["soak-dispose", var models, var file]:
        DisposeSoak.Run(int.Parse(models), file);
        break;
    case ["soak-service", var service, var seconds]:
        return await ServiceSoak.RunAsync(service, int.Parse(seconds), clients: 8, model: null) ? 0 : 1;
    case ["soak-service", var service, var seconds, var graph]:
        return await ServiceSoak.RunAsync(service, int.Parse(seconds), clients: 8, graph) ? 0 : 1;
    case ["memory", var file]:
        MemoryKept.Run(file);
        break;
    default:
        Console.Error.WriteLine("See the first lines of Program.cs.");
        return 2;
}

return 0;
