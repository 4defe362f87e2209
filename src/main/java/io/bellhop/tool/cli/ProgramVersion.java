package io.bellhop.tool.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that the build has written into the jar. */
public final class ProgramVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = ProgramVersion.class.getPackage().getImplementationVersion();
    return new String[] {"bellhop " + (version == null ? "of unpacked classes" : version)};
  }
}
