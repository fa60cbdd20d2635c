package io.echosdk.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecretTest {

  private record Login(String user, Secret password) {}

  @Test
  void isNeverPrintedHoweverItIsWrapped() {
    Secret secret = Secret.of("live_1234");
    String printed =
        secret
            + String.format("%s", secret)
            + List.of(secret)
            + Optional.of(secret)
            + new Login("me", secret);
    assertThat(printed).doesNotContain("1234").contains("Secret[****]");
  }

  @Test
  void isGivenOutByRevealOnly() {
    assertThat(Secret.of("live_1234").reveal()).isEqualTo("live_1234");
  }

  @Test
  void equalsByValue() {
    assertThat(Secret.of("a")).isEqualTo(Secret.of("a")).hasSameHashCodeAs(Secret.of("a"));
    assertThat(Secret.of("a")).isNotEqualTo(Secret.of("b")).isNotEqualTo("a");
    assertThat(Secret.of("").isEmpty()).isTrue();
    assertThat(Secret.of("ü").isEmpty()).isFalse();
  }
}
