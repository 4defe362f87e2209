/**
 * Takes webhooks in. {@link io.bellhop.ingest.ListenerProcessor} is the door, called by the ingest
 * template of the routes. It verifies the raw bytes before anything else looks at them, answers 200
 * only when the message is on disk, and never repeats what the caller sent.
 */
package io.bellhop.ingest;
