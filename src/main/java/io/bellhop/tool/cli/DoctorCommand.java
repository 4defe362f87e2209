package io.bellhop.tool.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.bellhop.config.Options;
import io.bellhop.runtime.StandaloneServer;
import io.bellhop.tool.check.StaticCheck;
import io.bellhop.tool.doctor.Diagnosis;
import io.bellhop.tool.doctor.Doctor;
import io.bellhop.tool.fixture.FixtureJson;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Reports faults of a hub and their remedies. */
@Command(
    name = "doctor",
    description =
        "Checks the configuration, and the hub if it runs: one line for each check, with what to do. Exit"
            + " code 1 if a check failed.",
    mixinStandardHelpOptions = true)
public final class DoctorCommand implements Callable<Integer> {
  @Mixin HubOptions hub;

  @Option(names = "--json", description = "Prints a JSON array instead of lines.")
  boolean json;

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    Options options = StandaloneServer.options(System.getProperties(), System.getenv());
    List<String> routes = StaticCheck.require(options);
    PrintWriter out = spec.commandLine().getOut();
    ArrayNode all = FixtureJson.object().arrayNode();
    AtomicBoolean hasFailed = new AtomicBoolean();
    Consumer<Diagnosis> found =
        diagnosis -> {
          hasFailed.compareAndSet(false, diagnosis.hasFailed());
          if (json) {
            all.addObject()
                .put("result", diagnosis.level().text())
                .put("check", diagnosis.subject())
                .put("text", diagnosis.text());
          } else {
            out.printf(
                "%-12s %s: %s%n", diagnosis.level().text(), diagnosis.subject(), diagnosis.text());
          }
        };
    routes.forEach(text -> found.accept(Diagnosis.warning("routes", text)));
    String key = HubOptions.or(hub.apiKey, "BELLHOP_API_KEY");
    new Doctor(options, Clock.systemUTC(), found)
        .run(hub.uri(), (key == null ? options.text("bellhop.api-key") : key).strip());
    if (json) {
      out.println(all.toPrettyString());
    }
    return hasFailed.get() ? 1 : 0;
  }
}
