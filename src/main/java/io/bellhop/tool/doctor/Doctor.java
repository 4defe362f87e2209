package io.bellhop.tool.doctor;

import io.bellhop.config.Options;
import io.bellhop.net.PathPrefix;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Consumer;

/** Runs all checks, one after the other. */
public final class Doctor {
  private final Options options;
  private final Clock clock;
  private final Consumer<Diagnosis> found;

  /**
   * @param found receives each finding at once: some checks wait for other programs
   */
  public Doctor(Options options, Clock clock, Consumer<Diagnosis> found) {
    this.options = options;
    this.clock = clock;
    this.found = found;
  }

  /**
   * @param hub where the hub is
   * @param apiKey empty if there is none; the hub is not asked then
   */
  public void run(URI hub, String apiKey) {
    new DatabaseCheck(options, clock).run(found);
    DataFolderCheck.run(Path.of(options.text("bellhop.data")), found);
    CertificateCheck certificates = new CertificateCheck(clock);
    certificates.file(options, "bellhop.http.tls.certificate", found);
    certificates.file(options, "bellhop.api.tls.certificate", found);
    new PublicUrlCheck(
            options.text("bellhop.public-url"), PathPrefix.of(options).on("/hooks"), certificates)
        .run(found);
    SinkCheck.run(options.family("bellhop.sinks."), found);
    new RunningHubCheck(hub, apiKey, options).run(found);
  }
}
