import { lookup } from 'node:dns';
import { Agent as PlainAgent, request as plainRequest } from 'node:http';
import { Agent, request } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** The name of a push service led to this machine or into its network: nothing was sent, nothing was connected to. */
export class Inside extends Error {}

/** What is no address out in the world, by IANA's special-purpose registries (RFC 6890): this machine, its network, the link, many at once, nobody. */
const four = [
  '0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15',
  '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4',
] as const;
/** The last four are IPv4 written inside IPv6 by ways that nobody of ours needs: translated, Teredo, 6to4, local NAT64. */
const six = ['::/96', 'fc00::/7', 'fe80::/10', 'fec0::/10', 'ff00::/8', '100::/64', '2001:db8::/32', '::ffff:0:0:0/96', '2001::/32', '2002::/16', '64:ff9b:1::/48'] as const;

const inner = new BlockList();
for (const one of four) {
  const [net = '', bits = ''] = one.split('/');
  inner.addSubnet(net, Number(bits));
  // mapped, and what a network without IPv4 of its own makes of it (RFC 6052)
  for (const before of ['::ffff:', '64:ff9b::']) inner.addSubnet(`${before}${net}`, 96 + Number(bits), 'ipv6');
}
for (const one of six) {
  const [net = '', bits = ''] = one.split('/');
  inner.addSubnet(net, Number(bits), 'ipv6');
}

export const isInside = (address: string): boolean => {
  const [plain = ''] = address.split('%');
  const kind = isIP(plain);
  return kind === 0 || inner.check(plain, kind === 6 ? 'ipv6' : 'ipv4');
};

/** The name is looked up here and the connection is opened to what was found: nothing can be answered differently in between. One address inside is too many. */
export const lookupOutside = (resolve: LookupFunction = lookup): LookupFunction => (name, options, done) =>
  resolve(name, options, (error, address, family) => {
    const found = typeof address === 'string' ? [address] : (address ?? []).map((one) => one.address);
    if (error === null && (found.length === 0 || found.some(isInside))) done(new Inside(), '');
    else done(error, address, family);
  });

// a socket that is kept could have been opened to what the name meant before
const agents = { 'https:': new Agent({ lookup: lookupOutside(), keepAlive: false }), 'http:': new PlainAgent({ lookup: lookupOutside(), keepAlive: false }) } as const;

export type Posted = { readonly status: number; readonly location: string | null };

/**
 * One POST, without redirects, to a name that leads outside. `fetch` cannot be given a lookup of one's own without another library.
 * An address written in numbers is not looked up: it is here only when the configuration names it.
 */
export const postOutside = (endpoint: string, o: { readonly headers: Readonly<Record<string, string>>; readonly body: Buffer; readonly signal: AbortSignal }): Promise<Posted> =>
  new Promise((resolve, reject) => {
    const url = new URL(endpoint);
    const [send, agent] = url.protocol === 'https:' ? [request, agents['https:']] : [plainRequest, agents['http:']];
    send(url, { method: 'POST', headers: o.headers, signal: o.signal, agent }, (answer) => {
      resolve({ status: answer.statusCode ?? 0, location: answer.headers.location ?? null });
      answer.destroy();
    }).on('error', reject).end(o.body);
  });
