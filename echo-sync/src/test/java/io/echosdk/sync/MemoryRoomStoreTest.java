package io.echosdk.sync;

import io.echosdk.api.sync.RoomStore;
import io.echosdk.testing.RoomStoreContract;

class MemoryRoomStoreTest extends RoomStoreContract {

  @Override
  protected RoomStore open() {
    return new MemoryRoomStore();
  }

  @Override
  protected boolean outlives() {
    return false;
  }
}
