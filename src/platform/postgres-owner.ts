import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** Whose server works on a folder. What a crash leaves behind must never keep the next start away, and never let two servers in. */
export type Folder = { readonly dir: string; readonly data: string; readonly socketDir: string; readonly owner: string };

export class InUse extends Error {}

const oldServerEndsMs = 15_000;
const held = new Set<string>();

/** One owner per folder. A dead owner's server gets time to end; the locks of a crash are swept away. */
export const claim = async (place: Folder): Promise<void> => {
  if (held.has(place.dir)) throw new Error(`This process is already using ${place.dir}.`);
  const owner = ownerOf(place.owner);
  if (owner.pid !== process.pid && holds(owner)) throw new InUse(`Process ${owner.pid} is using ${place.dir}. Stop it first, or set JAUAP_DATA to another folder.`);
  const pidFile = join(place.data, 'postmaster.pid');
  const until = performance.now() + oldServerEndsMs;
  for (let old = oldServer(pidFile, place.data); old > 0; old = oldServer(pidFile, place.data)) {
    if (performance.now() > until) throw new Error(`A PostgreSQL of an earlier run (process ${old}) still uses ${place.dir} and does not end.`);
    await pause(50);
  }
  // they name a process by its number, which may be another program's by now: PostgreSQL would believe it
  for (const lock of [pidFile, join(place.socketDir, '.s.PGSQL.5432.lock')]) rmSync(lock, { force: true });
  held.add(place.dir);
  try {
    writeFileSync(place.owner, `${process.pid}\n${place.socketDir}\n${birthOf(process.pid)}\n`);
  } catch (error) {
    letGo(place); // a full disk: the next try finds nobody in its way
    throw error;
  }
};

export const letGo = (place: Folder): void => {
  held.delete(place.dir);
  rmSync(place.owner, { force: true });
};

export type Owner = { readonly pid: number; readonly socketDir: string; readonly birth: string };

export const ownerOf = (file: string): Owner => {
  const [pid = '', socketDir = '', birth = ''] = readOr(file, '').split('\n');
  return { pid: Number(pid) || 0, socketDir, birth };
};

/** After a crash the number is given to another program, in a container even to this one: the moment of its birth tells them apart. */
export const holds = (owner: Owner): boolean => {
  if (!(owner.pid > 0) || !alive(owner.pid)) return false;
  return !hasProc || owner.birth === '' || owner.birth === birthOf(owner.pid);
};

const hasProc = existsSync('/proc/self/stat');

/** Boot and moment of birth; nothing for a process that has ended and only waits to be noticed. */
const birthOf = (pid: number): string => {
  const fields = readOr(`/proc/${pid}/stat`, '').split(') ').at(-1)?.split(' ') ?? [];
  // proc(5): state is the third field, starttime the twenty-second
  return fields.length < 20 || fields[0] === 'Z' ? '' : `${readOr('/proc/sys/kernel/random/boot_id', '').trim()} ${fields[19]}`;
};

const alive = (pid: number): boolean => {
  if (hasProc) return birthOf(pid) !== '';
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM';
  }
};

/**
 * A process of a server that still works in the data folder, 0 when there is none. One that lost its server to a kill takes a moment to notice; until it
 * has gone a new server refuses the data ("shared memory block … in use"). Where the system does not tell who works where, the server's own file must do.
 */
const oldServer = (pidFile: string, data: string): number => {
  if (!hasProc) {
    const pid = Number(readOr(pidFile, '0').split('\n')[0]);
    return pid > 0 && alive(pid) ? pid : 0;
  }
  if (!existsSync(data)) return 0;
  const real = realpathSync(data);
  return Number(readdirSync('/proc').find((name) => /^\d+$/.test(name) && cwdOf(name) === real) ?? 0);
};

const cwdOf = (pid: string): string | null => {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return null; // gone meanwhile, or somebody else's
  }
};

const readOr = (path: string, otherwise: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return otherwise;
  }
};
