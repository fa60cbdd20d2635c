package io.echosdk.sync.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.MediaClock;
import io.echosdk.sync.RelativePosition;
import io.echosdk.sync.SharedDoc;
import io.echosdk.sync.SharedText;
import io.echosdk.sync.UndoStack;
import io.echosdk.sync.UpdateFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class PositionBehaviourTest {

  private final SharedDoc doc = SharedDoc.builder().clientId(1).build();
  private final SharedText text = doc.text("");

  /** Prepends texts and checks that each position comes back, through its bytes too. */
  private void check(String... prepended) {
    for (String each : prepended) {
      text.insert(0, each);
    }
    for (int index = 0; index <= text.length(); index++) {
      for (int association = -1; association < 2; association++) {
        RelativePosition position = doc.relativePosition(text, index, association);
        RelativePosition read = RelativePosition.decode(position.encode());
        assertThat(read).isEqualTo(position);
        assertThat(read.association()).isEqualTo(association);
        assertThat(doc.resolve(read)).isEqualTo(new SharedDoc.Place(text, index));
      }
    }
  }

  @Test
  void positionsInPrependedTextsComeBack() {
    check("1", "abc", "z", "y", "x");
  }

  @Test
  void positionsInOneTextComeBack() {
    check("abc");
  }

  @Test
  void positionsInThreeTextsComeBack() {
    check("abc", "1", "xyz");
  }

  @Test
  void positionsAroundOneCharacterComeBack() {
    check("1");
  }

  @Test
  void positionsBetweenTwoCharactersComeBack() {
    check("2", "1");
  }

  @Test
  void thePositionInNothingComesBack() {
    check();
  }

  @Test
  void positionsAroundDeletedTextComeBack() {
    text.insert(0, "abcdefgh");
    text.delete(2, 3);
    check("x");
  }

  @Test
  void theAssociationSaysOnWhichSideAPositionStays() {
    text.insert(0, "12");
    RelativePosition right = doc.relativePosition(text, 1, 0);
    RelativePosition left = doc.relativePosition(text, 1, -1);
    text.insert(1, "x");
    assertThat(doc.resolve(right).index()).isEqualTo(2);
    assertThat(doc.resolve(left).index()).isEqualTo(1);
  }

  @Test
  void aPositionFollowsTextWhoseDeletionIsTakenBack() {
    text.insert(0, "hello world");
    RelativePosition position = doc.relativePosition(text, 1, 0);
    UndoStack undo = UndoStack.builder(MediaClock.virtual(), List.of(text)).build();
    text.delete(0, 6);
    assertThat(doc.resolve(position).index()).isZero();
    undo.undo();
    assertThat(doc.resolve(position).index()).isEqualTo(1);
    SharedDoc copy = SharedDoc.create();
    copy.apply(doc.encode(UpdateFormat.V1), UpdateFormat.V1, null);
    copy.text("");
    assertThat(copy.resolve(position).index()).isEqualTo(6); // a copy does not know what was undone
  }
}
