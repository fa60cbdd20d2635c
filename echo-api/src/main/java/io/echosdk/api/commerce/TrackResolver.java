package io.echosdk.api.commerce;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells what a link to a piece of music means. Blocking; safe for use from any thread. */
@FunctionalInterface
public interface TrackResolver {

  /**
   * Looks a link up.
   *
   * @param link what a person pasted
   * @return what it names, or nothing if this resolver does not know such links
   * @throws CommerceException if the service behind it is away
   */
  Optional<Track> resolve(URI link);

  /**
   * What is known about a piece of music.
   *
   * @param title the work's title
   * @param artist who performs it
   * @param durationMillis its length, or 0 if unknown
   * @param isrc International Standard Recording Code (ISO 3901), or null if unknown
   */
  record Track(String title, String artist, long durationMillis, @Nullable String isrc) {}
}
