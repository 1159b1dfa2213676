/** The tamper-evident record. Any act of any room calls `record` in its own transaction (decision 0002). */
export { record, sealOnce, treeIn, verify, waitingIn } from './acts.ts';
export type { Entry, Finding, Verified, WaitingAct } from './acts.ts';
export { leafHash } from './law.ts';
export type { Leaf } from './law.ts';
export { lastLeafOf, leavesOf, rootAt } from './store.ts';
export { keyIdOf, notedIn, signatureHolds, signerFrom, signerIn, witnessFile } from './signing.ts';
export type { Noted, Signer, Witness } from './signing.ts';
