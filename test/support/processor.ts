/** Milliseconds of the processor that `work` takes in this thread, the best of three, or of so many: neither a busy machine nor a compiler in another thread counts. */
export const processorMs = (work: () => unknown, tries = 3): number =>
  Math.min(...Array.from({ length: tries }, () => {
    const from = process.threadCpuUsage();
    work();
    const { user, system } = process.threadCpuUsage(from);
    return (user + system) / 1_000;
  }));

const plain = 'Аулада қоқыс шығарылмай жатыр, Абай көшесі, 12-үйде шам жанбайды, мусорный ящик полный. '.repeat(250).slice(0, 20_000);
/** The words of a letter of twenty thousand characters found and folded ten times: 15 ms of a quick processor, 38 of one that others share. */
const plainMs = (): number => processorMs(() => Array.from({ length: 10 }, () => Array.from(plain.matchAll(/\p{L}+/gu), ([one]) => one.normalize('NFC').toLocaleLowerCase('kk').length)));
/** That many milliseconds of the processor, or, where it is slow at the moment, four times the plain finding. */
export const processorMsFor = (aim: number): number => Math.max(aim, 4 * plainMs());
