/** The tamper-evident record. Any act of any room calls `record` in its own transaction (decision 0002). */
export { record, sealOnce, treeIn, verify } from './acts.ts';
export type { Entry, Finding, Verified } from './acts.ts';
export { leavesOf } from './store.ts';
export { signerIn, witnessFile } from './signing.ts';
export type { Signer, Witness } from './signing.ts';
