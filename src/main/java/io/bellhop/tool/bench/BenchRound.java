package io.bellhop.tool.bench;

/**
 * One round of a measurement.
 *
 * @param sent how the requests were answered
 * @param server what a webhook took of the cores in the process of the server
 * @param bench the same in this process: the generator and the subscriber
 */
record BenchRound(
    double perSecond,
    double p50Millis,
    double p99Millis,
    Measurement sent,
    CpuUse server,
    CpuUse bench) {}
