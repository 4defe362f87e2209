package io.bellhop.tool.bench;

/**
 * One round of a measurement.
 *
 * @param sent the answers to the requests
 * @param server the CPU time of a webhook in the process of the server
 * @param bench the same in this process: the generator and the subscriber
 */
record BenchRound(
    double perSecond,
    double p50Millis,
    double p99Millis,
    Measurement sent,
    CpuUse server,
    CpuUse bench) {}
