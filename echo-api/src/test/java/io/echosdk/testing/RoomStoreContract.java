package io.echosdk.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echosdk.api.sync.RoomCatalog;
import io.echosdk.api.sync.RoomOutline;
import io.echosdk.api.sync.RoomPage;
import io.echosdk.api.sync.RoomSnapshot;
import io.echosdk.api.sync.RoomStore;
import io.echosdk.api.sync.StoredUpdate;
import io.echosdk.api.sync.SyncException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every room store does, whoever wrote it. A test of a store extends this, opens an empty
 * store in {@link #open()}, and answers {@link #outlives()} with whether closed stores keep their
 * rooms.
 */
public abstract class RoomStoreContract {

  private static final long WAIT_SECONDS = 60;

  /** The common pool may have a single thread, and a follower would keep it from the writers. */
  private static final Executor THREAD_EACH = task -> new Thread(task, "room-store-test").start();

  /** The store under test; opened before each test and closed after it. */
  protected RoomStore store;

  /** Opens the store of this test: empty the first time, with what was stored before later. */
  protected abstract RoomStore open() throws Exception;

  /** Returns whether rooms are still there when the store is closed and opened again. */
  protected abstract boolean outlives();

  @BeforeEach
  final void openStore() throws Exception {
    store = open();
  }

  @AfterEach
  final void closeStore() {
    store.close();
  }

  @Test
  public void updatesComeBackInTheOrderOfAppendingAndRoomsAreApart() {
    append("a", bytes(1));
    append("b", bytes(2));
    append("a", bytes(3));
    assertThat(contents("a")).containsExactly(bytes(1), bytes(3));
    assertThat(contents("b")).containsExactly(bytes(2));
  }

  @Test
  public void unknownRoomIsEmpty() {
    assertThat(await(store.read("unknown", 0))).isEqualTo(new RoomPage(List.of(), false));
    RoomOutline outline = await(store.outline("unknown"));
    assertThat(outline.last()).isZero();
    assertThat(outline.note()).isEmpty();
  }

  @Test
  public void appendTellsTheNumberUnderWhichTheUpdateIsRead() {
    long first = append("a", bytes(1));
    append("other", bytes(9));
    long second = append("a", bytes(2));
    assertThat(second).isGreaterThan(first);
    assertThat(updates("a", 0)).extracting(StoredUpdate::sequence).containsExactly(first, second);
    assertThat(updates("a", first)).extracting(StoredUpdate::sequence).containsExactly(second);
    assertThat(updates("a", second)).isEmpty();
  }

  @Test
  public void appendsOfOneThreadKeepTheirOrderWithoutWaiting() {
    List<CompletionStage<Long>> stages = new ArrayList<>();
    for (int n = 0; n < 500; n++) {
      stages.add(store.append("a", number(n)));
    }
    stages.forEach(RoomStoreContract::await);
    assertThat(contents("a")).extracting(RoomStoreContract::number).isSorted().hasSize(500);
  }

  @Test
  public void snapshotReplacesWhatItHoldsAndNothingAfterIt() {
    append("a", bytes(1));
    long second = append("a", bytes(2));
    long third = append("a", bytes(3));
    compact("a", second, bytes(12), bytes());
    assertThat(contents("a")).containsExactly(bytes(12), bytes(3));
    assertThat(updates("a", 0)).extracting(StoredUpdate::sequence).containsExactly(second, third);
    compact("a", third, bytes(123), bytes());
    assertThat(contents("a")).containsExactly(bytes(123));
  }

  @Test
  public void whoHasReadUpToTheSnapshotGetsOnlyTheRest() {
    long first = append("a", bytes(1));
    long second = append("a", bytes(2));
    append("a", bytes(3));
    compact("a", second, bytes(12), bytes());
    assertThat(contentsOf(updates("a", second))).containsExactly(bytes(3));
    assertThat(contentsOf(updates("a", first))).containsExactly(bytes(12), bytes(3));
  }

  @Test
  public void olderSnapshotChangesNothing() {
    long first = append("a", bytes(1));
    long second = append("a", bytes(2));
    compact("a", second, bytes(12), bytes(7));
    compact("a", first, bytes(1), bytes(8));
    compact("a", second, bytes(21), bytes(8));
    assertThat(contents("a")).containsExactly(bytes(12));
    assertThat(await(store.outline("a")).note()).containsExactly(7);
  }

  @Test
  public void snapshotOfWhatTheRoomDoesNotHoldIsRefused() {
    long last = append("a", bytes(1));
    failsWith(
        IllegalArgumentException.class, () -> compact("a", last + 1_000_000, bytes(9), bytes()));
    failsWith(IllegalArgumentException.class, () -> compact("unknown", 1, bytes(9), bytes()));
    assertThat(contents("a")).containsExactly(bytes(1));
    assertThat(contents("unknown")).isEmpty();
  }

  @Test
  public void outlineTellsWhatTheRoomHolds() {
    long first = append("a", bytes(1, 1, 1));
    RoomOutline before = await(store.outline("a"));
    assertThat(List.of(before.last(), before.snapshot(), before.updates(), before.bytes()))
        .containsExactly(first, 0L, 1L, 3L);
    compact("a", first, bytes(1), bytes(5, 6, 7));
    long second = append("a", bytes(2, 2));
    RoomOutline after = await(store.outline("a"));
    assertThat(List.of(after.last(), after.snapshot(), after.updates(), after.bytes()))
        .containsExactly(second, first, 1L, 2L);
    assertThat(after.note()).containsExactly(5, 6, 7);
  }

  @Test
  public void emptyAndLargeUpdatesAndNotesComeBackAsTheyWere() {
    byte[] large = random(5 << 20, 1);
    byte[] note = random(RoomSnapshot.MAX_NOTE_BYTES, 2);
    append("a", bytes());
    long last = append("a", large);
    assertThat(contents("a")).containsExactly(bytes(), large);
    compact("a", last, large, note);
    append("a", bytes(3));
    assertThat(contents("a")).containsExactly(large, bytes(3));
    assertThat(await(store.outline("a")).note()).isEqualTo(note);
  }

  @Test
  public void largeRoomComesInPagesOfBoundedSize() {
    List<CompletionStage<Long>> stages = new ArrayList<>();
    for (int n = 0; n < 48; n++) {
      stages.add(store.append("a", random(500_000, n)));
    }
    stages.forEach(RoomStoreContract::await);
    List<byte[]> all = new ArrayList<>();
    long after = 0;
    RoomPage page;
    do {
      page = await(store.read("a", after));
      assertThat(page.updates().stream().mapToLong(each -> each.update().length).sum())
          .isLessThan(17 << 20);
      all.addAll(contentsOf(page.updates()));
      after = page.updates().get(page.updates().size() - 1).sequence();
    } while (page.more());
    assertThat(all).hasSize(48);
    for (int n = 0; n < 48; n++) {
      assertThat(all.get(n)).isEqualTo(random(500_000, n));
    }
  }

  @Test
  public void compactionBetweenTwoPagesLosesNothing() {
    long first = append("a", bytes(1));
    append("a", bytes(2));
    long third = append("a", bytes(3));
    append("a", bytes(4));
    compact("a", third, bytes(123), bytes());
    assertThat(contentsOf(updates("a", first))).containsExactly(bytes(123), bytes(4));
  }

  @Test
  public void everyNameIsARoomOfItsOwn() {
    List<String> names =
        List.of(
            "a",
            "A",
            "a ",
            " a",
            ".",
            "..",
            "../a",
            "/",
            "/a",
            "a/",
            "a/b",
            "a\\b",
            "C:",
            "nul",
            "\n",
            "%00",
            "'; drop table room; --",
            "\u00e9",
            "e\u0301",
            "音楽",
            "🎵",
            "￿",
            "\uFEFF",
            "x".repeat(1024),
            "音".repeat(341));
    for (int n = 0; n < names.size(); n++) {
      append(names.get(n), number(n));
    }
    for (int n = 0; n < names.size(); n++) {
      assertThat(contents(names.get(n))).as(names.get(n)).containsExactly(number(n));
    }
    assertThat(listAll(7)).containsExactlyInAnyOrderElementsOf(names);
  }

  @Test
  public void nameThatIsNoneIsRefusedAtOnce() {
    for (String name :
        List.of("", "a\0b", "\uD83C", "\uDFB5 ", "x".repeat(1025), "音".repeat(342))) {
      assertThatThrownBy(() -> store.append(name, bytes(1)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> store.read(name, 0)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> store.outline(name)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> catalog().delete(name)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  public void deletedRoomIsGoneAndItsNumbersAreNotUsedAgain() {
    append("a", bytes(1));
    long last = append("a", bytes(2));
    compact("a", last, bytes(12), bytes(9));
    append("kept", bytes(7));
    await(catalog().delete("a"));
    await(catalog().delete("unknown"));
    assertThat(contents("a")).isEmpty();
    assertThat(await(store.outline("a")).note()).isEmpty();
    assertThat(listAll(10)).containsExactly("kept");
    assertThat(append("a", bytes(3))).isGreaterThan(last);
    assertThat(contentsOf(updates("a", last))).containsExactly(bytes(3));
    assertThat(contents("kept")).containsExactly(bytes(7));
  }

  @Test
  public void whatWasReadOrGivenDoesNotChangeLater() {
    append("a", bytes(1));
    RoomPage page = await(store.read("a", 0));
    page.updates().get(0).update()[0] = 99;
    append("a", bytes(2));
    assertThat(page.updates()).hasSize(1);
    assertThat(contents("a")).containsExactly(bytes(1), bytes(2));
  }

  @Test
  public void manyThreadsLoseNothingAndReadersSeeEveryNumberInOrder() throws Exception {
    int writers = 4;
    int each = 250;
    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<List<Long>> follower =
        CompletableFuture.supplyAsync(() -> follow("a", done), THREAD_EACH);
    Set<Long> acknowledged = ConcurrentHashMap.newKeySet();
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int w = 0; w < writers; w++) {
      int writer = w;
      all.add(
          CompletableFuture.runAsync(
              () -> {
                for (int n = 0; n < each; n++) {
                  acknowledged.add(append("a", number(writer * each + n)));
                }
              },
              THREAD_EACH));
    }
    for (CompletableFuture<Void> writer : all) {
      writer.get(WAIT_SECONDS, TimeUnit.SECONDS);
    }
    done.set(true);
    List<Long> followed = follower.get(WAIT_SECONDS, TimeUnit.SECONDS);
    assertThat(followed).as("what a follower saw").isSorted().doesNotHaveDuplicates();
    assertThat(new HashSet<>(followed)).isEqualTo(acknowledged).hasSize(writers * each);
  }

  @Test
  public void compactionWhileOthersAppendLosesNothing() throws Exception {
    int count = 1_000;
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              for (int n = 0; n < count; n++) {
                append("a", number(n));
              }
            },
            THREAD_EACH);
    int compactions = 0;
    while (!writer.isDone() || compactions == 0) {
      List<StoredUpdate> held = updates("a", 0);
      if (!held.isEmpty()) {
        compact("a", held.get(held.size() - 1).sequence(), join(contentsOf(held)), bytes());
        compactions++;
      }
    }
    writer.get(WAIT_SECONDS, TimeUnit.SECONDS);
    byte[] whole = join(contents("a"));
    assertThat(whole).hasSize(4 * count);
    for (int n = 0; n < count; n++) {
      assertThat(number(Arrays.copyOfRange(whole, 4 * n, 4 * n + 4))).isEqualTo(n);
    }
  }

  @Test
  public void closedStoreFailsWithTheWayOut() {
    store.close();
    store.close();
    List<ThrowingCallable> calls =
        List.of(
            () -> append("a", bytes(1)),
            () -> contents("a"),
            () -> await(store.outline("a")),
            () -> compact("a", 1, bytes(1), bytes()),
            () -> await(catalog().delete("a")),
            () -> listAll(1));
    for (ThrowingCallable call : calls) {
      assertThatThrownBy(call)
          .isInstanceOf(SyncException.class)
          .hasMessageContaining("closed")
          .hasMessageContaining("keep the store open");
    }
  }

  @Test
  public void reopenedStoreHoldsWhatWasAcknowledged() throws Exception {
    long first = append("a", bytes(1));
    compact("a", first, bytes(11), bytes(5));
    long second = append("a", bytes(2));
    append("gone", bytes(3));
    await(catalog().delete("gone"));
    store.close();
    store = open();
    if (outlives()) {
      assertThat(contents("a")).containsExactly(bytes(11), bytes(2));
      assertThat(await(store.outline("a")).note()).containsExactly(5);
      assertThat(await(store.outline("a")).last()).isEqualTo(second);
      assertThat(listAll(10)).containsExactly("a");
      assertThat(append("gone", bytes(4))).isGreaterThan(second + 1);
    } else {
      assertThat(listAll(10)).isEmpty();
    }
  }

  @Test
  public void randomHistoryMatchesAPlainModelAcrossReopening() throws Exception {
    long seed = 20261120;
    Random random = new Random(seed);
    Map<String, List<StoredUpdate>> model = new TreeMap<>();
    for (int step = 0; step < 400; step++) {
      String room = "room " + random.nextInt(6);
      List<StoredUpdate> held = model.computeIfAbsent(room, name -> new ArrayList<>());
      int choice = random.nextInt(20);
      if (choice < 14) {
        byte[] update = random(random.nextInt(300), random.nextInt());
        held.add(new StoredUpdate(append(room, update), update));
      } else if (choice < 17 && !held.isEmpty()) {
        int upTo = random.nextInt(held.size());
        byte[] whole = join(contentsOf(held.subList(0, upTo + 1)));
        long sequence = held.get(upTo).sequence();
        compact(room, sequence, whole, bytes());
        if (upTo > 0) { // number 0 may be a snapshot already, which then stays
          held.subList(0, upTo + 1).clear();
          held.add(0, new StoredUpdate(sequence, whole));
        }
      } else if (choice == 17) {
        await(catalog().delete(room));
        held.clear();
      } else if (choice == 18 && outlives()) {
        store.close();
        store = open();
      }
      assertThat(join(contents(room)))
          .as("seed %d, step %d", seed, step)
          .isEqualTo(join(contentsOf(held)));
      assertThat(updates(room, 0))
          .as("seed %d, step %d", seed, step)
          .extracting(StoredUpdate::sequence)
          .containsExactlyElementsOf(held.stream().map(StoredUpdate::sequence).toList());
    }
  }

  private List<Long> follow(String room, AtomicBoolean done) {
    List<Long> seen = new ArrayList<>();
    long after = 0;
    boolean last;
    do {
      last = done.get(); // read before the store, so that one full pass follows the last append
      for (StoredUpdate each : updates(room, after)) {
        seen.add(each.sequence());
        after = each.sequence();
      }
    } while (!last);
    return seen;
  }

  /** Appends and waits. */
  protected final long append(String room, byte[] update) {
    return await(store.append(room, update));
  }

  /** Compacts and waits. */
  protected final void compact(String room, long sequence, byte[] update, byte[] note) {
    await(store.compact(room, new RoomSnapshot(sequence, update, note)));
  }

  /** Returns everything of a room after a number, page by page. */
  protected final List<StoredUpdate> updates(String room, long after) {
    List<StoredUpdate> all = new ArrayList<>();
    RoomPage page;
    do {
      page = await(store.read(room, after));
      all.addAll(page.updates());
      after = all.isEmpty() ? after : all.get(all.size() - 1).sequence();
    } while (page.more());
    return all;
  }

  /** Returns the bytes of everything in a room. */
  protected final List<byte[]> contents(String room) {
    return contentsOf(updates(room, 0));
  }

  private static List<byte[]> contentsOf(List<StoredUpdate> updates) {
    return updates.stream().map(StoredUpdate::update).toList();
  }

  private RoomCatalog catalog() {
    return (RoomCatalog) store;
  }

  private List<String> listAll(int atATime) {
    List<String> all = new ArrayList<>();
    List<String> part = await(catalog().rooms("", atATime));
    while (!part.isEmpty()) {
      assertThat(part).hasSizeLessThanOrEqualTo(atATime);
      all.addAll(part);
      part = await(catalog().rooms(part.get(part.size() - 1), atATime));
    }
    return all;
  }

  /** Waits for a stage; what it failed with is thrown as it is. */
  protected static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new AssertionError(e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  private static void failsWith(Class<? extends Exception> type, ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(type);
  }

  /** Returns bytes. */
  protected static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  /** Returns bytes that a seed decides. */
  protected static byte[] random(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static byte[] number(int n) {
    return ByteBuffer.allocate(4).putInt(n).array();
  }

  private static int number(byte[] bytes) {
    return ByteBuffer.wrap(bytes).getInt();
  }

  private static byte[] join(List<byte[]> parts) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    parts.forEach(whole::writeBytes);
    return whole.toByteArray();
  }
}
