package io.bellhop.build;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds the walls between packages: each {@code package-info.java} says what its package may
 * import, and the classes import that and nothing else. It also holds the size of classes.
 */
class WallsTest {
  private static final String ROOT = "io.bellhop";
  private static final Path SOURCES = Path.of("src/main/java/io/bellhop");

  /** How a package-info names the top package. */
  private static final String TOP = "(root)";

  private static final Pattern MAY_IMPORT = Pattern.compile("May import: ([^;]+);");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void no_package_depends_on_itself_through_others() {
    slices().matching("io.bellhop.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void each_package_imports_only_what_its_package_info_allows() throws IOException {
    assertThat(imports()).isEqualTo(allowed());
  }

  @Test
  void only_the_main_class_and_the_tools_know_the_tools() {
    Set<String> outside =
        CLASSES.stream()
            .filter(type -> !isTool(type))
            .filter(
                type ->
                    type.getDirectDependenciesFromSelf().stream()
                        .anyMatch(dependency -> isTool(dependency.getTargetClass())))
            .map(type -> type.getName().replaceFirst("\\$.*", ""))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(outside).containsExactly("io.bellhop.Bellhop");
  }

  @Test
  void no_simple_name_stands_twice() {
    Map<String, Set<String>> places = new TreeMap<>();
    CLASSES.stream()
        .filter(JavaClass::isTopLevelClass)
        .filter(type -> !type.getSimpleName().equals("package-info"))
        .forEach(
            type ->
                places
                    .computeIfAbsent(type.getSimpleName(), name -> new TreeSet<>())
                    .add(type.getPackageName()));

    assertThat(places).allSatisfy((name, packages) -> assertThat(packages).as(name).hasSize(1));
  }

  @Test
  void no_file_has_more_than_250_lines() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      assertThat(files.filter(file -> file.toString().endsWith(".java")))
          .allSatisfy(file -> assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(250));
    }
  }

  @Test
  void no_constructor_has_more_than_six_parameters() {
    assertThat(CLASSES)
        .filteredOn(type -> !type.isRecord() && !type.isAnonymousClass())
        .flatExtracting(JavaClass::getConstructors)
        .allSatisfy(one -> assertThat(one.getRawParameterTypes()).hasSizeLessThan(7));
  }

  private static Map<String, Set<String>> imports() {
    Map<String, Set<String>> imports = new TreeMap<>();
    for (JavaClass type : CLASSES) {
      Set<String> targets = imports.computeIfAbsent(name(type), name -> new TreeSet<>());
      type.getDirectDependenciesFromSelf().stream()
          .map(Dependency::getTargetClass)
          .map(JavaClass::getBaseComponentType)
          .filter(target -> target.getPackageName().startsWith(ROOT))
          .map(WallsTest::name)
          .filter(target -> !target.equals(name(type)))
          .forEach(targets::add);
    }
    return imports;
  }

  private static Map<String, Set<String>> allowed() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files
          .filter(file -> file.endsWith("package-info.java"))
          .collect(
              Collectors.toMap(
                  WallsTest::name, WallsTest::allowed, (one, other) -> one, TreeMap::new));
    }
  }

  private static Set<String> allowed(Path packageInfo) {
    try {
      String text = Files.readString(packageInfo).replaceAll("\\s*\\n \\*\\s*", " ");
      Matcher line = MAY_IMPORT.matcher(text);
      assertThat(line.find()).as("'May import: ...;' in " + packageInfo).isTrue();
      return Arrays.stream(line.group(1).split(",\\s*"))
          .map(String::strip)
          .filter(name -> !name.equals("nothing"))
          .map(name -> name.equals("root") ? "" : name)
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Path packageInfo) {
    String name = SOURCES.relativize(packageInfo.getParent()).toString().replace('/', '.');
    return name.isEmpty() ? TOP : name;
  }

  private static String name(JavaClass type) {
    String name = type.getPackageName();
    return name.equals(ROOT) ? TOP : name.substring(ROOT.length() + 1);
  }

  private static boolean isTool(JavaClass type) {
    return type.getPackageName().startsWith(ROOT + ".tool");
  }
}
