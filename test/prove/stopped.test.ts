import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../src/platform/root.ts';
import { stateOf, until } from '../faults/program.ts';
import { familyOf } from './family.ts';

type Process = { readonly pid: number; readonly startedAt: string; readonly command: string };

/** proc(5): a number is given to another one later, and then its start (field 22, in ticks since the machine's) is another; null when there is none, or one that only waits to be noticed. */
const processAt = (pid: number): Process | null => {
  try {
    // a name may have spaces and brackets in it: what follows the last one is counted, from field 3 on
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? null : { pid, startedAt: fields[22 - 3] ?? '', command };
  } catch {
    return null;
  }
};
/** Of those the ones that are there yet, by whatever name they go now. */
const leftOf = (family: readonly Process[]): readonly Process[] => family.filter((one) => processAt(one.pid)?.startedAt === one.startedAt);

test('a proof that is told to stop ends what it has begun, down to the programs that its tests have started', async () => {
  const proof = spawn(process.execPath, [join(root, 'test/prove/run.ts'), 'memory'], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [proof.stdout, proof.stderr]) stream.on('data', (part: Buffer) => (said += part.toString('utf8')));
  const ended = new Promise<number | null>((resolve) => proof.once('close', resolve));
  const pid = proof.pid ?? 0;
  let family: readonly Process[] = [];
  try {
    const hasProgram = () => family.some(({ command }) => /\.build\/faults-\S+ serve/.test(command));
    await until(() => {
      family = familyOf(pid).flatMap((one) => processAt(one) ?? []);
      return hasProgram() || proof.exitCode !== null;
    }, 120_000);
    expect(hasProgram(), said).toBe(true);
    expect(leftOf(family).map(({ pid: one }) => one)).toContain(pid);
  } finally {
    proof.kill('SIGTERM');
  }
  expect([await ended, said]).toEqual([143, expect.stringContaining('stopped before its end: 0 of 0 promises kept')]);
  expect(leftOf(family)).toEqual([]);
}, 240_000);

test('control: one that goes on is found, also under another name than it had; one that has ended and nobody has noticed, or whose number is another’s, is not', async () => {
  // between fork and exec it has the name of its parent, or none yet
  const child = spawn('sh', ['-c', 'read go; exec cat'], { stdio: ['pipe', 'ignore', 'ignore'] });
  // what the shell has become notices no children
  const parent = spawn('sh', ['-c', 'sleep 600 & echo $!; exec cat'], { stdio: ['pipe', 'pipe', 'ignore'] });
  try {
    const seen = processAt(child.pid ?? 0);
    expect(seen).not.toBeNull();
    const family = seen ? [seen] : [];
    expect(leftOf(family)).toHaveLength(1);
    child.stdin.write('go\n');
    expect(await until(() => processAt(child.pid ?? 0)?.command === 'cat ')).toBe(true);
    expect(leftOf(family)).toHaveLength(1);
    expect(leftOf(family.map((one) => ({ ...one, startedAt: '1' })))).toEqual([]);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
    expect(leftOf(family)).toEqual([]);
    const unnoticed = Number(await new Promise<Buffer>((resolve) => parent.stdout.once('data', resolve)));
    expect(await until(() => processAt(parent.pid ?? 0)?.command === 'cat ')).toBe(true);
    expect(processAt(unnoticed)).not.toBeNull();
    process.kill(unnoticed, 'SIGKILL');
    expect(await until(() => stateOf(unnoticed) === 'Z')).toBe(true);
    expect(processAt(unnoticed)).toBeNull();
  } finally {
    child.kill('SIGKILL');
    parent.kill('SIGKILL');
  }
});
