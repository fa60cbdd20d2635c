package io.echosdk.sync.update;

import io.echosdk.sync.codec.ByteWriter;
import io.echosdk.sync.codec.UpdateEncoder;
import java.util.ArrayList;
import java.util.List;

/** Writes structs one after the other and the head of each client's once its number is known. */
final class StructStream {

  private final UpdateEncoder target;
  private final List<Part> parts = new ArrayList<>();
  private long client;
  private int written;

  private record Part(int structs, ByteWriter bytes) {}

  StructStream(UpdateEncoder target) {
    this.target = target;
  }

  void write(LazyStruct struct, int offset) {
    if (written > 0 && client != struct.client) {
      endClient();
    }
    if (written == 0) {
      client = struct.client;
      target.client(client);
      target.rest().varUint(struct.clock + offset);
    }
    struct.write(target, offset);
    written++;
  }

  private void endClient() {
    parts.add(new Part(written, target.takeRest()));
    written = 0;
  }

  /** Puts all together; deletes follow. */
  void finish() {
    if (written > 0) {
      endClient();
    }
    ByteWriter rest = target.rest();
    rest.varUint(parts.size());
    for (Part part : parts) {
      rest.varUint(part.structs);
      rest.append(part.bytes);
    }
  }
}
