package io.echosdk.house;

import io.echosdk.testing.TestFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What the compiled module descriptors of the libraries say. */
final class Modules {

  static final List<String> LIBRARIES =
      List.of(
          "echo-api",
          "echo-biometric",
          "echo-audio",
          "echo-gpu",
          "echo-stream",
          "echo-sync",
          "echo-commerce");

  private Modules() {}

  static Set<String> exportedPackages(String module) {
    return descriptor(module).exports().stream()
        .filter(export -> !export.isQualified())
        .map(ModuleDescriptor.Exports::source)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  static Set<String> requiredModules(String module) {
    return descriptor(module).requires().stream()
        .map(ModuleDescriptor.Requires::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static ModuleDescriptor descriptor(String module) {
    Path file = TestFiles.root().resolve(module).resolve("target/classes/module-info.class");
    try (InputStream in = Files.newInputStream(file)) {
      return ModuleDescriptor.read(in);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": build the module first", e);
    }
  }
}
