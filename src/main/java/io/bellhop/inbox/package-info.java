/**
 * The durable queue: {@link io.bellhop.inbox.Inbox} appends and claims, {@link
 * io.bellhop.inbox.Dispatcher} hands claims to workers, {@link io.bellhop.inbox.MessageSettler}
 * ends them. An append that was acknowledged is on disk and ends in exactly one outcome, whatever
 * crashes. One order key is worked on by one worker of one node at a time, in order of arrival.
 */
package io.bellhop.inbox;
