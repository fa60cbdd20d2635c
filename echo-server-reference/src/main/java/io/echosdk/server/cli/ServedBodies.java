package io.echosdk.server.cli;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.biometric.Purpose;
import io.echosdk.biometric.BiometricSession;
import io.echosdk.biometric.BodySharing;
import io.echosdk.biometric.Consent;
import io.echosdk.biometric.ConsentLedger;
import io.echosdk.biometric.ConsentText;
import io.echosdk.biometric.ReplayOptions;
import io.echosdk.biometric.SharedValues;
import io.echosdk.server.RoomBodies;
import io.echosdk.sync.room.Room;
import io.echosdk.sync.room.Rooms;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The bodies that {@code echo doc serve --body} shows in rooms, with what reads them. A live one is
 * somebody's, and read and shown while the ledger allows it; what another process takes back there
 * ends it until it is shown anew.
 */
final class ServedBodies implements AutoCloseable {

  private static final long CLIENTS = 1L << 53;
  private static final List<Purpose> PURPOSES = List.of(Purpose.VISUALISE, Purpose.SHARE);

  private final EchoRuntime runtime;
  private final Rooms rooms;
  private final ConsentFolder consents;
  private final ConsentLedger made; // of recordings and simulations, which are the caller's own
  private final SplittableRandom random = new SplittableRandom();
  private final Map<String, RoomBodies> shown = new HashMap<>();
  private final Deque<AutoCloseable> open = new ArrayDeque<>(); // the last opened first

  private @Nullable ConsentLedger ledger; // of live bodies, once there is one

  private ServedBodies(EchoRuntime runtime, Rooms rooms, ConsentFolder consents) {
    this.runtime = runtime;
    this.rooms = rooms;
    this.consents = consents;
    made = new ConsentLedger(runtime.clock());
  }

  /**
   * One {@code ROOM/NAME=SOURCE}.
   *
   * @param room where the body is shown
   * @param name what the others call it; a live one's participant
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
      return new Argument(
          text.substring(0, slash),
          text.substring(slash + 1, equals),
          SourceArgument.parse(text.substring(equals + 1)));
    }
  }

  /**
   * Opens every source and shows the bodies, or closes what it had opened and fails.
   *
   * @param consents asked for the consent of each live body, and followed
   */
  static ServedBodies show(
      EchoRuntime runtime, Rooms rooms, ConsentFolder consents, List<Argument> bodies) {
    ServedBodies served = new ServedBodies(runtime, rooms, consents);
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
    Consent consent = body.source().live() ? asked(body.name()) : granted(body.name());
    RoomBodies bodies = shown.computeIfAbsent(body.room(), this::enter);
    BiometricSession session =
        BiometricSession.builder()
            .source(body.source().open(ReplayOptions.recordedSpeed(), runtime))
            .consent(consent)
            .build();
    open.push(session);
    bodies.admit(body.name(), consent, session);
    session.start(runtime);
    if (body.source().live()) {
      Release release = new Release(runtime, session);
      BodySharing.under(consent).body(session).to(release).build().start(runtime);
    }
  }

  /** Lets go of a strap or a port when the consent has ended: nobody is to read it on. */
  private record Release(EchoRuntime runtime, BiometricSession session)
      implements BodySharing.Receiver {

    @Override
    public void onValues(SharedValues values) {}

    @Override
    public void onEnd() {
      runtime.executor().execute(session::close);
    }
  }

  private RoomBodies enter(String name) {
    Room room = rooms.open(name);
    open.push(room);
    RoomBodies bodies = new RoomBodies(room, random.nextLong(CLIENTS));
    open.push(bodies);
    return bodies;
  }

  private Consent asked(String name) {
    if (ledger == null) {
      ledger = consents.follow(runtime);
    }
    Consent consent = ledger.of(name);
    PURPOSES.forEach(consent::require);
    return consent;
  }

  private Consent granted(String name) {
    Consent consent = made.of(name);
    for (Purpose purpose : PURPOSES) {
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
