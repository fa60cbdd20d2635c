package io.echosdk.sync.doc;

import io.echosdk.sync.codec.DocRef;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The place of a document within another one. */
public final class Subdocument {

  private final DocRef description;
  private boolean shouldLoad;
  int item; // the row that holds it; 0 while it is in no document
  private @Nullable Object handle;

  /** Describes a document that is not within another one yet. */
  public Subdocument(DocRef description, boolean shouldLoad) {
    this.description = description;
    this.shouldLoad = shouldLoad;
  }

  /** Returns what was read from an update. */
  static Subdocument read(DocRef description) {
    boolean isWanted =
        Boolean.TRUE.equals(description.options().get("autoLoad"))
            || Boolean.TRUE.equals(description.options().get("shouldLoad"));
    return new Subdocument(description, isWanted);
  }

  /** Returns its name and options. */
  public DocRef description() {
    return description;
  }

  /** Returns whether somebody wants what is in it. */
  public boolean shouldLoad() {
    return shouldLoad;
  }

  /** Tells that somebody wants what is in it. */
  public void want() {
    shouldLoad = true;
  }

  /** Returns whether it was put into a document. */
  public boolean isPlaced() {
    return item != Rows.NONE;
  }

  /** Sets the object that stands for it outside. */
  public void setHandle(Object handle) {
    this.handle = handle;
  }

  /** Returns the object that stands for it outside, made on the first call. */
  public Object handle(Function<Subdocument, Object> maker) {
    Object known = handle;
    if (known == null) {
      known = maker.apply(this);
      handle = known;
    }
    return known;
  }
}
