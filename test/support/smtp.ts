import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** One letter as the other side got it. */
export type Got = { readonly from: string; readonly to: readonly string[]; readonly raw: string; readonly secure: boolean };
export type Counterpart = {
  readonly url: string; readonly port: number; readonly letters: Got[];
  /** what the next RCPT TO, DATA … are answered with; the address decides */
  readonly refuse: { rcpt?: (address: string) => string | null; data?: () => string | null };
  readonly end: () => Promise<void>;
};

const refusal = (line: string): Error => Object.assign(new Error(line.slice(4)), { responseCode: Number(line.slice(0, 3)) });

/** A real SMTP server on loopback; keeps what it was given. */
export const smtpCounterpart = async (o: Partial<SMTPServerOptions> & { user?: string; port?: number } = {}): Promise<Counterpart> => {
  const letters: Got[] = [];
  const refuse: Counterpart['refuse'] = {};
  const { user, port: wanted, ...options } = o;
  const server = new SMTPServer({
    authOptional: user === undefined, disableReverseLookup: true, logger: false, size: 50_000_000,
    onAuth: (auth, _session, done) => (auth.username === user && auth.password === 'kilt' ? done(null, { user }) : done(refusal('535 5.7.8 no'))),
    onRcptTo: (address, _session, done) => {
      const line = refuse.rcpt?.(address.address) ?? null;
      done(line === null ? undefined : refusal(line));
    },
    onData: (stream, session, done) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const line = refuse.data?.() ?? null;
        if (line !== null) return done(refusal(line));
        const { mailFrom, rcptTo } = session.envelope;
        letters.push({ from: mailFrom ? mailFrom.address : '', to: rcptTo.map((one) => one.address), raw: Buffer.concat(parts).toString('utf8'), secure: session.secure });
        return done();
      });
    },
    ...options,
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(wanted ?? 0, '127.0.0.1', () => resolve()));
  const bound = server.server.address();
  const port = typeof bound === 'object' && bound ? bound.port : 0;
  return { url: `smtp://${user === undefined ? '' : `${user}:kilt@`}127.0.0.1:${port}`, port, letters, refuse, end: () => new Promise((resolve) => server.close(() => resolve())) };
};
