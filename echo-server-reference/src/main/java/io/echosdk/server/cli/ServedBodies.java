package io.echosdk.server.cli;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.biometric.Purpose;
import io.echosdk.biometric.BiometricSession;
import io.echosdk.biometric.Consent;
import io.echosdk.biometric.ConsentLedger;
import io.echosdk.biometric.ConsentText;
import io.echosdk.biometric.ReplayOptions;
import io.echosdk.server.RoomBodies;
import io.echosdk.sync.room.Room;
import io.echosdk.sync.room.Rooms;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The bodies that {@code echo doc serve --body} shows in rooms, with what reads them: recordings
 * and simulations only. Somebody's live body is shown by whoever can end it while the server runs,
 * since what {@code echo consent revoke} writes down does not reach another process.
 */
final class ServedBodies implements AutoCloseable {

  private static final long CLIENTS = 1L << 53;

  private final EchoRuntime runtime;
  private final Rooms rooms;
  private final ConsentLedger ledger;
  private final SplittableRandom random = new SplittableRandom();
  private final Map<String, RoomBodies> shown = new HashMap<>();
  private final Deque<AutoCloseable> open = new ArrayDeque<>(); // the last opened first

  private ServedBodies(EchoRuntime runtime, Rooms rooms) {
    this.runtime = runtime;
    this.rooms = rooms;
    ledger = new ConsentLedger(runtime.clock());
  }

  /**
   * One {@code ROOM/NAME=SOURCE}.
   *
   * @param room where the body is shown
   * @param name what the others call it
   * @param source what is read
   */
  record Argument(String room, String name, SourceArgument source) {

    static Argument parse(String text) {
      int equals = text.indexOf('=');
      int slash = text.lastIndexOf('/', Math.max(0, equals));
      if (slash < 1 || equals <= slash + 1) {
        throw new IllegalArgumentException(
            "--body is ROOM/NAME=SOURCE, such as song/ana=simulate:seed=1, but was " + text);
      }
      SourceArgument source = SourceArgument.parse(text.substring(equals + 1));
      if (source.live()) {
        throw new IllegalArgumentException(
            "--body shows recordings and simulations, but "
                + source.scheme()
                + ": is somebody's live body, whose consent must be able to end it: show it from Java,"
                + " with RoomBodies");
      }
      return new Argument(text.substring(0, slash), text.substring(slash + 1, equals), source);
    }
  }

  /** Opens every source and shows the bodies, or closes what it had opened and fails. */
  static ServedBodies show(EchoRuntime runtime, Rooms rooms, List<Argument> bodies) {
    ServedBodies served = new ServedBodies(runtime, rooms);
    try {
      bodies.forEach(served::show);
      served.shown.values().forEach(each -> each.start(runtime));
      return served;
    } catch (RuntimeException e) {
      served.close();
      throw e;
    }
  }

  private void show(Argument body) {
    Consent consent = granted(body.name());
    RoomBodies bodies = shown.computeIfAbsent(body.room(), this::enter);
    BiometricSession session =
        BiometricSession.builder()
            .source(body.source().open(ReplayOptions.recordedSpeed(), runtime))
            .consent(consent)
            .build();
    open.push(session);
    bodies.admit(body.name(), consent, session);
    session.start(runtime);
  }

  private RoomBodies enter(String name) {
    Room room = rooms.open(name);
    open.push(room);
    RoomBodies bodies = new RoomBodies(room, random.nextLong(CLIENTS));
    open.push(bodies);
    return bodies;
  }

  private Consent granted(String name) {
    Consent consent = ledger.of(name);
    for (Purpose purpose : List.of(Purpose.VISUALISE, Purpose.SHARE)) {
      consent.grant(purpose, ConsentText.first("named on the command line"));
    }
    return consent;
  }

  @Override
  public void close() {
    RuntimeException first = null;
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (RuntimeException e) {
        first = first == null ? e : first;
      } catch (Exception e) {
        throw new IllegalStateException("sessions and rooms throw nothing checked", e);
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
