package io.echosdk.sync.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echosdk.sync.NewType;
import io.echosdk.sync.SharedDoc;
import io.echosdk.sync.SharedEvent;
import io.echosdk.sync.SharedText;
import io.echosdk.sync.SharedType;
import io.echosdk.sync.SharedXmlElement;
import io.echosdk.sync.SharedXmlHook;
import io.echosdk.sync.UpdateFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class XmlBehaviourTest {

  private final Peers peers = new Peers(2);
  private final SharedXmlElement xml = peers.xml(0);
  private final SharedXmlElement other = peers.xml(1);

  @Test
  void attributesHoldValuesOfEveryKind() {
    SharedXmlElement element = xml.insert(0, NewType.xmlElement("p"));
    element.setAttribute("string", "a");
    element.setAttribute("number", 5);
    element.setAttribute("object", Map.of("k", List.of(1)));
    peers.agree();
    SharedXmlElement theirs = (SharedXmlElement) other.get(0);
    assertThat(theirs.attributes())
        .isEqualTo(Map.of("string", "a", "number", 5, "object", Map.of("k", List.of(1))));
    assertThat(theirs.name()).isEqualTo("p");
  }

  @Test
  void anAttributeIsReadElsewhere() {
    xml.setAttribute("height", "10");
    assertThat(xml.attribute("height")).isEqualTo("10");
    peers.deliver();
    assertThat(other.attribute("height")).isEqualTo("10");
    peers.agree();
  }

  @Test
  void anAttributeThatIsRemovedIsGoneElsewhere() {
    xml.setAttribute("height", "10");
    assertThat(xml.attributes()).containsKey("height");
    peers.deliver();
    xml.removeAttribute("height");
    assertThat(xml.attributes()).doesNotContainKey("height");
    peers.deliver();
    assertThat(other.attributes()).doesNotContainKey("height");
    peers.agree();
  }

  @Test
  void attributesAndChildrenAreToldOfHereAndElsewhere() {
    List<SharedEvent> here = new ArrayList<>();
    List<SharedEvent> there = new ArrayList<>();
    xml.observe(here::add);
    other.observe(there::add);
    xml.setAttribute("key", "value");
    xml.removeAttribute("key");
    xml.insert(0, NewType.xmlText());
    xml.delete(0, 1);
    peers.deliver();
    for (List<SharedEvent> events : List.of(here, there)) {
      assertThat(events.get(0).keys()).containsKey("key");
      assertThat(events.get(1).keys().get("key").action()).isEqualTo(SharedEvent.Action.DELETE);
      assertThat(events.get(2).isListChanged()).isTrue();
      assertThat(events.get(2).keys()).isEmpty();
      assertThat(events.get(3).deleted()).hasSize(1);
    }
    peers.agree();
  }

  @Test
  void elementsAreFoundByName() {
    SharedXmlElement first = xml.insert(0, NewType.xmlElement("p"));
    SharedXmlElement second = xml.insert(1, NewType.xmlElement("p"));
    xml.insert(2, NewType.xmlElement("img"));
    SharedText text = first.insert(0, NewType.xmlText());
    SharedXmlElement deep = second.insert(0, NewType.xmlElement("P"));
    assertThat(xml.querySelectorAll("p")).containsExactly(first, second, deep);
    assertThat(xml.querySelector("p")).isSameAs(first);
    assertThat(xml.querySelector("table")).isNull();
    assertThat(xml.walk(each -> each instanceof SharedText)).containsExactly(text);
    assertThat(xml.walk(each -> true)).hasSize(5);
  }

  @Test
  void aTextWithinXmlHasAttributes() {
    SharedText text = peers.doc(0).root("attributed", NewType.xmlText());
    List<SharedEvent> events = new ArrayList<>();
    text.observe(events::add);
    text.setAttribute("test", 42);
    assertThat(events.get(0).keys().get("test").action()).isEqualTo(SharedEvent.Action.ADD);
    assertThat(text.attribute("test")).isEqualTo(42);
    assertThat(text.attributes()).isEqualTo(Map.of("test", 42));
  }

  @Test
  void siblingsKnowOneAnother() {
    SharedText first = xml.insert(0, NewType.xmlText());
    SharedXmlElement second = xml.insert(1, NewType.xmlElement("a"));
    assertThat(xml.firstChild()).isSameAs(first);
    assertThat(xml.nextSibling(first)).isSameAs(second);
    assertThat(xml.previousSibling(second)).isSameAs(first);
    assertThat(xml.nextSibling(second)).isNull();
    assertThat(xml.previousSibling(first)).isNull();
    assertThat(first.parent()).isSameAs(xml);
    assertThat(xml.parent()).isNull();
  }

  @Test
  void aChildIsInsertedBehindAnother() {
    SharedText first = xml.insert(0, NewType.xmlText());
    SharedXmlElement second = xml.insertAfter(first, NewType.xmlElement("a"));
    SharedXmlElement third = xml.insertAfter(second, NewType.xmlElement("b"));
    SharedXmlElement between = xml.insertAfter(first, NewType.xmlElement("c"));
    assertThat(xml.children()).containsExactly(first, between, second, third);
    xml.delete(1, 1);
    assertThatThrownBy(() -> xml.insertAfter(between, NewType.xmlText()))
        .isInstanceOf(IllegalArgumentException.class);
    peers.agree();
  }

  @Test
  void whatWasReadFromAnUpdateReadsTheSame() {
    SharedXmlElement element = xml.insert(0, NewType.xmlElement("A"));
    element.setAttribute("b", "c");
    element.insert(0, NewType.xmlText()).insert(0, "text");
    SharedXmlHook hook = xml.insert(1, NewType.xmlHook("chart"));
    hook.set("k", 1);
    SharedDoc copy = SharedDoc.create();
    copy.apply(peers.doc(0).encode(UpdateFormat.V2), UpdateFormat.V2, null);
    SharedXmlElement theirs = copy.root("xml", NewType.xmlElement(""));
    assertThat(theirs).hasToString(xml.toString());
    SharedType theirHook = theirs.get(1);
    assertThat(((SharedXmlHook) theirHook).hookName()).isEqualTo("chart");
    assertThat(((SharedXmlHook) theirHook).get("k")).isEqualTo(1);
  }

  @Test
  void formatsReadAsElements() {
    SharedText text = xml.insert(0, NewType.xmlText());
    text.insert(0, "abc");
    text.format(0, 1, Map.of("bold", Map.of()));
    text.format(1, 1, Map.of("link", Map.of("href", "x")));
    assertThat(text).hasToString("<bold>a</bold><link href=\"x\">b</link>c");
    peers.agree();
    assertThat(other).hasToString("<undefined>" + text + "</undefined>");
  }

  @Test
  void anElementReadsAsXml() {
    SharedXmlElement element = xml.insert(0, NewType.xmlElement("Track"));
    element.setAttribute("b", 2);
    element.setAttribute("a", "1");
    element.insert(0, NewType.xmlElement("clip"));
    assertThat(element).hasToString("<track a=\"1\" b=\"2\"><clip></clip></track>");
    assertThat(xml.toPlain()).isEqualTo("<undefined>" + element + "</undefined>");
  }
}
