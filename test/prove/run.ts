import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, constants, cpus, totalmem } from 'node:os';
import { join, relative } from 'node:path';
import { root } from '../../src/platform/root.ts';
import { scratch } from '../support/scratch.ts';
import { endFamily } from './family.ts';
import { keep, merged, readKept, readOpen } from './kept.ts';
import { lanes, wholes, type Lane } from './lanes.ts';
import { held, page, picture, table, type Ran } from './report.ts';

const usage = `script/prove [--deep] [--write] [LANE …]\nlanes: ${lanes.map((lane) => lane.name).join(' ')}\n${wholes.map((one) => `${one.name}: ${one.what}`).join('\n')}\n--deep: as many as trust.md's deep run, hours in all; without a lane, of those that go deeper and the drills
--write: put the result into docs/proof.md, docs/proof.json and docs/proof.svg`;
const words = process.argv.slice(2);
if (words.includes('--help') || words.includes('-h')) {
  process.stdout.write(`${usage}\n`);
  process.exit(0);
}
const deep = words.includes('--deep');
const asked = words.filter((word) => !word.startsWith('--'));
const unknown = [...asked.filter((name) => ![...lanes, ...wholes].some((lane) => lane.name === name)), ...words.filter((word) => word.startsWith('--') && !['--deep', '--write'].includes(word))];
if (unknown.length > 0) {
  process.stderr.write(`unknown: ${unknown.join(' ')}\n${usage}\n`);
  process.exit(2);
}

/** What a test measured stands on a line of its own, behind this word. */
const figureLine = /^proof: (.+)$/;
// eslint-disable-next-line no-control-regex
const colours = /\u001b\[[0-9;]*m/g;

/** In a terminal one line that is written over; a log gets a line a minute. */
const lively = process.stderr.isTTY;
const tell = (line: string): boolean => process.stderr.write(lively ? `\r\u001b[K${line}` : `${line}\n`);

let stopped: NodeJS.Signals | undefined;
let current: ChildProcess | undefined;
let ending: Promise<void> | undefined;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    if (stopped) return;
    stopped = signal;
    tell(`· ${signal}: ending what was begun${lively ? '\n' : ''}`);
    if (current) ending = endFamily(current);
  });

/** Null when it was told to stop before its end. */
const run = (lane: Lane): Promise<Ran | null> =>
  new Promise((resolve) => {
    const dir = scratch('prove');
    const clear = () => rmSync(dir, { recursive: true, force: true, maxRetries: 10 });
    const report = join(dir, 'report.json');
    const began = performance.now();
    // a group of its own: Ctrl+C in the terminal reaches this process only, which then ends the others in order
    const child = spawn('npx', ['vitest', 'run', ...lane.files, ...(lane.without ?? []).flatMap((file) => ['--exclude', file]), '--reporter=default', '--reporter=json', `--outputFile.json=${report}`], { cwd: root, detached: true, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, TEST_SCRATCH: dir, PROVE_DEEP: deep ? '1' : '', PROVE_DRILL: lane.drill ? '1' : '' } });
    current = child;
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (said += part.toString('utf8')));
    const tick = (): boolean => tell(`· ${lane.name}: ${lane.what}, ${((performance.now() - began) / 1000).toFixed(0)} s`);
    const ticker = setInterval(tick, lively ? 1_000 : 60_000);
    if (!lively) tick();
    child.once('close', (code) => {
      clearInterval(ticker);
      if (lively) tell('');
      if (stopped) return void Promise.resolve(ending).then(clear).then(() => resolve(null));
      const plain = said.replace(colours, '');
      const figures = [...new Set(plain.split('\n').flatMap((line) => figureLine.exec(line.trim())?.[1] ?? []))];
      let counted = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };
      try {
        counted = JSON.parse(readFileSync(report, 'utf8')) as typeof counted;
      } catch {
        // it did not come to an end
      }
      // a file that cannot begin has no failed test, only some that were not run
      const failed = Math.max(counted.numFailedTests, code === 0 ? 0 : 1);
      if (failed > 0) process.stderr.write(`${plain.slice(-2_000)}\n`);
      clear();
      const seconds = (performance.now() - began) / 1000;
      const late = seconds > (lane.within ?? Infinity);
      if (late) process.stderr.write(`${lane.name}: ${seconds.toFixed(0)} s, not ${lane.passesWhen}\n`);
      resolve({ lane, passed: counted.numPassedTests, failed: failed + Number(late), left: counted.numPendingTests + counted.numTodoTests, seconds, figures: wholes.includes(lane) ? [] : figures });
    });
  });

const all: Ran[] = [];
const chosen = (one: Lane): boolean => (asked.length > 0 ? asked.includes(one.name) : deep ? Boolean(one.deeper ?? one.drill) : !one.drill);
for (const lane of [...lanes.filter(chosen), ...wholes.filter(({ name }) => asked.includes(name))]) {
  const ran = stopped ? null : await run(lane);
  if (!ran) break;
  all.push(ran);
  process.stdout.write(`${table([ran])}\n`);
}
const of = { deep, on: new Date().toISOString().slice(0, 10), machine: `${availableParallelism() < cpus().length ? `${availableParallelism()} of ` : ''}${cpus().length} cores, ${Math.round(totalmem() / 1024 ** 3)} GB, Node ${process.versions.node}` };
const names = [...lanes, ...wholes].map((lane) => lane.name);
if (all.length > 0) {
  const drawn = join(root, 'var/prove/proof.svg');
  mkdirSync(join(root, 'var/prove'), { recursive: true });
  writeFileSync(drawn, picture(merged([], all, of, names)));
  process.stdout.write(`picture: ${relative(process.cwd(), drawn)}\n`);
}
if (words.includes('--write') && all.length > 0) {
  const results = merged(readKept(), all, of, names);
  keep(results);
  writeFileSync(join(root, 'docs/proof.svg'), picture(results));
  writeFileSync(join(root, 'docs/proof.md'), page(lanes, results, readOpen()));
}
const broken = all.filter((one) => !held(one) && (one.failed > 0 || one.left === 0));
const notRun = all.filter((one) => !held(one) && !broken.includes(one));
const named = (what: string, some: readonly Ran[]): string => (some.length > 0 ? `; ${what}: ${some.map((one) => one.lane.name).join(', ')}` : '');
process.stdout.write(`${stopped ? 'stopped before its end: ' : ''}${all.filter(held).length} of ${all.length} promises kept${named('broken', broken)}${named('not run', notRun)}\n`);
process.exit(stopped ? 128 + constants.signals[stopped] : all.every(held) ? 0 : 1);
