package io.echosdk.server.cli;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.MediaClock;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.Metric;
import io.echosdk.biometric.BiometricSession;
import io.echosdk.biometric.ReplayOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
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
          + " Ctrl-C. Several sources are taken for those of one body and made one state; then every"
          + " value is followed by the numbers of the sources that it comes from, counted from 0.",
      "",
      "Examples:",
      "  echo state 100.hea",
      "  echo state heart.csv --rate 250 --json",
      "  echo state strap.csv watch.csv",
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
      arity = "1..*",
      paramLabel = SourceArgument.LABEL,
      description = "A recording of any known format, or another source; up to eight of one body.")
  private List<String> sources = List.of();

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
    List<SourceArgument> arguments = sources.stream().map(SourceArgument::parse).toList();
    boolean live = arguments.stream().anyMatch(SourceArgument::live);
    if (live && !arguments.stream().allMatch(SourceArgument::live)) {
      throw new IllegalArgumentException(
          "a live source has no clock in common with a recording or the simulated subject: name"
              + " live sources only, or none");
    }
    ReplayOptions options =
        ReplayOptions.builder().rateHz(BodyOption.checked(rateHz, spec)).build();
    PrintWriter out = spec.commandLine().getOut();
    try (EchoRuntime runtime = EchoRuntime.create();
        EndSignal end = EndSignal.listen();
        BiometricSession session = session(arguments, options, runtime)) {
      boolean ends = arguments.stream().allMatch(a -> a.scheme().equals(SourceArgument.FILE));
      long limit = seconds != null ? seconds : live || ends ? Long.MAX_VALUE / SECOND_NANOS : 60;
      follow(session, live ? runtime.clock() : null, limit, end, out);
    } finally {
      out.flush();
    }
    return 0;
  }

  /** Opens every source, or none. */
  private static BiometricSession session(
      List<SourceArgument> arguments, ReplayOptions options, EchoRuntime runtime) {
    List<BiometricSource> opened = new ArrayList<>();
    try {
      BiometricSession.Builder session = BiometricSession.builder();
      for (SourceArgument argument : arguments) {
        BiometricSource source = argument.open(options, runtime);
        opened.add(source);
        session.source(source);
      }
      return session.build();
    } catch (RuntimeException e) {
      opened.forEach(BiometricSource::close);
      throw e;
    }
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
              .put("ageMs", known ? state.ageNanos(metric, now) / 1e6 : null)
              .put("sources", new JsonArray(numbers(state.sources(metric)))));
    }
    return line.encode();
  }

  /** The numbers of the sources whose bits are set. */
  private static List<Integer> numbers(int bits) {
    return IntStream.range(0, BiometricState.MAX_SOURCES)
        .filter(i -> (bits >> i & 1) != 0)
        .boxed()
        .toList();
  }

  private String from(int bits) {
    StringBuilder digits = new StringBuilder();
    numbers(bits).forEach(digits::append);
    String mark = bits == 0 ? "" : "@" + digits;
    return sources.size() == 1
        ? ""
        : String.format(Locale.ROOT, " %-" + (1 + sources.size()) + "s", mark);
  }

  private String head() {
    StringBuilder line =
        new StringBuilder(String.format(Locale.ROOT, "%9s %7s", "time s", "beats"));
    for (Column column : COLUMNS) {
      line.append(String.format(Locale.ROOT, " %7s", column.head)).append(from(0));
    }
    return line.toString();
  }

  private String row(BiometricState state, double elapsed) {
    StringBuilder line =
        new StringBuilder(String.format(Locale.ROOT, "%9.1f %7d", elapsed, state.beatCount()));
    for (Column column : COLUMNS) {
      double value = state.value(column.metric);
      line.append(' ');
      line.append(
          Double.isNaN(value)
              ? String.format(Locale.ROOT, "%7s", "-")
              : String.format(Locale.ROOT, column.format, value));
      line.append(from(state.sources(column.metric)));
    }
    return line.toString();
  }
}
