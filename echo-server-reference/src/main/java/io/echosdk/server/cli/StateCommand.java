package io.echosdk.server.cli;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.MediaClock;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.Metric;
import io.echosdk.biometric.BiometricSession;
import io.echosdk.biometric.ReplayOptions;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code echo state}: what is known about a body, second by second. */
@Command(
    name = "state",
    mixinStandardHelpOptions = true,
    description = {
      "Shows what is known about a body once a second, one line each: a table of the main metrics,"
          + " '-' where nothing is known, or with --json every metric with its value, confidence (0"
          + " to 1) and age. A recording runs on virtual time, as fast as possible, and prints the"
          + " same on every run; the simulated subject too, for --seconds; a live source until"
          + " Ctrl-C.",
      "",
      "Examples:",
      "  echo state 100.hea",
      "  echo state heart.csv --rate 250 --json",
      "  echo state simulate:seed=7,bpm=70 --seconds 120",
      ""
    })
final class StateCommand implements Callable<Integer> {

  private static final long SECOND_NANOS = 1_000_000_000;
  private static final int LINES_BETWEEN_HEADS = 30;

  /** A column of the table. */
  private record Column(String head, Metric metric, String format) {}

  private static final Column[] COLUMNS = {
    new Column("bpm", Metric.HEART_RATE, "%7.1f"),
    new Column("rr ms", Metric.RR_INTERVAL, "%7.0f"),
    new Column("rmssd", Metric.RMSSD, "%7.1f"),
    new Column("lf/hf", Metric.LF_HF_RATIO, "%7.2f"),
    new Column("coher", Metric.COHERENCE, "%7.2f"),
    new Column("breath", Metric.BREATH_RATE, "%7.1f"),
    new Column("alpha", Metric.EEG_ALPHA, "%7.2f"),
    new Column("move mg", Metric.MOVEMENT, "%7.0f"),
    new Column("skin uS", Metric.SKIN_LEVEL, "%7.2f"),
  };

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = SourceArgument.LABEL,
      description = "A recording of any known format, or another source.")
  private String source;

  @Option(names = "--rate", paramLabel = "HZ", description = BodyOption.RATE)
  private @Nullable Double rateHz;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "Stop after so long. Default: at the end; 60 for the simulated subject.")
  private @Nullable Integer seconds;

  @Option(names = "--json", description = "Print one JSON object a line.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    if (seconds != null && seconds <= 0) {
      throw new IllegalArgumentException("--seconds must be positive but is " + seconds);
    }
    SourceArgument argument = SourceArgument.parse(source);
    ReplayOptions options =
        ReplayOptions.builder().rateHz(BodyOption.checked(rateHz, spec)).build();
    PrintWriter out = spec.commandLine().getOut();
    try (EchoRuntime runtime = EchoRuntime.create();
        EndSignal end = EndSignal.listen();
        BiometricSession session = BiometricSession.of(argument.open(options, runtime))) {
      boolean endless = argument.live() || argument.scheme().equals(SourceArgument.FILE);
      long limit = seconds != null ? seconds : endless ? Long.MAX_VALUE / SECOND_NANOS : 60;
      follow(session, argument.live() ? runtime.clock() : null, limit, end, out);
    } finally {
      out.flush();
    }
    return 0;
  }

  /** Virtual time is the source's own; a live source is waited for. */
  private void follow(
      BiometricSession session,
      @Nullable MediaClock clock,
      long limitSeconds,
      EndSignal end,
      PrintWriter out)
      throws InterruptedException {
    BiometricState state = new BiometricState();
    long start = clock == null ? 0 : clock.nanos();
    long printed = 0;
    long next = start;
    for (long now = start; next != BiometricSource.END && printed <= limitSeconds; ) {
      long due = start + printed * SECOND_NANOS;
      now = Math.max(now, Math.min(next, due));
      if (clock != null) {
        long wait = Math.max(0, now - clock.nanos());
        if (end.await(Duration.ofNanos(wait))) {
          return;
        }
        now = Math.max(now, clock.nanos());
      }
      next = session.poll(now);
      if (now >= due) {
        session.read(state);
        print(state, now, printed, (now - start) / 1e9, out);
        printed++;
        if (clock != null) {
          out.flush();
        }
      }
    }
  }

  private void print(
      BiometricState state, long now, long printed, double elapsed, PrintWriter out) {
    if (json) {
      out.println(json(state, now, elapsed));
      return;
    }
    if (printed % LINES_BETWEEN_HEADS == 0) {
      out.println(head());
    }
    out.println(row(state, elapsed));
  }

  private static String json(BiometricState state, long now, double elapsed) {
    JsonObject line = new JsonObject().put("seconds", elapsed).put("beats", state.beatCount());
    for (Metric metric : Metric.values()) {
      double value = state.value(metric);
      boolean known = !Double.isNaN(value);
      line.put(
          metric.name().toLowerCase(Locale.ROOT),
          new JsonObject()
              .put("value", known ? value : null)
              .put("confidence", state.confidence(metric))
              .put("ageMs", known ? state.ageNanos(metric, now) / 1e6 : null));
    }
    return line.encode();
  }

  private static String head() {
    StringBuilder line =
        new StringBuilder(String.format(Locale.ROOT, "%9s %7s", "time s", "beats"));
    for (Column column : COLUMNS) {
      line.append(String.format(Locale.ROOT, " %7s", column.head));
    }
    return line.toString();
  }

  private static String row(BiometricState state, double elapsed) {
    StringBuilder line =
        new StringBuilder(String.format(Locale.ROOT, "%9.1f %7d", elapsed, state.beatCount()));
    for (Column column : COLUMNS) {
      double value = state.value(column.metric);
      line.append(' ');
      line.append(
          Double.isNaN(value)
              ? String.format(Locale.ROOT, "%7s", "-")
              : String.format(Locale.ROOT, column.format, value));
    }
    return line.toString();
  }
}
