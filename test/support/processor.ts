/** Milliseconds of the processor that `work` takes in this thread, the best of three: neither a busy machine nor a compiler in another thread counts. */
export const processorMs = (work: () => unknown): number =>
  Math.min(...[1, 2, 3].map(() => {
    const from = process.threadCpuUsage();
    work();
    const { user, system } = process.threadCpuUsage(from);
    return (user + system) / 1_000;
  }));
