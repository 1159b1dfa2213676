import { copyIn, copyOut } from '../../platform/backup/copy.ts';
import type { Client } from '../../platform/db-pool.ts';
import { emptyTree, grow, rootOf, signedText, type Tree } from '../../rooms/journal/law.ts';
import type { Signer, Witness } from '../../rooms/journal/contract.ts';

const partBytes = 4 * 1024 * 1024;

/** Orders the leaves of a made register into the tree, after what is in it already, and signs the one root. Two connections: one reads while the other writes. Gives back the root. */
export const sealAll = async (o: { readonly from: Client; readonly to: Client; readonly signer: Signer; readonly witness: Witness; readonly at: Date; readonly onStep: (line: string) => void }): Promise<string> => {
  const { rows: [last] } = await o.to.query<{ size: number; peaks: Buffer[] }>('SELECT size, peaks FROM journal.root ORDER BY size DESC LIMIT 1');
  let tree: Tree = last ? { size: last.size, peaks: last.peaks } : emptyTree;
  let told = performance.now();
  await copyOut(o.from, `COPY (SELECT l.id, encode(l.hash, 'hex') FROM journal.leaf l WHERE NOT EXISTS (SELECT 1 FROM journal.seal s WHERE s.leaf_id = l.id) ORDER BY l.id) TO STDOUT`, partBytes, async (bytes) => {
    const lines = bytes.toString('latin1').split('\n');
    const seals: string[] = [];
    for (const line of lines) {
      if (line === '') continue;
      const [id = '', hash = ''] = line.split('\t');
      seals.push(`${tree.size}\t${id}\t\\\\x${hash}\n`);
      tree = grow(tree, Buffer.from(hash, 'hex'));
    }
    await copyIn(o.to, 'COPY journal.seal (position, leaf_id, hash) FROM STDIN', Buffer.from(seals.join('')));
    if (performance.now() - told > 2_000) {
      told = performance.now();
      o.onStep(`sealed ${tree.size.toLocaleString('en')} leaves`);
    }
  });
  const root = rootOf(tree);
  await o.to.query('TRUNCATE journal.unsealed');
  await o.to.query('INSERT INTO journal.root (size, root, peaks, at, key_id, signature) VALUES ($1, $2, $3, $4, $5, $6)', [tree.size, root, [...tree.peaks], o.at, o.signer.keyId, o.signer.sign(signedText(tree.size, root, o.at))]);
  o.witness.note(tree.size, root);
  return root.toString('hex');
};
