/** Milliseconds of the processor that `work` takes in this thread, the best of three, or of so many: neither a busy machine nor a compiler in another thread counts. */
export const processorMs = (work: () => unknown, tries = 3): number =>
  Math.min(...Array.from({ length: tries }, () => {
    const from = process.threadCpuUsage();
    work();
    const { user, system } = process.threadCpuUsage(from);
    return (user + system) / 1_000;
  }));
