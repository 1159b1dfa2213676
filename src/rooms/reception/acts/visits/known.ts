import type { Actor } from '../../../../kernel/actor.ts';
import { isRefusal } from '../../../../kernel/refusal.ts';
import type { Lang } from '../../../../kernel/words.ts';
import type { Read } from '../../../../platform/db.ts';
import { personBefore } from '../../../appeals/contract.ts';
import type { Visitor } from '../../contract/visits.ts';
import { mayBeginVisit } from '../../policy/visits.ts';
import { visitIin } from '../../store/visits.ts';
import { visitSeen } from './around.ts';

const given = <V extends Record<string, unknown>>(all: V): Partial<Visitor> => Object.fromEntries(Object.entries(all).filter(([, value]) => value != null));

/** The same person again, by the number of an appeal of theirs or of an earlier visit that the asker may see; the personal number goes on with them unseen. Undefined: there is no such number. */
export const knownVisitor = async (q: Read, actor: Actor, number: string): Promise<(Partial<Visitor> & { readonly lang?: Lang }) | undefined> => {
  const visit = await visitSeen(q, actor, number);
  if (visit) {
    const permit = mayBeginVisit(actor, { branchId: visit.branchId, unitId: visit.unitId, accountId: visit.accountId });
    const { surname, given: name, patronymic, phone, email, address, territoryCode } = visit;
    return { ...given({ surname, given: name, patronymic, phone, email, address, territoryCode, iin: isRefusal(permit) ? undefined : await visitIin(q, permit, visit.id) }), lang: visit.lang };
  }
  const person = await personBefore(q, actor, number);
  if (person?.kind !== 'person') return undefined;
  const { surname, given: name, patronymic, phone, email, address, iin } = person;
  return given({ surname, given: name, patronymic, phone, email, address, iin });
};
