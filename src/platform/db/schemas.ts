/**
 * Schemas of the house; `open` is for the published figures to come. A database of somebody's own may hold others, of extensions and of reports: they are not
 * the house's to grant, to copy or to drop.
 */
export const houseSchemas = ['appeals', 'assignments', 'calendar', 'files', 'graphile_worker', 'journal', 'notices', 'open', 'people', 'platform', 'reception', 'recognition', 'units'] as const;

export const isOfHouse = (schema: string): boolean => (houseSchemas as readonly string[]).includes(schema);
