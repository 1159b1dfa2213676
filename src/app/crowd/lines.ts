/** Lines of COPY as text (https://www.postgresql.org/docs/current/sql-copy.html), gathered by table until they are sent. */
export const columns = {
  'appeals.appeal': 'id number branch_id kind channel lang text territory_code territory_path address topic_code stage office_outcome verdict profile rule_version calendar_version ' +
    'received_at registered_at registered_on term_from_on due_on original_due_on holder_unit holder_account holder_since_on forward_by forward_calendar_version assignment_id hand_overs came_back reopened_count seen_by first_human_answer_at answered_at closed_at publish_consent public_text published_at link_hash code_hash',
  'appeals.applicant': 'appeal_id branch_id kind surname given patronymic iin_sealed iin_hash phone address search',
  'appeals.act': 'id appeal_id act code at by_kind by_account public stage_before stage_after due_after facts',
  'appeals.answer': 'id appeal_id round state outcome text drafted_by drafted_unit drafted_at sent_at',
  'appeals.verdict': 'appeal_id round verdict at',
  'appeals.publication': 'appeal_id number branch_id territory_path topic_code kind lang text stage office_outcome verdict registered_on due_on answered_on published_at marks document made_with answer_unit',
  'appeals.search': 'appeal_id document registered_on seen_by made_with',
  'appeals.sketch': 'appeal_id branch_id registered_on seen_by marks',
  'assignments.assignment': 'id source_kind source_id reference territory_path branch_id executor_unit executor_account controller_unit stage given_at given_on due_on original_due_on rule_version calendar_version seen_by moved_at waits carousel rung ended_at',
  'assignments.act': 'id assignment_id act at by_kind stage_after to_unit to_account due_after',
  'journal.leaf': 'id act subject actor_kind actor_id facts at hash',
} as const;
export type Table = keyof typeof columns;
export const tables = Object.keys(columns) as readonly Table[];

export type Value = string | number | boolean | null | Buffer | readonly (string | number)[];

const text = (value: string): string => (/[\\\t\n\r]/.test(value) ? value.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r') : value);
const written = (value: Value): string =>
  value === null ? '\\N' : typeof value === 'string' ? text(value) : typeof value === 'number' ? String(value) : typeof value === 'boolean' ? (value ? 't' : 'f')
  : Buffer.isBuffer(value) ? `\\\\x${value.toString('hex')}` : `{${(value as readonly (string | number)[]).join(',')}}`;

export type Lines = { readonly add: (table: Table, values: readonly Value[]) => void; readonly take: (table: Table) => Buffer };

export const lines = (): Lines => {
  const kept = new Map<Table, string[]>(tables.map((table) => [table, []]));
  return {
    add: (table, values) => void kept.get(table)?.push(values.map(written).join('\t')),
    take: (table) => {
      const list = kept.get(table) ?? [];
      kept.set(table, []);
      return Buffer.from(list.length === 0 ? '' : `${list.join('\n')}\n`);
    },
  };
};
