package io.echosdk.sync;

import java.time.Duration;

/** The same of a store that forces the disk now and then. */
class LogRoomStoreForcedNowAndThenTest extends LogRoomStoreTest {

  @Override
  LogRoomStore.Builder settings(LogRoomStore.Builder builder) {
    return builder.forceEvery(Duration.ofMillis(1));
  }
}
