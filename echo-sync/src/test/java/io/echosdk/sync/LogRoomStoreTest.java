package io.echosdk.sync;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.sync.RoomStore;
import io.echosdk.testing.RoomStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class LogRoomStoreTest extends RoomStoreContract {

  @TempDir private Path folder;

  private final EchoRuntime runtime = EchoRuntime.create();

  @Override
  protected RoomStore open() {
    return settings(LogRoomStore.builder(runtime, folder)).segmentBytes(1 << 16).open();
  }

  LogRoomStore.Builder settings(LogRoomStore.Builder builder) {
    return builder;
  }

  @Override
  protected boolean outlives() {
    return true;
  }

  @AfterEach
  void closeRuntime() {
    store.close();
    runtime.close();
  }
}
