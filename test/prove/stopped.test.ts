import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../src/platform/root.ts';
import { until } from '../faults/program.ts';
import { familyOf } from './family.ts';

const commandOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
};

test('a proof that is told to stop ends what it has begun, down to the programs that its tests have started', async () => {
  const proof = spawn(process.execPath, [join(root, 'test/prove/run.ts'), 'memory'], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [proof.stdout, proof.stderr]) stream.on('data', (part: Buffer) => (said += part.toString('utf8')));
  const ended = new Promise<number | null>((resolve) => proof.once('close', resolve));
  const pid = proof.pid ?? 0;
  let family: readonly string[] = [];
  const told = (): readonly string[] => familyOf(pid).map((one) => `${one} ${commandOf(one)}`);
  try {
    const hasProgram = () => family.some((one) => /\.build\/faults-\S+ serve/.test(one));
    await until(() => {
      family = told();
      return hasProgram() || proof.exitCode !== null;
    }, 120_000);
    expect(hasProgram(), said).toBe(true);
  } finally {
    proof.kill('SIGTERM');
  }
  expect([await ended, said]).toEqual([143, expect.stringContaining('stopped before its end: 0 of 0 promises kept')]);
  expect(family.filter((one) => `${Number.parseInt(one, 10)} ${commandOf(Number.parseInt(one, 10))}` === one)).toEqual([]);
}, 240_000);
