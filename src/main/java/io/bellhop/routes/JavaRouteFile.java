package io.bellhop.routes;

import io.bellhop.config.ConfigException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.apache.camel.RoutesBuilder;

/**
 * A route file in Java: a {@link org.apache.camel.builder.RouteBuilder} in a provider's folder, one
 * class per file. The build compiles those in the jar. A changed or added file needs a JDK, because
 * Bellhop compiles it when it loads it.
 *
 * @param text the source
 */
record JavaRouteFile(Path path, String text) {
  static final String ENDING = ".java";
  private static final Pattern PACKAGE = Pattern.compile("(?m)^\\s*package\\s+([\\w.]+)\\s*;");

  /**
   * Creates the route builder that the file defines.
   *
   * @param classes finds the classes of Bellhop, of Camel, and any others that the route uses
   * @throws ConfigException if the file defines none, or does not compile
   */
  RoutesBuilder builder(ClassLoader classes) {
    try {
      ClassLoader ours = getClass().getClassLoader();
      Class<?> type =
          isCompiled(ours)
              ? ours.loadClass(className())
              : isCompiled(classes) ? classes.loadClass(className()) : compile(classes);
      return (RoutesBuilder) type.getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new ConfigException(
          path + " is not a route file: write a public class that extends RouteBuilder (" + e + ")",
          e);
    }
  }

  /** The full name of the route builder's class. */
  String className() {
    Matcher matcher = PACKAGE.matcher(text);
    String prefix = matcher.find() ? matcher.group(1) + "." : "";
    return prefix + simpleName();
  }

  private String simpleName() {
    String name = path.getFileName().toString();
    return name.substring(0, name.length() - ENDING.length());
  }

  /** Whether the class path has the compiled class together with exactly this source. */
  private boolean isCompiled(ClassLoader classes) {
    String source = "routes/" + RouteFolders.name(path.getParent()) + "/" + path.getFileName();
    try (InputStream in = classes.getResourceAsStream(source)) {
      return in != null
          && new String(in.readAllBytes(), StandardCharsets.UTF_8).equals(text)
          && classes.getResource(className().replace('.', '/') + ".class") != null;
    } catch (IOException e) {
      return false;
    }
  }

  private Class<?> compile(ClassLoader classes) throws ClassNotFoundException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new ConfigException(
          path
              + " needs a compiler, and this Java has none: run Bellhop with a JDK, or put"
              + " the compiled class and its source (as routes/<provider>/<file>) on the class"
              + " path");
    }
    StringWriter problems = new StringWriter();
    Map<String, byte[]> compiled = new HashMap<>();
    try (StandardJavaFileManager files =
            compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
        JavaFileManager inMemory = new InMemory(files, compiled)) {
      boolean succeeds =
          compiler
              .getTask(
                  problems,
                  inMemory,
                  null,
                  List.of("-proc:none", "-parameters", "-nowarn"),
                  null,
                  List.of(new Source(className(), text)))
              .call();
      if (!succeeds) {
        throw new ConfigException(
            path
                + " does not compile: "
                + problems.toString().strip().replaceAll("\\R\\s*", " | "));
      }
    } catch (IOException e) {
      throw new ConfigException(path + ": the compiler failed: " + e, e);
    }
    return new InMemoryClasses(classes, compiled).loadClass(className());
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String className, String text) {
      super(URI.create("string:///" + className.replace('.', '/') + ENDING), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  /** Keeps the compiled classes in memory. */
  private static final class InMemory extends ForwardingJavaFileManager<StandardJavaFileManager> {
    private final Map<String, byte[]> compiled;

    InMemory(StandardJavaFileManager files, Map<String, byte[]> compiled) {
      super(files);
      this.compiled = compiled;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
      if (location != StandardLocation.CLASS_OUTPUT) {
        throw new IllegalArgumentException("a route file produces classes only, not " + location);
      }
      return new SimpleJavaFileObject(
          URI.create("memory:///" + className.replace('.', '/') + kind.extension), kind) {
        @Override
        public OutputStream openOutputStream() {
          return new ByteArrayOutputStream() {
            @Override
            public void close() {
              compiled.put(className, toByteArray());
            }
          };
        }
      };
    }
  }

  private static final class InMemoryClasses extends ClassLoader {
    private final Map<String, byte[]> compiled;

    InMemoryClasses(ClassLoader parent, Map<String, byte[]> compiled) {
      super(parent);
      this.compiled = compiled;
    }

    /** Looks here before the class path, which may have an older version of the same class. */
    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        byte[] bytes = compiled.get(name);
        if (bytes == null) {
          return super.loadClass(name, resolve);
        }
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : defineClass(name, bytes, 0, bytes.length);
      }
    }
  }
}
