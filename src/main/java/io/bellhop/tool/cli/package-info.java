/**
 * The commands. {@code serve}, {@code check}, {@code demo} and {@code bench} start what they need;
 * {@code listen}, {@code send}, {@code replay} and {@code export} are the other side of a hub that
 * runs. Each says in plain lines what came of it. Exit codes are 0 for success, 1 for what cannot
 * work, 2 for a wrong command line.
 */
package io.bellhop.tool.cli;
