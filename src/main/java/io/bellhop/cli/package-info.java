/**
 * The commands: serve, check, demo, bench. Each reads its options, starts what it needs and says in
 * plain lines what came of it. Exit codes are 0 for success, 1 for what cannot work, 2 for a wrong
 * command line.
 */
package io.bellhop.cli;
