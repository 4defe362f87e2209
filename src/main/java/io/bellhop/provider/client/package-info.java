/**
 * A provider's REST API as routes ask it: by the template bellhop-api, with an account's
 * credentials and within the provider's limits. Every call ends in one of three ways: an answer, a
 * refusal for good, or a time to come again. Nothing of a payload gets into a URL or a header
 * unless it is an id.
 */
package io.bellhop.provider.client;
