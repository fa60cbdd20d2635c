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
    return LogRoomStore.builder(runtime, folder).segmentBytes(1 << 16).open();
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
