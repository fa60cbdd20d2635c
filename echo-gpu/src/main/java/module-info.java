/** Particles, biometric overlay, flash safety, frames ready for an encoder. */
module io.echosdk.gpu {
  requires transitive io.echosdk.api;
  requires static org.jspecify;
  requires static jdk.incubator.vector; // absent without --add-modules: the scalar twin runs
  requires org.slf4j;

  exports io.echosdk.gpu;
}
