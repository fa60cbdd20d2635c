package io.echosdk.server.http;

import io.echosdk.stream.ingest.FlvSink;
import io.echosdk.stream.ingest.FlvSubscription;
import java.util.Optional;

/** Where the programme can be had as FLV. */
@FunctionalInterface
interface Programme {

  /** Returns a place at the programme, or nothing while there is none. */
  Optional<FlvSubscription> subscribe(FlvSink sink);
}
