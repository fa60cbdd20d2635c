package io.echosdk.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.server.Studio;
import io.echosdk.testing.TestFiles;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser, with a small programme behind it. */
@Timeout(150)
class PageBrowserTest {

  @TempDir(cleanup = CleanupMode.NEVER) // the browser may still be writing while it ends
  static Path profile;

  private static EchoServer server;
  private static Browser browser;

  @BeforeAll
  static void start() throws Exception {
    Path program = TestFiles.peer("echosdk.chromium", "/usr/bin/chromium");
    server = TestServers.small().start();
    browser = Browser.start(program, profile);
  }

  @AfterAll
  static void end() {
    if (browser != null) {
      browser.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void runTheProgramme() {
    server.studio().start();
  }

  @AfterEach
  void nothingWasComplainedAbout() {
    assertThat(browser.errors()).isEmpty();
  }

  @Test
  void thePictureAdvancesAndTheBodyChanges() throws Exception {
    browser.open(server.address(), 1280, 800, false);
    browser.await("document.getElementById('video').currentTime > 1");
    assertThat(evaluateNumber("document.getElementById('video').videoWidth")).isEqualTo(320);
    String rate = "document.querySelector('[data-metric=rrInterval] .value').textContent";
    browser.await(rate + " !== '—'");
    browser.evaluate("window.firstInterval = " + rate);
    browser.await(rate + " !== '—' && " + rate + " !== window.firstInterval");
    browser.await("document.getElementById('onair').textContent.includes('On air')");
    browser.await("document.querySelector('#places .badge').dataset.state === 'live'");
  }

  @Test
  void thePictureComesBackByItselfAfterStopAndStart() throws Exception {
    browser.open(server.address(), 1280, 800, false);
    browser.await("document.getElementById('screen').dataset.state === 'playing'");
    browser.evaluate("document.getElementById('toggle').click()");
    browser.await("document.getElementById('onair').dataset.state === 'stopped'");
    browser.await("document.getElementById('screen').dataset.state === 'idle'");
    browser.await("document.querySelector('[data-metric=heartRate] .value').textContent === '—'");
    browser.await("!document.getElementById('toggle').disabled");
    browser.evaluate("document.getElementById('toggle').click()");
    browser.await("document.getElementById('screen').dataset.state === 'playing'");
    assertThat(server.studio().state()).isEqualTo(Studio.State.RUNNING);
  }

  @Test
  void aDestinationIsAddedAndRemovedByKeyboardAlone() throws Exception {
    browser.open(server.address(), 1280, 800, false);
    browser.await("document.querySelectorAll('#places tr').length === 1");
    tabTo("add");
    browser.press("Enter");
    browser.await("document.activeElement.id === 'new-name'");
    browser.type("By hand");
    browser.press("Tab");
    browser.type("rtmp://127.0.0.1:9/app");
    browser.press("Tab");
    browser.type("a-secret-key");
    browser.press("Enter");
    browser.await("document.getElementById('places').textContent.includes('By hand')");
    browser.await("!document.getElementById('adding').open");
    browser.await("document.getElementById('toast').textContent.includes('added')");
    assertThat((String) browser.evaluate("document.documentElement.outerHTML"))
        .doesNotContain("a-secret-key");
    assertThat(browser.evaluate("document.activeElement.id")).isEqualTo("add");

    browser.press("Tab");
    assertThat(browser.evaluate("document.activeElement.getAttribute('aria-label')"))
        .isEqualTo("Remove By hand");
    browser.press("Enter");
    browser.await("document.querySelectorAll('#places tr').length === 1");
  }

  @Test
  void aWrongDestinationIsExplainedInTheDialogAndEscapeClosesIt() throws Exception {
    browser.open(server.address(), 1280, 800, false);
    browser.evaluate("document.getElementById('add').click()");
    browser.press("Enter");
    browser.await("document.getElementById('adding-error').textContent.includes('needed')");
    browser.type("Wrong");
    browser.press("Tab");
    browser.type("http://127.0.0.1/app");
    browser.press("Tab");
    browser.type("k");
    browser.press("Enter");
    browser.await(
        "document.getElementById('adding-error').textContent.includes('rtmp://host/app')");
    browser.press("Escape");
    browser.await("!document.getElementById('adding').open");
    // the browser itself notes every answer of 400 and above; this one is wanted
    browser.forget("400 (Bad Request)");
  }

  @Test
  void everythingFitsOnAPhone() throws Exception {
    browser.open(server.address(), 390, 844, true);
    browser.await("document.getElementById('video').currentTime > 0.5");
    browser.await("document.querySelectorAll('#places tr').length === 1");
    assertThat(evaluateNumber("document.documentElement.scrollWidth")).isLessThanOrEqualTo(390);
    assertThat(
            evaluateNumber(
                "Math.min(...[...document.querySelectorAll('button, select')]"
                    + ".filter((e) => e.offsetParent).map((e) => e.offsetHeight))"))
        .as("the smallest height of a control, CSS pixels (WCAG 2.5.8 asks for 24)")
        .isGreaterThanOrEqualTo(24);
  }

  @Test
  void theContractIsShownAtDocs() throws Exception {
    browser.open(server.address().resolve("/docs"), 1280, 800, false);
    browser.await("document.querySelectorAll('#operations article').length === 10");
    browser.await("document.getElementById('schema-NewDestination') !== null");
  }

  private static void tabTo(String id) throws Exception {
    for (int i = 0; i < 20; i++) {
      browser.press("Tab");
      if (id.equals(browser.evaluate("document.activeElement.id"))) {
        assertThat(browser.evaluate("getComputedStyle(document.activeElement).outlineStyle"))
            .as("the focus is seen")
            .isEqualTo("solid");
        return;
      }
    }
    throw new AssertionError(id + " cannot be reached by the Tab key");
  }

  private static int evaluateNumber(String expression) throws Exception {
    return ((Number) browser.evaluate(expression)).intValue();
  }
}
