package io.echosdk.server.cli;

import io.echosdk.api.biometric.Purpose;
import io.echosdk.biometric.Consent;
import io.echosdk.biometric.ConsentLedger;
import io.echosdk.biometric.ConsentText;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code echo consent}: who allows what on this machine. */
@Command(
    name = "consent",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "grant|revoke|list",
    description = {
      "Writes down who allows what, and takes it back. Taking RECORD back destroys the keys of all"
          + " recordings that were made with it: nobody can play them again. Commands that run, such as"
          + " record, replay or doc serve --body, hear of it and stop within a second.",
      "",
      "Examples:",
      "  echo consent grant Noor record visualise --days 30",
      "  echo record --source polar:any --consent Noor heart.echo",
      "  echo consent revoke Noor",
      ""
    })
final class ConsentCommand {

  private static final String PURPOSES =
      "visualise, share, record, infer_arousal, mint or research.";

  @Spec private CommandSpec spec;

  @Command(
      name = "grant",
      mixinStandardHelpOptions = true,
      description = "Writes down that somebody agreed to version 1 of the text.")
  int grant(
      @Mixin ConsentFolder where,
      @Parameters(index = "0", paramLabel = "NAME", description = "Who.") String name,
      @Parameters(index = "1..*", arity = "1..*", paramLabel = "PURPOSE", description = PURPOSES)
          List<Purpose> purposes,
      @Option(names = "--days", paramLabel = "N", description = "For how long. Default: no end.")
          @Nullable Integer days,
      @Option(
              names = "--wording",
              paramLabel = "TEXT",
              defaultValue = "command line",
              description = "Which text was agreed to.")
          String wording) {
    if (days != null && days < 1) {
      throw new ParameterException(spec.commandLine(), "--days must be at least 1 but is " + days);
    }
    Consent consent = where.open().of(name);
    ConsentText text = ConsentText.first(wording);
    for (Purpose purpose : purposes) {
      if (days == null) {
        consent.grant(purpose, text);
      } else {
        consent.grant(purpose, text, Duration.ofDays(days));
      }
    }
    return 0;
  }

  @Command(
      name = "revoke",
      mixinStandardHelpOptions = true,
      description = "Takes purposes back; all of them if none is named.")
  int revoke(
      @Mixin ConsentFolder where,
      @Parameters(index = "0", paramLabel = "NAME", description = "Who.") String name,
      @Parameters(index = "1..*", paramLabel = "PURPOSE", description = PURPOSES)
          @Nullable List<Purpose> purposes) {
    Consent consent = where.open().of(name);
    if (purposes == null || purposes.isEmpty()) {
      consent.revokeAll();
    } else {
      purposes.forEach(consent::revoke);
    }
    return 0;
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Prints every change, oldest first.")
  int list(
      @Mixin ConsentFolder where,
      @Option(names = "--json", description = "Print one JSON object a line.") boolean json) {
    PrintWriter out = spec.commandLine().getOut();
    for (ConsentLedger.Entry entry : where.open().entries()) {
      out.println(json ? json(entry) : text(entry));
    }
    out.flush();
    return 0;
  }

  private static String json(ConsentLedger.Entry entry) {
    JsonObject line =
        new JsonObject()
            .put("number", entry.number())
            .put("at", entry.at().toString())
            .put("participant", entry.participant())
            .put("purpose", entry.purpose().name())
            .put("granted", entry.granted())
            .put("textVersion", entry.text().version())
            .put("wording", entry.text().wording());
    return (entry.until() == null ? line : line.put("until", entry.until().toString())).encode();
  }

  private static String text(ConsentLedger.Entry entry) {
    return String.format(
        "%4d  %s  %s %s %s%s",
        entry.number(),
        entry.at(),
        entry.participant(),
        entry.granted() ? "allows" : "takes back",
        entry.purpose(),
        entry.until() == null ? "" : " until " + entry.until());
  }
}
