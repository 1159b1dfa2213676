import { makeSeal } from '../../platform/seal.ts';

const seal = makeSeal('notices');
export const setNoticeSecret = seal.set;

/** The other end of a conversation, found again without being written down. */
export const peerHash = (peer: string): Buffer => seal.hash('peer', peer);
export const sealTalk = (peer: string, text: string): Buffer => seal.close('talk', peer, text);
export const openTalk = (peer: string, sealed: Buffer): string => seal.open('talk', peer, sealed);
const stopProof = (wayId: number): string => seal.hash('stop', String(wayId)).subarray(0, 16).toString('base64url');
/** What a one-click link proves: whoever has it got the letter. Eleven signs are 66 bits, which nobody guesses, and leave room in a text message. */
export const stopToken = (wayId: number): string => `${wayId}.${stopProof(wayId).slice(0, 11)}`;
export const stopPath = (wayId: number): string => `/notices/${stopToken(wayId)}`;
/** The way the token belongs to, or null. Letters that went before tokens were short hold the whole proof. */
export const wayOfToken = (token: string): number | null => {
  const wayId = Number(token.split('.')[0]);
  return Number.isSafeInteger(wayId) && wayId > 0 && (stopToken(wayId) === token || `${wayId}.${stopProof(wayId)}` === token) ? wayId : null;
};

/** 80 bits: whoever can name a notice so has got it. Lower case only: mail servers fold the case of addresses. */
const noticeProof = (noticeId: number): string => seal.hash('notice', String(noticeId)).subarray(0, 10).toString('hex');
export const noticeToken = (noticeId: number): string => `${noticeId}.${noticeProof(noticeId)}`;
/** The notice a token proves, or null. */
export const noticeOfToken = (token: string): number | null => {
  const noticeId = Number(/^(\d{1,15})\./.exec(token)?.[1] ?? 0);
  return noticeId > 0 && noticeToken(noticeId) === token.toLowerCase() ? noticeId : null;
};
/** Sent once in effect: whoever gets it twice can tell by this name that it is the same. Nobody can guess it: a reply that names it is proven. */
export const messageName = (noticeId: number, host: string): string => `<notice.${noticeToken(noticeId)}@${host}>`;
export const tokenOfName = (name: string): string | null => /^<?notice\.(\d{1,15}\.[0-9a-f]{20})@/i.exec(name.trim())?.[1] ?? null;

/** How many letters came from one address, without writing the address down. */
export const senderHash = (address: string): Buffer => seal.hash('sender', address.toLowerCase());
/** Who wrote a refused letter and what about, for the clerk who looks through them. */
export type Envelope = { readonly from: string; readonly subject: string };
export const sealEnvelope = (name: string, envelope: Envelope): Buffer => seal.close('letter', name, JSON.stringify(envelope));
export const openEnvelope = (name: string, sealed: Buffer): Envelope => JSON.parse(seal.open('letter', name, sealed)) as Envelope;
