/**
 * Looks at a configuration, at what is around it, and at the hub if it runs, and says what an
 * operator has to do. It changes nothing and prints no secret.
 *
 * <p>Entry points: {@link io.bellhop.tool.doctor.Doctor}.
 *
 * <p>May import: config, delivery.http, net, tool.fixture;
 */
package io.bellhop.tool.doctor;
