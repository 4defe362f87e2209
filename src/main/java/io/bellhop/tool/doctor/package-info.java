/**
 * Examines a configuration, its surroundings and the hub if it runs, and tells an operator what to
 * do. It changes nothing and prints no secret.
 *
 * <p>Entry points: {@link io.bellhop.tool.doctor.Doctor}.
 *
 * <p>May import: config, delivery.http, net, tool.fixture;
 */
package io.bellhop.tool.doctor;
