package io.bellhop.karaf;

import io.bellhop.config.ConfigException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bellhop as a component, active while a DataSource named bellhop exists. After a change of {@code
 * etc/io.bellhop.cfg} Karaf replaces the component.
 */
@Component(
    name = "io.bellhop",
    immediate = true,
    configurationPid = "io.bellhop",
    configurationPolicy = ConfigurationPolicy.OPTIONAL)
public final class KarafHub {
  private static final Logger LOG = LoggerFactory.getLogger(KarafHub.class);

  private final CompletableFuture<RunningHub> hub;

  @Activate
  public KarafHub(
      BundleContext bundle,
      Map<String, Object> configuration,
      @Reference(target = "(osgi.jndi.service.name=bellhop)") DataSource source,
      @Reference(
              cardinality = ReferenceCardinality.OPTIONAL,
              policyOption = ReferencePolicyOption.GREEDY)
          MeterRegistry meters) {
    // On a thread of its own: the thread that reports configuration changes would apply no other
    // meanwhile.
    hub =
        CompletableFuture.supplyAsync(
            () -> start(bundle, configuration, source, meters),
            start -> new Thread(start, "bellhop-start").start());
  }

  @Deactivate
  public void stop() {
    RunningHub running = hub.join();
    if (running != null) {
      running.close();
      LOG.info("Bellhop has stopped");
    }
  }

  /**
   * Returns null if the hub cannot start, because Karaf would log a thrown exception with its whole
   * stack trace.
   */
  private static RunningHub start(
      BundleContext bundle,
      Map<String, Object> configuration,
      DataSource source,
      MeterRegistry meters) {
    try {
      Map<String, String> options =
          KarafOptions.of(
              configuration,
              Path.of(bundle.getProperty("karaf.etc")),
              Path.of(bundle.getProperty("karaf.data")));
      return RunningHub.start(
          bundle,
          options,
          BundleRoutes.copy(bundle),
          source,
          meters == null ? new SimpleMeterRegistry() : meters);
    } catch (ConfigException e) {
      LOG.error("Bellhop does not start: {}", e.getMessage());
    } catch (Exception e) {
      LOG.error("Bellhop does not start", e);
    }
    return null;
  }
}
