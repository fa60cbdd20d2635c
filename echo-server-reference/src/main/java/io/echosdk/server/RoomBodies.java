package io.echosdk.server;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.MediaClock;
import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.BiometricStateSource;
import io.echosdk.api.biometric.ConsentException;
import io.echosdk.api.biometric.Metric;
import io.echosdk.biometric.BodySharing;
import io.echosdk.biometric.Consent;
import io.echosdk.biometric.GroupState;
import io.echosdk.biometric.GroupSynchrony;
import io.echosdk.biometric.SharedValues;
import io.echosdk.sync.room.Room;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * Shows the bodies of the people in a room to all who are in it: what each lets others see, once a
 * second, and how they move together, every four seconds from three people on. It travels as one
 * awareness state of the room, which unchanged y-protocols clients read; never a sample, and never
 * in the document.
 *
 * <pre>
 * {"bodies": {"ana": {"heart_rate": {"value": 61.2, "confidence": 0.93}, ...}, ...},
 *  "group": {"members": 3, "breath_order": 0.71,
 *   "bonds": [{"first": "ana", "second": "ben", "of": "breath", "value": 0.83, "probability": 0.004}, ...]}}
 * </pre>
 *
 * <p>Names and units of the values are those of {@link Metric}. What is not known is not there.
 *
 * <p>When somebody takes a consent back, what is shown of that body is gone before {@link
 * Consent#revoke} returns, and so is all that was measured together with it.
 *
 * <p>Drive it with {@link #poll} from a loop of your own, or let {@link #start} do it; everything
 * else from any thread.
 */
public final class RoomBodies implements AutoCloseable {

  private static final long OBSERVE_NANOS = 250_000_000;
  private static final long SHOW_NANOS = 1_000_000_000;
  private static final long MEASURE_NANOS = 4_000_000_000L;

  private final Room room;
  private final long client;
  private final Map<String, Member> members = new ConcurrentSkipListMap<>();
  private final Object showing = new Object();
  private volatile boolean closed; // written by close(), read by any
  private @Nullable Thread thread; // guarded by this
  private @Nullable GroupSynchrony together; // guarded by showing

  // of the polling thread
  private final GroupState group = new GroupState();
  private final Set<Member> observed = new HashSet<>();
  private final BiometricState state = new BiometricState();
  private boolean began;
  private long nextShowNanos;
  private long nextMeasureNanos;

  /**
   * Shows nobody yet.
   *
   * @param room stays the caller's, who closes it after this
   * @param client the awareness client that the bodies appear as, 0 to 2^53 - 1; nobody else in the
   *     room may have it
   */
  public RoomBodies(Room room, long client) {
    this.room = room;
    this.client = client;
  }

  /** One body. */
  private final class Member implements BodySharing.Receiver {

    private final String name;
    private final BiometricStateSource body;
    private final BodySharing sharing;
    private volatile @Nullable SharedValues values; // written by the polling and the ending thread
    private volatile boolean gone; // written by the ending thread, read by any

    Member(String name, Consent consent, BiometricStateSource body) {
      this.name = name;
      this.body = body;
      sharing = BodySharing.under(consent).body(body).to(this).build();
    }

    @Override
    public void onValues(SharedValues latest) {
      values = latest;
    }

    @Override
    public void onEnd() {
      gone = true;
      values = null;
      members.remove(name, this);
      synchronized (showing) {
        together = null;
        show();
      }
    }

    /** Tells the group what this body did in the last quarter of a second. */
    void observe() {
      body.read(state);
      group.observe(name, state);
      observed.add(this);
    }
  }

  /**
   * Shows a body from now on, until its consent ends, {@link #dismiss} is called, or this is
   * closed.
   *
   * @param name what the others call it; not the same as that of another in the room
   * @param consent must allow to share and to visualise
   * @param body its session
   * @throws ConsentException if the participant does not allow it
   * @throws IllegalArgumentException if there is a body of that name
   */
  public void admit(String name, Consent consent, BiometricStateSource body) {
    if (closed) {
      throw new IllegalStateException("the bodies of room " + room.name() + " are closed");
    }
    Member member = new Member(name, consent, body);
    if (members.putIfAbsent(name, member) != null) {
      member.sharing.close();
      throw new IllegalArgumentException("there is a body of this name in room " + room.name());
    }
    if (closed) { // meanwhile
      member.sharing.close();
    }
  }

  /** Shows a body no longer; nothing happens if there is none of that name. */
  public void dismiss(String name) {
    Member member = members.get(name);
    if (member != null) {
      member.sharing.close(); // calls onEnd
    }
  }

  /**
   * Looks at the bodies, and shows them if it is time.
   *
   * @param nowNanos the present on the sessions' clock
   * @return when to poll again
   */
  public long poll(long nowNanos) {
    if (!began) {
      began = true;
      nextShowNanos = nowNanos;
      nextMeasureNanos = nowNanos + MEASURE_NANOS;
    }
    forgetWhoIsGone();
    for (Member member : members.values()) {
      member.sharing.poll(nowNanos);
      if (!member.gone) {
        member.observe();
      }
    }
    if (nowNanos - nextMeasureNanos >= 0) {
      nextMeasureNanos = nowNanos + MEASURE_NANOS;
      measure(nowNanos);
    }
    if (nowNanos - nextShowNanos >= 0) {
      nextShowNanos = nowNanos + SHOW_NANOS;
      show();
    }
    return nowNanos + OBSERVE_NANOS;
  }

  private void forgetWhoIsGone() {
    for (Member member : Set.copyOf(observed)) {
      if (member.gone) {
        observed.remove(member);
        group.leave(member.name);
      }
    }
  }

  private void measure(long nowNanos) {
    GroupSynchrony measured = group.measure(nowNanos);
    synchronized (showing) {
      if (observed.stream().noneMatch(member -> member.gone)) {
        together = measured;
      }
    }
  }

  /**
   * Polls on a thread of the runtime until this is closed.
   *
   * @return this
   */
  public synchronized RoomBodies start(EchoRuntime runtime) {
    if (thread != null) {
      throw new IllegalStateException("the bodies of room " + room.name() + " were started before");
    }
    thread = runtime.start("bodies", () -> run(runtime.clock()));
    return this;
  }

  private void run(MediaClock clock) {
    try {
      while (!closed) {
        clock.sleepUntil(poll(clock.nanos()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // close() wants this thread to end
    }
  }

  private void show() {
    synchronized (showing) {
      JsonObject bodies = new JsonObject();
      members.forEach(
          (name, member) -> {
            SharedValues values = member.values;
            if (values != null) {
              bodies.put(name, json(values));
            }
          });
      if (bodies.isEmpty()) {
        room.hide(client);
        return;
      }
      JsonObject all = new JsonObject().put("bodies", bodies);
      if (together != null && together.publishable()) {
        all.put("group", json(together));
      }
      room.show(client, all.encode());
    }
  }

  private static JsonObject json(SharedValues values) {
    JsonObject body = new JsonObject();
    for (SharedValues.Value each : values.values()) {
      body.put(
          each.metric().name().toLowerCase(Locale.ROOT),
          new JsonObject()
              .put("value", rounded(each.value()))
              .put("confidence", rounded(each.confidence())));
    }
    return body;
  }

  private static JsonObject json(GroupSynchrony measured) {
    JsonArray bonds = new JsonArray();
    for (GroupSynchrony.Pair pair : measured.pairs()) {
      bond(bonds, pair, "beat", pair.beatLock());
      bond(bonds, pair, "breath", pair.breathLock());
      bond(bonds, pair, "heart_rate", pair.rate());
    }
    JsonObject group = new JsonObject().put("members", measured.members().size());
    if (!Double.isNaN(measured.breathOrder())) {
      group.put("breath_order", rounded(measured.breathOrder()));
    }
    return group.put("bonds", bonds);
  }

  private static void bond(
      JsonArray bonds, GroupSynchrony.Pair pair, String of, GroupSynchrony.Bond bond) {
    if (!Double.isNaN(bond.probability())) {
      bonds.add(
          new JsonObject()
              .put("first", pair.first())
              .put("second", pair.second())
              .put("of", of)
              .put("value", rounded(bond.value()))
              .put("probability", rounded(bond.probability())));
    }
  }

  /** To a thousandth: what a room is shown need not identify anybody by its last digits. */
  private static double rounded(double value) {
    return Math.round(value * 1e3) / 1e3;
  }

  /**
   * Takes everything away that is shown, and waits for the thread, at most two seconds. Idempotent;
   * from any thread.
   */
  @Override
  public void close() {
    closed = true;
    Thread running;
    synchronized (this) {
      running = thread;
    }
    if (running != null && running != Thread.currentThread()) {
      running.interrupt();
      LivePipeline.join(running);
    }
    members.values().forEach(member -> member.sharing.close());
  }
}
