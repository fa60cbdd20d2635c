package io.echosdk.house;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The rules that keep the house what it is, checked against the compiled classes of every module.
 */
class HouseRulesTest {

  private static final List<String> LEAVES =
      List.of("biometric", "audio", "gpu", "stream", "sync", "commerce");

  private static final Set<String> CLOCKS =
      Set.of(
          "java.lang.System.nanoTime",
          "java.lang.System.currentTimeMillis",
          "java.lang.Thread.sleep",
          "java.time.Instant.now",
          "java.time.LocalDate.now",
          "java.time.LocalDateTime.now",
          "java.time.ZonedDateTime.now",
          "java.time.Clock.systemUTC",
          "java.time.Clock.systemDefaultZone");

  /** Handlers for a pipeline that is somebody else's: there Netty's types are the point. */
  private static final Set<String> MADE_FOR_A_FOREIGN_API = Set.of("io.echosdk.sync.netty");

  private static JavaClasses house;

  @BeforeAll
  static void importEveryModule() {
    house =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(
                location -> !location.contains("echo-api-") || !location.contains("tests"))
            .withImportOption(location -> !location.contains("/test-classes/"))
            .importPackages("io.echosdk")
            .that(not(resideInAnyPackage("io.echosdk.samples..", "io.echosdk.testing..")));
  }

  @TestFactory
  List<DynamicTest> aLeafKnowsTheContractsAndItselfOnly() {
    return LEAVES.stream()
        .map(
            leaf ->
                DynamicTest.dynamicTest(
                    leaf,
                    () ->
                        noClasses()
                            .that(resideInAPackage("io.echosdk." + leaf + ".."))
                            .should()
                            .dependOnClassesThat(
                                resideInAPackage("io.echosdk..")
                                    .and(
                                        not(
                                            resideInAnyPackage(
                                                "io.echosdk." + leaf + "..",
                                                "io.echosdk.api..",
                                                "io.echosdk.internal.."))))
                            .check(house)))
        .toList();
  }

  @Test
  void theContractsKnowNothingButTheJdk() {
    classes()
        .that(resideInAnyPackage("io.echosdk.api..", "io.echosdk.internal.."))
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                "java..",
                "org.jspecify.annotations..",
                "io.echosdk.api..",
                "io.echosdk.internal.."))
        .check(house);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.echosdk.(**)").should().beFreeOfCycles().check(house);
  }

  @Test
  void nothingPrintsToTheConsole() {
    noClasses()
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(Throwable.class, "printStackTrace")
        .check(house);
  }

  @Test
  void onlyTheClockTellsTheTime() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("io.echosdk.api.SystemClock")
        .should(callMethodWhere(targetIn("reads the machine's clock or sleeps", CLOCKS)))
        .check(house);
  }

  @Test
  void onlyTheRuntimeMakesThreads() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("io.echosdk.api.EchoRuntime")
        .and()
        .resideOutsideOfPackage("io.echosdk.server.cli..")
        .should()
        .callConstructorWhere(owner("makes a thread", Thread.class))
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.concurrent.Executors")
        .check(house);
  }

  @Test
  void onlyTheProgramEndsTheProcessOrHooksItsEnd() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.echosdk.server", "io.echosdk.server.cli..")
        .should(
            callMethodWhere(
                targetIn(
                    "ends or hooks the process",
                    Set.of(
                        "java.lang.System.exit",
                        "java.lang.Runtime.exit",
                        "java.lang.Runtime.halt",
                        "java.lang.Runtime.addShutdownHook"))))
        .check(house);
  }

  @Test
  void onlyDefaultsReadsSystemProperties() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("io.echosdk.internal.Defaults")
        .should(
            callMethodWhere(
                targetIn(
                    "reads or writes system properties",
                    Set.of(
                        "java.lang.System.getProperty",
                        "java.lang.System.setProperty",
                        "java.lang.System.getProperties",
                        "java.lang.Boolean.getBoolean",
                        "java.lang.Integer.getInteger",
                        "java.lang.Long.getLong"))))
        .check(house);
  }

  @Test
  void staticFieldsAreFinalAndHoldNothingThatChanges() {
    fields()
        .that()
        .areStatic()
        .and()
        .doNotHaveModifier(JavaModifier.SYNTHETIC)
        .and()
        .areNotDeclaredIn(
            "io.echosdk.stream.encode.FfmpegLog") // FFmpeg has one log callback a process
        .should()
        .beFinal()
        .andShould()
        .notHaveRawType(
            assignableTo(ThreadLocal.class)
                .or(assignableTo(Thread.class))
                .or(assignableTo(StringBuilder.class))
                .or(assignableTo(java.util.AbstractCollection.class))
                .or(assignableTo(java.util.AbstractMap.class))
                .or(resideInAPackage("java.util.concurrent.atomic"))
                .as("a type whose value changes"))
        .check(house);
  }

  @Test
  void noForeignTypeStandsInAnExportedSignature() {
    Set<String> offences = new TreeSet<>();
    for (String module : Modules.LIBRARIES) {
      Set<String> exported = Modules.exportedPackages(module);
      house.stream()
          .filter(type -> exported.contains(type.getPackageName()))
          .filter(type -> !MADE_FOR_A_FOREIGN_API.contains(type.getPackageName()))
          .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
          .forEach(type -> offences.addAll(foreignTypesIn(type)));
    }
    assertThat(offences).as("types of others that an embedder would have to know").isEmpty();
  }

  @Test
  void theModuleDescriptorsDrawTheSameGraph() {
    for (String leaf : LEAVES) {
      assertThat(Modules.requiredModules("echo-" + leaf))
          .filteredOn(name -> name.startsWith("io.echosdk."))
          .as("what io.echosdk.%s requires of ours", leaf)
          .containsExactly("io.echosdk.api");
    }
    assertThat(Modules.requiredModules("echo-api"))
        .containsExactlyInAnyOrder("java.base", "org.jspecify");
  }

  private static Set<String> foreignTypesIn(JavaClass type) {
    Set<String> found = new TreeSet<>();
    type.getMethods().stream()
        .filter(HouseRulesTest::promised)
        .forEach(
            method -> {
              note(found, type, method.getRawReturnType());
              method.getRawParameterTypes().forEach(parameter -> note(found, type, parameter));
              method.getExceptionTypes().forEach(thrown -> note(found, type, thrown.toErasure()));
            });
    type.getConstructors().stream()
        .filter(HouseRulesTest::promised)
        .forEach(
            maker ->
                maker.getRawParameterTypes().forEach(parameter -> note(found, type, parameter)));
    type.getFields().stream()
        .filter(HouseRulesTest::promised)
        .forEach(field -> note(found, type, field.getRawType()));
    type.getAllRawSuperclasses().forEach(parent -> note(found, type, parent));
    type.getAllRawInterfaces().forEach(parent -> note(found, type, parent));
    return found;
  }

  private static boolean promised(com.tngtech.archunit.core.domain.JavaMember member) {
    Set<JavaModifier> modifiers = member.getModifiers();
    return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
  }

  private static void note(Set<String> found, JavaClass where, JavaClass type) {
    JavaClass base = type.getBaseComponentType();
    if (!base.isPrimitive()
        && !base.getPackageName().startsWith("java.")
        && !base.getPackageName().startsWith("javax.net.")
        && !base.getPackageName().startsWith("javax.crypto")
        && !base.getPackageName().startsWith("io.echosdk.")) {
      found.add(where.getName() + " shows " + base.getName());
    }
  }

  private static DescribedPredicate<JavaCall<?>> targetIn(String what, Set<String> methods) {
    return DescribedPredicate.describe(
        what,
        call ->
            methods.contains(call.getTargetOwner().getName() + "." + call.getTarget().getName()));
  }

  private static DescribedPredicate<JavaAccess<?>> owner(String what, Class<?> type) {
    return DescribedPredicate.describe(
        what, access -> access.getTargetOwner().isEquivalentTo(type));
  }
}
