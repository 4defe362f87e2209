/**
 * The commands. {@code serve}, {@code check}, {@code demo} and {@code bench} start what they need;
 * {@code listen}, {@code send}, {@code replay}, {@code sync} and {@code export} are the other side
 * of a running hub. Each prints its result in plain lines. Exit codes are 0 for success, 1 for what
 * cannot work, 2 for a wrong command line.
 *
 * <p>Entry points: {@link io.bellhop.tool.cli.Commands}.
 *
 * <p>May import: account, config, ingest.verify, net, routes, runtime, store, tool.bench,
 * tool.check, tool.demo, tool.doctor, tool.fixture, tool.migrate, tool.scaffold;
 */
package io.bellhop.tool.cli;
