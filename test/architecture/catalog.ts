/** Questions to PostgreSQL's own catalog; every answer is sorted, so that two dumps of one schema are the same text. */
export type Row = Record<string, unknown>;
export type Ask = (text: string) => Promise<readonly Row[]>;

/** Ours: not PostgreSQL's, not the queue's, whose schema is its package's own. */
const ours = `n.nspname !~ '^(pg_|information_schema$|public$|graphile_worker$)'`;

export const schemas = `SELECT n.nspname AS name FROM pg_namespace n WHERE ${ours} ORDER BY 1`;
export const extensions = `SELECT extname AS name FROM pg_extension WHERE extname <> 'plpgsql' ORDER BY 1`;

/** Partitions come and go with the years: what each must have is a test of its own (partitions.test.ts). r table, p partitioned, v view, m materialized view, S sequence of its own (an identity's belongs to its column) */
export const relations = `
  SELECT c.oid::int AS oid, n.nspname AS schema, c.relname AS name, c.relkind AS kind, c.relpersistence = 'u' AS unlogged,
         c.relrowsecurity AS rls, c.relforcerowsecurity AS forced, pg_get_userbyid(c.relowner) = current_user AS mine, array_to_string(c.reloptions, ', ') AS options,
         CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END AS parts, CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid, true) END AS definition
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE ${ours} AND c.relkind IN ('r', 'p', 'v', 'm', 'S') AND NOT c.relispartition
    AND NOT (c.relkind = 'S' AND EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.classid = 'pg_class'::regclass AND d.deptype = 'i'))
  ORDER BY 2, 3`;

export const columns = `
  SELECT a.attrelid::int AS relation, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull AS required,
         a.attidentity AS identity, a.attgenerated AS generated, pg_get_expr(d.adbin, d.adrelid) AS value
  FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attrelid, a.attnum`;

/** Not-null ones stand with their columns. */
export const constraints = `
  SELECT conrelid::int AS relation, conname AS name, contype AS kind, pg_get_constraintdef(oid, true) AS definition
  FROM pg_constraint WHERE conrelid <> 0 AND contype <> 'n' ORDER BY conrelid, contype = 'p' DESC, conname`;

/** Those that no constraint brings along. */
export const indexes = `
  SELECT i.indrelid::int AS relation, c.relname AS name, pg_get_indexdef(i.indexrelid) AS definition
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
  WHERE NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x')) ORDER BY 1, 2`;

export const policies = `
  SELECT p.polrelid::int AS relation, p.polname AS name, p.polcmd AS command, p.polpermissive AS permissive,
         (SELECT string_agg(CASE r WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(r)::text END, ', ' ORDER BY 1) FROM unnest(p.polroles) r) AS roles,
         pg_get_expr(p.polqual, p.polrelid) AS visible, pg_get_expr(p.polwithcheck, p.polrelid) AS checked
  FROM pg_policy p ORDER BY 1, 2`;

export const triggers = `
  SELECT tgrelid::int AS relation, tgname AS name, tgenabled AS enabled, pg_get_triggerdef(oid, true) AS definition FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2`;

export const functions = `
  SELECT p.oid::int AS oid, n.nspname AS schema, p.proname AS name, pg_get_function_identity_arguments(p.oid) AS arguments, pg_get_functiondef(p.oid) AS definition,
         p.prosecdef AS definer, array_to_string(p.proconfig, ', ') AS settings, CASE WHEN pg_get_userbyid(p.proowner) <> current_user THEN pg_get_userbyid(p.proowner) END AS owner
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE ${ours} ORDER BY 2, 3, 4`;

/** What roles other than the owner may do; a function's PUBLIC EXECUTE stands here too, because it comes unasked. */
export const grants = `
  SELECT kind, thing, who, string_agg(privilege, ', ' ORDER BY privilege) AS privileges FROM (
    SELECT 'SCHEMA' AS kind, n.nspname::text AS thing, a.grantee, a.privilege_type AS privilege, n.nspowner AS owner
      FROM pg_namespace n, aclexplode(n.nspacl) a WHERE ${ours}
    UNION ALL
    SELECT CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, n.nspname || '.' || c.relname, a.grantee, a.privilege_type, c.relowner
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(c.relacl) a WHERE ${ours}
    UNION ALL
    SELECT 'TABLE', n.nspname || '.' || c.relname || ' (' || t.attname || ')', a.grantee, a.privilege_type, c.relowner
      FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(t.attacl) a WHERE ${ours}
    UNION ALL
    SELECT 'FUNCTION', n.nspname || '.' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')', a.grantee, a.privilege_type, p.proowner
      FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a WHERE ${ours}
  ) g, LATERAL (SELECT CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(g.grantee)::text END AS who) w
  WHERE g.grantee <> g.owner GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`;
