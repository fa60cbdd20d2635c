package io.echosdk.biometric;

import java.util.List;

/**
 * How far the members of a room moved together in the last 256 s, and how likely chance alone does
 * that.
 *
 * @param members who was counted: known with a confidence of at least a half for half of the time
 * @param breathOrder how much all breathed as one, 0 to 1, each weighted by presence; NaN for fewer
 *     than two members
 * @param pairs each two members
 */
public record GroupSynchrony(List<Presence> members, double breathOrder, List<Pair> pairs) {

  /** How many members there must be before numbers about them may leave the room's owner. */
  public static final int LEAST_PUBLISHED = 3;

  /**
   * One counted member.
   *
   * @param member whose
   * @param share of the window that is known, 0.5 to 1
   */
  public record Presence(String member, double share) {}

  /**
   * Two members.
   *
   * @param first one of them
   * @param second the other
   * @param beatLock phase locking value of their beats
   * @param breathLock phase locking value of their breaths
   * @param rate the best correlation of their heart rates within five seconds; the first leads by
   *     its lag
   */
  public record Pair(String first, String second, Bond beatLock, Bond breathLock, Bond rate) {}

  /**
   * One way in which two may be joined.
   *
   * @param value 0 to 1; NaN if too little is known
   * @param probability how likely chance makes it as good; NaN if it cannot be told
   * @param lagSeconds by how much the first leads; 0 for phases
   */
  public record Bond(double value, double probability, double lagSeconds) {}

  /** Copies the lists. */
  public GroupSynchrony {
    members = List.copyOf(members);
    pairs = List.copyOf(pairs);
  }

  /**
   * Returns whether the numbers of the group may be shown outside: with fewer than three members
   * each would know the other's.
   */
  public boolean publishable() {
    return members.size() >= LEAST_PUBLISHED;
  }
}
