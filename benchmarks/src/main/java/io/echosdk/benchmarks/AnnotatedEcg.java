package io.echosdk.benchmarks;

import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.biometric.Recordings;
import io.echosdk.biometric.ReplayOptions;
import io.echosdk.biometric.WfdbAnnotations;
import io.echosdk.biometric.WfdbAnnotations.Annotation;
import io.echosdk.testing.Waves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** One lead of a recording with what experts marked in it. */
record AnnotatedEcg(String name, double rateHz, float[] wave, List<Annotation> marks) {

  /** The first minutes do not count (ANSI/AAMI EC57). */
  static final double LEARNING_SECONDS = 300;

  /** Reads every recording of a folder of .hea, .dat and .atr files. */
  static List<AnnotatedEcg> load(Path folder, int channel) throws IOException {
    List<AnnotatedEcg> recordings = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path header : files.filter(f -> f.toString().endsWith(".hea")).sorted().toList()) {
        recordings.add(load(header, folder, channel));
      }
    }
    return recordings;
  }

  private static AnnotatedEcg load(Path header, Path folder, int channel) {
    String name = header.getFileName().toString().replace(".hea", "");
    try (BiometricSource source =
        Recordings.open(
            header, ReplayOptions.builder().channels(channel).asFastAsPolled().build())) {
      double rateHz = source.signals().get(0).sampleRateHz();
      List<Annotation> marks = WfdbAnnotations.read(folder.resolve(name + ".atr")).annotations();
      return new AnnotatedEcg(name, rateHz, Waves.all(source), marks);
    }
  }

  /** Returns where the beats are, samples. */
  double[] beats() {
    return marks.stream().filter(Annotation::beat).mapToDouble(Annotation::sample).toArray();
  }

  /** Returns the spans that do not count, in samples: the first five minutes and flutter. */
  double[][] excluded() {
    List<double[]> spans = new ArrayList<>();
    spans.add(new double[] {0, LEARNING_SECONDS * rateHz});
    double began = Double.NaN;
    for (Annotation mark : marks) {
      if (mark.code() == Annotation.FLUTTER_BEGINS) {
        began = mark.sample();
      } else if (mark.code() == Annotation.FLUTTER_ENDS) {
        spans.add(new double[] {began, mark.sample()});
      }
    }
    return spans.toArray(new double[0][]);
  }
}
