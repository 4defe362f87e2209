/**
 * Makes, mends and removes our webhook at a provider, in the call that asks for it. What is
 * particular to a provider stands in its folder, as a route of the template bellhop-register; here
 * is what all have in common: who may do it now, what there is to do, what came of it. Our webhook
 * is known by its URL: what has another listener token is somebody else's and never touched.
 */
package io.bellhop.provider.registration;
