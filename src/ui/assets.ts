/** Where the style sheet and the islands are served from: app tells once at start (addresses carry the content's hash). */
let names: Readonly<Record<string, string>> = {};

export const setAssets = (given: Readonly<Record<string, string>>): void => {
  names = given;
};
export const assetHref = (name: string): string => names[name] ?? `/assets/none/${name}`;
