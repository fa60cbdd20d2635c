/** Particles, biometric overlay, flash safety, frames ready for an encoder. */
module io.echosdk.gpu {
  requires transitive io.echosdk.api;
  requires static transitive org.jspecify;
  requires org.slf4j;
}
