package io.bellhop.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.bellhop.config.Options;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The files by which Bellhop is deployed, as far as they can be checked without a container runtime
 * and a cluster: what they name exists, and what they set is an option.
 */
class DeployFilesTest {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  /** The model's classes take any unknown field, which is what has to be found. */
  private static final ObjectMapper STRICT =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .annotationIntrospector(
              new JacksonAnnotationIntrospector() {
                @Override
                public Boolean hasAnySetter(Annotated method) {
                  return false;
                }
              })
          .build();

  private static final Path DEPLOYMENT = Path.of("deploy", "kubernetes", "deployment.yaml");
  private static final Path CONTAINERFILE = Path.of("Containerfile");

  @Test
  void what_the_containerfile_copies_and_runs_exists() throws Exception {
    for (String line : Files.readAllLines(CONTAINERFILE)) {
      if (line.startsWith("COPY ") && !line.contains("--from")) {
        assertThat(Path.of(line.split(" ")[1])).as(line).exists();
      }
    }
    String text = Files.readString(CONTAINERFILE);
    Matcher run = Pattern.compile("\"/opt/bellhop/(bin/[a-z-]+)\"").matcher(text);
    List<String> programs = new ArrayList<>();
    while (run.find()) {
      programs.add(run.group(1));
      assertThat(Path.of("src/main/archive", run.group(1))).isExecutable();
    }
    assertThat(programs).containsExactly("bin/bellhop-health", "bin/bellhop");
    assertThat(text)
        .containsPattern("(?m)^USER 10001")
        .contains("STOPSIGNAL SIGTERM", "VOLUME /data");
    assertThat(variables(text)).isNotEmpty().allSatisfy(DeployFilesTest::isOption);
  }

  @Test
  void the_parts_of_the_compose_file_fit_together() throws Exception {
    JsonNode compose = YAML.readTree(Path.of("compose.yaml").toFile());
    assertThat(names(compose.path("services")))
        .containsExactlyInAnyOrder("bellhop", "postgres", "prometheus", "grafana");
    for (JsonNode service : compose.path("services")) {
      service
          .path("secrets")
          .forEach(one -> assertThat(compose.path("secrets").has(one.asText())).isTrue());
      for (JsonNode volume : service.path("volumes")) {
        String source = volume.asText().split(":")[0];
        if (source.startsWith("./")) {
          assertThat(Path.of(source)).exists();
        } else {
          assertThat(compose.path("volumes").has(source)).as(source).isTrue();
        }
      }
    }
    JsonNode hub = compose.at("/services/bellhop");
    assertThat(hub.path("read_only").asBoolean()).isTrue();
    assertThat(hub.at("/healthcheck/test/1").asText()).isEqualTo("/opt/bellhop/bin/bellhop-health");
    names(hub.path("environment")).forEach(DeployFilesTest::isOption);
    assertThat(YAML.readTree(Path.of("deploy/prometheus/prometheus.yml").toFile()).toString())
        .contains("bellhop:8081", "/observe/metrics");
  }

  @Test
  void prometheus_and_grafana_look_where_the_compose_file_mounts_our_files() throws Exception {
    JsonNode compose = YAML.readTree(Path.of("compose.yaml").toFile());
    Path prometheus = Path.of("deploy", "prometheus");
    Path grafana = Path.of("deploy", "grafana");
    JsonNode provisioning =
        YAML.readTree(grafana.resolve("provisioning/dashboards/bellhop.yml").toFile());
    JsonNode source =
        YAML.readTree(grafana.resolve("provisioning/datasources/prometheus.yml").toFile())
            .at("/datasources/0");

    assertThat(
            Path.of(
                    YAML.readTree(prometheus.resolve("prometheus.yml").toFile())
                        .at("/rule_files/0")
                        .asText())
                .getParent())
        .isEqualTo(mountedAt(compose, "prometheus", prometheus));
    assertThat(Path.of(provisioning.at("/providers/0/options/path").asText()))
        .isEqualTo(mountedAt(compose, "grafana", grafana.resolve("dashboards")));
    assertThat(mountedAt(compose, "grafana", grafana.resolve("provisioning")))
        .isEqualTo(Path.of("/etc/grafana/provisioning"));
    assertThat(source.path("url").asText()).isEqualTo("http://prometheus:9090");
    assertThat(
            YAML.readTree(grafana.resolve("dashboards/bellhop.json").toFile())
                .findValues("datasource"))
        .isNotEmpty()
        .allSatisfy(one -> assertThat(one.path("uid")).isEqualTo(source.path("uid")));
  }

  private static Path mountedAt(JsonNode compose, String service, Path folder) {
    for (JsonNode volume : compose.path("services").path(service).path("volumes")) {
      String[] parts = volume.asText().split(":");
      if (Path.of(parts[0]).normalize().equals(folder)) {
        return Path.of(parts[1]);
      }
    }
    throw new AssertionError(service + " does not have " + folder);
  }

  /** A cluster refuses, or silently leaves out, what its API does not know. */
  @Test
  void every_field_of_the_manifests_is_one_that_kubernetes_knows_and_has_its_type()
      throws Exception {
    List<Class<?>> read = new ArrayList<>();
    for (JsonNode manifest : manifests()) {
      Class<?> kind =
          switch (manifest.path("apiVersion").asText() + " " + manifest.path("kind").asText()) {
            case "apps/v1 Deployment" -> Deployment.class;
            case "policy/v1 PodDisruptionBudget" -> PodDisruptionBudget.class;
            case "v1 Service" -> Service.class;
            case "v1 Secret" -> Secret.class;
            default -> throw new AssertionError("no such kind: " + manifest.path("kind"));
          };
      STRICT.treeToValue(manifest, kind);
      read.add(kind);
    }
    assertThat(read)
        .containsExactlyInAnyOrder(
            Deployment.class,
            PodDisruptionBudget.class,
            Service.class,
            Service.class,
            Secret.class);

    ObjectNode deployment = (ObjectNode) YAML.readTree(DEPLOYMENT.toFile());
    ((ObjectNode) deployment.path("spec")).put("replica", 2);
    assertThatThrownBy(() -> STRICT.treeToValue(deployment, Deployment.class))
        .hasMessageContaining("replica");
  }

  @Test
  void the_manifests_fit_together_and_to_the_image() throws Exception {
    Map<String, JsonNode> objects = new HashMap<>();
    for (JsonNode one : manifests()) {
      objects.put(one.path("kind").asText() + " " + one.at("/metadata/name").asText(), one);
    }
    assertThat(objects.keySet())
        .containsExactlyInAnyOrder(
            "Deployment bellhop",
            "Service bellhop",
            "Service bellhop-internal",
            "PodDisruptionBudget bellhop",
            "Secret bellhop");
    JsonNode deployment = objects.get("Deployment bellhop");
    JsonNode pod = deployment.at("/spec/template");
    JsonNode container = pod.at("/spec/containers/0");
    JsonNode labels = pod.at("/metadata/labels");
    assertThat(deployment.at("/spec/replicas").asInt()).isEqualTo(2);
    assertThat(deployment.at("/spec/selector/matchLabels")).isEqualTo(labels);
    assertThat(objects.get("PodDisruptionBudget bellhop").at("/spec/selector/matchLabels"))
        .isEqualTo(labels);

    List<String> ports = container.path("ports").findValuesAsText("name");
    for (String service : List.of("Service bellhop", "Service bellhop-internal")) {
      assertThat(objects.get(service).at("/spec/selector")).isEqualTo(labels);
      assertThat(ports)
          .containsAll(objects.get(service).at("/spec/ports").findValuesAsText("targetPort"));
    }
    for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
      assertThat(ports).contains(container.at("/" + probe + "/httpGet/port").asText());
      assertThat(container.at("/" + probe + "/httpGet/path").asText())
          .matches("/observe/health/(live|ready)");
    }
    List<String> volumes = pod.at("/spec/volumes").findValuesAsText("name");
    for (JsonNode mount : container.path("volumeMounts")) {
      assertThat(volumes).contains(mount.path("name").asText());
    }
    String mounted = container.at("/volumeMounts/1/mountPath").asText() + "/";
    for (JsonNode variable : container.path("env")) {
      isOption(variable.path("name").asText());
      if (variable.path("name").asText().endsWith("_FILE")) {
        assertThat(variable.path("value").asText()).startsWith(mounted);
        assertThat(
                objects
                    .get("Secret bellhop")
                    .path("stringData")
                    .has(variable.path("value").asText().substring(mounted.length())))
            .isTrue();
      }
    }
    assertThat(pod.at("/spec/securityContext/runAsUser").asInt()).isEqualTo(10001);
    assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean()).isTrue();
  }

  private static List<JsonNode> manifests() throws IOException {
    List<JsonNode> manifests = new ArrayList<>();
    try (Stream<Path> files = Files.list(DEPLOYMENT.getParent())) {
      for (Path file : files.toList()) {
        try (MappingIterator<JsonNode> all =
            YAML.readerFor(JsonNode.class).readValues(file.toFile())) {
          all.forEachRemaining(manifests::add);
        }
      }
    }
    return manifests;
  }

  private static void isOption(String variable) {
    TreeSet<String> options = new TreeSet<>();
    Options.load(new Properties(), Map.of(), o -> Map.of())
        .all()
        .keySet()
        .forEach(
            name -> options.add(name.toUpperCase(java.util.Locale.ROOT).replaceAll("[.-]", "_")));
    assertThat(options).contains(variable);
  }

  private static List<String> variables(String text) {
    Matcher found = Pattern.compile("BELLHOP_[A-Z_]+(?==)").matcher(text);
    List<String> names = new ArrayList<>();
    while (found.find()) {
      names.add(found.group());
    }
    return names;
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
