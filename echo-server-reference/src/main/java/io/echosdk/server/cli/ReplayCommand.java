package io.echosdk.server.cli;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.MediaClock;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.Metric;
import io.echosdk.api.biometric.Purpose;
import io.echosdk.biometric.BiometricSession;
import io.echosdk.biometric.Consent;
import io.echosdk.biometric.Recordings;
import io.echosdk.biometric.ReplayOptions;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
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

/** {@code echo replay}: the states that a recording goes through. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = {
      "Plays a recording through a session and prints what is known about the body, once a second of"
          + " the recording. Without --speed it runs on virtual time, as fast as possible, and"
          + " prints the same on every run; with it, on this machine's clock. What is unknown is not"
          + " printed.",
      "",
      "Examples:",
      "  echo replay heart.echo",
      "  echo replay 100.hea --speed 10 --json",
      "  echo replay secret.echo --key-file key",
      ""
    })
final class ReplayCommand implements Callable<Integer> {

  private static final long SECOND_NANOS = 1_000_000_000;
  private static final double MAX_STATES_PER_SECOND = 1000;

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "FILE", description = "A recording of any known format.")
  private Path file;

  @Option(
      names = "--speed",
      paramLabel = "X",
      description = "How many times the recorded speed, above 0 and at most 1000.")
  private @Nullable Double speed;

  @Option(
      names = "--states",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many states for each second of the recording. Default: 1.")
  private double statesPerSecond;

  @Option(names = "--rate", paramLabel = "HZ", description = BodyOption.RATE)
  private @Nullable Double rateHz;

  @Option(names = "--key-file", paramLabel = "FILE", description = KeyFile.HELP)
  private @Nullable Path keyFile;

  @Option(
      names = "--consent",
      paramLabel = "NAME",
      description =
          "Whose recording it is; it plays while they allow VISUALISE, and stops within a second when"
              + " echo consent revoke takes that back.")
  private @Nullable String participant;

  @Mixin private ConsentFolder consents;

  @Option(names = "--json", description = "Print one JSON object a line.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    if (speed != null && !(speed > 0 && speed <= 1000)) {
      throw new ParameterException(
          spec.commandLine(), "--speed must be above 0 and at most 1000 but is " + speed);
    }
    if (!(statesPerSecond > 0 && statesPerSecond <= MAX_STATES_PER_SECOND)) {
      throw new ParameterException(
          spec.commandLine(),
          "--states must be above 0 and at most 1000 but is " + statesPerSecond);
    }
    ReplayOptions.Builder options =
        ReplayOptions.builder().rateHz(BodyOption.checked(rateHz, spec));
    SecretKey key = KeyFile.read(keyFile);
    if (key != null) {
      options.key(key);
    }
    PrintWriter out = spec.commandLine().getOut();
    try (EchoRuntime runtime = EchoRuntime.create();
        EndSignal end = EndSignal.listen();
        BiometricSession session = BiometricSession.of(open(options.build(), runtime))) {
      play(session, runtime.clock(), end, out);
    } finally {
      out.flush();
    }
    return 0;
  }

  private BiometricSource open(ReplayOptions options, EchoRuntime runtime) {
    if (participant == null) {
      return Recordings.open(file, options);
    }
    Consent consent = consents.follow(runtime).of(participant);
    return Recordings.open(file, options, consent, Purpose.VISUALISE);
  }

  /** Virtual time is the recording's own; a real clock is only waited for. */
  private void play(BiometricSession session, MediaClock clock, EndSignal end, PrintWriter out)
      throws InterruptedException {
    BiometricState state = new BiometricState();
    long start = clock.nanos();
    long printed = 0;
    long next = 0;
    for (long now = 0; next != BiometricSource.END; ) {
      long due = Math.round(printed * SECOND_NANOS / statesPerSecond);
      now = Math.max(now, Math.min(next, due));
      if (speed != null) {
        long wait = start + (long) (now / speed) - clock.nanos();
        if (end.await(Duration.ofNanos(Math.max(0, wait)))) {
          return;
        }
      }
      next = session.poll(now);
      if (now >= due) {
        session.read(state);
        out.println(json ? json(state, now) : text(state, now));
        printed++;
        if (speed != null) {
          out.flush();
        }
      }
    }
  }

  private static String json(BiometricState state, long now) {
    JsonObject line = new JsonObject().put("seconds", now / 1e9).put("beats", state.beatCount());
    for (Metric metric : Metric.values()) {
      double value = state.value(metric);
      if (!Double.isNaN(value)) {
        line.put(
            metric.name().toLowerCase(Locale.ROOT),
            new JsonObject()
                .put("value", value)
                .put("unit", metric.unit())
                .put("confidence", state.confidence(metric))
                .put("ageMs", state.ageNanos(metric, now) / 1e6));
      }
    }
    return line.encode();
  }

  private static String text(BiometricState state, long now) {
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%9.2f s", now / 1e9));
    for (Metric metric : Metric.values()) {
      double value = state.value(metric);
      if (!Double.isNaN(value)) {
        line.append(
            String.format(
                Locale.ROOT,
                "  %s %.2f%s",
                metric.name().toLowerCase(Locale.ROOT),
                value,
                metric.unit().equals("1") ? "" : " " + metric.unit()));
      }
    }
    return line.toString();
  }
}
