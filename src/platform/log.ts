/** One JSON object a line on stderr. Never a person's data: ids, codes, durations and error classes only (trust.md). */
export type Log = {
  readonly debug: (event: string, facts?: Facts) => void;
  readonly info: (event: string, facts?: Facts) => void;
  readonly warn: (event: string, facts?: Facts) => void;
  readonly error: (event: string, error: unknown, facts?: Facts) => void;
};
export type Facts = Readonly<Record<string, string | number | boolean | null | undefined>>;
export type Level = 'debug' | 'info' | 'warn' | 'error' | 'silent';

const rank: Record<Level, number> = { debug: 0, info: 1, warn: 2, error: 3, silent: 4 };

export const makeLog = (least: Level, sink: (line: string) => void = (line) => process.stderr.write(`${line}\n`)): Log => {
  const write = (level: Level, event: string, facts: Facts = {}) => {
    if (rank[level] >= rank[least]) sink(JSON.stringify({ at: new Date().toISOString(), level, event, ...facts }));
  };
  return {
    debug: (event, facts) => write('debug', event, facts),
    info: (event, facts) => write('info', event, facts),
    warn: (event, facts) => write('warn', event, facts),
    error: (event, error, facts) => write('error', event, { ...describeError(error), ...facts }),
  };
};

/** A database error's message can quote a row, a parser's the text: only class, code and place are kept of those. */
const describeError = (error: unknown): Facts => {
  if (!(error instanceof Error)) return { error: typeof error };
  const code = (error as { code?: unknown }).code;
  // a message may have lines of its own: only what names a place in the program is kept
  const where = error.stack?.split('\n').map((line) => line.trim()).filter((line) => line.startsWith('at ')).slice(0, 4).join(' < ');
  // what could not be read is quoted by these
  const quotes = (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) || error instanceof SyntaxError || error instanceof URIError;
  return { error: error.name, ...(typeof code === 'string' ? { code } : {}), ...(quotes ? {} : { message: error.message }), where };
};
