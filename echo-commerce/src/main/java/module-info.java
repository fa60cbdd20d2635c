/** Money, entitlements, releases and royalties. */
module io.echosdk.commerce {
  requires transitive io.echosdk.api;
  requires static org.jspecify;
  requires org.slf4j;

  exports io.echosdk.commerce;
}
