package io.echosdk.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import io.echosdk.testing.TestFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Compares the test methods that stand in the sources with those that the runner reported, so that
 * no test can fall out of the build unseen. Runs last, when every other module's reports are
 * written.
 */
@Tag("count")
class TestCountTest {

  private static final Set<String> TEST_ANNOTATIONS =
      Set.of("Test", "ParameterizedTest", "RepeatedTest", "TestFactory", "TestTemplate");

  /**
   * A class of the test sources: its binary name, what it extends, whether it runs itself, and its
   * test methods.
   */
  private record TestClass(String name, String parent, boolean isAbstract, List<String> methods) {}

  @Test
  void everyTestMethodInTheSourcesWasReportedByTheRunner() throws Exception {
    List<Path> modules = modules();
    Map<String, TestClass> sources = new HashMap<>();
    Set<String> reported = new TreeSet<>();
    for (Path module : modules) {
      parse(module.resolve("src/test/java")).forEach(type -> sources.put(type.name(), type));
      reported.addAll(reports(module.resolve("target/surefire-reports")));
    }
    Set<String> written = new TreeSet<>();
    sources.values().stream()
        .filter(type -> !type.isAbstract() && !type.name().equals(TestCountTest.class.getName()))
        .forEach(type -> methodsOf(type, sources).forEach(m -> written.add(type.name() + "#" + m)));

    assertThat(reported)
        .as("%d test methods in the sources, %d reported", written.size(), reported.size())
        .containsExactlyInAnyOrderElementsOf(written);
  }

  private static List<Path> modules() throws IOException {
    try (Stream<Path> files = Files.walk(TestFiles.root(), 3)) {
      return files
          .filter(file -> file.endsWith("pom.xml"))
          .map(Path::getParent)
          .filter(folder -> Files.isDirectory(folder.resolve("src/test/java")))
          .sorted()
          .toList();
    }
  }

  private static List<String> methodsOf(TestClass type, Map<String, TestClass> all) {
    List<String> methods = new ArrayList<>(type.methods());
    all.values().stream()
        .filter(other -> simpleName(other.name()).equals(type.parent()))
        .forEach(parent -> methods.addAll(methodsOf(parent, all)));
    return methods;
  }

  private static String simpleName(String binaryName) {
    return binaryName.substring(
        Math.max(binaryName.lastIndexOf('.'), binaryName.lastIndexOf('$')) + 1);
  }

  private static List<TestClass> parse(Path folder) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<TestClass> found = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(folder);
        StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<Path> sources = walk.filter(file -> file.toString().endsWith(".java")).toList();
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(sources));
      for (CompilationUnitTree unit : task.parse()) {
        String start = unit.getPackageName() == null ? "" : unit.getPackageName() + ".";
        for (Tree type : unit.getTypeDecls()) {
          collect(type, start, found);
        }
      }
    }
    return found;
  }

  private static void collect(Tree tree, String prefix, List<TestClass> found) {
    if (!(tree instanceof ClassTree type)) {
      return;
    }
    String name = prefix + type.getSimpleName();
    List<String> methods = new ArrayList<>();
    for (Tree member : type.getMembers()) {
      collect(member, name + "$", found);
      if (member instanceof MethodTree method && isTest(method)) {
        methods.add(method.getName().toString());
      }
    }
    String parent = type.getExtendsClause() == null ? "" : type.getExtendsClause().toString();
    boolean isAbstract =
        type.getModifiers().getFlags().contains(Modifier.ABSTRACT)
            || type.getKind() == Tree.Kind.INTERFACE;
    found.add(new TestClass(name, simpleName(parent.replaceAll("<.*", "")), isAbstract, methods));
  }

  private static boolean isTest(MethodTree method) {
    return method.getModifiers().getAnnotations().stream()
        .map(AnnotationTree::getAnnotationType)
        .map(Tree::toString)
        .anyMatch(TEST_ANNOTATIONS::contains);
  }

  private static Set<String> reports(Path folder) throws Exception {
    Set<String> methods = new TreeSet<>();
    if (!Files.isDirectory(folder)) {
      return methods;
    }
    try (Stream<Path> walk = Files.list(folder)) {
      for (Path report :
          walk.filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml")).toList()) {
        NodeList cases =
            DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(report.toFile())
                .getElementsByTagName("testcase");
        for (int i = 0; i < cases.getLength(); i++) {
          Element one = (Element) cases.item(i);
          String method = one.getAttribute("name").replaceAll("[({\\[].*", "").strip();
          methods.add(one.getAttribute("classname") + "#" + method);
        }
      }
    }
    methods.removeIf(method -> method.startsWith(TestCountTest.class.getName()));
    return methods;
  }
}
