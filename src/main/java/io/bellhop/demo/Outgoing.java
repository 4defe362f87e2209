package io.bellhop.demo;

import java.util.Map;

/** A request that is ready to be sent: its headers, proof included, and its body. */
public record Outgoing(Map<String, String> headers, byte[] body) {}
