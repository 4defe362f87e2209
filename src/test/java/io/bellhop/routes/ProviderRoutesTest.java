package io.bellhop.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bellhop.config.ConfigException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes in Java: where they are found. That they serve is run by AddAProviderTest. */
class ProviderRoutesTest {
  @TempDir private Path folder;

  /** A provider's routes, and nothing else. */
  public static final class Routes extends RouteBuilder implements ProviderRoutes {
    @Override
    public void configure() {
      from("direct:bellhop-acme").routeId("acme-events").to("direct:bellhop-ignore");
    }
  }

  @Test
  void they_are_found_in_the_registry_of_the_context() throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.getRegistry().bind("acme", new Routes());

      loader(context).loadJava();

      assertThat(context.getRouteDefinition("acme-events")).isNotNull();
    }
  }

  @Test
  void they_are_found_on_the_class_path_with_their_mappings() throws Exception {
    write("META-INF/services/" + ProviderRoutes.class.getName(), Routes.class.getName());
    write("routes/acme/stay.jslt", "the mapping");
    write("secret.jslt", "hush");
    URL[] path = {folder.toUri().toURL()};
    try (URLClassLoader classes = new URLClassLoader(path, getClass().getClassLoader());
        DefaultCamelContext context = new DefaultCamelContext()) {
      context.setApplicationContextClassLoader(classes);
      RouteLoader loader = loader(context);

      loader.loadJava();

      assertThat(context.getRouteDefinition("acme-events")).isNotNull();
      assertThat(loader.read("acme/stay.jslt")).isEqualTo("the mapping");
      assertThatIllegalArgumentException().isThrownBy(() -> loader.read("../secret.jslt"));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> loader.read("acme/none.jslt"))
          .withMessageContaining("nor on the class path");
    }
  }

  @Test
  void a_file_in_a_folder_comes_before_one_on_the_class_path() throws Exception {
    String name = "ownerrez/reservation.jslt";
    Path mine = folder.resolve(name);
    Files.createDirectories(mine.getParent());
    Files.writeString(mine, "mine");
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      RouteFolders folders = RouteFolders.of("", folder.toString());

      assertThat(new RouteLoader(context, folders.texts()).read(name)).isEqualTo("mine");
      assertThat(loader(context).read(name)).isNotEqualTo("mine");
    }
  }

  @Test
  void those_that_cannot_be_used_are_named() throws Exception {
    RouteBuilder broken = new Broken();
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.getRegistry().bind("broken", broken);

      assertThatExceptionOfType(ConfigException.class)
          .isThrownBy(() -> loader(context).loadJava())
          .withMessageContainingAll(Broken.class.getName(), "no-such-template");
    }
  }

  private static final class Broken extends RouteBuilder implements ProviderRoutes {
    @Override
    public void configure() {
      templatedRoute("no-such-template");
    }
  }

  private static RouteLoader loader(DefaultCamelContext context) {
    return new RouteLoader(context, RouteFolders.of("", "").texts());
  }

  private void write(String name, String text) throws Exception {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
