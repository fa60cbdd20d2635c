package io.echosdk.samples;

import io.echosdk.api.MediaClock;
import io.echosdk.sync.MusicProject;
import io.echosdk.sync.RetainedVersion;
import io.echosdk.sync.SharedDoc;
import io.echosdk.sync.TextOp;
import io.echosdk.sync.UndoStack;
import io.echosdk.sync.UpdateFormat;
import java.util.ArrayList;
import java.util.List;

/** Two people edit one music project at the same time. */
public final class EditTogether {

  private EditTogether() {}

  /** Returns what one of them saw of the other, and what both have in the end. */
  public static List<String> run(MediaClock clock) {
    List<String> seen = new ArrayList<>();
    // begin
    var mine = SharedDoc.create();
    var theirs = SharedDoc.create();
    mine.onUpdate(
        UpdateFormat.V1,
        (update, origin) -> {
          if (origin != theirs) { // what came from them goes not back to them
            theirs.apply(update, UpdateFormat.V1, mine);
          }
        });
    theirs.onUpdate(
        UpdateFormat.V1,
        (update, origin) -> {
          if (origin != mine) {
            mine.apply(update, UpdateFormat.V1, theirs);
          }
        });

    var project = MusicProject.of(mine);
    project.projectMeta().insert(0, "Nocturne");
    project.addTrack(0, new MusicProject.Track("t1", "drums", -3, false));
    project.addTrack(1, new MusicProject.Track("t2", "bass", 0, false));

    project
        .projectMeta()
        .observe(
            event -> {
              if (!event.transaction().isLocal()) {
                for (TextOp step : event.delta()) {
                  seen.add(step.toString());
                }
              }
            });
    var undo = UndoStack.builder(clock, project.tracks().types()).build();
    RetainedVersion firstDraft = mine.retain();

    MusicProject.of(theirs).projectMeta().insert(8, " in E flat");
    project.tracks().move(1, 0); // bass first: one entry, no copy of the track
    undo.undo();
    project.track(0).map().set("name", "kit");

    seen.add(project.track(0).read().name());
    seen.add(mine.at(firstDraft.version()).text("projectMeta").toString());
    // end
    seen.add(theirs.toPlain().equals(mine.toPlain()) ? "same" : "different");
    return seen;
  }
}
