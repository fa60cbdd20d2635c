package io.echosdk.server.cli;

import io.echosdk.api.audio.AudioBlock;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.BiometricState;
import io.echosdk.audio.ToneProgram;
import io.echosdk.audio.WavWriter;
import io.echosdk.biometric.BiometricSession;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code echo tone}: the sound of a body, into a file, as fast as the machine can. */
@Command(
    name = "tone",
    mixinStandardHelpOptions = true,
    description = {
      "Writes the sound that a body drives into a WAV file (48 kHz, stereo, 24 bit). It runs on"
          + " virtual time: equal input gives an equal file.",
      "",
      "Examples:",
      "  echo tone --biometrics sim --seconds 60 --out calm.wav",
      "  echo tone --biometrics 100.hea --program binaural --frequency 200 --out pair.wav",
      ""
    })
final class ToneCommand implements Callable<Integer> {

  private static final long SUBJECT = 1;
  private static final int STATES_PER_SECOND = 60;
  private static final Duration FADE_OUT = Duration.ofSeconds(3);

  /** What sounds, with the frequency that is usual for it. */
  enum Program {
    /** Three singing bowls. */
    bowl(136.1),
    /** One tone for each ear. */
    binaural(200),
    /** A pure tone. */
    sine(432);

    private final double usualHz;

    Program(double usualHz) {
      this.usualHz = usualHz;
    }

    ToneProgram at(double frequencyHz) {
      return switch (this) {
        case bowl -> ToneProgram.bowls(frequencyHz);
        case binaural -> ToneProgram.binaural(frequencyHz);
        case sine -> ToneProgram.sine(frequencyHz);
      };
    }
  }

  @Spec private CommandSpec spec;

  @Mixin private BodyOption body;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "60",
      description = "How long, 4 to 86400; shorter if the recording ends. Default: 60.")
  private int seconds;

  @Option(names = "--out", paramLabel = "FILE.wav", required = true, description = "Where to.")
  private Path out;

  @Option(
      names = "--program",
      defaultValue = "bowl",
      paramLabel = "bowl|binaural|sine",
      description = "What sounds. Default: bowl.")
  private Program program;

  @Option(
      names = "--frequency",
      paramLabel = "HZ",
      description = "Its pitch. Default: 136.1 for bowl, 200 for binaural, 432 for sine.")
  private @Nullable Double frequencyHz;

  @Override
  public Integer call() {
    if (seconds < 4 || seconds > 86_400) {
      throw wrong("--seconds must be 4 to 86400 but is " + seconds);
    }
    if (!out.toString().toLowerCase(Locale.ROOT).endsWith(".wav")) {
      throw wrong("--out must name a .wav file but is " + out);
    }
    ToneProgram tone = program.at(frequencyHz == null ? program.usualHz : frequencyHz);
    try (BiometricSession session = BiometricSession.of(body.open(SUBJECT));
        ProgressBar progress =
            new ProgressBar(spec.commandLine().getErr(), System.console() != null)) {
      write(tone, session, progress);
    }
    return 0;
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }

  private void write(ToneProgram tone, BiometricSession session, ProgressBar progress) {
    WavWriter file = WavWriter.create(out, tone.format(), WavWriter.Encoding.PCM_24);
    double written;
    try {
      written = render(tone, session, file, progress);
    } catch (RuntimeException e) {
      file.discard();
      throw e;
    }
    file.close();
    spec.commandLine()
        .getOut()
        .printf(Locale.ROOT, "%s  %.1f s  %d Hz%n", out, written, tone.format().sampleRateHz());
  }

  /** Renders until the time is over or the body has left and the sound has faded. */
  private double render(
      ToneProgram tone, BiometricSession session, WavWriter file, ProgressBar progress) {
    AudioBlock block =
        new AudioBlock(tone.format(), tone.format().sampleRateHz() / STATES_PER_SECOND);
    BiometricState state = new BiometricState();
    int all = seconds * STATES_PER_SECOND;
    int fadeFrom = all - (int) FADE_OUT.toSeconds() * STATES_PER_SECOND;
    int done = 0;
    for (boolean fading = false; done < all && !tone.isSilent(); done++) {
      long nowNanos = done * 1_000_000_000L / STATES_PER_SECOND;
      boolean ended = session.poll(nowNanos) == BiometricSource.END;
      if (!fading && (ended || done >= fadeFrom)) {
        fading = true;
        tone.fadeOut(FADE_OUT);
      }
      session.read(state);
      tone.submit(state, nowNanos);
      tone.render(block);
      file.accept(block);
      progress.show((double) done / all);
    }
    progress.show(1);
    return (double) done / STATES_PER_SECOND;
  }
}
