package io.echosdk.server.cli;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.MediaClock;
import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.ConsentException;
import io.echosdk.api.biometric.ConsentException.Reason;
import io.echosdk.api.biometric.Purpose;
import io.echosdk.api.biometric.SourceState;
import io.echosdk.biometric.Consent;
import io.echosdk.biometric.ReplayOptions;
import io.echosdk.biometric.SessionRecorder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code echo record}: a body's signals into a recording that survives a crash. */
@Command(
    name = "record",
    mixinStandardHelpOptions = true,
    description = {
      "Records what a source delivers: every sample, flag and time. If the process is killed, the"
          + " file plays up to a quarter of a second before. A file or a simulation that ends by"
          + " itself is recorded as fast as possible; anything live runs on this machine's clock until"
          + " Ctrl-C or --seconds.",
      "",
      "Anything live is somebody's body: name the participant with --consent, who must have allowed"
          + " it (echo consent grant NAME record). The recording gets a key of its own, which is"
          + " destroyed when the consent is taken back. Once the consent has ended, by echo consent"
          + " revoke or by itself, recording stops within a second, and the command fails and says"
          + " why.",
      "",
      "Examples:",
      "  echo record --source 100.hea heart.echo",
      "  echo record --source simulate:seed=7 --seconds 60 calm.echo",
      "  echo record --source simulate --key-file key secret.echo",
      "  echo record --source polar:any --consent Noor heart.echo",
      ""
    })
final class RecordCommand implements Callable<Integer> {

  private static final long SECOND_NANOS = 1_000_000_000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--source",
      paramLabel = SourceArgument.LABEL,
      required = true,
      description = "What is recorded.")
  private String source;

  @Parameters(index = "0", paramLabel = "OUT.echo", description = "Where to; must not exist.")
  private Path out;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "How long at most. Default: until the source ends, or Ctrl-C.")
  private @Nullable Integer seconds;

  @Option(names = "--realtime", description = "Takes a file or a simulation at its own pace.")
  private boolean realtime;

  @Option(names = "--rate", paramLabel = "HZ", description = BodyOption.RATE)
  private @Nullable Double rateHz;

  @Option(names = "--key-file", paramLabel = "FILE", description = KeyFile.HELP)
  private @Nullable Path keyFile;

  @Option(
      names = "--consent",
      paramLabel = "NAME",
      description = "Whose consent allows it; compulsory for live sources.")
  private @Nullable String participant;

  @Mixin private ConsentFolder consents;

  @Override
  public Integer call() throws InterruptedException {
    if (seconds != null && seconds < 1) {
      throw new ParameterException(
          spec.commandLine(), "--seconds must be at least 1 but is " + seconds);
    }
    if (!out.toString().toLowerCase(Locale.ROOT).endsWith(".echo")) {
      throw new ParameterException(
          spec.commandLine(), "the recording's name must end in .echo but is " + out);
    }
    SourceArgument from = SourceArgument.parse(source);
    checkConsent(from);
    boolean endless = from.scheme().equals("simulate") && seconds == null;
    ReplayOptions options =
        ReplayOptions.builder().rateHz(BodyOption.checked(rateHz, spec)).build();
    boolean inTime = realtime || endless || from.live();
    double recorded;
    try (EchoRuntime runtime = EchoRuntime.create();
        EndSignal end = EndSignal.listen();
        ProgressBar progress =
            new ProgressBar(spec.commandLine().getErr(), System.console() != null);
        Tape tape = tape(from, options, inTime, runtime)) {
      recorded = inTime ? live(tape, runtime.clock(), end, progress) : fast(tape, end, progress);
    }
    report(recorded);
    return 0;
  }

  private void checkConsent(SourceArgument from) {
    if (participant == null && from.live()) {
      throw new ParameterException(
          spec.commandLine(),
          "a live source is somebody's body: give --consent NAME (echo consent grant NAME record)");
    }
    if (participant != null && keyFile != null) {
      throw new ParameterException(
          spec.commandLine(),
          "with --consent the recording has a key of its own: leave --key-file away");
    }
  }

  /** A source that is recorded until it ends, or the consent to it does. */
  private record Tape(
      BiometricSource source, SessionRecorder recorder, @Nullable Consent consent, long startNanos)
      implements AutoCloseable {

    long poll(long nowNanos) {
      long next = source.poll(nowNanos, recorder);
      if (source.state() instanceof SourceState.Failed failed) {
        throw new BiometricException(
            BiometricException.Kind.SOURCE_LOST,
            failed.reason(),
            "what came before is in the recording");
      }
      if (consent != null && !recorder.recording()) {
        consent.require(Purpose.RECORD);
        throw new ConsentException(Purpose.RECORD, Reason.TAKEN_BACK); // and granted anew since
      }
      return next;
    }

    @Override
    public void close() {
      try (recorder) {
        source.close();
      }
    }
  }

  private Tape tape(
      SourceArgument from, ReplayOptions options, boolean inTime, EchoRuntime runtime) {
    Consent consent = participant == null ? null : consents.follow(runtime).of(participant);
    SecretKey key = KeyFile.read(keyFile);
    if (consent != null) {
      consent.require(Purpose.RECORD);
    }
    BiometricSource source = from.open(options, runtime);
    try {
      long start = inTime ? runtime.clock().nanos() : 0;
      Instant begun = runtime.clock().instant();
      SessionRecorder recorder =
          consent == null
              ? new SessionRecorder(out, source.signals(), start, begun, key)
              : SessionRecorder.under(consent, out, source.signals(), start, begun);
      return new Tape(source, recorder, consent, start);
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
  }

  /** Runs on virtual time, as fast as the machine can. */
  private double fast(Tape tape, EndSignal end, ProgressBar progress) throws InterruptedException {
    long last = seconds == null ? Long.MAX_VALUE - 1 : seconds * SECOND_NANOS;
    long now = 0;
    for (long next = 0; next != BiometricSource.END && now < last; ) {
      now = Math.min(next, last);
      next = tape.poll(now);
      if (seconds != null) {
        progress.show((double) now / last);
      }
      if (end.await(Duration.ZERO)) {
        break;
      }
    }
    return now * 1e-9;
  }

  private double live(Tape tape, MediaClock clock, EndSignal end, ProgressBar progress)
      throws InterruptedException {
    long start = tape.startNanos();
    long last = seconds == null ? Long.MAX_VALUE : start + seconds * SECOND_NANOS;
    long now = start;
    for (long next = start; next != BiometricSource.END && now < last; ) {
      now = Math.min(last, clock.nanos());
      next = tape.poll(now);
      if (seconds != null) {
        progress.show((double) (now - start) / (last - start));
      }
      long wait = Math.min(next, last) - clock.nanos();
      if (end.await(Duration.ofNanos(Math.max(0, Math.min(wait, SECOND_NANOS / 10))))) {
        break;
      }
    }
    return (now - start) * 1e-9;
  }

  private void report(double recorded) {
    try {
      spec.commandLine()
          .getOut()
          .printf(Locale.ROOT, "%s  %.1f s  %d bytes%n", out, recorded, Files.size(out));
    } catch (IOException e) {
      throw new BiometricException(
          BiometricException.Kind.STORAGE,
          "the recording " + out + " has vanished",
          "record again",
          e);
    }
  }
}
