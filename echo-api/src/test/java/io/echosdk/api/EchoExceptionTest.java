package io.echosdk.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.audio.AudioException;
import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.commerce.CommerceException;
import io.echosdk.api.stream.StreamException;
import io.echosdk.api.sync.SyncException;
import io.echosdk.api.visual.VisualException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class EchoExceptionTest {

  @Test
  void messageIsTheProblemAndTheWayOutInOneSentence() {
    String problem = "cannot resolve host live.example";
    String remedy = "check the host's name";
    List<EchoException> family =
        List.of(
            new AudioException(AudioException.Kind.NOT_FOUND, problem, remedy),
            new BiometricException(BiometricException.Kind.NOT_FOUND, problem, remedy),
            new CommerceException(CommerceException.Kind.values()[0], problem, remedy),
            new StreamException(StreamException.Kind.UNRESOLVED, problem, remedy),
            new SyncException(SyncException.Kind.LIMIT, problem, remedy),
            new VisualException(VisualException.Kind.NO_BACKEND, problem, remedy));
    for (EchoException error : family) {
      assertThat(error)
          .hasMessage("cannot resolve host live.example: check the host's name")
          .hasNoCause();
      assertThat(error.problem()).isEqualTo(problem);
      assertThat(error.remedy()).isEqualTo(remedy);
    }
    int others = 1; // ConsentException words its problem itself
    assertThat(EchoException.class.getPermittedSubclasses()).hasSize(family.size() + others);
  }

  @Test
  void causeAndKindAreKept() {
    IOException cause = new IOException("no space");
    AudioException error =
        new AudioException(
            AudioException.Kind.SINK_LOST, "cannot write a.wav", "free space", cause);
    assertThat(error).hasCause(cause);
    assertThat(error.kind()).isEqualTo(AudioException.Kind.SINK_LOST);
  }
}
