/**
 * Writes the first version of a provider's folder: one skeleton for each section, filled with a few
 * answers and with what a sample of the provider's JSON looks like.
 *
 * <p>Entry points: {@link io.bellhop.tool.scaffold.ProviderAnswers}, {@link
 * io.bellhop.tool.scaffold.Sample}, {@link io.bellhop.tool.scaffold.ProviderFiles}.
 *
 * <p>May import: config, tool.fixture;
 */
package io.bellhop.tool.scaffold;
